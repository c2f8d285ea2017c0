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

import io.sonoflow.read.dicom.Picture.Photometric;
import io.sonoflow.read.dicom.StoredFrame.Space;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.security.CodeSource;
import java.util.Arrays;

import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG 2000 (ISO/IEC 15444-1), decoded by ome-jai. */
final class Jpeg2000 {

	private static final int SOC = 0xFF4F, SIZ = 0xFF51, COD = 0xFF52, CAP = 0xFF50, SOT = 0xFF90, EOC = 0xFFD9;
	private static final int BOX = 0x6A502020, CODE_STREAM = 0x6A703263;
	private static final int MOST_TILES = 65535;
	/** Pixels for each byte at most; a plane of one value takes next to nothing. */
	private static final long MOST_PIXELS = 1 << 18;


	private final ByteBuffer stream;
	private final Picture picture;
	private int precision;
	private int tiles;
	private boolean transformed;

	private Jpeg2000(final byte[] bytes, final Picture picture) throws Refused {
		this.picture = picture;
		stream = ByteBuffer.wrap(bytes);
		try {
			mainHeader();
		}
		catch (final IndexOutOfBoundsException e) {
			throw broken();
		}
	}

	static boolean isJpeg2000(final byte[] bytes) {
		if (bytes.length < 12) return false;
		final ByteBuffer buffer = ByteBuffer.wrap(bytes);
		return (buffer.getShort(0) & 0xFFFF) == SOC || buffer.getInt(4) == BOX;
	}

	/**
	 * @param bytes one frame: a code stream, or against the standard a JP2 file
	 * @throws IOException if it is damaged, cut off or of a kind that is not read
	 */
	static StoredFrame decode(final byte[] bytes, final Picture picture) throws IOException {
		final byte[] codes = (bytes[0] & 0xFF) == 0xFF ? bytes : unboxed(bytes);
		final Jpeg2000 frame = new Jpeg2000(codes, picture);
		if (picture.pixels() > MOST_PIXELS * codes.length) throw Refused.broken("a frame's JPEG 2000, " + codes.length +
			" bytes, is too short for its pixels");
		final Raster raster = raster(codes);
		final int size = picture.bytes();
		final byte[] data = new byte[picture.pixels() * picture.samples() * size];
		final int[] row = new int[picture.columns() * picture.samples()];
		final int mask = (1 << frame.precision) - 1;
		for (int y = 0, at = 0; y < picture.rows(); y++) {
			raster.getPixels(raster.getMinX(), raster.getMinY() + y, picture.columns(), 1, row);
			for (final int value : row)
				for (int b = 0; b < size; b++)
					data[at++] = (byte) ((value & mask) >> 8 * b);
		}
		return new StoredFrame(data, size, frame.precision, frame.space());
	}

	private static Refused broken() {
		return Refused.broken("the JPEG 2000 of a frame breaks off or is damaged");
	}

	private static byte[] unboxed(final byte[] bytes) throws Refused {
		final ByteBuffer buffer = ByteBuffer.wrap(bytes);
		int at = 0;
		while (at + 8 <= bytes.length) {
			final long said = buffer.getInt(at) & 0xFFFFFFFFL;
			final long length = said == 0 ? bytes.length - at : said;
			if (length < 8 || at + length > bytes.length) break;
			if (buffer.getInt(at + 4) == CODE_STREAM) return Arrays.copyOfRange(bytes, at + 8, at + (int) length);
			at += (int) length;
		}
		throw broken();
	}

	private int u16(final int position) {
		return stream.getShort(position) & 0xFFFF;
	}

	private void mainHeader() throws Refused {
		if (u16(0) != SOC || u16(2) != SIZ) throw broken();
		size(4);
		int at = 2;
		boolean coded = false;
		while (u16(at) != SOT) {
			final int marker = u16(at);
			if (marker < 0xFF00 || u16(at + 2) < 2) throw broken();
			if (marker == CAP) throw Refused.unknown("its pixels are High-Throughput JPEG 2000");
			if (marker == COD) {
				transformed = stream.get(at + 8) != 0;
				coded = true;
			}
			at += 2 + u16(at + 2);
		}
		if (!coded) throw broken();
		tileParts(at);
	}

	private void size(final int at) throws Refused {
		final long left = stream.getInt(at + 12) & 0xFFFFFFFFL;
		final long top = stream.getInt(at + 16) & 0xFFFFFFFFL;
		final long columns = (stream.getInt(at + 4) & 0xFFFFFFFFL) - left;
		final long rows = (stream.getInt(at + 8) & 0xFFFFFFFFL) - top;
		if (columns != picture.columns() || rows != picture.rows()) throw Refused.broken("its JPEG 2000 frames have " + columns +
			" x " + rows + " pixels, its header says " + picture.columns() + " x " + picture.rows());
		final long across = stream.getInt(at + 20) & 0xFFFFFFFFL;
		final long down = stream.getInt(at + 24) & 0xFFFFFFFFL;
		if (across == 0 || down == 0 || (columns / across + 2) * (rows / down + 2) > MOST_TILES) throw broken();
		// The tiles may begin left of and above the picture.
		final long beforeLeft = left - (stream.getInt(at + 28) & 0xFFFFFFFFL);
		final long beforeTop = top - (stream.getInt(at + 32) & 0xFFFFFFFFL);
		if (beforeLeft < 0 || beforeTop < 0 || beforeLeft >= across || beforeTop >= down) throw broken();
		tiles = (int) ((beforeLeft + columns + across - 1) / across * ((beforeTop + rows + down - 1) / down));
		final int components = u16(at + 36);
		if (components != picture.samples()) throw Refused.broken(Tag.SAMPLES, picture.samples() +
			", but its JPEG 2000 frames have " + components);
		for (int c = 0; c < components; c++) {
			final int bits = (stream.get(at + 38 + 3 * c) & 0x7F) + 1;
			if (c > 0 && bits != precision || u16(at + 39 + 3 * c) != 0x0101) throw Refused.unknown(
				"its pixels are JPEG 2000 with components of different depth or resolution");
			precision = bits;
		}
		if (precision > picture.allocated()) throw Refused.broken(Tag.ALLOCATED, picture.allocated() +
			", but its JPEG 2000 frames have " + precision + " bits");
	}

