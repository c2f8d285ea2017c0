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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

	/** A header before an entry's bytes, without its name and extra field. */
	private static final int LOCAL_LENGTH = 30;
	private static final int ENCRYPTED = 1;
	/** The local header was written before sizes and checksum were known; they follow the entry's bytes. */
	private static final int FOLLOWED = 8;

	/** An entry as the directory describes it. */
	private record Header(int flags, int method, long crc, long compressed, long size, long local) {
	}

	/**
	 * An entry whose bytes lie within the file.
	 *
	 * @param method {@link #STORED} or {@link #DEFLATED}
	 * @param offset of the (compressed) bytes in the file
	 * @param compressed number of bytes in the file
	 * @param size declared number of bytes when inflated
	 * @param crc declared CRC-32 of the bytes when inflated
	 */
	record Entry(String name, int method, long offset, long compressed, long size, long crc) {
	}

	private final WeightFile file;
	private final Map<String, Header> headers = new LinkedHashMap<>();
	private final Map<String, Entry> entries = new LinkedHashMap<>();
	private final Map<String, Storage> storages = new HashMap<>();
	/** Where the directory begins, and with it the last entry ends. */
	private long start;
	/** How many entries the directory is said to have. */
	private long count;

	private ZipDirectory(final WeightFile file) {
		this.file = file;
	}

	static ZipDirectory read(final WeightFile file) throws IOException {
		final ZipDirectory directory = new ZipDirectory(file);
		try (FileChannel channel = file.open()) {
			directory.parse(directory.central(channel));
			for (final Map.Entry<String, Header> header : directory.headers.entrySet())
				directory.entries.put(header.getKey(), directory.entry(channel, header.getKey(), header.getValue()));
		}
		directory.checkOverlaps();
		return directory;
	}

	Set<String> names() {
		return headers.keySet();
	}

	/** {@return the entry, which is there, readable and within the file} */
	Entry entry(final String name) {
		final Entry entry = entries.get(name);
		if (entry == null) throw new FormatException("its part " + name + " is missing");
		if ((headers.get(name).flags & ENCRYPTED) != 0) throw new FormatException("its part " + name + " is encrypted");
		if (entry.method != STORED && entry.method != DEFLATED) throw new FormatException("its part " + name +
			" is compressed by method " + entry.method + "; stored and deflated are understood");
		if (entry.method == STORED && entry.size != entry.compressed) throw new FormatException("its part " + name +
			" has two sizes");
		return entry;
	}

	/** What the directory says of an entry and what stands before its bytes are told twice, and must be the same. */
	private Entry entry(final FileChannel channel, final String name, final Header header) throws IOException {
		final ByteBuffer local = bytes(channel, header.local, LOCAL_LENGTH);
		if (local.getInt(0) != 0x04034b50) throw new FormatException("its part " + name + " is not where its directory says");
		final int nameLength = unsigned(local.getShort(26));
		final int extraLength = unsigned(local.getShort(28));
		final long offset = header.local + LOCAL_LENGTH + nameLength + extraLength;
		if (header.compressed > file.length() - offset) throw new FormatException("its part " + name +
			" lies beyond the end of the file: it is cut off");
		final ByteBuffer rest = bytes(channel, header.local + LOCAL_LENGTH, nameLength + extraLength);
		final long[] sizes = sizes(unsigned(local.getInt(22)), unsigned(local.getInt(18)), 0, rest, nameLength, extraLength);
		final int flags = unsigned(local.getShort(6));
		final boolean followed = (flags & FOLLOWED) != 0;
		final boolean same = name.equals(new String(rest.array(), 0, nameLength, StandardCharsets.UTF_8)) &&
			(header.flags & ENCRYPTED) == (flags & ENCRYPTED) && header.method == unsigned(local.getShort(8)) && agree(followed,
				unsigned(local.getInt(14)), header.crc) && agree(followed, sizes[0], header.size) && agree(followed, sizes[1],
					header.compressed);
		if (!same) throw new FormatException("its directory and the header of its part " + name + " contradict each other");
		return new Entry(name, header.method, offset, header.compressed, header.size, header.crc);
	}

	private static boolean agree(final boolean followed, final long local, final long central) {
		return local == central || followed && (local == 0 || local == IN_ZIP64);
	}

	private void checkOverlaps() {
		final List<String> sorted = new ArrayList<>(headers.keySet());
		sorted.sort(Comparator.comparingLong(name -> headers.get(name).local));
		for (int i = 0; i < sorted.size(); i++) {
			final Entry entry = entries.get(sorted.get(i));
			final long next = i + 1 < sorted.size() ? headers.get(sorted.get(i + 1)).local : start;
			if (entry.offset + entry.compressed > next) throw new FormatException("its part " + entry.name +
				" overlaps what follows it");
		}
	}

	/** {@return the entry's bytes, inflated} */
	StorageStream stream(final String name) throws IOException {
		return new StorageStream(storage(name, ByteOrder.LITTLE_ENDIAN));
	}

	/** {@return the entry's bytes, inflated, as a storage that checks them when they are read} */
	Storage storage(final String name, final ByteOrder order) {
		return storages.computeIfAbsent(name + " " + order, key -> {
			final Entry entry = entry(name);
			return new Checksummed(entry.method == STORED ? new WeightFile.Region(file, entry.offset, entry.size, order)
				: new WeightFile.Inflated(file, entry, order), name, entry.crc);
		});
	}

	/** Reads every part and compares its checksum. */
	void verify() throws IOException {
		for (final String name : headers.keySet())
			try (Storage.Reader reader = storage(name, ByteOrder.LITTLE_ENDIAN).open()) {
				reader.verify();
			}
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
		start = unsigned(tail.getInt(end + 16));
		count = unsigned(tail.getShort(end + 10));
		long behind = tailStart + end;
		if (size == IN_ZIP64 || start == IN_ZIP64 || count == 0xFFFF) {
			final ByteBuffer locator = bytes(channel, behind - 20, 20);
			behind = locator.getLong(8);
			final ByteBuffer end64 = bytes(channel, locator.getLong(8), 56);
			if (locator.getInt(0) != 0x07064b50 || end64.getInt(0) != 0x06064b50) throw new FormatException(
				"it is a zip archive whose ZIP64 end is broken");
			count = end64.getLong(32);
			size = end64.getLong(40);
			start = end64.getLong(48);
		}
		if (size > MAX_DIRECTORY) throw new FormatException("it is a zip archive with a directory of " + size + " bytes");
		final ByteBuffer central = bytes(channel, start, size);
		if (start + size > behind) throw new FormatException("it is a zip archive whose directory overlaps its end");
		return central;
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
		if (headers.size() != count) throw new FormatException("it is a zip archive of " + count + " parts, of which its " +
			"directory lists " + headers.size());
	}

	private static Header header(final ByteBuffer central, final int at, final int extra, final int extraLength) {
		final long[] values = sizes(unsigned(central.getInt(at + 24)), unsigned(central.getInt(at + 20)), unsigned(central
			.getInt(at + 42)), central, extra, extraLength);
		return new Header(unsigned(central.getShort(at + 8)), unsigned(central.getShort(at + 10)), unsigned(central.getInt(
			at + 16)), values[1], values[0], values[2]);
	}

	/**
	 * Sizes that do not fit 32 bits stand in an extra field, in this order, and only those.
	 *
	 * @return size, size in the file, and place of the local header
	 */
	private static long[] sizes(final long size, final long compressed, final long local, final ByteBuffer bytes,
		final int extra, final int extraLength)
	{
		final long[] values = { size, compressed, local };
		for (int field = extra; field + 4 <= extra + extraLength; field += 4 + unsigned(bytes.getShort(field + 2))) {
			if (bytes.getShort(field) != 1) continue;
			int value = field + 4;
			for (int i = 0; i < 3; i++)
				if (values[i] == IN_ZIP64 && value + 8 <= extra + extraLength) {
					values[i] = bytes.getLong(value);
					value += 8;
				}
		}
		if (values[0] < 0 || values[1] < 0 || values[2] < 0) throw new FormatException(
			"it is a zip archive with negative sizes");
		return values;
	}

	private static int unsigned(final short value) {
		return value & 0xFFFF;
	}

	private static long unsigned(final int value) {
		return value & 0xFFFFFFFFL;
	}
}
