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
package io.sonoflow.metric.segment;

import io.sonoflow.image.morphology.Mask;

/**
 * How much two masks have in common.
 *
 * @param reference pixels of the true mask
 * @param predicted pixels of the other
 * @param common pixels of both
 */
public record Overlap(int reference, int predicted, int common) {

	/** What the challenge adds to the denominator. */
	private static final double EPSILON = 1e-6;

	/** @throws IllegalArgumentException if the masks have different sizes */
	public static Overlap of(final Mask reference, final Mask predicted) {
		if (reference.width() != predicted.width() || reference.height() != predicted.height()) throw new IllegalArgumentException(
			"A mask of " + predicted.width() + " x " + predicted.height() + " pixels against one of " + reference.width() + " x " +
				reference.height());
		final boolean[] a = reference.data();
		final boolean[] b = predicted.data();
		int common = 0;
		for (int i = 0; i < a.length; i++)
			if (a[i] && b[i]) common++;
		return new Overlap(reference.area(), predicted.area(), common);
	}

	/** {@return which of the masks are empty} */
	public State state() {
		if (reference == 0) return predicted == 0 ? State.EMPTY : State.FALSE;
		return predicted == 0 ? State.MISSED : State.OK;
	}

	/** {@return Dice's coefficient 2 common / (reference + predicted), 0..1; not a number if both are empty} */
	public double dice() {
		return 2.0 * common / ((double) reference + predicted);
	}

	/** {@return intersection over union, 0..1; not a number if both are empty} */
	public double iou() {
		return common / ((double) reference + predicted - common);
	}

	/** {@return Dice as the UUSIC challenge computes it: with 1e-6 in the denominator, so 0 if both are empty} */
	public double challengeDice() {
		return 2.0 * common / ((double) reference + predicted + EPSILON);
	}
}
