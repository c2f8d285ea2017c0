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
package io.sonoflow.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class FoldsTest {

	private static final List<String> NAMES = List.of("healthy", "ill");

	/** The shape of the published data: 220 patients with two testes of two views, about a fifth positive. */
	private record Cohort(List<String> patients, int[] labels) {

		static Cohort of(final int patients, final double share) {
			final List<String> names = new ArrayList<>();
			final int[] labels = new int[4 * patients];
			final RandomStream random = RandomStream.of(5, "cohort");
			for (int i = 0; i < labels.length; i += 2) {
				names.add("p" + i / 4);
				names.add("p" + i / 4);
				labels[i] = labels[i + 1] = random.chance(share) ? 1 : 0;
			}
			return new Cohort(names, labels);
		}
	}

	@Test
	void everyPatientIsInOneFoldAndClassesAreEven() {
		final Cohort cohort = Cohort.of(220, 0.2);
		final double overall = Arrays.stream(cohort.labels).average().orElseThrow();
		for (int seed = 0; seed < 4; seed++) {
			final int[] fold = Folds.grouped(cohort.patients, cohort.labels, NAMES, 3, seed);
			final Map<String, Integer> seen = new HashMap<>();
			final int[] sizes = new int[3];
			final int[] ill = new int[3];
			for (int i = 0; i < fold.length; i++) {
				assertEquals(seen.computeIfAbsent(cohort.patients.get(i), p -> -1) == -1 ? fold[i] : seen.get(
					cohort.patients.get(i)), fold[i]);
				seen.put(cohort.patients.get(i), fold[i]);
				sizes[fold[i]]++;
				ill[fold[i]] += cohort.labels[i];
			}
			for (int f = 0; f < 3; f++) {
				assertEquals(880 / 3.0, sizes[f], 6);
				assertEquals(overall, (double) ill[f] / sizes[f], 0.01);
			}
		}
	}

	@Test
	void seedDecides() {
		final Cohort cohort = Cohort.of(40, 0.3);
		final int[] first = Folds.grouped(cohort.patients, cohort.labels, NAMES, 3, 1);
		assertArrayEquals(first, Folds.grouped(cohort.patients, cohort.labels, NAMES, 3, 1));
		assertFalse(Arrays.equals(first, Folds.grouped(cohort.patients, cohort.labels, NAMES, 3, 2)));
	}

	/** Two ill views of one patient must not swallow the fold that the other ill patients need. */
	@Test
	void everyFoldHasEveryClassWhereThatIsPossible() {
		for (int seed = 0; seed < 200; seed++) {
			final RandomStream random = RandomStream.of(seed, "sizes");
			final List<String> patients = new ArrayList<>();
			final List<Integer> labels = new ArrayList<>();
			for (int p = 0; p < 9; p++) {
				// the first three patients have an ill view, the next three a healthy one, whatever else they have
				final int views = 1 + random.nextInt(7);
				for (int v = 0; v < views; v++) {
					patients.add("p" + p);
					labels.add(v == 0 && p < 3 ? 1 : v == 0 && p < 6 ? 0 : random.nextInt(2) * (p < 3 ? 1 : 0));
				}
			}
			final int[] label = labels.stream().mapToInt(Integer::intValue).toArray();
			final int[] fold = Folds.grouped(patients, label, NAMES, 3, seed);
			final int[][] counts = new int[3][2];
			for (int i = 0; i < fold.length; i++)
				counts[fold[i]][label[i]]++;
			for (final int[] count : counts)
				assertTrue(count[0] > 0 && count[1] > 0, "seed " + seed + Arrays.deepToString(counts));
		}
	}

	@Test
	void holdoutIsTheAskedShareOfPatients() {
		final Cohort cohort = Cohort.of(50, 0.3);
		final boolean[] held = Folds.holdout(cohort.patients, cohort.labels, NAMES, 0.2, 0);
		int count = 0;
		int ill = 0;
		for (int i = 0; i < held.length; i++) {
			assertEquals(held[cohort.patients.indexOf(cohort.patients.get(i))], held[i]);
			if (held[i]) {
				count++;
				ill += cohort.labels[i];
			}
		}
		assertEquals(40, count, 4);
		assertEquals(Arrays.stream(cohort.labels).sum() * 0.2, ill, 2);
	}

	@Test
	void tooFewPatientsIsAClearError() {
		final List<String> two = List.of("a", "a", "b", "b");
		final String few = assertThrows(SonoflowException.Input.class, () -> Folds.grouped(two, new int[] { 0, 1, 0, 1 },
			NAMES, 3, 0)).getMessage();
		assertTrue(few.contains("folds=3") && few.contains("has 2"), few);
		final List<String> four = List.of("a", "b", "c", "d");
		final String rare = assertThrows(SonoflowException.Input.class, () -> Folds.grouped(four, new int[] { 0, 0, 0,
			1 }, NAMES, 3, 0)).getMessage();
		assertTrue(rare.contains("only 1 have label \"ill\""), rare);
		assertThrows(SonoflowException.Input.class, () -> Folds.holdout(four, new int[] { 0, 0, 0, 1 }, NAMES, 0.2, 0));
	}
}
