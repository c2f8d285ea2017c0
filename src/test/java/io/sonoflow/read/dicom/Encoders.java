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

import com.sun.media.imageio.plugins.jpeg2000.J2KImageWriteParam;
import com.sun.media.imageioimpl.plugins.jpeg2000.J2KImageWriterSpi;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Iterator;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Frames as the codings of DICOM hold them. */
final class Encoders {

	private Encoders() {
	}

	/**
	 * @param planes the segments in the order of the standard
	 * @return run lengths (PS3.5 annex G)
	 */
	static byte[] runLengths(final byte[]... planes) {
		final ByteArrayOutputStream data = new ByteArrayOutputStream();
		final ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(planes.length);
		for (final byte[] plane : planes) {
			header.putInt(64 + data.size());
			for (int i = 0; i < plane.length;) {
				int same = 1;
				while (same < 128 && i + same < plane.length && plane[i + same] == plane[i]) same++;
				final int literal = Math.min(same == 1 ? 3 : 1, plane.length - i);
				data.write(same > 1 ? 1 - same : literal - 1);
				data.write(plane, i, same > 1 ? 1 : literal);
				i += same > 1 ? same : literal;
			}
			if (data.size() % 2 == 1) data.write(-128);
		}
		final byte[] bytes = Arrays.copyOf(header.array(), 64 + data.size());
		System.arraycopy(data.toByteArray(), 0, bytes, 64, data.size());
		return bytes;
	}

	/**
	 * @param samples pixel by pixel
	 * @param restart rows between restarts, 0 for none
	 * @return lossless JPEG (ISO/IEC 10918-1 annex H); every category has a code of five bits
	 */
	static byte[] lossless(final int[] samples, final int columns, final int components, final int bits,
		final int predictor, final int restart)
	{
		final int rows = samples.length / columns / components;
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		write(out, 0xFF, 0xD8, 0xFF, 0xC3, 0, 8 + 3 * components, bits, rows >> 8, rows, columns >> 8, columns, components);
		for (int c = 0; c < components; c++)
			write(out, c + 1, 0x11, 0);
		write(out, 0xFF, 0xC4, 0, 19 + 17, 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
		for (int category = 0; category < 17; category++)
			out.write(category);
		if (restart > 0) write(out, 0xFF, 0xDD, 0, 4, restart * columns >> 8, restart * columns);
		write(out, 0xFF, 0xDA, 0, 6 + 2 * components, components);
		for (int c = 0; c < components; c++)
			write(out, c + 1, 0);
		write(out, predictor, 0, 0);
		final Bits data = new Bits(out);
		for (int y = 0; y < rows; y++) {
			final boolean first = y == 0 || restart > 0 && y % restart == 0;
			if (first && y > 0) {
				data.flush();
				write(out, 0xFF, 0xD0 + (y / restart - 1) % 8);
			}
			for (int i = y * columns * components; i < (y + 1) * columns * components; i++)
				difference(data, (short) (samples[i] - predicted(samples, i, columns * components, components, first, predictor,
					1 << bits - 1)));
		}
		data.flush();
		write(out, 0xFF, 0xD9);
		return out.toByteArray();
	}

	private static int predicted(final int[] samples, final int i, final int row, final int step, final boolean first,
		final int predictor, final int start)
	{
		final boolean left = i % row < step;
		if (first) return left ? start : samples[i - step];
		final int b = samples[i - row];
		if (left) return b;
		final int a = samples[i - step];
		final int c = samples[i - row - step];
		return switch (predictor) {
			case 1 -> a;
			case 2 -> b;
			case 3 -> c;
			case 4 -> a + b - c;
			case 5 -> a + (b - c >> 1);
			case 6 -> b + (a - c >> 1);
			default -> a + b >> 1;
		};
	}

	private static void difference(final Bits data, final int difference) {
		final int category = difference == -32768 ? 16 : 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
		data.put(category, 5);
		if (category > 0 && category < 16) data.put(difference > 0 ? difference : difference - 1, category);
	}

	private static void write(final ByteArrayOutputStream out, final int... bytes) {
		for (final int each : bytes)
			out.write(each);
	}

	/** Bits into bytes, a zero behind each 255. */
	private static final class Bits {

		private final ByteArrayOutputStream out;
		private int held;
		private int count;

		Bits(final ByteArrayOutputStream out) {
			this.out = out;
		}

		void put(final int value, final int length) {
			for (int i = length - 1; i >= 0; i--) {
				held = held << 1 | value >> i & 1;
				if (++count < 8) continue;
				out.write(held);
				if ((held & 255) == 255) out.write(0);
				count = 0;
			}
		}

		void flush() {
			while (count > 0) put(1, 1);
		}
	}

	/** {@return JPEG 2000 code stream without loss; of three components with the component transform} */
	static byte[] jpeg2000(final int[] samples, final int columns, final int components, final int bits)
		throws IOException
	{
		final int rows = samples.length / columns / components;
		final BufferedImage image = components == 3 ? new BufferedImage(columns, rows, BufferedImage.TYPE_3BYTE_BGR)
			: ImageTypeSpecifier.createGrayscale(bits > 8 ? 16 : 8, bits > 8 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE, false)
				.createBufferedImage(columns, rows);
		image.getRaster().setPixels(0, 0, columns, rows, samples);
		final ImageWriter writer = new J2KImageWriterSpi().createWriterInstance(null);
		final J2KImageWriteParam param = (J2KImageWriteParam) writer.getDefaultWriteParam();
		param.setLossless(true);
		param.setFilter(J2KImageWriteParam.FILTER_53);
		param.setEncodingRate(Double.MAX_VALUE);
		param.setWriteCodeStreamOnly(true);
		return written(writer, new IIOImage(image, null, null), param);
	}

	/** {@return JPEG of the components as they are, without any mark of what they mean} */
	static byte[] jpeg(final int[] samples, final int columns, final int components) throws IOException {
		final int rows = samples.length / columns / components;
		final WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, columns, rows, components, null);
		raster.setPixels(0, 0, columns, rows, samples);
		final ImageWriter writer = javaWriter();
		final ImageWriteParam param = writer.getDefaultWriteParam();
		param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
		param.setCompressionQuality(1);
		return written(writer, new IIOImage(raster, null, null), param);
	}

	/** Others register theirs, too. */
	private static ImageWriter javaWriter() {
		final Iterator<ImageWriter> all = ImageIO.getImageWritersByFormatName("jpeg");
		while (all.hasNext()) {
			final ImageWriter each = all.next();
			if (each.getClass().getName().startsWith("com.sun.imageio.")) return each;
		}
		throw new AssertionError("no JPEG writer in this Java");
	}

	private static byte[] written(final ImageWriter writer, final IIOImage image, final ImageWriteParam param)
		throws IOException
	{
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
			writer.setOutput(stream);
			writer.write(null, image, param);
		}
		finally {
			writer.dispose();
		}
		return out.toByteArray();
	}

	/** {@return with a segment behind the first mark} */
	static byte[] marked(final byte[] jpeg, final int marker, final int... content) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		write(out, 0xFF, 0xD8, 0xFF, marker, 0, content.length + 2);
		write(out, content);
		out.write(jpeg, 2, jpeg.length - 2);
		return out.toByteArray();
	}
}
