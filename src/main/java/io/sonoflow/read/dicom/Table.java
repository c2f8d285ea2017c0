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

/** Lookup tables: a descriptor (number of entries, first value, bits of an entry) and the entries. */
final class Table {

	private Table() {
	}

	/** {@return number of entries, first value that has one (unsigned), bits of an entry} */
	static int[] descriptor(final DataSet header, final Tag tag) throws Refused {
		final int[] words = header.words(tag);
		if (words.length != 3 || words[2] < 8 || words[2] > 16) throw Refused.broken(tag, Arrays.toString(words));
		return new int[] { words[0] == 0 ? 1 << 16 : words[0], words[1], words[2] };
	}

	/**
	 * Entries of eight bits lie two in a word or, by the writers' choice, one in each.
	 *
	 * @return as many as the descriptor says
	 */
	static int[] entries(final DataSet header, final Tag tag, final int[] descriptor, final Tag said) throws Refused {
		final int count = descriptor[0];
		final int[] octets = header.octets(tag);
		// An odd number of packed entries is filled up. Some writers say 16 bits of such, too.
		if (octets.length >= count && octets.length <= count + 1) return Arrays.copyOf(
			octets, count);
		final int[] words = header.words(tag);
		if (words.length < count) throw Refused.broken(tag, octets.length + " bytes long, but " + said + " says " + count +
			" entries of " + descriptor[2] + " bits");
		if (descriptor[2] > 8) return Arrays.copyOf(words, count);
		final int[] entries = new int[count];
		int most = 0;
		for (int i = 0; i < count; i++)
			most = Math.max(most, words[i]);
		for (int i = 0; i < count; i++)
			entries[i] = most > 255 ? words[i] >> 8 : words[i];
		return entries;
	}
}
