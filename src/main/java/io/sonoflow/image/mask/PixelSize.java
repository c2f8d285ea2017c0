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
package io.sonoflow.image.mask;

/**
 * How large a pixel is, so that areas and distances have a unit. Sides may differ.
 *
 * @param x its width, above 0
 * @param y its height, above 0
 * @param unit of both: px, or mm where the picture is calibrated
 */
public record PixelSize(double x, double y, String unit) {

	/** Lengths in pixels: nothing is known of the picture. */
	public static final PixelSize PIXELS = new PixelSize(1, 1, "px");

	/** @throws IllegalArgumentException if a side is not above 0 and finite */
	public PixelSize {
		if (!(x > 0 && y > 0 && x < Double.POSITIVE_INFINITY && y < Double.POSITIVE_INFINITY)) throw new IllegalArgumentException(
			"A pixel of " + x + " x " + y + " " + unit);
	}

	/** {@return the size in millimetres} */
	public static PixelSize millimetres(final double x, final double y) {
		return new PixelSize(x, y, "mm");
	}

	/**
	 * @param from pixels along x and along y before
	 * @param to and after
	 * @return the size after resizing
	 */
	public PixelSize resized(final int[] from, final int[] to) {
		return new PixelSize(x * from[0] / to[0], y * from[1] / to[1], unit);
	}

	/** {@return area of a pixel, in units squared} */
	public double area() {
		return x * y;
	}

	/** {@return whether lengths are in pixels} */
	public boolean isPixels() {
		return equals(PIXELS);
	}
}
