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
package io.sonoflow.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** Means over classes with intervals over patients. */
class PatientMacroTest {

	/** Three classes, scores in steps, so that there are ties; what is repeated a patient often is not surer. */
	private static PatientMacro macro(final int patients, final int images, final double skill) {
		final int n = patients * images;
		final int[] truth = IntStream.range(0, n).map(i -> i / images % 3).toArray();
		final double[][] p = new double[n][];
		for (int i = 0; i < n; i++) {
			final RandomStream random = RandomStream.of(4, "scores", i / images);
			final double[] each = { random.nextDouble(), random.nextDouble(), random.nextDouble() };
			each[truth[i]] += skill;
			p[i] = Arrays.stream(each).map(value -> Math.round(value * 8) / 16.0).toArray();
		}
		final int[] predicted = Arrays.stream(p).mapToInt(row -> row[0] >= row[1] && row[0] >= row[2] ? 0 : row[1] >= row[2] ? 1 : 2)
			.toArray();
		final PatientMacro macro = PatientMacro.of(truth, predicted, p, IntStream.range(0, n).mapToObj(i -> "p" + i / images).toArray(
			String[]::new), 3, 0.95);
		assertEquals(Roc.macroAuc(truth, p, 3), macro.auc().value(), 1e-12);
		assertEquals(Confusion.of(truth, predicted, 3).macro().f1(), macro.f1().value(), 1e-12);
		return macro;
	}

	@Test
	void valuesAreTheScoresAndIntervalsAreOverPatients() {
		final PatientMacro one = macro(60, 1, 0.5);
		final PatientMacro four = macro(60, 4, 0.5);
		for (final PatientMacro macro : new PatientMacro[] { one, four })
			for (final PatientBootstrap.Interval each : new PatientBootstrap.Interval[] { macro.f1(), macro.auc() })
				assertTrue(each.low() < each.value() && each.value() < each.high(), macro.toString());
		// The same patients, each image four times: as sure as before.
		assertEquals(one.auc().low(), four.auc().low(), 1e-12);
		assertEquals(one.f1().high(), four.f1().high(), 1e-12);
		final double width = macro(600, 1, 0.5).auc().high() - macro(600, 1, 0.5).auc().low();
		assertTrue(width < 0.5 * (one.auc().high() - one.auc().low()), "ten times the patients: " + width);
		assertEquals(one, macro(60, 1, 0.5));
	}

	@Test
	void absentClassesAndSinglePatients() {
		final PatientMacro macro = PatientMacro.of(new int[] { 1, 2 }, new int[] { 1, 2 }, new double[][] { { 0, 1, 0 }, { 0, 0,
			1 } },
			new String[] { "a", "a" }, 3, 0.95);
		assertEquals(1, macro.f1().value());
		assertEquals(1, macro.auc().value());
		assertTrue(Double.isNaN(macro.f1().low()) && Double.isNaN(macro.auc().high()));
		assertTrue(Double.isNaN(PatientMacro.of(new int[] { 1, 2 }, new int[] { 1, 2 }, null, new String[] { "a", "b" }, 3,
			0.95).auc()
			.value()));
	}
}
