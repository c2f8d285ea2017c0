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
package io.sonoflow.image.doppler;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What rows of writing say that were read before, each known by all its pixels: writing on a clip stands still. Thread-safe. */
final class KnownWriting {

	/** Rows that are kept at most; of a clip with a clock in it each second has new ones. */
	private static final int MOST = 256;

	private final Map<Strip, Optional<String>> known = new ConcurrentHashMap<>();

	/** A row of writing. */
	private record Strip(int width, float[] ink) {

		@Override
		public boolean equals(final Object other) {
			return other instanceof final Strip strip && width == strip.width && Arrays.equals(ink, strip.ink);
		}

		@Override
		public int hashCode() {
			return 31 * Arrays.hashCode(ink) + width;
		}
	}

	/**
	 * @param ink as {@link Letters#read}; must not be changed afterwards
	 * @return what {@link Letters#read} says
	 */
	Optional<String> read(final float[] ink, final int width) {
		final Strip strip = new Strip(width, ink);
		final Optional<String> before = known.get(strip);
		if (before != null) return before;
		final Optional<String> text = Letters.read(ink, width);
		if (known.size() >= MOST) known.clear();
		known.put(strip, text);
		return text;
	}
}
