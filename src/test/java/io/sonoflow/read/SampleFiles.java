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
package io.sonoflow.read;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Small files of every kind, made byte by byte. */
public final class SampleFiles {

	/** Size of the pictures. */
	public static final int WIDTH = 23, HEIGHT = 17;

	private SampleFiles() {
	}

	/** {@return level of a pixel of frame f, 0..255} */
	public static int level(final int x, final int y, final int f) {
		return (40 + 7 * x + 3 * y + 50 * f) & 255;
	}

	/** {@return levels row by row} */
	public static byte[] levels(final int frame) {
		final byte[] levels = new byte[WIDTH * HEIGHT];
		for (int i = 0; i < levels.length; i++)
			levels[i] = (byte) level(i % WIDTH, i / WIDTH, frame);
		return levels;
	}

	/** {@return bytes of text and numbers} */
	public static byte[] bytes(final Object... parts) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (final Object part : parts)
			if (part instanceof final String text) out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
			else if (part instanceof final byte[] bytes) out.writeBytes(bytes);
			else out.write((Integer) part);
		return out.toByteArray();
	}

	/** {@return little endian, four bytes each} */
	public static byte[] ints(final int... values) {
		final ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
		for (final int value : values)
			buffer.putInt(value);
		return buffer.array();
	}

	/** {@return little endian, two bytes each} */
	public static byte[] shorts(final int... values) {
		final ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
		for (final int value : values)
			buffer.putShort((short) value);
		return buffer.array();
	}

	// PNG

	public static byte[] chunk(final String type, final byte[] data) {
		final byte[] body = bytes(type, data);
		final CRC32 sum = new CRC32();
		sum.update(body);
		return bytes(ByteBuffer.allocate(4).putInt(data.length).array(), body, ByteBuffer.allocate(4).putInt((int) sum.getValue())
			.array());
	}

	public static byte[] deflate(final byte[] data) throws IOException {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
			deflater.write(data);
		}
		return out.toByteArray();
	}

	/** {@return samples with the filter byte 0 before each row, compressed} */
	public static byte[] scanlines(final byte[] samples, final int row) throws IOException {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (int at = 0; at < samples.length; at += row) {
			out.write(0);
			out.write(samples, at, row);
		}
		return deflate(out.toByteArray());
	}

	public static byte[] pngHead(final int width, final int height, final int bits, final int type) {
		return bytes(0x89, "PNG\r\n", 0x1A, "\n", chunk("IHDR",
			ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) bits)
			.put((byte) type).array()));
	}

	public static byte[] png(final int bits, final int type, final byte[] samples, final byte[]... before) throws IOException {
		return bytes(pngHead(WIDTH, HEIGHT, bits, type), bytes((Object[]) before), chunk("IDAT", scanlines(samples, samples.length /
			HEIGHT)), chunk("IEND", new byte[0]));
	}

	// GIF

	/** A frame of a GIF. */
	public record GifFrame(int x, int y, int width, int height, byte[] values, int transparent, int disposal, boolean interlaced,
		byte[] palette)
	{
	}

	/** {@return values as codes of nine bits, none of which stands for more than one value} */
	private static byte[] codes(final byte[] values) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		long bits = 0;
		int count = 0;
		for (int i = 0; i <= values.length + values.length / 200 + 1; i++) {
			final int at = i - i / 201;
			final int code = i % 201 == 0 ? 256 : at - 1 < values.length ? values[at - 1] & 255 : 257;
			bits |= (long) code << count;
			for (count += 9; count >= 8; count -= 8, bits >>= 8)
				out.write((int) bits);
			if (code == 257) break;
		}
		out.write((int) bits);
		return out.toByteArray();
	}

	public static byte[] gif(final int width, final int height, final byte[] palette, final List<GifFrame> frames) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(bytes("GIF89a", shorts(width, height), 0xF7, 0, 0, palette));
		for (final GifFrame frame : frames) {
			out.writeBytes(bytes(0x21, 0xF9, 4, frame.disposal() << 2 | (frame.transparent() < 0 ? 0 : 1), 0, 0, Math.max(0, frame
				.transparent()), 0));
			out.writeBytes(bytes(0x2C, shorts(frame.x(), frame.y(), frame.width(), frame.height()), (frame.palette() == null ? 0
				: 0x87) | (frame.interlaced() ? 0x40 : 0), frame.palette() == null ? new byte[0] : frame.palette(), 8));
			final byte[] data = codes(frame.interlaced() ? interlace(frame) : frame.values());
			for (int at = 0; at < data.length; at += 255)
				out.writeBytes(bytes(Math.min(255, data.length - at), Arrays.copyOfRange(data, at, Math.min(data.length, at +
					255))));
			out.write(0);
		}
		out.write(0x3B);
		return out.toByteArray();
	}

	private static byte[] interlace(final GifFrame frame) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (final int[] pass : new int[][] { { 0, 8 }, { 4, 8 }, { 2, 4 }, { 1, 2 } })
			for (int y = pass[0]; y < frame.height(); y += pass[1])
				out.write(frame.values(), y * frame.width(), frame.width());
		return out.toByteArray();
	}

	/** {@return 256 grey levels as palette} */
	public static byte[] grays() {
		final byte[] palette = new byte[768];
		for (int i = 0; i < 768; i++)
			palette[i] = (byte) (i / 3);
		return palette;
	}

	// AVI

	public static byte[] riff(final String name, final String kind, final byte[]... parts) {
		final byte[] body = bytes(kind, bytes((Object[]) parts));
		return bytes(name, ints(body.length), body);
	}

	public static byte[] part(final String name, final byte[] data) {
		return bytes(name, ints(data.length), data, new byte[data.length % 2]);
	}

	public static byte[] avi(final int height, final int bits, final String codec, final byte[] palette,
		final List<byte[]> frames) {
		return avi(WIDTH, height, bits, codec, palette, frames);
	}

	public static byte[] avi(final int width, final int height, final int bits, final String codec, final byte[] palette,
		final List<byte[]> frames) {
		final byte[] format = bytes(ints(40, width, height), shorts(1, bits), codec.isEmpty() ? ints(0) : codec, ints(0, 0, 0, 0,
			0),
			palette);
		final byte[] header = riff("LIST", "hdrl", part("avih", new byte[56]), riff("LIST", "strl", part("strh", bytes("vids",
			new byte[52])), part("strf", format)));
		return riff("RIFF", "AVI ", header, riff("LIST", "movi", frames.stream().map(frame -> part("00dc", frame)).toArray(
			byte[][]::new)));
	}

	// TIFF

	/** {@return a page with little-endian fields {tag, type 3 = short or 4 = int, values ...} and the data before them} */
	public static byte[] tiff(final byte[] data, final int[]... fields) {
		final ByteArrayOutputStream directory = new ByteArrayOutputStream();
		final ByteArrayOutputStream behind = new ByteArrayOutputStream();
		final int at = 8 + data.length + data.length % 2;
		directory.writeBytes(shorts(fields.length));
		for (final int[] field : fields) {
			final int[] values = Arrays.copyOfRange(field, 2, field.length);
			final byte[] packed = field[1] == 3 ? shorts(values) : field[1] == 4 ? ints(values) : packed(values);
			directory.writeBytes(bytes(shorts(field[0], field[1]), ints(values.length)));
			if (packed.length <= 4) directory.writeBytes(Arrays.copyOf(packed, 4));
			else {
				directory.writeBytes(ints(at + 2 + 12 * fields.length + 4 + behind.size()));
				behind.writeBytes(packed);
				if (behind.size() % 2 == 1) behind.write(0);
			}
		}
		directory.writeBytes(ints(0));
		return bytes("II", shorts(42), ints(at), data, new byte[data.length % 2], directory.toByteArray(), behind.toByteArray());
	}

	private static byte[] packed(final int[] values) {
		final byte[] bytes = new byte[values.length];
		for (int i = 0; i < bytes.length; i++)
			bytes[i] = (byte) values[i];
		return bytes;
	}

	public static byte[] tiff(final int photometric, final int bits, final int samples, final byte[] data, final int[]... more) {
		final int[][] fields = Stream.concat(Stream.of(new int[] { 256, 3, WIDTH }, new int[] { 257,
			3, HEIGHT }, new int[] { 258, 3, bits }, new int[] { 259, 3, 1 }, new int[] { 262, 3, photometric }, new int[] { 273, 4,
				8 },
			new int[] { 277, 3, samples }, new int[] { 278, 3, HEIGHT }, new int[] { 279, 4, data.length }), Arrays.stream(
				more)).sorted(Comparator.comparingInt(field -> field[0])).toArray(int[][]::new);
		return tiff(data, fields);
	}

	// JPEG

	/** {@return a JPEG of Java's writer} */
	public static byte[] jpeg(final boolean gray) throws IOException {
		final int[] colors = new int[WIDTH * HEIGHT];
		for (int i = 0; i < colors.length; i++)
			colors[i] = gray ? (levels(0)[i] & 255) * 0x10101 : (levels(0)[i] & 255) << 16 | 255 - (levels(0)[i] & 255) << 8 | 90;
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		ImageIO.write(ClipFiles.image(colors, WIDTH, HEIGHT), "jpg", out);
		return out.toByteArray();
	}

	/** {@return a JPEG of four inks, each as it is given} */
	public static byte[] inks(final byte[][] bands) throws IOException {
		final WritableRaster raster = Raster.createInterleavedRaster(0, WIDTH, HEIGHT, 4, null);
		for (int b = 0; b < 4; b++)
			for (int i = 0; i < WIDTH * HEIGHT; i++)
				raster.setSample(i % WIDTH, i / WIDTH, b, bands[b][i] & 255);
		final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
			final ImageWriteParam param = writer.getDefaultWriteParam();
			param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			param.setCompressionQuality(1);
			writer.setOutput(stream);
			writer.write(null, new IIOImage(raster, null, null), param);
		}
		writer.dispose();
		return out.toByteArray();
	}

	/** {@return the JPEG with an EXIF mark of this orientation} */
	public static byte[] turned(final byte[] jpeg, final int orientation) {
		final byte[] exif = bytes("Exif\0\0II", shorts(42), ints(8), shorts(1, 0x112, 3), ints(1), shorts(orientation, 0), ints(0));
		return bytes(0xFF, 0xD8, 0xFF, 0xE1, 0, exif.length + 2, exif, Arrays.copyOfRange(jpeg, 2, jpeg.length));
	}

	/** {@return a file of every kind that is read, by its name} */
	public static Map<String, byte[]> all() throws IOException {
		final Map<String, byte[]> files = new LinkedHashMap<>();
		files.put("gray.jpg", jpeg(true));
		files.put("colour.jpg", jpeg(false));
		files.put("turned.jpg", turned(jpeg(false), 6));
		files.put("inks.jpg", inks(new byte[][] { levels(0), levels(1), levels(2), levels(3) }));
		files.put("gray.png", png(8, 0, levels(0)));
		files.put("palette.png", png(8, 3, levels(0), chunk("PLTE", grays()), chunk("tRNS", new byte[] { 0, 100 })));
		files.put("bits.png", png(1, 0, new byte[(WIDTH + 7) / 8 * HEIGHT]));
		files.put("two.gif", gif(WIDTH, HEIGHT, grays(), List.of(new GifFrame(0, 0, WIDTH, HEIGHT, levels(0), -1, 1, false, null),
			new GifFrame(3, 2, 5, 4, new byte[20], 1, 2, true, null))));
		files.put("plain.tif", tiff(1, 8, 1, levels(0)));
		final byte[] jpeg = jpeg(true);
		files.put("jpeg.tif", tiff(jpeg, new int[] { 256, 3, WIDTH }, new int[] { 257, 3, HEIGHT }, new int[] { 258, 3, 8 },
			new int[] {
			259, 3, 7 }, new int[] { 262, 3, 1 }, new int[] { 273, 4, 8 }, new int[] { 279, 4, jpeg.length }));
		final BufferedImage image = ClipFiles.image(new int[WIDTH * HEIGHT], WIDTH, HEIGHT);
		final ByteArrayOutputStream bmp = new ByteArrayOutputStream();
		ImageIO.write(image, "bmp", bmp);
		files.put("gray.bmp", bmp.toByteArray());
		files.put("gray.avi", avi(HEIGHT, 8, "Y800", new byte[0], List.of(levels(0), levels(1))));
		files.put("jpeg.avi", avi(HEIGHT, 24, "MJPG", new byte[0], List.of(jpeg, jpeg)));
		files.put("gray.pgm", bytes("P5\n" + WIDTH + " " + HEIGHT + "\n255\n", levels(0)));
		files.put("text.ppm", ("P3 2 2 15 0 1 2 3 4 5 6 7 8 9 8 7").getBytes());
		return files;
	}
}
