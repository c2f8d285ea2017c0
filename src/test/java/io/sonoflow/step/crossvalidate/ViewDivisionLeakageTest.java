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
package io.sonoflow.step.crossvalidate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier.Fold;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class ViewDivisionLeakageTest {

	private static Fold fold(final long seed, final int fold, final Map<String, Double> figures) {
		return new Fold(seed, fold, new ClassifierScores(0, 0, 0, 0, 0), figures);
	}

	/** Seeds differ by 0.2 and 0.4 in the mean of their folds; t of 1 degree of freedom at 97.5 % is 12.7062. */
	@Test
	void differencesAreThoseOfTheSeeds() {
		final ViewDivisionLeakage leakage = ViewDivisionLeakage.of(List.of(fold(0, 1, Map.of("f1", 0.4)), fold(0, 2,
			Map.of("f1", 0.6)), fold(1, 1, Map
			.of("f1", 0.5))), List.of(fold(0, 1, Map.of("f1", 0.7)), fold(1, 1, Map.of("f1", 0.9))));
		final ViewDivisionLeakage.Row row = leakage.rows().get(0);
		assertEquals(0.3, row.inflation(), 1e-12);
		assertEquals(0.3 - 12.7062 * 0.1, row.low(), 1e-4);
		assertEquals(0.3 + 12.7062 * 0.1, row.high(), 1e-4);
	}

	/** Only the honest networks are tested on an alternate version. */
	@Test
	void figuresOfOneDivisionAloneAreLeftOut() {
		final ViewDivisionLeakage leakage = ViewDivisionLeakage.of(List.of(fold(0, 1, Map.of("f1", 0.4, "alternatef1",
			0.1))), List.of(fold(0, 1, Map.of(
			"f1", 0.7))));
		assertEquals(List.of("f1"), leakage.rows().stream().map(ViewDivisionLeakage.Row::metric).toList());
		assertTrue(Double.isNaN(leakage.rows().get(0).low()), "one seed has no interval");
	}
}
