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
package io.sonoflow.nn.weights;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The central directory of a zip archive (PKWARE's APPNOTE.TXT, with ZIP64), read by ourselves because the JDK's does
 * not say where in the file an entry's bytes begin, and tensors are read from there.
 */
final class ZipDirectory {

	static final int STORED = 0;
	static final int DEFLATED = 8;

	private static final int END_LENGTH = 22;
	private static final long MAX_DIRECTORY = 64 << 20;
	private static final long IN_ZIP64 = 0xFFFFFFFFL;

	/** An entry as the directory describes it. */
	private record Header(int flags, int method, long compressed, long size, long local) {
	}

	/**
	 * An entry whose bytes lie within the file.
	 *
	 * @param method {@link #STORED} or {@link #DEFLATED}
	 * @param offset of the (compressed) bytes in the file
	 * @param compressed number of bytes in the file
	 * @param size declared number of bytes when inflated
	 */
	record Entry(String name, int method, long offset, long compressed, long size) {
	}

	private final WeightFile file;
	private final Map<String, Header> headers = new LinkedHashMap<>();

	private ZipDirectory(final WeightFile file) {
		this.file = file;
	}

	static ZipDirectory read(final WeightFile file) throws IOException {
		final ZipDirectory directory = new ZipDirectory(file);
		try (FileChannel channel = file.open()) {
			directory.parse(directory.central(channel));
		}
		return directory;
	}

	Set<String> names() {
		return headers.keySet();
	}

	/** {@return the entry, which is there, readable and within the file} */
	Entry entry(final String name) throws IOException {
		final Header header = headers.get(name);
		if (header == null) throw new FormatException("its part " + name + " is missing");
		if ((header.flags & 1) != 0) throw new FormatException("its part " + name + " is encrypted");
		if (header.method != STORED && header.method != DEFLATED) throw new FormatException("its part " + name +
			" is compressed by method " + header.method + "; stored and deflated are understood");
		if (header.method == STORED && header.size != header.compressed) throw new FormatException("its part " + name +
			" has two sizes");
		final ByteBuffer local;
		try (FileChannel channel = file.open()) {
			local = bytes(channel, header.local, 30);
		}
		if (local.getInt(0) != 0x04034b50) throw new FormatException("its part " + name + " is not where its directory says");
		final long offset = header.local + 30 + unsigned(local.getShort(26)) + unsigned(local.getShort(28));
		if (header.compressed > file.length() - offset) throw new FormatException("its part " + name +
			" lies beyond the end of the file: it is cut off");
		return new Entry(name, header.method, offset, header.compressed, header.size);
	}

	/** {@return the entry's bytes, inflated} */
	InputStream stream(final String name) throws IOException {
		final Entry entry = entry(name);
		return new StorageStream(storage(entry, ByteOrder.LITTLE_ENDIAN));
	}

	/** {@return the entry's bytes, inflated, as a storage} */
	Storage storage(final Entry entry, final ByteOrder order) {
		return entry.method == STORED ? new WeightFile.Region(file, entry.offset, entry.size, order)
			: new WeightFile.Inflated(file, entry, order);
	}

	private ByteBuffer central(final FileChannel channel) throws IOException {
		final long tailLength = Math.min(file.length(), END_LENGTH + 0xFFFF);
		final long tailStart = file.length() - tailLength;
		final ByteBuffer tail = bytes(channel, tailStart, tailLength);
		int end = tail.limit() - END_LENGTH;
		while (end >= 0 && (tail.getInt(end) != 0x06054b50 || end + END_LENGTH + unsigned(tail.getShort(end + 20)) != tail
			.limit()))
			end--;
		if (end < 0) throw new FormatException("it is a zip archive without its end: it is cut off");
		long size = unsigned(tail.getInt(end + 12));
		long offset = unsigned(tail.getInt(end + 16));
		if (size == IN_ZIP64 || offset == IN_ZIP64 || unsigned(tail.getShort(end + 10)) == 0xFFFF) {
			final ByteBuffer locator = bytes(channel, tailStart + end - 20, 20);
			final ByteBuffer end64 = bytes(channel, locator.getLong(8), 56);
			if (locator.getInt(0) != 0x07064b50 || end64.getInt(0) != 0x06064b50) throw new FormatException(
				"it is a zip archive whose ZIP64 end is broken");
			size = end64.getLong(40);
			offset = end64.getLong(48);
		}
		if (size > MAX_DIRECTORY) throw new FormatException("it is a zip archive with a directory of " + size + " bytes");
		return bytes(channel, offset, size);
	}

	private ByteBuffer bytes(final FileChannel channel, final long offset, final long length) throws IOException {
		if (offset < 0 || length < 0 || offset > file.length() - length) throw new FormatException(
			"it is a zip archive that points outside of itself: it is broken or cut off");
		final ByteBuffer buffer = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
		WeightFile.readFully(channel, offset, buffer);
		return buffer.flip();
	}

	private void parse(final ByteBuffer central) {
		int at = 0;
		while (at < central.limit()) {
			if (central.limit() - at < 46 || central.getInt(at) != 0x02014b50) throw new FormatException(
				"it is a zip archive with a broken directory");
			final int nameLength = unsigned(central.getShort(at + 28));
			final int extraLength = unsigned(central.getShort(at + 30));
			final int next = at + 46 + nameLength + extraLength + unsigned(central.getShort(at + 32));
			if (next > central.limit()) throw new FormatException("it is a zip archive with a broken directory");
			final String name = new String(central.array(), at + 46, nameLength, StandardCharsets.UTF_8);
			if (headers.put(name, header(central, at, at + 46 + nameLength, extraLength)) != null) throw new FormatException(
				"its part " + name + " is there twice");
			at = next;
		}
	}

	/** Sizes that do not fit 32 bits stand in an extra field, in this order, and only those. */
	private static Header header(final ByteBuffer central, final int at, final int extra, final int extraLength) {
		final long[] values = { unsigned(central.getInt(at + 24)), unsigned(central.getInt(at + 20)), unsigned(central.getInt(
			at + 42)) };
		for (int field = extra; field + 4 <= extra + extraLength; field += 4 + unsigned(central.getShort(field + 2))) {
			if (central.getShort(field) != 1) continue;
			int value = field + 4;
			for (int i = 0; i < 3; i++)
				if (values[i] == IN_ZIP64 && value + 8 <= extra + extraLength) {
					values[i] = central.getLong(value);
					value += 8;
				}
		}
		if (values[0] < 0 || values[1] < 0 || values[2] < 0) throw new FormatException(
			"it is a zip archive with negative sizes");
		return new Header(unsigned(central.getShort(at + 8)), unsigned(central.getShort(at + 10)), values[1], values[0],
			values[2]);
	}

	private static int unsigned(final short value) {
		return value & 0xFFFF;
	}

	private static long unsigned(final int value) {
		return value & 0xFFFFFFFFL;
	}

	/** A storage as a stream, a window at a time. */
	private static final class StorageStream extends InputStream {

		private final Storage.Reader reader;
		private final long length;
		private long position;
		private InputStream window = new ByteArrayInputStream(new byte[0]);

		StorageStream(final Storage storage) throws IOException {
			reader = storage.open();
			length = storage.length();
		}

		@Override
		public int read() throws IOException {
			final int value = window.read();
			if (value >= 0 || position >= length) return value;
			final ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(1 << 16, length - position));
			try {
				reader.read(position, bytes);
			}
			catch (final EOFException e) {
				throw new EOFException("its pickle is shorter than its archive declares");
			}
			position += bytes.capacity();
			window = new ByteArrayInputStream(bytes.array());
			return window.read();
		}

		@Override
		public int read(final byte[] target, final int offset, final int count) throws IOException {
			if (count == 0) return 0;
			final int first = read();
			if (first < 0) return -1;
			target[offset] = (byte) first;
			final int more = window.read(target, offset + 1, count - 1);
			return 1 + Math.max(0, more);
		}

		@Override
		public void close() throws IOException {
			reader.close();
		}
	}
}
