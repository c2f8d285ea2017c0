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
package io.sonoflow.read.dicom;

import io.sonoflow.dataset.FrameRate;

import java.util.Arrays;

/**
 * When the frames of a clip were taken (DICOM PS3.3 C.7.6.5, Cine Module).
 *
 * @param rate on the mean; null if the file does not say it
 * @param starts seconds after the first frame, of each frame; null if they follow from the rate
 */
record Timing(FrameRate rate, double[] starts) {

	private static final double MILLISECONDS = 1000;

	/** Of files that say no time, or one that is none. */
	private static final Timing NONE = new Timing(null, null);

	/** The elements in their order: what was measured goes before what is recommended for a screen. */
	static Timing of(final DataSet root, final int frames) {
		final double[] steps = numbers(root, Tag.FRAME_TIMES);
		if (steps.length == frames && frames > 1) return of(steps);
		final double time = first(root, Tag.FRAME_TIME);
		if (isRate(MILLISECONDS / time)) return new Timing(FrameRate.near(MILLISECONDS / time), null);
		for (final Tag tag : new Tag[] { Tag.CINE_RATE, Tag.DISPLAY_RATE })
			if (isRate(first(root, tag))) return new Timing(FrameRate.near(first(root, tag)), null);
		return NONE;
	}

	/** @param steps milliseconds from the frame before to each frame; that of the first means nothing */
	private static Timing of(final double[] steps) {
		final double[] starts = new double[steps.length];
		for (int i = 1; i < starts.length; i++) {
			if (!(steps[i] >= 0)) return NONE;
			starts[i] = starts[i - 1] + steps[i] / MILLISECONDS;
		}
		final double mean = (starts.length - 1) / starts[starts.length - 1];
		return isRate(mean) ? new Timing(FrameRate.near(mean), starts) : NONE;
	}

	private static boolean isRate(final double perSecond) {
		return perSecond > 1e-3 && perSecond < 1e5;
	}

	private static double first(final DataSet root, final Tag tag) {
		return Arrays.stream(numbers(root, tag)).findFirst().orElse(Double.NaN);
	}

	/** A time that cannot be read is no reason to refuse the pictures. */
	private static double[] numbers(final DataSet root, final Tag tag) {
		try {
			return root.decimals(tag);
		}
		catch (final Refused e) {
			return new double[0];
		}
	}
}
