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

import io.sonoflow.read.dicom.Picture.Photometric;
import io.sonoflow.read.dicom.StoredFrame.Space;

import java.util.Arrays;

/** Numbers stored as they are, in the order that the data set says. */
final class Plain {

	private final Picture picture;
	private final boolean swapped;

	/**
	 * @param swapped whether the two bytes of each word are the other way round: big endian data, unless they are single
	 *          bytes (OB)
	 */
	Plain(final Picture picture, final boolean swapped) throws Refused {
		this.picture = picture;
		this.swapped = swapped;
		final Photometric photometric = picture.photometric();
		switch (photometric) {
			case YBR_PARTIAL_420, YBR_ICT, YBR_RCT -> throw Refused.unknown(Tag.PHOTOMETRIC, photometric +
				" without compression");
			default -> {
			}
		}
		if (isHalved() && (picture.columns() % 2 != 0 || picture.planar() || picture.allocated() != 8)) throw Refused.broken(
			Tag.PHOTOMETRIC, photometric + " with " + picture.columns() + " columns, " + Tag.PLANAR + " " + (picture.planar()
				? 1 : 0) + ", " + picture.allocated() + " bits");
	}

	/** {@return whether two pixels share their colour differences} */
	boolean isHalved() {
		return picture.photometric() == Photometric.YBR_FULL_422 || picture.photometric() == Photometric.YBR_PARTIAL_422;
	}

	/** {@return bits of a frame; the frames of one-bit pictures follow each other within a byte} */
	long frameBits() {
		final long bits = (long) picture.pixels() * picture.samples() * picture.allocated();
		return isHalved() ? bits / 3 * 2 : bits;
	}

	/**
	 * @param words that hold one frame, from an even place of the pixel data; swapped in place
	 * @param from its first byte in them
	 * @param to the byte behind its last
	 * @param firstBit where it begins in its first byte; not 0 in one-bit pictures alone
	 */
	StoredFrame samples(final byte[] words, final int from, final int to, final int firstBit) {
		if (swapped) for (int i = 0; i + 1 < words.length; i += 2) {
			final byte first = words[i];
			words[i] = words[i + 1];
			words[i + 1] = first;
		}
		final byte[] bytes = from == 0 && to == words.length ? words : Arrays.copyOfRange(words, from, to);
		final Space space = switch (picture.photometric()) {
			case YBR_FULL, YBR_FULL_422 -> Space.YBR_FULL;
			case YBR_PARTIAL_422 -> Space.YBR_PARTIAL;
			default -> Space.RGB;
		};
		byte[] data = bytes;
		if (picture.allocated() == 1) data = bits(bytes, firstBit);
		else if (isHalved()) data = doubled(bytes);
		else if (picture.planar()) data = interleaved(bytes);
		return new StoredFrame(data, picture.bytes(), picture.stored(), space);
	}

	private byte[] bits(final byte[] bytes, final int firstBit) {
		final byte[] values = new byte[picture.pixels()];
		for (int i = 0; i < values.length; i++) {
			final int bit = firstBit + i;
			values[i] = (byte) (bytes[bit >> 3] >> (bit & 7) & 1);
		}
		return values;
	}

	/** Y Y Cb Cr of two neighbours into Y Cb Cr of each (PS3.3 C.7.6.3.1.2). */
	private byte[] doubled(final byte[] bytes) {
		final byte[] values = new byte[3 * picture.pixels()];
		for (int from = 0, to = 0; to < values.length; from += 4, to += 6) {
			values[to] = bytes[from];
			values[to + 3] = bytes[from + 1];
			values[to + 1] = values[to + 4] = bytes[from + 2];
			values[to + 2] = values[to + 5] = bytes[from + 3];
		}
		return values;
	}

	private byte[] interleaved(final byte[] bytes) {
		final byte[] values = new byte[bytes.length];
		final int size = picture.bytes();
		final int plane = picture.pixels() * size;
		for (int c = 0; c < 3; c++)
			for (int i = 0; i < plane; i++)
				values[(i / size * 3 + c) * size + i % size] = bytes[c * plane + i];
		return values;
	}
}
