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
package io.sonoflow.image.doppler;

/** Measures of colours 0xAARRGGBB. */
final class Colors {

	private Colors() {
	}

	static int red(final int argb) {
		return argb >> 16 & 255;
	}

	static int green(final int argb) {
		return argb >> 8 & 255;
	}

	static int blue(final int argb) {
		return argb & 255;
	}

	/** {@return how far from grey: largest less smallest of the three, 0..255} */
	static int chroma(final int argb) {
		return most(argb) - least(argb);
	}

	static int most(final int argb) {
		return Math.max(red(argb), Math.max(green(argb), blue(argb)));
	}

	static int least(final int argb) {
		return Math.min(red(argb), Math.min(green(argb), blue(argb)));
	}

	/** {@return 0..360, degrees: 0 red, 120 green, 240 blue; 0 of greys} */
	static double hue(final int argb) {
		final double chroma = chroma(argb);
		if (chroma == 0) return 0;
		final int most = most(argb);
		final double sixth;
		if (most == red(argb)) sixth = (green(argb) - blue(argb)) / chroma;
		else if (most == green(argb)) sixth = 2 + (blue(argb) - red(argb)) / chroma;
		else sixth = 4 + (red(argb) - green(argb)) / chroma;
		return (60 * sixth + 360) % 360;
	}

	/** {@return how far two hues are apart, 0..180} */
	static double apart(final double hue, final double other) {
		final double off = Math.abs(hue - other) % 360;
		return Math.min(off, 360 - off);
	}

	/** {@return the distance of two colours, 0..442} */
	static double distance(final int a, final int b) {
		return Math.sqrt(squared(a, b));
	}

	/** {@return the square of the distance of two colours} */
	static int squared(final int a, final int b) {
		final int r = red(a) - red(b);
		final int g = green(a) - green(b);
		final int l = blue(a) - blue(b);
		return r * r + g * g + l * l;
	}
}
