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
package io.sonoflow.image.crop;

import io.sonoflow.image.Box;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The peelings of one screen: margins that are asked for again are not looked at again. */
final class Peelings {

	/** A peeling and what it was asked for by. */
	private record Made(Box box, int[] colours, MarginPeeling peeling) {}

	private final Screen screen;
	private final List<Made> made = new ArrayList<>();
	private final Map<Box, int[]> textures = new HashMap<>();

	Peelings(final Screen screen) {
		this.screen = screen;
	}

	/** {@return the peeling of margins of the given colours off a box} */
	MarginPeeling of(final Box box, final int[] colours) {
		for (final Made one : made)
			if (one.box.equals(box) && Arrays.equals(one.colours, colours)) return one.peeling;
		final int[] texture = textures.computeIfAbsent(box, at -> MarginPeeling.texture(screen, at));
		final MarginPeeling peeling = new MarginPeeling(screen, box, colours, texture);
		made.add(new Made(box, colours, peeling));
		return peeling;
	}

	/** {@return the peeling of margins off the whole screen} */
	MarginPeeling whole(final int[] colours) {
		return of(new Box(0, 0, screen.width, screen.height), colours);
	}
}
