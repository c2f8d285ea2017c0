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

import java.io.IOException;
import java.util.Arrays;

import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/** A Huffman table of a JPEG (ITU-T T.81 annex C). */
final class HuffmanCodes {

	/** Codes of so many bits are found in one step; longer ones are rare. */
	private static final int SHORT = 9;

	/** The longest code. */
	static final int LONGEST = 16;

	/** For each {@value #SHORT} bits that may follow, length of the code at their front and value; 0 if it is longer. */
	private final short[] fast = new short[1 << SHORT];

	/** For each length the first code that is longer, filled up to {@value #LONGEST} bits. */
	private final int[] ends = new int[LONGEST + 1];

	/** For each length the place of its code 0 among the values. */
	private final int[] places = new int[LONGEST + 1];

	private final byte[] values;

	/**
	 * @param counts of the codes of 1 to 16 bits
	 * @param values of the codes, in their order
	 * @throws IOException if there are more codes than fit
	 */
	HuffmanCodes(final int[] counts, final byte[] values) throws IOException {
		this.values = values;
		int code = 0;
		int place = 0;
		for (int length = 1; length <= LONGEST; length++) {
			places[length] = place - code;
			for (int i = 0; i < counts[length - 1]; i++, code++, place++)
				if (length <= SHORT && code < 1 << length) Arrays.fill(fast, code << SHORT - length, code + 1 << SHORT - length,
					(short) (length << 8 | values[place] & 255));
			if (code > 1 << length) throw new IOException("its Huffman tables make no sense");
			ends[length] = code << LONGEST - length;
			code <<= 1;
		}
	}

	/** {@return one of the tables of annex K.3, which are taken where a frame of a clip has none} */
	static HuffmanCodes standard(final JPEGHuffmanTable table) throws IOException {
		final int[] counts = new int[LONGEST];
		for (int i = 0; i < table.getLengths().length; i++)
			counts[i] = table.getLengths()[i];
		final short[] from = table.getValues();
		final byte[] values = new byte[from.length];
		for (int i = 0; i < values.length; i++)
			values[i] = (byte) from[i];
		return new HuffmanCodes(counts, values);
	}

	/**
	 * @param next the next {@value #LONGEST} bits
	 * @return length of the code times 256, and its value; 0 if it is no code
	 */
	int code(final int next) {
		final int found = fast[next >> LONGEST - SHORT];
		if (found != 0) return found;
		for (int length = SHORT + 1; length <= LONGEST; length++)
			if (next < ends[length]) return length << 8 | values[places[length] + (next >> LONGEST - length)] & 255;
		return 0;
	}
}
