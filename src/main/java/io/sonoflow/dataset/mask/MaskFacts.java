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
package io.sonoflow.dataset.mask;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What the values of one mask are like.
 *
 * @param counts pixels of each value 0..255
 * @param solid values that have a pixel whose four neighbours have the same: areas, not the soft edge of one
 * @param lossy whether the file was saved with losses
 * @param palette see {@link MaskFile#palette}
 * @param brightZero see {@link MaskFile#brightZero}
 */
record MaskFacts(int[] counts, BitSet solid, boolean lossy, boolean palette, boolean brightZero) {

	private static final int LEVELS = 256;
	/** Values other than 0 of a mask that was drawn and not smoothed, at most. */
	private static final int FEW = 8;
	private static final int HALF = 128;

	static MaskFacts of(final MaskFile file) {
		final byte[] values = file.values();
		final int[] counts = new int[LEVELS];
		for (final byte value : values)
			counts[value & 255]++;
		final BitSet solid = new BitSet();
		for (int y = 1; y < file.height() - 1; y++)
			for (int x = 1, i = y * file.width() + 1; x < file.width() - 1; x++, i++)
				if (values[i] != 0 && values[i] == values[i - 1] && values[i] == values[i + 1] && values[i] == values[i - file
					.width()] && values[i] == values[i + file.width()]) solid.set(values[i] & 255);
		return new MaskFacts(counts, solid, file.isLossy(), file.palette(), file.brightZero());
	}

	/** {@return the values but 0, ascending} */
	int[] foreground() {
		final int[] found = new int[LEVELS];
		int n = 0;
		for (int v = 1; v < LEVELS; v++)
			if (counts[v] > 0) found[n++] = v;
		return Arrays.copyOf(found, n);
	}

	/** {@return whether each of its values stands for something: few, and not those of a lossy file} */
	boolean isExact() {
		final int n = foreground().length;
		return n <= 1 || n <= FEW && !lossy;
	}

	/** {@return whether it shows one structure with soft edges: only its brightest value fills an area, or it is not exact} */
	boolean isSoft() {
		if (!isExact()) return true;
		final int[] values = foreground();
		if (values.length < 2) return false;
		return solid.cardinality() == 1 && solid.get(values[values.length - 1]);
	}

	/** {@return the value from which on a pixel of a soft mask is inside: half of the range} */
	int half() {
		final int[] values = foreground();
		final int most = values.length == 0 ? 0 : values[values.length - 1];
		return most >= HALF ? HALF : (most + 1) / 2;
	}

	/** {@return pixels of a soft mask that are neither clearly inside nor clearly outside: by value between a quarter and three} */
	long between() {
		return count(half() / 2, half() + half() / 2);
	}

	/** {@return pixels from {@link #half} on} */
	long inside() {
		return count(half(), LEVELS);
	}

	private long count(final int from, final int to) {
		return Arrays.stream(counts, Math.max(1, from), Math.min(LEVELS, to)).asLongStream().sum();
	}
}
