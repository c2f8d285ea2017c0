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

import io.sonoflow.read.Bitmap;
import io.sonoflow.read.JavaReaders;

import java.awt.image.Raster;
import java.io.IOException;

/** JPEG with 8 bits, lossy (baseline, extended, progressive) by Java's own decoder; lossless by {@link LosslessJpeg}. */
final class Jpeg {

	/** Samples of a lossless JPEG for each of its bytes, at most: a Huffman code has one bit at least. */
	private static final long MOST_LOSSLESS = 8;

	private Jpeg() {
	}

	/**
	 * @param bytes one frame
	 * @throws IOException if it is damaged or of a kind that is not read
	 */
	static StoredFrame decode(final byte[] bytes, final Picture picture) throws IOException {
		final JpegStream stream = new JpegStream(bytes);
		check(stream, picture);
		final StoredFrame.Space space = picture.samples() == 3 ? stream.space(picture.photometric()) : StoredFrame.Space.RGB;
		if (stream.frameMarker() == JpegStream.SOF3) return LosslessJpeg.decode(stream, picture, space);
		if (stream.precision() != 8) throw Refused.unknown("its pixels are lossy JPEG of " + stream.precision() + " bits");
		if (picture.stored() > 8) throw Refused.broken(Tag.STORED, picture.stored() + ", but its JPEG frames have 8");
		final Raster raster = raster(stream.plain());
		final byte[] data = new byte[picture.pixels() * picture.samples()];
		final int[] row = new int[picture.columns() * picture.samples()];
		for (int y = 0; y < picture.rows(); y++) {
			raster.getPixels(0, y, picture.columns(), 1, row);
			for (int i = 0; i < row.length; i++)
				data[y * row.length + i] = (byte) row[i];
		}
		return widened(data, picture, space);
	}

	/** {@return in the place that the header allots to a sample} */
	private static StoredFrame widened(final byte[] data, final Picture picture, final StoredFrame.Space space) {
		if (picture.bytes() == 1) return new StoredFrame(data, 1, 8, space);
		final byte[] wide = new byte[2 * data.length];
		for (int i = 0; i < data.length; i++)
			wide[2 * i] = data[i];
		return new StoredFrame(wide, 2, 8, space);
	}

	private static void check(final JpegStream stream, final Picture picture) throws Refused {
		final int marker = stream.frameMarker();
		if (marker == 0xF7) throw Refused.unknown("its pixels are JPEG-LS");
		if (marker > JpegStream.SOF3) throw Refused.unknown("its pixels are JPEG with arithmetic coding or in a hierarchy");
		if (stream.columns() != picture.columns() || stream.rows() != picture.rows()) throw Refused.broken("its JPEG frames have " +
			stream.columns() + " x " + stream.rows() + " pixels, its header says " + picture.columns() + " x " + picture.rows());
		if (stream.components().size() != picture.samples()) throw Refused.broken(Tag.SAMPLES, picture.samples() +
			", but its JPEG frames have " + stream.components().size());
		final boolean fits = marker == JpegStream.SOF3 ? (long) picture.pixels() * picture.samples() <= MOST_LOSSLESS * stream
			.bytes().length : picture.pixels() <= Bitmap.MOST_OF_A_JPEG_BYTE * stream.bytes().length;
		if (!fits) throw Refused.broken("a frame's JPEG, " + stream
			.bytes().length + " bytes, is too short for its pixels");
	}

	/** The components as they are, without any conversion of colours. */
	private static Raster raster(final byte[] stream) throws Refused {
		try {
			return JavaReaders.raster("jpeg", stream);
		}
		catch (final IOException e) {
			throw Refused.broken("the JPEG of a frame breaks off or is damaged (" + e.getMessage() + ")");
		}
	}
}
