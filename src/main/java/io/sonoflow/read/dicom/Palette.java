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

import java.util.Arrays;

/** The colours of PALETTE COLOR (PS3.3 C.7.6.3.1.5 and C.7.9). */
final class Palette {

	private static final Tag[] DESCRIPTORS = { Tag.RED_DESCRIPTOR, Tag.GREEN_DESCRIPTOR, Tag.BLUE_DESCRIPTOR };
	private static final Tag[] TABLES = { Tag.RED_TABLE, Tag.GREEN_TABLE, Tag.BLUE_TABLE };
	private static final Tag[] SEGMENTS = { Tag.RED_SEGMENTS, Tag.GREEN_SEGMENTS, Tag.BLUE_SEGMENTS };

	private Palette() {
	}

	/** {@return for each stored number of 8 or 16 bits its colour 0xFFRRGGBB} */
	static int[] colors(final DataSet header, final Picture picture) throws Refused {
		final int[] colors = new int[1 << 8 * picture.bytes()];
		Arrays.fill(colors, 0xFF000000);
		final int[][] tables = new int[3][];
		final int[] firsts = new int[3];
		boolean narrow = true;
		for (int c = 0; c < 3; c++) {
			final int[] descriptor = descriptor(header, DESCRIPTORS[c]);
			firsts[c] = descriptor[1];
			tables[c] = header.has(TABLES[c]) ? Table.entries(header, TABLES[c], descriptor, DESCRIPTORS[c]) : segmented(header,
				SEGMENTS[c], descriptor);
			narrow &= descriptor[2] == 8 || Arrays.stream(tables[c]).max().orElse(0) < 256;
		}
		for (int c = 0; c < 3; c++) {
			// Some writers say 16 bits and fill eight: 255 of 65535 would be black.
			final int shift = narrow ? 0 : Math.max(0, descriptor(header, DESCRIPTORS[c])[2] - 8);
			for (int i = 0; i < colors.length; i++) {
				final int index = (i >> picture.shift() & picture.mask()) - firsts[c];
				final int entry = tables[c][Math.max(0, Math.min(tables[c].length - 1, index))];
				colors[i] |= Math.min(255, entry >> shift) << 16 - 8 * c;
			}
		}
		return colors;
	}

	private static int[] descriptor(final DataSet header, final Tag tag) throws Refused {
		if (!header.has(tag)) throw Refused.broken(Tag.PHOTOMETRIC, "PALETTE COLOR, but " + tag + " is missing");
		return Table.descriptor(header, tag);
	}

	/** Discrete, linear and indirect segments (PS3.3 C.7.9.2). */
	private static int[] segmented(final DataSet header, final Tag tag, final int[] descriptor) throws Refused {
		if (!header.has(tag)) throw Refused.broken(Tag.PHOTOMETRIC, "PALETTE COLOR, but the palette's data are missing");
		if (descriptor[2] != 16) throw Refused.unknown(tag, "of entries of " + descriptor[2] + " bits");
		final int[] words = header.words(tag);
		final int[] entries = new int[descriptor[0]];
		final int filled = segments(words, -1, words.length, entries, 0, tag);
		if (filled != entries.length) throw Refused.broken(tag, filled + " entries long where " + entries.length + " are said");
		return entries;
	}

	/**
	 * @param from the first word of an indirect segment's target; -1 of the whole
	 * @return how many entries are filled then
	 */
	private static int segments(final int[] words, final int from, final int count, final int[] entries,
		final int filled, final Tag tag) throws Refused
	{
		int at = Math.max(0, from);
		int done = filled;
		// As many segments as words at most; of an indirect one's, as many as it says.
		for (int s = 0; s < count && at + 1 < words.length; s++) {
			final int length = words[at + 1];
			final boolean fits = done + length <= entries.length;
			switch (words[at]) {
				case 0 -> {
					if (!fits || at + 2 + length > words.length) throw outside(tag);
					System.arraycopy(words, at + 2, entries, done, length);
					done += length;
					at += 2 + length;
				}
				case 1 -> {
					if (!fits || done == 0 || at + 2 >= words.length) throw outside(tag);
					final int start = entries[done - 1];
					for (int i = 1; i <= length; i++)
						entries[done++] = (int) Math.round(start + (double) (words[at + 2] - start) * i / length);
					at += 3;
				}
				case 2 -> {
					if (at + 3 >= words.length || from >= 0) throw outside(tag);
					final int target = (words[at + 2] | words[at + 3] << 16) / 2;
					if (target < 0 || target >= at) throw outside(tag);
					done = segments(words, target, length, entries, done, tag);
					at += 4;
				}
				default -> throw Refused.broken(tag, "made of a segment of type " + words[at]);
			}
		}
		return done;
	}

	private static Refused outside(final Tag tag) {
		return Refused.broken(tag, "made of segments that reach outside of the table");
	}
}
