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
package io.sonoflow.read.still;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.read.Bitmap;
import io.sonoflow.read.FrameFormat;
import io.sonoflow.read.JavaReaders;
import io.sonoflow.read.Planes;
import io.sonoflow.read.Samples;
import io.sonoflow.read.StillFrame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JPEG, baseline and progressive, by Java's libjpeg. Colours are decided as libjpeg decides them, printing inks (CMYK)
 * become colours without a profile, the picture is turned as its EXIF mark says, profiles are not applied.
 */
public final class JpegFormat implements FrameFormat {

	@Override
	public boolean claims(final byte[] head, final Path path) {
		return head.length > 2 && (head[0] & 0xFF) == 0xFF && (head[1] & 0xFF) == 0xD8 && (head[2] & 0xFF) == 0xFF;
	}

	@Override
	public FrameReader open(final Path path) throws IOException {
		return new StillFrame(decode(Files.readAllBytes(path)));
	}

	/**
	 * @param file a whole JPEG
	 * @throws UnsupportedKindException if it is of a kind that is not decoded here
	 * @throws IOException if it was cut off or is broken
	 */
	public static Bitmap decode(final byte[] file) throws IOException {
		return decode(new JpegStream(file));
	}

	/** The same of a file whose markers were read. */
	static Bitmap decode(final JpegStream stream) throws IOException {
		stream.check();
		return asStored(stream).upright(stream.orientation());
	}

	private static Bitmap asStored(final JpegStream stream) throws IOException {
		final Planes planes = planes(stream, stream.isRgb());
		final byte[][] bands = planes.bands();
		if (bands.length == 1) return Bitmap.ofGray(planes.width(), planes.height(), bands[0]);
		final int[] colors = new int[bands[0].length];
		for (int i = 0; i < colors.length; i++)
			colors[i] = bands.length == 4 ? inks(bands, i, stream.isYcck()) : Samples.rgb(bands[0][i], bands[1][i], bands[2][i]);
		return Bitmap.ofColors(planes.width(), planes.height(), colors);
	}

	/**
	 * For files whose own fields, not the JPEG's marks, say what its colours are.
	 *
	 * @param rgb whether three components are colours as they are; else they are luma and colour differences
	 * @return grey, or red, green and blue, or four inks as they are stored
	 */
	public static Planes planes(final byte[] file, final boolean rgb) throws IOException {
		final JpegStream stream = new JpegStream(file);
		stream.check();
		return planes(stream, rgb);
	}

	private static Planes planes(final JpegStream stream, final boolean rgb) throws IOException {
		final byte[] plain = stream.plain(rgb);
		return Planes.of(stream.components() == 4 ? JavaReaders.raster("jpeg", plain) : JavaReaders.read("jpeg", plain)
			.getRaster());
	}

	/** Adobe's custom, which all follow: inks are stored inverted, 255 = none. */
	private static int inks(final byte[][] bands, final int i, final boolean ycck) {
		final int color = ycck ? ~Samples.yccToRgb(bands[0][i] & 255, bands[1][i] & 255, bands[2][i] & 255) : Samples.rgb(
			bands[0][i], bands[1][i], bands[2][i]);
		return Samples.times(color, bands[3][i] & 255);
	}
}
