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
package io.sonoflow.image.crop;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.BitMask;

import java.util.Arrays;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** A scanner's screen: 0xRRGGBB a pixel, row by row. */
final class Screen {

	final int width;
	final int height;
	final int[] rgb;

	private Screen(final int[] rgb, final int width, final int height) {
		this.rgb = rgb;
		this.width = width;
		this.height = height;
	}

	static Screen ofColor(final RandomAccessibleInterval<ARGBType> image) {
		final int[] colors = Images.colors(image);
		final int[] rgb = new int[colors.length];
		for (int i = 0; i < rgb.length; i++)
			rgb[i] = colors[i] & 0xFFFFFF;
		return new Screen(rgb, Images.width(image), Images.height(image));
	}

	static Screen ofGray(final RandomAccessibleInterval<UnsignedByteType> image) {
		final byte[] pixels = Images.pixels(image);
		final int[] rgb = new int[pixels.length];
		for (int i = 0; i < rgb.length; i++)
			rgb[i] = (pixels[i] & 0xFF) * 0x010101;
		return new Screen(rgb, Images.width(image), Images.height(image));
	}

	/** Takes the brighter value of each channel of each pixel. */
	void brighten(final Screen other) {
		if (other.width != width || other.height != height) throw new IllegalArgumentException("Frames of " + width + " x " +
			height + " and " + other.width + " x " + other.height);
		for (int i = 0; i < rgb.length; i++) {
			final int a = rgb[i];
			final int b = other.rgb[i];
			rgb[i] = Math.max(a & 0xFF0000, b & 0xFF0000) | Math.max(a & 0xFF00, b & 0xFF00) | Math.max(a & 0xFF, b & 0xFF);
		}
	}

	/** {@return whether no pixel is further from the first one's colour} */
	boolean isFlat(final int tolerance) {
		for (final int colour : rgb)
			if (distance(colour, rgb[0]) > tolerance) return false;
		return true;
	}

	/** {@return a part of the screen with a border of one colour round it; what is not wanted there has that colour, too} */
	Screen part(final Box box, final BitMask unwanted, final int border, final int colour) {
		final int w = box.w() + 2 * border;
		final int h = box.h() + 2 * border;
		final int[] part = new int[w * h];
		Arrays.fill(part, colour);
		for (int y = 0; y < box.h(); y++)
			for (int x = 0, at = (box.y() + y) * width + box.x(); x < box.w(); x++, at++)
				if (!unwanted.get(box.x() + x, box.y() + y)) part[(border + y) * w + border + x] = rgb[at];
		return new Screen(part, w, h);
	}

	/** {@return whether red, green and blue are the same} */
	static boolean isGray(final int rgb) {
		return (rgb & 0xFF) * 0x010101 == rgb;
	}

	/** {@return the largest of red, green and blue} */
	static int brightest(final int rgb) {
		return Math.max(rgb >> 16 & 0xFF, Math.max(rgb >> 8 & 0xFF, rgb & 0xFF));
	}

	/** {@return the smallest of red, green and blue} */
	static int darkest(final int rgb) {
		return Math.min(rgb >> 16 & 0xFF, Math.min(rgb >> 8 & 0xFF, rgb & 0xFF));
	}

	/** {@return the largest difference of two colours in one of red, green and blue} */
	static int distance(final int a, final int b) {
		return Math.max(Math.abs((a >> 16 & 0xFF) - (b >> 16 & 0xFF)), Math.max(Math.abs((a >> 8 & 0xFF) - (b >> 8 &
			0xFF)), Math.abs((a & 0xFF) - (b & 0xFF))));
	}
}
