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
package io.sonoflow.image.resize;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Brings 8-bit images of any size to size x size floats in a batch's array, without garbage: buffers and filters are
 * kept between calls. The result depends on the pixels alone. One thread's at a time.
 */
public final class Resizer {

	/** Crops of one data set have few sizes (and three widths each, cut or not), so few filters are kept. */
	private static final int KEPT_FILTERS = 64;

	private final int size;
	private final Interpolation interpolation;
	private final float[] lookup = new float[256];
	private final Map<Integer, Weights> filters = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(final Map.Entry<Integer, Weights> eldest) {
			return size() > KEPT_FILTERS;
		}
	};
	private float[] line = new float[0];
	private float[] between = new float[0];

	/**
	 * @param size side of the result in pixels, at least 1
	 * @param interpolation how; on floats, nothing is rounded to 8 bits
	 * @param normalisation values of the result
	 */
	public Resizer(final int size, final Interpolation interpolation, final Normalisation normalisation) {
		if (size < 1) throw new IllegalArgumentException("size " + size + " is below 1");
		this.size = size;
		this.interpolation = interpolation;
		for (int i = 0; i < lookup.length; i++)
			lookup[i] = normalisation.apply(i);
	}

	/** {@return side of the results in pixels} */
	public int size() {
		return size;
	}

	/**
	 * @param pixels row by row, at least width * height
	 * @param width columns, at least 1
	 * @param height rows, at least 1
	 * @param target gets size * size values, rows (H, W), from offset on
	 */
	public void resize(final byte[] pixels, final int width, final int height, final float[] target, final int offset) {
		Resize.check(width, height, size, size);
		final Weights x = filters.computeIfAbsent(width, w -> Weights.of(interpolation, w, size));
		final Weights y = filters.computeIfAbsent(height, h -> Weights.of(interpolation, h, size));
		if (line.length < width) line = new float[width];
		if (between.length < height * size) between = new float[height * size];
		for (int row = 0; row < height; row++) {
			for (int i = 0; i < width; i++)
				line[i] = lookup[pixels[row * width + i] & 255];
			horizontal(line, x, between, row * size);
		}
		vertical(between, size, y, target, offset);
	}

	private static void horizontal(final float[] line, final Weights weights, final float[] target, final int offset) {
		final int taps = weights.taps;
		for (int i = 0; i < weights.target; i++) {
			final int from = weights.first[i];
			float sum = 0;
			for (int j = 0; j < taps; j++)
				sum += line[from + j] * weights.values[i * taps + j];
			target[offset + i] = sum;
		}
	}

	/** The sum of rows, row by row, so that the compiler can use vectors. */
	static void vertical(final float[] source, final int width, final Weights weights, final float[] target,
		final int offset)
	{
		for (int i = 0; i < weights.target; i++) {
			final int to = offset + i * width;
			Arrays.fill(target, to, to + width, 0);
			for (int j = 0; j < weights.taps; j++) {
				final float weight = weights.values[i * weights.taps + j];
				final int from = (weights.first[i] + j) * width;
				if (weight != 0) for (int x = 0; x < width; x++)
					target[to + x] += source[from + x] * weight;
			}
		}
	}
}
