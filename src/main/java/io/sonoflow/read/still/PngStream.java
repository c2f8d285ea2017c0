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

import io.sonoflow.read.Bitmap;
import io.sonoflow.read.Exif;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** The chunks of a PNG (W3C PNG, third edition), and its pictures without those that do not concern pixels. */
public final class PngStream {

	static final int GRAY = 0, COLOR = 2, INDEXED = 3, GRAY_ALPHA = 4, COLOR_ALPHA = 6;

	/**
	 * A frame of an animation, or the still picture.
	 *
	 * @param dispose what becomes of its place afterwards: 0 = stays, 1 = becomes transparent, 2 = as before
	 * @param over whether it is laid over what is there, and does not replace it
	 */
	public record Part(int width, int height, int x, int y, int dispose, boolean over, ByteArrayOutputStream data) {
	}

	private final ByteBuffer file;
	private final byte[] header;
	private byte[] palette;
	private byte[] transparency;
	private int orientation = 1;
	private final ByteArrayOutputStream still = new ByteArrayOutputStream();
	private final List<Part> frames = new ArrayList<>();
	private int declared;
	private boolean stillIsFrame;

	public PngStream(final byte[] bytes) throws IOException {
		file = ByteBuffer.wrap(bytes);
		byte[] first = null;
		int position = 8;
		while (true) {
			if (position + 12 > bytes.length) throw new IOException("it was cut off");
			final int length = file.getInt(position);
			if (length < 0 || length > bytes.length - position - 12) throw new IOException("it was cut off");
			final String type = new String(bytes, position + 4, 4, StandardCharsets.ISO_8859_1);
			checkSum(type, position, length);
			if (first == null && (!type.equals("IHDR") || length != 13)) throw new IOException("it does not begin with its size");
			if (first == null) first = part(position + 8, length);
			else if (type.equals("IEND")) break;
			else chunk(type, position + 8, length);
			position += 12 + length;
		}
		header = first;
		if (still.size() == 0) throw new IOException("it has no picture");
		Bitmap.require(width(), height());
		checkAnimation();
	}

	private void checkSum(final String type, final int position, final int length) throws IOException {
		final CRC32 sum = new CRC32();
		sum.update(file.array(), position + 4, length + 4);
		if ((int) sum.getValue() != file.getInt(position + 8 + length)) throw new IOException("the checksum of its part " + type +
			" is wrong");
	}

	private byte[] part(final int from, final int length) {
		final byte[] bytes = new byte[length];
		file.get(from, bytes);
		return bytes;
	}

	private void chunk(final String type, final int at, final int length) throws IOException {
		switch (type) {
			case "PLTE" -> palette = part(at, length);
			case "tRNS" -> transparency = part(at, length);
			case "eXIf" -> orientation = Exif.orientation(part(at, length));
			case "acTL" -> declared = length >= 4 && still.size() == 0 ? file.getInt(at) : 0;
			case "fcTL" -> frameControl(at, length);
			case "IDAT" -> still.write(file.array(), at, length);
			case "fdAT" -> {
				if (length < 4 || frames.isEmpty()) throw new IOException("an animation's frame has data, but no size");
				frames.get(frames.size() - 1).data().write(file.array(), at + 4, length - 4);
			}
			default -> {
				if (Character.isUpperCase(type.charAt(0))) throw new IOException("its part " + type + " is unknown, but needed");
			}
		}
	}

	private void frameControl(final int at, final int length) throws IOException {
		if (length != 26) throw new IOException("an animation's frame has no size");
		if (frames.isEmpty() && still.size() == 0) stillIsFrame = true;
		final Part frame = new Part(file.getInt(at + 4), file.getInt(at + 8), file.getInt(at + 12), file.getInt(at + 16),
			file.get(at +
			24), file.get(at + 25) == 1, frames.isEmpty() && stillIsFrame ? still : new ByteArrayOutputStream());
		Bitmap.require(frame.width(), frame.height());
		frames.add(frame);
	}

	private void checkAnimation() throws IOException {
		if (declared == 0) frames.clear();
		if (frames.size() < declared) throw new IOException("it was cut off: it says that it has " + declared + " frames, " +
			"and has " +
			frames.size());
		for (final Part frame : frames) {
			if (frame.data().size() == 0) throw new IOException("it was cut off: a frame has no data");
			if (frame.x() < 0 || frame.y() < 0 || frame.width() > width() - frame.x() || frame.height() > height() - frame.y())
				throw new IOException("a frame lies outside of the picture");
		}
	}

	int width() {
		return ByteBuffer.wrap(header).getInt(0);
	}

	int height() {
		return ByteBuffer.wrap(header).getInt(4);
	}

	public int bits() {
		return header[8];
	}

	/** {@return one of the constants above} */
	int color() {
		return header[9];
	}

	/** {@return colours, three bytes each; may be null} */
	byte[] palette() {
		return palette;
	}

	/** {@return what is transparent, as the format has it; null = nothing} */
	byte[] transparency() {
		return transparency;
	}

	/** {@return how it is to be turned, 1..8} */
	int orientation() {
		return orientation;
	}

	/** {@return the picture that a viewer without animations shows} */
	public Part still() {
		return new Part(width(), height(), 0, 0, 0, false, still);
	}

	/** {@return the frames of an animation; none if it is none} */
	List<Part> frames() {
		return frames;
	}

	/** {@return a PNG of this picture and nothing else} */
	byte[] plain(final Part part) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream(part.data().size() + 1024);
		out.write(file.array(), 0, 8);
		final byte[] size = header.clone();
		ByteBuffer.wrap(size).putInt(0, part.width()).putInt(4, part.height());
		write(out, "IHDR", size);
		if (color() == INDEXED) write(out, "PLTE", palette);
		write(out, "IDAT", part.data().toByteArray());
		write(out, "IEND", new byte[0]);
		return out.toByteArray();
	}

	private static void write(final ByteArrayOutputStream out, final String type, final byte[] data) {
		final ByteBuffer chunk = ByteBuffer.allocate(data.length + 12);
		chunk.putInt(data.length).put(type.getBytes(StandardCharsets.ISO_8859_1)).put(data);
		final CRC32 sum = new CRC32();
		sum.update(chunk.array(), 4, data.length + 4);
		out.writeBytes(chunk.putInt((int) sum.getValue()).array());
	}
}
