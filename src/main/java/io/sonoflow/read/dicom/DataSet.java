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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The elements of a data set, or of one item of a sequence, that {@link Tag} knows. */
final class DataSet {

	private record Value(byte[] bytes, String vr) {}

	private final Map<Tag, Value> values = new EnumMap<>(Tag.class);
	private final Map<Tag, List<DataSet>> sequences = new EnumMap<>(Tag.class);
	private boolean big;

	void order(final boolean bigEndian) {
		big = bigEndian;
	}

	void put(final Tag tag, final String vr, final byte[] bytes) {
		values.put(tag, new Value(bytes, vr));
	}

	void put(final Tag tag, final DataSet item) {
		sequences.computeIfAbsent(tag, key -> new ArrayList<>()).add(item);
	}

	boolean has(final Tag tag) {
		return values.containsKey(tag) && values.get(tag).bytes.length > 0;
	}

	/** {@return items of a sequence, none if it is not there} */
	List<DataSet> items(final Tag tag) {
		return sequences.getOrDefault(tag, List.of());
	}

	/** {@return first item, or null} */
	DataSet item(final Tag tag) {
		final List<DataSet> items = items(tag);
		return items.isEmpty() ? null : items.get(0);
	}

	/** {@return without the blanks and zeros at its ends; empty if it is not there} */
	String text(final Tag tag) {
		if (!has(tag)) return "";
		return new String(values.get(tag).bytes, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
	}

	/** {@return a binary number of 2 or 4 bytes} */
	int number(final Tag tag, final int missing) throws Refused {
		if (!has(tag)) return missing;
		final ByteBuffer bytes = buffer(tag);
		if (bytes.remaining() == 2) return bytes.getShort() & 0xFFFF;
		if (bytes.remaining() == 4) return bytes.getInt();
		throw Refused.broken(tag, bytes.remaining() + " bytes long");
	}

	/** {@return numbers written as text, none if it is not there} */
	double[] decimals(final Tag tag) throws Refused {
		final String text = text(tag);
		if (text.isEmpty()) return new double[0];
		final String[] parts = text.split("\\\\");
		final double[] numbers = new double[parts.length];
		for (int i = 0; i < parts.length; i++)
			try {
				numbers[i] = Double.parseDouble(parts[i].strip());
				if (!Double.isFinite(numbers[i])) throw Refused.broken(tag, text);
			}
			catch (final NumberFormatException e) {
				throw Refused.broken(tag, "\"" + text + "\", no number");
			}
		return numbers;
	}

	/** {@return values of 16 bits, unsigned} */
	int[] words(final Tag tag) {
		final ByteBuffer bytes = buffer(tag);
		final int[] words = new int[bytes.remaining() / 2];
		for (int i = 0; i < words.length; i++)
			words[i] = bytes.getShort() & 0xFFFF;
		return words;
	}

	/** {@return values of 8 bits; where they are packed into words, in the order of the words' low and high halves} */
	int[] octets(final Tag tag) {
		final Value value = values.get(tag);
		final boolean swapped = big && !value.vr.equals("OB");
		final int[] octets = new int[value.bytes.length];
		for (int i = 0; i < octets.length; i++)
			octets[i] = value.bytes[swapped && (i ^ 1) < octets.length ? i ^ 1 : i] & 0xFF;
		return octets;
	}

	/** {@return values of 64 bits} */
	long[] longs(final Tag tag) {
		final ByteBuffer bytes = buffer(tag);
		final long[] longs = new long[bytes.remaining() / Long.BYTES];
		for (int i = 0; i < longs.length; i++)
			longs[i] = bytes.getLong();
		return longs;
	}

	/** {@return in the byte order of the file, empty if it is not there} */
	private ByteBuffer buffer(final Tag tag) {
		return ByteBuffer.wrap(has(tag) ? values.get(tag).bytes : new byte[0]).order(big ? ByteOrder.BIG_ENDIAN
			: ByteOrder.LITTLE_ENDIAN);
	}
}
