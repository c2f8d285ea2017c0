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
package io.sonoflow.plot;

/**
 * Colours for values from 0 to 1.
 * <p>
 * {@link #HEAT} runs from black over violet, red and orange to pale yellow. Its lightness (CIE 1976 L*) rises in
 * proportion to the value, so equal steps look equal, it survives grey printing, and no colour blindness changes the
 * order, unlike the rainbow ("jet") that heat maps are often shown in. It is computed here from a path in CIE LCh; the
 * idea is that of the maps by Smith and van der Walt (SciPy 2015).
 */
public enum ColorMap {
	/** Black, violet, red, orange, pale yellow. */
	HEAT {

		@Override
		int compute(final double value) {
			final double hue = Math.toRadians(295 + 155 * Math.pow(value, 0.75));
			return lch(2 + 94 * value, 78 * Math.pow(Math.sin(Math.PI * Math.pow(value, 0.85)), 0.8), hue);
		}
	},
	/** Black to white. */
	GRAY {

		@Override
		int compute(final double value) {
			final int level = (int) Math.round(255 * value);
			return 0xFF000000 | level << 16 | level << 8 | level;
		}
	};

	private static final int STEPS = 1024;
	private final int[] table = new int[STEPS];

	ColorMap() {
		for (int i = 0; i < STEPS; i++)
			table[i] = compute((double) i / (STEPS - 1));
	}

	abstract int compute(double value);

	/**
	 * @param value 0..1; outside it the nearest end, NaN as 0
	 * @return opaque colour, 0xFFrrggbb
	 */
	public int argb(final double value) {
		return table[(int) Math.round(Math.min(1, Math.max(0, Double.isNaN(value) ? 0 : value)) * (STEPS - 1))];
	}

	/** Gives up chroma, never lightness, where the screen has no such colour. */
	private static int lch(final double lightness, final double chroma, final double hue) {
		double low = 0;
		double high = 1;
		if (rgb(lightness, chroma, hue) < 0) {
			for (int i = 0; i < 20; i++) {
				final double middle = (low + high) / 2;
				if (rgb(lightness, chroma * middle, hue) < 0) high = middle;
				else low = middle;
			}
			return (int) (0xFF000000L | rgb(lightness, chroma * low, hue));
		}
		return (int) (0xFF000000L | rgb(lightness, chroma, hue));
	}

	/** CIE LCh(ab), D65, to sRGB (IEC 61966-2-1); -1 if it is outside sRGB. */
	private static int rgb(final double lightness, final double chroma, final double hue) {
		final double fy = (lightness + 16) / 116;
		final double x = 0.95047 * inverse(fy + chroma * Math.cos(hue) / 500);
		final double y = inverse(fy);
		final double z = 1.08883 * inverse(fy - chroma * Math.sin(hue) / 200);
		final int red = gamma(3.2404542 * x - 1.5371385 * y - 0.4985314 * z);
		final int green = gamma(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z);
		final int blue = gamma(0.0556434 * x - 0.2040259 * y + 1.0572252 * z);
		return red < 0 || green < 0 || blue < 0 ? -1 : red << 16 | green << 8 | blue;
	}

	private static double inverse(final double t) {
		return t > 6.0 / 29 ? t * t * t : (t - 4.0 / 29) * 108 / 841;
	}

	/** {@return 0..255, or -1 outside} */
	private static int gamma(final double linear) {
		if (linear < -1e-4 || linear > 1 + 1e-4) return -1;
		final double value = Math.min(1, Math.max(0, linear));
		return (int) Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * Math.pow(value, 1 / 2.4) - 0.055));
	}
}
