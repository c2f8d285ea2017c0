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
package io.sonoflow.image.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.image.Images;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** Phantoms of kidneys: what distinguishes the three is there, and its place is told. */
class KidneyPhantomTest {

	private static final int SIZE = 192;

	/** {@return pixels of each connected piece of a value; smaller ones than 12 are the rim of another} */
	private static int pieces(final byte[] mask, final int value) {
		final boolean[] seen = new boolean[mask.length];
		int pieces = 0;
		for (int start = 0; start < mask.length; start++) {
			if ((mask[start] & 255) != value || seen[start]) continue;
			int pixels = 0;
			final Deque<Integer> open = new ArrayDeque<>();
			open.add(start);
			seen[start] = true;
			while (!open.isEmpty()) {
				final int at = open.remove();
				pixels++;
				for (final int next : new int[] { at - 1, at + 1, at - SIZE, at + SIZE })
					if (next >= 0 && next < mask.length && !seen[next] && (mask[next] & 255) == value) {
						seen[next] = true;
						open.add(next);
					}
			}
			if (pixels >= 12) pieces++;
		}
		return pieces;
	}

	private static int count(final byte[] mask, final int value) {
		int count = 0;
		for (final byte each : mask)
			if ((each & 255) == value) count++;
		return count;
	}

	private static double mean(final byte[] image, final byte[] mask, final int value) {
		double sum = 0;
		for (int i = 0; i < mask.length; i++)
			if ((mask[i] & 255) == value) sum += image[i] & 255;
		return sum / count(mask, value);
	}

	@Test
	void threeKindsOfKidneysAreWhatTheirNamesSay() {
		final Map<Kidney, Integer> met = new EnumMap<>(Kidney.class);
		for (int patient = 0; patient < 8; patient++)
			for (int view = 0; view < 2; view++)
				for (final boolean ill : new boolean[] { false, true }) {
					final Phantom phantom = Phantom.of(new ViewSpec(5, Organ.KIDNEY, patient, 0, view, SIZE, ill));
					final byte[] mask = Images.pixels(phantom.mask());
					final byte[] image = Images.pixels(phantom.image());
					final Kidney kidney = ill ? Kidney.disease(5, patient, 0) : Kidney.NORMAL;
					met.merge(kidney, 1, Integer::sum);
					final int pelvis = count(mask, Kidney.PELVIS_VALUE);
					final int cysts = count(mask, Kidney.CYST_VALUE);
					final int all = pelvis + cysts + count(mask, 255);
					final String what = kidney + " " + patient + " " + view + ": pelvis " + pelvis + ", cysts " + cysts + " of " + all;
					assertTrue(all > 0.08 * SIZE * SIZE && all < 0.5 * SIZE * SIZE, what);
					switch (kidney) {
						case NORMAL -> assertTrue(cysts == 0 && pelvis < 0.06 * all, what);
						case DILATED -> {
							assertTrue(cysts == 0 && pelvis > 0.12 * all, what);
							assertEquals(1, pieces(mask, Kidney.PELVIS_VALUE), "calyces open into the pelvis: " + what);
						}
						case MULTICYSTIC -> {
							assertTrue(pelvis == 0 && cysts > 0.08 * all, what);
							assertTrue(pieces(mask, Kidney.CYST_VALUE) >= 3, "cysts do not open into each other: " + what);
						}
					}
					if (!ill) continue;
					final int fluid = pelvis > 0 ? Kidney.PELVIS_VALUE : Kidney.CYST_VALUE;
					assertTrue(mean(image, mask, fluid) < 0.35 * mean(image, mask, 255), what + ", grey " + mean(image, mask, fluid));
				}
		assertEquals(3, met.size(), met.toString());
	}

	@Test
	void eachKidneyHasANameOfItsOwn() {
		final Exam ill = new Exam(Organ.KIDNEY, 3, 1, true, false, List.of(false, false));
		assertEquals(Kidney.disease(9, 3, 1).key(), ill.truthName(9));
		assertEquals("normal", ill.labelName(9));
		assertEquals("inhomogeneous", new Exam(Organ.TESTIS, 3, 1, true, false, List.of(false, false)).truthName(9));
	}
}
