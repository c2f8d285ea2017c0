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
package io.sonoflow.read.clip;

import io.sonoflow.read.Bitmap;
import io.sonoflow.read.Samples;
import io.sonoflow.read.UnsupportedKindException;
import io.sonoflow.read.still.JpegDamage;
import io.sonoflow.read.still.PngPicture;
import io.sonoflow.read.still.PngStream;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/** The pixels of an AVI's frame. */
final class AviPicture {

	/** How a codec lays its samples. */
	private enum Layout {
		RGB, GRAY, YUYV, UYVY, I420, YV12, NV12, JPEG, PNG
	}

	private final int width;
	private final int height;
	private final AviStream stream;
	private final Layout layout;
	private final JpegDamage damage = new JpegDamage();

	AviPicture(final AviStream stream) throws IOException {
		this.stream = stream;
		width = stream.width();
		height = stream.height();
		layout = switch (stream.codec().toUpperCase(Locale.ROOT)) {
			case "", "DIB ", "RAW ", "RGB " -> Layout.RGB;
			case "Y800", "Y8  ", "GREY" -> Layout.GRAY;
			case "YUY2", "YUYV", "YUNV" -> Layout.YUYV;
			case "UYVY", "UYNV", "2VUY" -> Layout.UYVY;
			case "I420", "IYUV" -> Layout.I420;
			case "YV12" -> Layout.YV12;
			case "NV12" -> Layout.NV12;
			case "MJPG", "JPEG", "AVRN", "DMB1", "LJPG" -> Layout.JPEG;
			case "PNG ", "MPNG", "PNG1" -> Layout.PNG;
			default -> throw other(stream.codec());
		};
		if (layout == Layout.RGB && stream.bits() != 8 && stream.bits() != 24 && stream.bits() != 32) throw other(stream.bits() +
			" bits");
	}

	private static UnsupportedKindException other(final String codec) {
		return new UnsupportedKindException("an AVI with the codec \"" + (codec.charAt(0) < ' ' ? "run-length " + (int) codec.charAt(
			0) : AviStream.printable(codec)) + "\", which is not read here",
			"Convert it with ffmpeg: ffmpeg -i clip -c:v mjpeg -q:v 2 -pix_fmt yuvj444p clip.avi, or -c:v rawvideo -pix_fmt bgr24.");
	}

	/** {@return how many bytes a frame has at least} */
	long bytes() {
		final long pixels = (long) width * height;
		final long quarter = (width + 1L) / 2 * ((height + 1L) / 2);
		return switch (layout) {
			case RGB -> (long) row(width * stream.bits() / 8) * height;
			case GRAY -> pixels;
			case YUYV, UYVY -> (width + 1L) / 2 * 4 * height;
			case I420, YV12, NV12 -> pixels + 2 * quarter;
			case JPEG, PNG -> 1;
		};
	}

	private static int row(final int bytes) {
		return (bytes + 3) / 4 * 4;
	}

	/** {@return the frame of which these are the bytes} */
	Bitmap decode(final byte[] data) throws IOException {
		return switch (layout) {
			case RGB -> stream.bits() == 8 ? Bitmap.ofPalette(width, height, rows(data, row(width), !stream.topDown()), stream
				.palette()) : Bitmap.ofColors(width, height, rgb(data, stream.bits() / 8));
			// Some writers fill rows up to four bytes, some do not: the length tells.
			case GRAY -> Bitmap.ofGray(width, height, rows(data, data.length >= (long) row(width) * height ? row(width) : width,
				false));
			case YUYV -> Bitmap.ofColors(width, height, packed(data, 0, 1));
			case UYVY -> Bitmap.ofColors(width, height, packed(data, 1, 0));
			case I420 -> Bitmap.ofColors(width, height, planar(data, width * height, width * height + quarter(), 1));
			case YV12 -> Bitmap.ofColors(width, height, planar(data, width * height + quarter(), width * height, 1));
			case NV12 -> Bitmap.ofColors(width, height, planar(data, width * height, width * height + 1, 2));
			case JPEG -> damage.decode(data);
			case PNG -> png(data);
		};
	}

	private static Bitmap png(final byte[] data) throws IOException {
		final PngStream png = new PngStream(data);
		if (png.bits() > 8) throw new IOException("a frame has " + png.bits() + " bits a sample");
		return PngPicture.decode(png, png.still());
	}

	private int quarter() {
		return (width + 1) / 2 * ((height + 1) / 2);
	}

	private byte[] rows(final byte[] data, final int stride, final boolean upwards) {
		final byte[] values = new byte[width * height];
		for (int y = 0; y < height; y++)
			System.arraycopy(data, (upwards ? height - 1 - y : y) * stride, values, y * width, width);
		return values;
	}

	private int[] rgb(final byte[] data, final int step) {
		final int[] colors = new int[width * height];
		final int stride = row(width * step);
		Arrays.setAll(colors, i -> {
			final int y = i / width;
			final int at = (stream.topDown() ? y : height - 1 - y) * stride + i % width * step;
			return Samples.rgb(data[at + 2], data[at + 1], data[at]);
		});
		return colors;
	}

	/** Two pixels in four bytes: their luma, and the colour that they share. */
	private int[] packed(final byte[] data, final int luma, final int chroma) {
		final int[] colors = new int[width * height];
		final int stride = (width + 1) / 2 * 4;
		Arrays.setAll(colors, i -> {
			final int x = i % width;
			final int pair = i / width * stride + x / 2 * 4;
			return Samples.videoToRgb(data[pair + luma + x % 2 * 2] & 255, data[pair + chroma] & 255, data[pair + chroma + 2] & 255);
		});
		return colors;
	}

	/** Luma of all pixels, then the colours of each two by two. */
	private int[] planar(final byte[] data, final int blue, final int red, final int step) {
		final int[] colors = new int[width * height];
		Arrays.setAll(colors, i -> {
			final int at = (i / width / 2 * ((width + 1) / 2) + i % width / 2) * step;
			return Samples.videoToRgb(data[i] & 255, data[blue + at] & 255, data[red + at] & 255);
		});
		return colors;
	}
}
