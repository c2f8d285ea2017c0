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
package io.sonoflow.read.tiff;

import io.sonoflow.read.FileBytes;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of one page of a TIFF (TIFF 6.0, BigTIFF), each looked at when asked for. */
final class TiffDirectory {

	static final int SUBFILE = 254, OLD_SUBFILE = 255, WIDTH = 256, HEIGHT = 257, BITS = 258, COMPRESSION = 259,
		PHOTOMETRIC = 262,
			DESCRIPTION = 270, STRIP_OFFSETS = 273, ORIENTATION = 274, SAMPLES = 277, ROWS_PER_STRIP = 278, STRIP_BYTES = 279,
			PLANAR = 284, COLOR_MAP = 320, TILE_WIDTH = 322, TILE_HEIGHT = 323, TILE_OFFSETS = 324, TILE_BYTES = 325, INK_SET = 332,
			EXTRA_SAMPLES = 338, SAMPLE_FORMAT = 339, JPEG_TABLES = 347, IMAGEJ_COUNTS = 50838, IMAGEJ_DATA = 50839;

	/** How many bytes a value of each type takes. */
	private static final int[] SIZES = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8 };

	/** A page more than this is no clip. */
	private static final int MOST_PAGES = 1_000_000;

	/** Where the values of a field are. */
	private record Field(int type, long count, long position) {
	}

	private final FileBytes file;
	private final Map<Integer, Field> fields = new HashMap<>();
	private final long next;

	private TiffDirectory(final FileBytes file, final long at, final boolean big) throws IOException {
		this.file = file;
		final long count = big ? file.i64(at) : file.u16(at);
		final int size = big ? 20 : 12;
		final long first = at + (big ? 8 : 2);
		if (count < 1 || count > 65535) throw new IOException("a page has " + count + " fields");
		file.require(first, count * size + (big ? 8 : 4));
		for (int i = 0; i < count; i++)
			field(first + (long) i * size, big);
		next = big ? file.i64(first + count * size) : file.u32(first + count * size);
	}

	private void field(final long at, final boolean big) throws IOException {
		final int type = file.u16(at + 2);
		if (type < 1 || type >= SIZES.length || SIZES[type] == 0) return;
		final long count = big ? file.i64(at + 4) : file.u32(at + 4);
		if (count < 0 || count > file.size()) throw new EOFException("it was cut off: a field has " + count + " values");
		final long bytes = count * SIZES[type];
		final long inline = at + (big ? 12 : 8);
		final long position = bytes <= (big ? 8 : 4) ? inline : big ? file.i64(inline) : file.u32(inline);
		file.require(position, bytes);
		fields.put(file.u16(at), new Field(type, count, position));
	}

	/**
	 * Follows the chain of pages, which broken files close to a circle.
	 *
	 * @return all pages
	 */
	static List<TiffDirectory> all(final FileBytes file) throws IOException {
		file.order(file.u8(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
		final boolean big = file.u16(2) == 43;
		if (big && file.u16(4) != 8) throw new IOException("its positions have " + file.u16(4) + " bytes");
		final List<TiffDirectory> pages = new ArrayList<>();
		final Set<Long> seen = new HashSet<>();
		for (long at = big ? file.i64(8) : file.u32(4); at != 0; at = pages.get(pages.size() - 1).next) {
			if (!seen.add(at)) throw new IOException("the list of its pages comes back to one that was there already");
			if (pages.size() == MOST_PAGES) throw new IOException("it has more than " + MOST_PAGES + " pages");
			pages.add(new TiffDirectory(file, at, big));
		}
		if (pages.isEmpty()) throw new IOException("it has no page");
		return pages;
	}

	boolean has(final int tag) {
		return fields.containsKey(tag);
	}

	/** {@return the first value of a field, or what stands for an absent one} */
	long value(final int tag, final long absent) throws IOException {
		final Field field = fields.get(tag);
		return field == null || field.count() == 0 ? absent : value(field, 0);
	}

	private long value(final Field field, final long index) throws IOException {
		final long at = field.position() + index * SIZES[field.type()];
		return switch (field.type()) {
			case 3, 8 -> file.u16(at);
			case 4, 9, 13 -> file.u32(at);
			case 16, 17, 18 -> file.i64(at);
			case 1, 2, 6, 7 -> file.u8(at);
			default -> throw new IOException("a whole number has the type " + field.type());
		};
	}

	/** {@return all values of a field; none if it is absent} */
	long[] values(final int tag) throws IOException {
		final Field field = fields.get(tag);
		if (field == null) return new long[0];
		final long[] values = new long[(int) Math.min(field.count(), Integer.MAX_VALUE - 8)];
		for (int i = 0; i < values.length; i++)
			values[i] = value(field, i);
		return values;
	}

	/** {@return the bytes of a field; none if it is absent} */
	byte[] bytes(final int tag) throws IOException {
		final Field field = fields.get(tag);
		return field == null ? new byte[0] : file.bytes(field.position(), field.count() * SIZES[field.type()]);
	}

	boolean isLittleEndian() throws IOException {
		return file.u8(0) == 'I';
	}

	/** {@return a text; empty if it is absent} */
	String text(final int tag) throws IOException {
		return new String(bytes(tag), StandardCharsets.UTF_8).replace("\0", "");
	}
}
