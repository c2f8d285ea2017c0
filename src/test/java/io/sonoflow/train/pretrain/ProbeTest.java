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
package io.sonoflow.train.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class ProbeTest {

	private static final int COUNT = 120;

	/** Two classes in five folds, one of them four times as large. */
	private static Probe probe() {
		return new Probe(null, IntStream.range(0, COUNT).map(i -> i % 5 == 0 ? 1 : 0).toArray(), 2, IntStream.range(0, COUNT)
			.map(i -> i / 5 % 5).toArray());
	}

	/** Noise with the class in one direction. */
	private static double[][] features(final int width, final double strength) {
		final double[][] features = new double[COUNT][width];
		for (int i = 0; i < COUNT; i++) {
			final RandomStream random = RandomStream.of(1, "feature", i);
			for (int f = 0; f < width; f++)
				features[i][f] = random.nextGaussian() * (1 + f % 3) + 5;
			features[i][2] += strength * (i % 5 == 0 ? 1 : -1);
		}
		return features;
	}

	/** With fewer and with more features than images. */
	@Test
	void recognisesWhatIsThere() {
		for (final int width : new int[] { 8, 200 }) {
			final Probe.Scores much = probe().of(features(width, 40));
			assertTrue(much.linear() > 0.95 && much.neighbours() > 0.95, width + ": " + much);
		}
		assertTrue(probe().of(features(8, 6)).linear() > 0.9, "one direction of eight");
	}

	@Test
	void isAtChanceWithoutInformation() {
		final Probe.Scores none = probe().of(features(20, 0));
		assertEquals(0.5, none.linear(), 0.17);
		assertEquals(0.5, none.neighbours(), 0.17);
		final Probe.Scores constant = probe().of(new double[COUNT][4]);
		assertEquals(0.5, constant.linear(), 1e-9, "all the same is one class");
		assertEquals(0.5, constant.neighbours(), 1e-9);
	}

	/** The same coefficients over rows and over features: a feature given twice changes which are fewer. */
	@Test
	void ridgeAgreesWithItsDual() {
		final double[][] rows = features(8, 6);
		final double[][] padded = IntStream.range(0, COUNT).mapToObj(i -> {
			final double[] row = new double[COUNT + 10];
			System.arraycopy(rows[i], 0, row, 0, 8);
			return row;
		}).toArray(double[][]::new);
		final int[] labels = probe().labels();
		final double[] weights = IntStream.range(0, COUNT).mapToDouble(i -> labels[i] == 1 ? 0.5 / 24 : 0.5 / 96).toArray();
		final Ridge primal = Ridge.fit(rows, labels, 2, weights);
		final Ridge dual = Ridge.fit(padded, labels, 2, weights);
		int ones = 0;
		for (int i = 0; i < COUNT; i++) {
			assertEquals(primal.best(rows[i]), dual.best(padded[i]));
			ones += primal.best(rows[i]);
		}
		assertEquals(24, ones, 8);
	}
}
