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

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG with 8 bits, lossy (baseline, extended, progressive) by Java's own decoder; lossless by {@link LosslessJpeg}. */
final class Jpeg {

	/** Java's decoder; other libraries may register theirs before it. */
	private static final String JAVA = "com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi";
	/** A pixel takes at least this part of a byte: a block of 64 has two bits. */
	private static final long PIXELS_PER_BYTE = 1024;

	private Jpeg() {
	}

	/**
	 * @param bytes one frame
	 * @throws IOException if it is damaged or of a kind that is not read
	 */
	static Samples decode(final byte[] bytes, final Picture picture) throws IOException {
		final JpegStream stream = new JpegStream(bytes);
		check(stream, picture);
		final Samples.Space space = picture.samples() == 3 ? stream.space(picture.photometric()) : Samples.Space.RGB;
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
	private static Samples widened(final byte[] data, final Picture picture, final Samples.Space space) {
		if (picture.bytes() == 1) return new Samples(data, 1, 8, space);
		final byte[] wide = new byte[2 * data.length];
		for (int i = 0; i < data.length; i++)
			wide[2 * i] = data[i];
		return new Samples(wide, 2, 8, space);
	}

	private static void check(final JpegStream stream, final Picture picture) throws Refused {
		final int marker = stream.frameMarker();
		if (marker == 0xF7) throw Refused.unknown("its pixels are JPEG-LS");
		if (marker > JpegStream.SOF3) throw Refused.unknown("its pixels are JPEG with arithmetic coding or in a hierarchy");
		if (stream.columns() != picture.columns() || stream.rows() != picture.rows()) throw Refused.broken("its JPEG frames have " +
			stream.columns() + " x " + stream.rows() + " pixels, its header says " + picture.columns() + " x " + picture.rows());
		if (stream.components().size() != picture.samples()) throw Refused.broken(Tag.SAMPLES, picture.samples() +
			", but its JPEG frames have " + stream.components().size());
		if (picture.pixels() > PIXELS_PER_BYTE * stream.bytes().length) throw Refused.broken("a frame's JPEG, " + stream
			.bytes().length + " bytes, is too short for its pixels");
	}

	/** The components as they are, without any conversion of colours. */
	private static Raster raster(final byte[] stream) throws IOException {
		final ImageReader reader = javaReader();
		try {
			final List<String> warnings = new ArrayList<>();
			reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
			reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(stream)), true, true);
			final Raster raster = reader.readRaster(0, null);
			for (final String warning : warnings)
				// Bytes too many before a mark harm nobody; missing ones would be a grey area.
				if (!warning.contains("extraneous bytes")) throw Refused.broken("the JPEG of a frame breaks off or is damaged (" +
					warning + ")");
			return raster;
		}
		finally {
			reader.dispose();
		}
	}

	private static ImageReader javaReader() throws IOException {
		final Iterator<ImageReaderSpi> all = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
		while (all.hasNext()) {
			final ImageReaderSpi each = all.next();
			if (each.getClass().getName().equals(JAVA)) return each.createReaderInstance(null);
		}
		throw Refused.unknown("its pixels are JPEG, and this Java has no decoder of it");
	}
}
