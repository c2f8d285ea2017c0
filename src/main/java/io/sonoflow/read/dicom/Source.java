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

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Bytes at any place of a file, of which only a small window is held. */
abstract class Source implements Closeable {

	private static final int WINDOW = 4096;

	private final byte[] window = new byte[WINDOW];
	private long windowStart;
	private int windowLength;

	/** {@return number of bytes; at least what can be read if it is not known} */
	abstract long end();

	/** {@return how many bytes were read, less than asked for only at the end} */
	abstract int read(long position, byte[] into, int length) throws IOException;

	/**
	 * @throws Refused if the file ends before
	 */
	final byte[] bytes(final long position, final int length) throws IOException {
		if (position + length > end()) throw cut(position + length);
		final byte[] bytes = new byte[length];
		if (read(position, bytes, length) < length) throw cut(position + length);
		return bytes;
	}

	/**
	 * @throws Refused if there are fewer bytes
	 */
	final void requires(final long bytes) throws IOException {
		if (bytes > end() || read(bytes - 1, new byte[1], 1) < 1) throw cut(bytes);
	}

	private Refused cut(final long wanted) {
		return Refused.broken("it ends " + (end() == Long.MAX_VALUE ? "" : "after " + end() + " bytes, ") +
			"before byte " + wanted + " that its header asks for");
	}

	private void fill(final long position) throws IOException {
		windowLength = 0;
		windowStart = position;
		windowLength = read(position, window, WINDOW);
	}

	/** {@return whether so many bytes follow; at most some} */
	final boolean reaches(final long position, final int length) throws IOException {
		if (position < windowStart || position + length > windowStart + windowLength) fill(position);
		return position + length <= windowStart + windowLength;
	}

	final int u8(final long position) throws IOException {
		if (position < windowStart || position >= windowStart + windowLength) fill(position);
		if (windowLength == 0) throw cut(position + 1);
		return window[(int) (position - windowStart)] & 0xFF;
	}

	final int u16(final long position, final boolean big) throws IOException {
		final int first = u8(position);
		final int second = u8(position + 1);
		return big ? first << 8 | second : second << 8 | first;
	}

	final int i32(final long position, final boolean big) throws IOException {
		final int first = u16(position, big);
		final int second = u16(position + 2, big);
		return big ? first << 16 | second : second << 16 | first;
	}

	/** The file as it is. */
	static final class OfFile extends Source {

		private final RandomAccessFile file;
		private final long end;

		OfFile(final Path path) throws IOException {
			file = new RandomAccessFile(path.toFile(), "r");
			end = file.length();
		}

		@Override
		long end() {
			return end;
		}

		@Override
		int read(final long position, final byte[] into, final int length) throws IOException {
			file.seek(position);
			int done = 0;
			while (done < length) {
				final int count = file.read(into, done, length - done);
				if (count < 0) break;
				done += count;
			}
			return done;
		}

		@Override
		public void close() throws IOException {
			file.close();
		}
	}

	/** What a deflated data set holds (PS3.5 A.5): its beginning is kept; whoever goes back behind it inflates anew. */
	static final class Inflated extends Source {

		private static final int HEAD = 1 << 20;

		private final Path path;
		private final long start;
		private byte[] head;
		private Inflater inflater;
		private InputStream stream;
		private long position;

		Inflated(final Path path, final long start) {
			this.path = path;
			this.start = start;
		}

		@Override
		long end() {
			return Long.MAX_VALUE;
		}

		private void rewind() throws IOException {
			close();
			final InputStream file = new BufferedInputStream(Files.newInputStream(path));
			inflater = new Inflater(true);
			stream = new InflaterInputStream(file, inflater);
			file.skipNBytes(start);
			position = 0;
		}

		@Override
		int read(final long from, final byte[] into, final int length) throws IOException {
			if (head == null) head = streamed(0, HEAD);
			if (from + length <= head.length || head.length < HEAD) {
				final int count = (int) Math.max(0, Math.min(length, head.length - from));
				if (count > 0) System.arraycopy(head, (int) from, into, 0, count);
				return count;
			}
			final byte[] bytes = streamed(from, length);
			System.arraycopy(bytes, 0, into, 0, bytes.length);
			return bytes.length;
		}

		private byte[] streamed(final long from, final int length) throws IOException {
			if (stream == null || from < position) rewind();
			try {
				stream.skipNBytes(from - position);
				position = from;
				final byte[] bytes = stream.readNBytes(length);
				position += bytes.length;
				return bytes;
			}
			catch (final IOException e) {
				// Past the end, or no such stream: the next call starts anew.
				close();
				throw Refused.broken("its deflated data set ends or breaks off before byte " + (from + length));
			}
		}

		@Override
		public void close() throws IOException {
			if (stream != null) stream.close();
			if (inflater != null) inflater.end();
			stream = null;
			inflater = null;
		}
	}
}
