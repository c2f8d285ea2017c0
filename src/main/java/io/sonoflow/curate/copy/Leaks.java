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
package io.sonoflow.curate.copy;

import java.util.List;

/**
 * What a {@link LeakSearch} found.
 *
 * @param spellings patients who may be one person: their names, one list for each
 * @param pairs images of different patients that are nearly the same, the most alike first
 */
public record Leaks(List<List<String>> spellings, List<Pair> pairs) {

	/** Which way a pair was found. */
	public enum Found {
		/** By {@link Duplicates} alone. */
		HASH,
		/** By {@link CopySearch} alone. */
		EMBEDDING,
		/** By each of the two. */
		BOTH
	}

	/**
	 * Two images of different patients.
	 *
	 * @param first number of a sample
	 * @param second number of a later one
	 * @param bits of the hash that differ, 0..{@value PerceptualHash#BITS}
	 * @param correlation of the fine structures, unaligned, up to 1
	 * @param found which way
	 * @param registration of the second on the first
	 */
	public record Pair(int first, int second, int bits, double correlation, Found found, Registration registration) {

		/** {@return how sure it is that both show the same, up to 1: the larger one of both similarities} */
		public double similarity() {
			return Math.max(correlation, registration.similarity());
		}
	}

	/** Copies the lists. */
	public Leaks {
		spellings = List.copyOf(spellings);
		pairs = List.copyOf(pairs);
	}
}
