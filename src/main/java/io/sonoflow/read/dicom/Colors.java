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

import io.sonoflow.read.Samples;

/** Three samples into packed colours, by the equations of the standard (PS3.3 C.7.6.3.1.2). */
final class Colors {

	private Colors() {
	}

	/** {@return 0xFFRRGGBB} */
	static int[] packed(final StoredFrame samples, final Picture picture) {
		final int[] colors = new int[picture.pixels()];
		final int[] levels = picture.allocated() == 8 && picture.stored() == 8 ? null : levels(picture);
		for (int i = 0; i < colors.length; i++) {
			final int first = level(samples, levels, 3 * i);
			final int second = level(samples, levels, 3 * i + 1);
			final int third = level(samples, levels, 3 * i + 2);
			colors[i] = switch (samples.space()) {
				case RGB -> Samples.rgb(first, second, third);
				case YBR_FULL -> Samples.yccToRgb(first, second, third);
				case YBR_PARTIAL -> Samples.videoToRgb(first, second, third);
			};
		}
		return colors;
	}

	private static int level(final StoredFrame samples, final int[] levels, final int i) {
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
}
