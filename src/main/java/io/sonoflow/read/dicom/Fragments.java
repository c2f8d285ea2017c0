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

import java.io.IOException;
import java.util.Arrays;

/** Where each frame's bytes lie among the fragments of compressed pixels (PS3.5 A.4). */
final class Fragments {

	private static final int ITEM = 0xFFFE_E000;
	/** An honest clip has a few for every frame. */
	private static final int MOST = 1 << 22;

	private final Source source;
	private long[] starts = new long[16];
	private int[] lengths = new int[16];
	private int count;
	/** The first fragment of each frame, and how many there are. */
	private int[] firsts;

	private Fragments(final Source source) {
		this.source = source;
	}

	/**
	 * @param start of the item of offsets, which is always there but may be empty
	 * @throws Refused if they are cut off or do not make so many frames
	 */
	static Fragments of(final Header header, final int frames) throws IOException {
		final Fragments all = new Fragments(header.source());
		final long start = header.pixelStart();
		final long length = all.item(start);
		if (length < 0) throw Refused.broken(Tag.PIXEL_DATA, "in fragments, but begins with none");
		final long base = start + 8 + length;
		all.scan(base);
		if (!all.byCount(frames) && !all.byOffsets(all.offsets(header, start + 8, length), base, frames) && !all.byMarks(
			frames)) throw Refused.broken(Tag.FRAMES, frames + ", but the pixels are " + all.count +
				" fragments, and neither offsets nor end marks tell which of them make a frame");
		return all;
	}

	/** {@return length of the item, -1 if there is none} */
	private long item(final long position) throws IOException {
		if (!source.reaches(position, 8)) return -1;
		final int tag = source.u16(position, false) << 16 | source.u16(position + 2, false);
		return tag == ITEM ? source.i32(position + 4, false) & 0xFFFFFFFFL : -1;
	}

	private void scan(final long base) throws IOException {
		long position = base;
		for (long length = item(position); length >= 0; length = item(position)) {
			if (position + 8 + length > source.end() || length > Integer.MAX_VALUE) throw Refused.broken("fragment " + (count +
				1) + " of its pixels should have " + length + " bytes, but the file ends before");
			if (length > 0) add(position + 8, (int) length);
			position += 8 + length;
		}
		if (count == 0) throw Refused.broken(Tag.PIXEL_DATA, "empty");
	}

	private void add(final long start, final int length) throws Refused {
		if (count == MOST) throw Refused.broken("its pixels lie in over " + MOST + " fragments");
		if (count == starts.length) {
			starts = Arrays.copyOf(starts, 2 * count);
			lengths = Arrays.copyOf(lengths, 2 * count);
		}
		starts[count] = start;
		lengths[count++] = length;
	}

	private boolean byCount(final int frames) throws Refused {
		if (count < frames) throw Refused.broken(Tag.FRAMES, frames + ", but there are pixels of " + count + " at most");
		if (count != frames) return false;
		firsts = new int[frames + 1];
		for (int i = 0; i <= frames; i++)
			firsts[i] = i;
		return true;
	}

	/** {@return bytes from the base to each frame's item} */
	private long[] offsets(final Header header, final long start, final long length) throws IOException {
		if (header.root().has(Tag.OFFSETS)) return header.root().longs(Tag.OFFSETS);
		if (length > MOST || length % 4 != 0) return new long[0];
		final long[] offsets = new long[(int) (length / 4)];
		for (int i = 0; i < offsets.length; i++)
			offsets[i] = source.i32(start + 4L * i, false) & 0xFFFFFFFFL;
		return offsets;
	}

	/** A table that does not lead from item to item is no help: some writers leave zeros, or lose bits beyond 4 GiB. */
	private boolean byOffsets(final long[] offsets, final long base, final int frames) {
		if (offsets.length != frames || offsets[0] != 0) return false;
		firsts = new int[frames + 1];
		for (int i = 0; i < frames; i++) {
			firsts[i] = Arrays.binarySearch(starts, 0, count, base + offsets[i] + 8);
			if (firsts[i] < 0 || i > 0 && firsts[i] <= firsts[i - 1]) return false;
		}
		firsts[frames] = count;
		return true;
	}

	/** A fragment that begins like a picture, after one that ended like one, begins a frame. */
	private boolean byMarks(final int frames) throws IOException {
		firsts = new int[frames + 1];
		int found = 0;
		for (int i = 0; i < count; i++) {
			if (i > 0 && !(begins(i) && ends(i - 1))) continue;
			if (found < frames) firsts[found] = i;
			found++;
		}
		firsts[frames] = count;
		if (found > frames) throw Refused.broken(Tag.FRAMES, frames + ", but there are pixels of " + found + " frames");
		return found == frames;
	}

	/** {@return whether a JPEG, a JPEG 2000 code stream or file, or a header of run lengths begins here} */
	private boolean begins(final int fragment) throws IOException {
		if (lengths[fragment] < 4) return false;
		final int first = source.i32(starts[fragment], true);
		if (first >>> 8 == 0xFFD8FF || first == 0xFF4FFF51) return true;
		if (lengths[fragment] < 64) return false;
		final int second = source.i32(starts[fragment] + 4, true);
		return first == 12 && second == 0x6A502020 || isRunLengths(first, second);
	}

	private static boolean isRunLengths(final int first, final int second) {
		final int segments = Integer.reverseBytes(first);
		return segments >= 1 && segments <= 15 && Integer.reverseBytes(second) == 64;
	}

	/** {@return whether an end mark is at the fragment's end, or it is of run lengths, which have none} */
	private boolean ends(final int fragment) throws IOException {
		final long end = starts[fragment] + lengths[fragment];
		if (lengths[fragment] < 4) return false;
		if (lengths[fragment] >= 64 && isRunLengths(source.i32(starts[fragment], true), source.i32(starts[fragment] + 4,
			true))) return true;
		final int last = source.i32(end - 4, true);
		return (last & 0xFFFF) == 0xFFD9 || (last & 0xFFFFFF) == 0xFFD900 || last == 0xFFD90000;
	}

	/** {@return the fragments of a frame, joined} */
	byte[] frame(final int index) throws IOException {
		long length = 0;
		for (int i = firsts[index]; i < firsts[index + 1]; i++)
			length += lengths[i];
		if (length > Integer.MAX_VALUE - 64) throw Refused.broken("frame " + (index + 1) + " has " + length + " bytes");
		final byte[] bytes = new byte[(int) length];
		int at = 0;
		for (int i = firsts[index]; i < firsts[index + 1]; i++) {
			System.arraycopy(source.bytes(starts[i], lengths[i]), 0, bytes, at, lengths[i]);
			at += lengths[i];
		}
		return bytes;
	}
}
