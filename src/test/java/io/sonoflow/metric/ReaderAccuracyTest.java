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

import org.junit.jupiter.api.Test;

/** Intervals and tests of readers' accuracies. */
class ReaderAccuracyTest {

	/** Twice the sum of the binomial coefficients 0 to 12 of 40 over 2^40, and Wilson's formula, in Python. */
	@Test
	void oneReaderByHand() {
		final ReaderAccuracy accuracy = ReaderAccuracy.of(28, 40);
		assertEquals(0.7, accuracy.value());
		assertEquals(0.0165890, accuracy.p(), 1e-7);
		assertEquals(0.5456998, accuracy.low(), 1e-7);
		assertEquals(0.8192515, accuracy.high(), 1e-7);
		assertEquals(accuracy.p(), ReaderAccuracy.of(12, 40).p(), 1e-12);
		assertEquals(1, ReaderAccuracy.of(20, 40).p());
	}

	/** Readers who all say the same of an item tell no more than one. */
	@Test
	void readersWhoAgreeCountAsOne() {
		final Boolean[][] right = new Boolean[6][40];
		for (final Boolean[] reader : right)
			for (int i = 0; i < reader.length; i++)
				reader[i] = i < 28;
		final ReaderAccuracy all = ReaderAccuracy.ofAll(right);
		final ReaderAccuracy one = ReaderAccuracy.of(28, 40);
		assertEquals(0.7, all.value(), 1e-12);
		assertEquals(one.low(), all.low(), 0.02);
		assertEquals(one.high(), all.high(), 0.02);
		assertTrue(all.p() > 0.01, all.toString());
	}

	/** Missing answers do not count, and each reader counts as much as another. */
	@Test
	void theMeanIsOverReaders() {
		final ReaderAccuracy all = ReaderAccuracy.ofAll(new Boolean[][] { { true, null, null, null }, { false, false, true, true } });
		assertEquals(0.75, all.value(), 1e-12);
		assertTrue(all.low() < 0.5 && all.high() > 0.9, all.toString());
		assertEquals(1, ReaderAccuracy.ofAll(new Boolean[][] { { true, true, true, true } }).high());
	}

	/** Also where items and readers differ; of answers taken as independent the interval holds it in about 82 of 100. */
	@Test
	void theIntervalHoldsTheTruth() {
		final RandomStream random = RandomStream.of(1, "readers");
		int held = 0;
		for (int study = 0; study < 400; study++) {
			final double[] items = new double[40];
			for (int i = 0; i < items.length; i++)
				items[i] = 0.8 * random.nextGaussian();
			final Boolean[][] right = new Boolean[5][items.length];
			for (final Boolean[] reader : right) {
				final double skill = 0.3 * random.nextGaussian();
				for (int i = 0; i < items.length; i++)
					reader[i] = random.nextDouble() < 1 / (1 + Math.exp(-items[i] - skill));
			}
			final ReaderAccuracy all = ReaderAccuracy.ofAll(right);
			if (all.low() <= 0.5 && all.high() >= 0.5) held++;
			assertEquals(all.low() <= 0.5 && all.high() >= 0.5, all.p() >= 0.05, all.toString());
		}
		assertTrue(held >= 366 && held <= 394, held + " of 400");
	}
}
