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
package io.sonoflow.image.augment;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.marker.Marker;
import io.sonoflow.image.marker.Markers;

import java.util.Arrays;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * An image that is worked on in place. Its arrays grow and are used again for the next image, so that a training thread
 * makes no garbage.
 */
public final class Canvas {

	private byte[] pixels = new byte[0];
	private byte[] spare = new byte[0];
	private int width;
	private int height;

	/** Starts on a copy of the pixels. */
	public void load(final byte[] source, final int sourceWidth, final int sourceHeight) {
		if (sourceWidth < 1 || sourceHeight < 1) throw new IllegalArgumentException("an image of " + sourceWidth + "x" +
			sourceHeight + " has no pixels");
		width = sourceWidth;
		height = sourceHeight;
		if (pixels.length < width * height) {
			pixels = new byte[width * height];
			spare = new byte[width * height];
		}
		System.arraycopy(source, 0, pixels, 0, width * height);
	}

	/** {@return number of columns} */
	public int width() {
		return width;
	}

	/** {@return number of rows} */
	public int height() {
		return height;
	}

	/** {@return row by row, width x height of them valid; this canvas's own} */
	public byte[] pixels() {
		return pixels;
	}

	double scale() {
		return Marker.scaleFor(width, height);
	}

	/** {@return a copy} */
	public ArrayImg<UnsignedByteType, ByteArray> image() {
		return Images.bytes(Arrays.copyOf(pixels, width * height), width, height);
	}

	/** Takes columns away at the left; one column stays. */
	void cutLeft(final int columns) {
		final int cut = Math.min(columns, width - 1);
		keep(cut, width - cut);
	}

	/** Takes columns away at the right; one column stays. */
	void cutRight(final int columns) {
		keep(0, width - Math.min(columns, width - 1));
	}

	private void keep(final int from, final int newWidth) {
		for (int row = 0; row < height; row++)
			System.arraycopy(pixels, row * width + from, pixels, row * newWidth, newWidth);
		width = newWidth;
	}

	/** Exchanges left and right. */
	public void flip() {
		for (int row = 0; row < height; row++)
			for (int left = row * width, right = left + width - 1; left < right; left++, right--) {
				final byte swap = pixels[left];
				pixels[left] = pixels[right];
				pixels[right] = swap;
			}
	}

	/** Exchanges top and bottom. */
	public void flipVertical() {
		for (int top = 0, bottom = height - 1; top < bottom; top++, bottom--) {
			System.arraycopy(pixels, top * width, spare, 0, width);
			System.arraycopy(pixels, bottom * width, pixels, top * width, width);
			System.arraycopy(spare, 0, pixels, bottom * width, width);
		}
	}

	/** Makes a rectangle black, as far as it lies in the image. */
	public void black(final Box box) {
		final int from = Math.max(0, box.x());
		final int to = Math.min(width, box.x() + box.w());
		for (int row = Math.max(0, box.y()); row < Math.min(height, box.y() + box.h()) && from < to; row++)
			Arrays.fill(pixels, row * width + from, row * width + to, (byte) 0);
	}

	/**
	 * Adds to each pixel its difference from the mean over its 3 x 3 neighbourhood, in which itself counts five times
	 * (PIL's SMOOTH), (factor - 1) times; pixels of the edge stay, as in torchvision.
	 *
	 * @param factor 1 = as it is, 2 = twice as sharp
	 */
	public void sharpen(final double factor) {
		System.arraycopy(pixels, 0, spare, 0, width * height);
		for (int y = 1; y < height - 1; y++)
			for (int x = 1; x < width - 1; x++) {
				final int i = y * width + x;
				final int center = pixels[i] & 255;
				final int sum = row(i - width) + row(i) + row(i + width) + 4 * center;
				// PIL makes a smoothed 8-bit image first.
				final int smooth = (2 * sum + 13) / 26;
				spare[i] = (byte) Math.max(0, Math.min(255, Math.rint(smooth + (center - smooth) * factor)));
			}
		swap();
	}

	private int row(final int i) {
		return (pixels[i - 1] & 255) + (pixels[i] & 255) + (pixels[i + 1] & 255);
	}

	private void swap() {
		final byte[] swap = pixels;
		pixels = spare;
		spare = swap;
	}

	/** Moves the content down; black comes in at the top. */
	void shiftDown(final int rows) {
		final int shift = Math.min(rows, height);
		System.arraycopy(pixels, 0, pixels, shift * width, (height - shift) * width);
		Arrays.fill(pixels, 0, shift * width, (byte) 0);
	}

	/** Rotates the content clockwise about the middle, bilinearly, without growing; outside is black. */
	public void rotate(final double degrees) {
		final double angle = StrictMath.toRadians(degrees);
		final double cos = StrictMath.cos(angle);
		final double sin = StrictMath.sin(angle);
		final double middleX = (width - 1) / 2.0;
		final double middleY = (height - 1) / 2.0;
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				final double dx = x - middleX;
				final double dy = y - middleY;
				spare[y * width + x] = bilinear(middleX + cos * dx + sin * dy, middleY - sin * dx + cos * dy);
			}
		swap();
	}

	private byte bilinear(final double x, final double y) {
		final int x0 = (int) Math.floor(x);
		final int y0 = (int) Math.floor(y);
		final double fx = x - x0;
		final double fy = y - y0;
		final double top = at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx;
		final double bottom = at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx;
		return (byte) (top * (1 - fy) + bottom * fy + 0.5);
	}

	private int at(final int x, final int y) {
		return x < 0 || y < 0 || x >= width || y >= height ? 0 : pixels[y * width + x] & 255;
	}

	/** Stretches the grey values around their mean by contrast, then multiplies them by brightness; clamped to 0..255. */
	public void jitter(final double contrast, final double brightness) {
		long sum = 0;
		for (int i = 0; i < width * height; i++)
			sum += pixels[i] & 255;
		final double mean = (double) sum / (width * height);
		final byte[] lookup = new byte[256];
		for (int i = 0; i < 256; i++)
			lookup[i] = (byte) Math.max(0, Math.min(255, Math.rint((mean + (i - mean) * contrast) * brightness)));
		for (int i = 0; i < width * height; i++)
			pixels[i] = lookup[pixels[i] & 255];
	}

	void draw(final Marker marker) {
		Markers.draw(pixels, width, height, marker);
	}
}
