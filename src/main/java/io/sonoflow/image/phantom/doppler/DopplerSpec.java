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
package io.sonoflow.image.phantom.doppler;

import java.util.List;

/**
 * Which phantom of flow.
 *
 * @param seed the user's seed
 * @param number which one of the set
 * @param kind what flows
 * @param size edge of the B-mode in pixels, 96..1024
 * @param map colours of the scanner
 */
public record DopplerSpec(long seed, int number, Kind kind, int size, ColorMap map) {

	/** What a phantom shows. */
	public enum Kind {
			/** A vessel along its axis. */
			VESSEL,
			/** A chamber of a heart. */
			CHAMBER
	}

	/** Edges that are drawn, pixels: bar and numbers need some room, and beams of the echoes' table some more. */
	public static final int LEAST = 96, MOST = 1024;

	/** Colours of the scanners, in turn. */
	private static final List<ColorMap> SCANNERS = List.of(ColorMap.CLASSIC, ColorMap.PALE, ColorMap.MIXED);

	/** {@return which one of a set, whose scanners take turns} */
	public static DopplerSpec of(final long seed, final int number, final Kind kind, final int size) {
		return new DopplerSpec(seed, number, kind, size, SCANNERS.get(number % SCANNERS.size()));
	}

	/** Checks the size. */
	public DopplerSpec {
		if (size < LEAST || size > MOST) throw new IllegalArgumentException("a size of " + size + " is not within " + LEAST + ".." +
			MOST);
	}
}
