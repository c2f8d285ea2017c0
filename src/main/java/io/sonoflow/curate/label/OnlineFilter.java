/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.curate.label;

import java.util.stream.IntStream;

/**
 * The published online variant of the search for wrong labels: while a network is trained, an image whose loss rises teaches it
 * nothing in that epoch.
 * <p>
 * From the fifth epoch on an image is skipped if 0.8 x the mean of its losses of the last three epochs is above the mean of
 * those of the three epochs before the last. The two windows share two epochs, so that four epochs are looked at, which the
 * fifth is the first to have behind it: of losses a, b, c, d in their order, it is skipped if 0.8 (b + c + d) &gt; a + b + c. A
 * loss of an epoch is the mean over the image's draws, and epochs in which it was not drawn do not count, as in
 * {@link LossSpikeDetector}: an image needs four epochs in which it was drawn.
 * <p>
 * Its loss is recorded on while it is skipped, so that it comes back when the loss has fallen.
 */
public final class OnlineFilter {

	/** The first epoch in which an image can be skipped, from 1. */
	public static final int FIRST = 5;

	/** Epochs that are looked at. */
	private static final int WINDOW = FIRST - 1;

	private static final double SHARE = 0.8;

	private OnlineFilter() {
	}

	/**
	 * @param losses [epoch] mean loss of the image's draws in nats; not a number where it was not drawn
	 * @param epoch from 0: those before it are looked at
	 * @return whether the image's draws of this epoch teach nothing
	 */
	public static boolean isSkipped(final double[] losses, final int epoch) {
		final double[] last = new double[WINDOW];
		int found = 0;
		for (int before = epoch - 1; before >= 0 && found < WINDOW; before--)
			if (!Double.isNaN(losses[before])) last[found++] = losses[before];
		// From the last to the first of the four.
		return found == WINDOW && SHARE * (last[0] + last[1] + last[2]) > last[1] + last[2] + last[3];
	}

	/**
	 * What it did, found again from what a training left.
	 *
	 * @param record of a training with the online variant
	 * @return [image] the epochs, from 1, in which its draws taught nothing, in order
	 */
	public static int[][] skipped(final TrainingRecord record) {
		final int[][] skipped = new int[record.images()][];
		for (int i = 0; i < skipped.length; i++) {
			final double[] losses = record.loss()[i];
			skipped[i] = IntStream.range(0, losses.length).filter(epoch -> !Double.isNaN(losses[epoch]) && isSkipped(
				losses, epoch)).map(epoch -> epoch + 1).toArray();
		}
		return skipped;
	}
}
