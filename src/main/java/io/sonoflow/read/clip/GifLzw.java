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
package io.sonoflow.read.clip;

import io.sonoflow.read.FileBytes;

import java.io.IOException;

/** The values of a GIF frame: LZW with codes of growing length, in sub-blocks (GIF89a specification, appendix F). */
final class GifLzw {

	private static final int MOST_CODES = 4096;

	private final FileBytes file;
	private long position;
	private int blockLeft;
	private int bits;
	private int bitCount;

	/** Each code is the string of another and one value more. */
	private final short[] prefix = new short[MOST_CODES];
	private final byte[] suffix = new byte[MOST_CODES];
	private final int[] length = new int[MOST_CODES];

	GifLzw(final FileBytes file, final long data) {
		this.file = file;
		position = data;
	}

	/** {@return so many values} */
	byte[] decode(final int count) throws IOException {
		final int least = file.u8(position++);
		if (least < 1 || least > 8) throw new IOException("a frame has values of " + least + " bits");
		final int clear = 1 << least;
		for (int i = 0; i < clear; i++) {
			suffix[i] = (byte) i;
			length[i] = 1;
		}
		final byte[] values = new byte[count];
		int at = 0;
		int next = clear + 2;
		int size = least + 1;
		int previous = -1;
		while (at < count) {
			final int code = code(size);
			if (code == clear + 1 || code < 0) throw new IOException("it was cut off: a frame has " + at + " of " + count + " pixels");
			if (code == clear) {
				next = clear + 2;
				size = least + 1;
				previous = -1;
				continue;
			}
			if (code > next || code >= clear && previous < 0 || code == next && next >= MOST_CODES) throw new IOException(
				"a frame's data are damaged");
			if (previous >= 0 && next < MOST_CODES) {
				prefix[next] = (short) previous;
				length[next] = length[previous] + 1;
				suffix[next] = first(code == next ? previous : code);
				next++;
				if (next == 1 << size && size < 12) size++;
			}
			at += write(values, at, code);
			previous = code;
		}
		return values;
	}

	private byte first(final int code) {
		int at = code;
		while (length[at] > 1)
			at = prefix[at];
		return suffix[at];
	}

	/** {@return how many values the code stands for; those too many are left out} */
	private int write(final byte[] values, final int from, final int code) {
		int at = code;
		for (int i = from + length[code] - 1; i >= from; i--) {
			if (i < values.length) values[i] = suffix[at];
			at = prefix[at];
		}
		return length[code];
	}

	/** {@return the next code; -1 at the end of the data} */
	private int code(final int size) throws IOException {
		while (bitCount < size) {
			if (blockLeft == 0) blockLeft = file.u8(position++);
			if (blockLeft == 0) return -1;
			bits |= file.u8(position++) << bitCount;
			bitCount += 8;
			blockLeft--;
		}
		final int code = bits & (1 << size) - 1;
		bits >>>= size;
		bitCount -= size;
		return code;
	}
}
