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

import io.sonoflow.RandomStream;
import io.sonoflow.image.mask.DistanceTransform;
import io.sonoflow.image.mask.Outlines;
import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.image.mask.PostProcessing;
import io.sonoflow.image.morphology.Mask;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Milliseconds of one thread for distances, all figures, post-processing and the search for outlines, on masks of 1024 x 1024
 * pixels: an ellipse over half of the sides, with a ragged edge and specks as a network leaves them.
 */
public final class SegmentScoresBench {

	private static final int SIDE = 1024;
	private static final int ROUNDS = 12;

	private SegmentScoresBench() {
	}

	public static void main(final String[] args) {
		final Mask reference = ellipse(0, 0);
		final Mask predicted = ellipse(20, 0.002);
		System.out.printf(Locale.ROOT, "masks of %d x %d px, of %d and %d pixels: distance transform %.1f ms, all figures %.1f ms, " +
			"post-processing %.1f ms, outlines %.1f ms%n", SIDE, SIDE, reference.area(), predicted.area(), time(
				() -> DistanceTransform.squared(reference.data(), SIDE, SIDE, PixelSize.PIXELS)), time(() -> SegmentScores.of(reference,
					predicted, PixelSize.PIXELS, 1)), time(() -> PostProcessing.PUBLISHED.apply(predicted)), time(() -> Outlines.of(
						reference)));
	}

	private static Mask ellipse(final double shift, final double specks) {
		final RandomStream random = RandomStream.of(1, "mask");
		return Mask.of(SIDE, SIDE, i -> {
			final double r = Math.hypot((i % SIDE - SIDE / 2.0 - shift) / 300, (i / SIDE - SIDE / 2.0) / 220);
			return r + 0.01 * random.nextDouble() < 1 || random.nextDouble() < specks;
		});
	}

	/** {@return the best of several rounds} */
	private static double time(final Runnable work) {
		double best = Double.POSITIVE_INFINITY;
		for (int i = 0; i < ROUNDS; i++) {
			final long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
			work.run();
			best = Math.min(best, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) * 1e-6);
		}
		return best;
	}
}
