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

/** The bits of a JPEG's entropy-coded data, from one marker to the next. */
final class ScanBits {

	private static final int RST0 = 0xD0;

	private final byte[] data;
	private final int end;
	private int position;
	private long buffer;
	private int held;

	/** Of those held, how many are beyond the data: zeros. */
	private int lent;

	/** @param end where the next marker is that is no restart */
	ScanBits(final byte[] data, final int from, final int end) {
		this.data = data;
		this.position = from;
		this.end = end;
	}

	/** Holds 48 bits at least. */
	private void fill() {
		while (held <= 48) {
			buffer <<= 8;
			held += 8;
			final int next = take();
			if (next < 0) lent += 8;
			else buffer |= next;
		}
	}

	/** {@return the next byte; -1 before a marker and at the end} */
	private int take() {
		if (position >= end) return -1;
		if (data[position] != -1) return data[position++] & 255;
		// Fill bytes (B.1.1.2).
		while (position + 1 < end && data[position + 1] == -1)
			position++;
		if (position + 1 >= end || data[position + 1] != 0) return -1;
		position += 2;
		return 0xFF;
	}

	/**
	 * {@return the next value of a table}
	 *
	 * @throws IOException if what follows is no code of it
	 */
	int value(final HuffmanCodes codes) throws IOException {
		if (held < 32) fill();
		final int code = codes.code((int) (buffer >>> held - HuffmanCodes.LONGEST) & 0xFFFF);
		if (code == 0) throw damaged("they hold a code that is none");
		held -= code >> 8;
		return code & 255;
	}

	/**
	 * {@return a number of so many bits, as F.2.2.1 extends it}
	 *
	 * @param bits 0..11; a call of {@link #value} came before
	 */
	int number(final int bits) {
		if (bits == 0) return 0;
		held -= bits;
		final int value = (int) (buffer >>> held) & (1 << bits) - 1;
		return value < 1 << bits - 1 ? value - (1 << bits) + 1 : value;
	}

	/** @throws IOException if more was taken than there is */
	void requireMore() throws IOException {
		if (held < lent) throw damaged("they end before the picture does");
	}

	/**
	 * Goes on to the next marker.
	 *
	 * @return how many bytes are left before it that are no filling, which is all ones or all zeros. The bits up to the end of
	 *         a byte that was begun do not count: they should be ones, but there are writers that leave there what was there.
	 */
	int skip() {
		int left = 0;
		for (int over = (held - lent) / 8; over > 0; over--)
			left += isFill((int) (buffer >>> lent + 8 * (over - 1)) & 255) ? 0 : 1;
		for (int next = take(); next >= 0; next = take())
			left += isFill(next) ? 0 : 1;
		return left;
	}

	private static boolean isFill(final int value) {
		return value == 0 || value == 0xFF;
	}

	/**
	 * Steps over a marker, after {@link #skip}.
	 *
	 * @param number of the restart, from 0
	 * @throws IOException if another marker is there
	 */
	void restart(final int number) throws IOException {
		if (position + 1 >= end || (data[position + 1] & 255) != RST0 + number % 8) throw damaged(
			"a restart marker is not where it should be");
		position += 2;
		held = 0;
		lent = 0;
	}

	/** {@return whether no restart marker is left} */
	boolean isOver() {
		return position >= end;
	}

	static IOException damaged(final String how) {
		return new IOException("its data are damaged: " + how);
	}
}
