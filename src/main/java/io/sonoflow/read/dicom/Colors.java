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

/**
 * Three samples into packed colours. The equations are those of the standard (PS3.3 C.7.6.3.1.2), in the fixed-point form
 * that decoders of JPEG share.
 */
final class Colors {

	private static final int HALF = 1 << 15;

	private Colors() {
	}

	/** {@return 0xFFRRGGBB} */
	static int[] packed(final Samples samples, final Picture picture) {
		final int[] colors = new int[picture.pixels()];
		final int[] levels = picture.allocated() == 8 && picture.stored() == 8 ? null : levels(picture);
		for (int i = 0; i < colors.length; i++) {
			final int first = level(samples, levels, 3 * i);
			final int second = level(samples, levels, 3 * i + 1);
			final int third = level(samples, levels, 3 * i + 2);
			colors[i] = switch (samples.space()) {
				case RGB -> rgb(first, second, third);
				case YBR_FULL -> full(first, second, third);
				case YBR_PARTIAL -> partial(first, second, third);
			};
		}
		return colors;
	}

	private static int level(final Samples samples, final int[] levels, final int i) {
		return levels == null ? samples.get(i) : levels[samples.get(i)];
	}

	/** {@return for each stored number its level of 0..255} */
	private static int[] levels(final Picture picture) {
		final int[] levels = new int[1 << 8 * picture.bytes()];
		final int most = picture.mask();
		for (int i = 0; i < levels.length; i++)
			levels[i] = ((i >> picture.shift() & most) * 255 + most / 2) / most;
		return levels;
	}

	private static int rgb(final int r, final int g, final int b) {
		return 0xFF000000 | r << 16 | g << 8 | b;
	}

	private static int full(final int y, final int cb, final int cr) {
		return ybr(y << 16, cb - 128, cr - 128, 91881, 22554, 46802, 116130);
	}

	/** Luma 16..235, chroma 16..240. */
	private static int partial(final int y, final int cb, final int cr) {
		return ybr((y - 16) * 76309, cb - 128, cr - 128, 104597, 25675, 53279, 132201);
	}

	/** All factors times 65536. */
	private static int ybr(final int y, final int cb, final int cr, final int redCr, final int greenCb, final int greenCr,
		final int blueCb)
	{
		return rgb(clip(y + redCr * cr + HALF >> 16), clip(y - greenCb * cb - greenCr * cr + HALF >> 16), clip(y + blueCb *
			cb + HALF >> 16));
	}

	private static int clip(final int level) {
		return Math.max(0, Math.min(255, level));
	}
}