	/** The decoder would show a stream that was cut off as a blurred picture. */
	private void tileParts(final int from) throws Refused {
		final int[] come = new int[tiles];
		final int[] said = new int[tiles];
		long at = from;
		long length = -1;
		while (length != 0 && at + 12 <= stream.limit() && u16((int) at) == SOT) {
			final int tile = u16((int) at + 4);
			length = stream.getInt((int) at + 6) & 0xFFFFFFFFL;
			if (tile >= tiles || length != 0 && length < 14) throw broken();
			come[tile]++;
			said[tile] = Math.max(said[tile], stream.get((int) at + 11) & 0xFF);
			at += length;
		}
		if (at > stream.limit()) throw broken();
		final boolean marked = endsWithMark();
		// The last part may leave its length open: where it ends, the end mark alone tells.
		if (length == 0 && !marked) throw broken();
		// Behind one whose length is known, nothing but the end mark or what fills up may follow.
		if (length != 0 && at + 2 <= stream.limit() && u16((int) at) != EOC && u16((int) at) != 0) throw broken();
		// Without an end mark, every tile must have all the parts that it says.
		for (int t = 0; t < tiles; t++)
			if (come[t] == 0 || !marked && come[t] != said[t]) throw broken();
	}

	/** {@return whether the end mark is the last that is there, but for what fills up} */
	private boolean endsWithMark() {
		int end = stream.limit();
		while (end > 2 && (stream.get(end - 1) == 0 || stream.get(end - 1) == -1)) end--;
		return u16(end - 2) == EOC;
	}

	/** The decoder undoes a component transform: what was transformed was RGB. */
	private Space space() throws Refused {
		final Photometric photometric = picture.photometric();
		if (picture.samples() == 1 || transformed) return Space.RGB;
		return switch (photometric) {
			case YBR_FULL, YBR_FULL_422 -> Space.YBR_FULL;
			case YBR_PARTIAL_420, YBR_PARTIAL_422 -> Space.YBR_PARTIAL;
			default -> Space.RGB;
		};
	}

	private static Raster raster(final byte[] codes) throws IOException {
		final ImageReader reader = Library.provider().createReaderInstance(null);
		try {
			final byte[] wide = codes.clone();
			final boolean headroom = Headroom.widen(wide);
			final ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(wide));
			reader.setInput(stream, true, true);
			return headroom ? Headroom.raster(stream, reader) : reader.readRaster(0, reader.getDefaultReadParam());
		}
		catch (final InvocationTargetException e) {
			if (e.getCause() instanceof Error error) throw error;
			throw new IOException("the JPEG 2000 of a frame breaks off or is damaged", e.getCause());
		}
		catch (final ReflectiveOperationException e) {
			throw Refused.missing("ome-jai", e);
		}
		finally {
			reader.dispose();
		}
	}

	/**
	 * The decoder, seen by nobody else: jai-imageio-jpeg2000, which is in Fiji too, has other classes of the same names, and
	 * with them it fails.
	 */
	private static final class Library {

		private static final String PROVIDER = "com.sun.media.imageioimpl.plugins.jpeg2000.J2KImageReaderSpi";
		private static ImageReaderSpi provider;

		private Library() {
		}

		static synchronized ImageReaderSpi provider() throws Refused {
			if (provider == null) try {
				provider = load();
			}
			catch (final ReflectiveOperationException | LinkageError e) {
				throw Refused.missing("ome-jai", e);
			}
			return provider;
		}

		private static ImageReaderSpi load() throws ReflectiveOperationException {
			final Class<?> found = Class.forName(PROVIDER, false, Jpeg2000.class.getClassLoader());
			final CodeSource source = found.getProtectionDomain().getCodeSource();
			if (source == null || source.getLocation() == null) throw new ClassNotFoundException(PROVIDER +
				" is there, but from no jar");
			final URL place = source.getLocation();
			// For the life of the program, as the classes of the jar itself.
			final ClassLoader alone = new URLClassLoader(new URL[] { place }, ClassLoader.getPlatformClassLoader());
			silence(alone);
			return (ImageReaderSpi) alone.loadClass(PROVIDER).getConstructor().newInstance();
		}

		/** It prints its warnings. */
		private static void silence(final ClassLoader alone) throws ReflectiveOperationException {
			final Class<?> logger = alone.loadClass("jj2000.j2k.util.MsgLogger");
			final Object silent = alone.loadClass("jj2000.j2k.util.StreamMsgLogger").getConstructor(OutputStream.class,
				OutputStream.class, int.class).newInstance(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), 80);
			alone.loadClass("jj2000.j2k.util.FacilityManager").getMethod("registerMsgLogger", Thread.class, logger).invoke(null,
				null, silent);
		}
	}
}
