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
package io.sonoflow.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A clip of pictures of 32-bit floating point numbers as TIFF, written one after the other. ImageJ opens it as a stack, also
 * where it is larger than 4 GB; of such a file other programs read the first picture only.
 *
 * <pre>
 * try (FloatTiffStack stack = new FloatTiffStack(path, 256, 256, "heat", 0.04)) {
 * 	for (...) stack.add(pixels);
 * 	stack.finish();
 * }
 * </pre>
 */
public final class FloatTiffStack implements AutoCloseable {

	private static final int SHORT = FloatTiff.SHORT, LONG = FloatTiff.LONG, ASCII = FloatTiff.ASCII;
	private static final int HEADER = FloatTiff.HEADER, ENTRY = FloatTiff.ENTRY;
	private static final int ENTRIES = 12, TEXT = 256;
	private static final int DIRECTORY = 2 + ENTRIES * ENTRY + 4;
	/** Where the first picture lies: after the first directory and its text. */
	private static final int FIRST = HEADER + DIRECTORY + TEXT;
	private static final long LARGEST = 0xFFFFFFFFL;

	private final FileChannel file;
	private final int width;
	private final int height;
	private final String unit;
	private final double interval;
	private int pictures;

	/**
	 * @param path is written at once
	 * @param width columns of each picture
	 * @param height its rows
	 * @param unit of the values; ASCII
	 * @param interval seconds from one picture to the next; NaN = not known
	 * @throws IOException if it cannot be written
	 */
	public FloatTiffStack(final Path path, final int width, final int height, final String unit, final double interval)
		throws IOException
	{
		this.width = width;
		this.height = height;
		this.unit = unit;
		this.interval = interval;
		file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
	}

	private long bytes() {
		return 4L * width * height;
	}

	/**
	 * Adds a picture.
	 *
	 * @param pixels row by row
	 */
	public void add(final float[] pixels) throws IOException {
		if (4L * pixels.length != bytes()) throw new IllegalArgumentException(pixels.length + " pixels for " + width + " x " +
			height);
		final ByteBuffer out = ByteBuffer.allocate(4 * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
		out.asFloatBuffer().put(pixels);
		write(out, FIRST + pictures * bytes());
		pictures++;
	}

	private void write(final ByteBuffer out, final long at) throws IOException {
		for (long position = at; out.hasRemaining();)
			position += file.write(out, position);
	}

	/**
	 * Writes what says where the pictures are. Without it the file is not whole.
	 *
	 * @throws IOException if it cannot be written, or there is no picture
	 */
	public void finish() throws IOException {
		if (pictures == 0) throw new IOException("there is no picture to write");
		final long end = FIRST + pictures * bytes();
		final boolean listed = end + (long) pictures * DIRECTORY <= LARGEST;
		final String text = "ImageJ=1.54\nimages=" + pictures + "\nframes=" + pictures + "\nvunit=" + unit + "\nc0=0.0\nc1=1.0\n" +
			"cf=0\nmin=0.0\nmax=1.0\n" + (Double.isNaN(interval) ? "" : "finterval=" + interval + "\n") + "\0";
		final ByteBuffer head = ByteBuffer.allocate(FIRST).order(ByteOrder.LITTLE_ENDIAN);
		head.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(HEADER);
		directory(head, FIRST, text.length(), listed && pictures > 1 ? end : 0);
		head.put(text.getBytes(StandardCharsets.US_ASCII)).clear();
		write(head, 0);
		for (int i = 1; i < pictures && listed; i++) {
			final long at = end + (i - 1L) * DIRECTORY;
			final ByteBuffer out = ByteBuffer.allocate(DIRECTORY).order(ByteOrder.LITTLE_ENDIAN);
			directory(out, FIRST + i * bytes(), text.length(), i + 1 < pictures ? at + DIRECTORY : 0);
			out.clear();
			write(out, at);
		}
	}

	private void directory(final ByteBuffer out, final long picture, final int text, final long next) {
		out.putShort((short) ENTRIES);
		FloatTiff.entry(out, 256, LONG, width);
		FloatTiff.entry(out, 257, LONG, height);
		FloatTiff.entry(out, 258, SHORT, 32);
		FloatTiff.entry(out, 259, SHORT, 1);
		FloatTiff.entry(out, 262, SHORT, 1);
		out.putShort((short) 270).putShort((short) ASCII).putInt(text).putInt(HEADER + DIRECTORY);
		FloatTiff.entry(out, 273, LONG, (int) picture);
		FloatTiff.entry(out, 274, SHORT, 1);
		FloatTiff.entry(out, 277, SHORT, 1);
		FloatTiff.entry(out, 278, LONG, height);
		FloatTiff.entry(out, 279, LONG, (int) bytes());
		FloatTiff.entry(out, 339, SHORT, 3);
		out.putInt((int) next);
	}

	@Override
	public void close() throws IOException {
		file.close();
	}
}
