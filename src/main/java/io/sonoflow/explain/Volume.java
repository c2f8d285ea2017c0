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
package io.sonoflow.explain;

import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.util.Arrays;

/**
 * Numbers over time and place, resized as PyTorch's trilinear interpolation does, corners not aligned: cell j of n lies at (j +
 * 1/2) / n of the time, what is before the first cell's middle or after the last one's is as there.
 *
 * @param values (times, height, width) in C order
 * @param times cells along time, at least 1
 * @param height rows
 * @param width columns
 */
record Volume(float[] values, int times, int height, int width) {

	/** {@return with so many cells along time, linear} */
	Volume inTime(final int frames) {
		if (frames == times) return this;
		final int places = height * width;
		final float[] result = new float[frames * places];
		for (int frame = 0; frame < frames; frame++) {
			final double at = Math.min(times - 1.0, Math.max(0, (frame + 0.5) * times / frames - 0.5));
			final int first = (int) at;
			final int next = Math.min(times - 1, first + 1);
			final float share = (float) (at - first);
			for (int p = 0; p < places; p++)
				result[frame * places + p] = (1 - share) * values[first * places + p] + share * values[next * places + p];
		}
		return new Volume(result, frames, height, width);
	}

	/** {@return with so many frames of so many pixels, linear in all directions} */
	Volume resized(final int frames, final int rows, final int columns) {
		final Volume inTime = inTime(frames);
		final int places = height * width;
		final float[] result = new float[frames * rows * columns];
		for (int frame = 0; frame < frames; frame++) {
			final float[] plane = Arrays.copyOfRange(inTime.values, frame * places, (frame + 1) * places);
			System.arraycopy(Resize.resize(plane, width, height, columns, rows, Interpolation.BILINEAR), 0, result, frame * rows *
				columns, rows * columns);
		}
		return new Volume(result, frames, rows, columns);
	}
}
