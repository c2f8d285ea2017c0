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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** Intervals are held against data whose truth is known: as often as they promise, they must hold it. */
class PatientIntervalsTest {

	private static final int TRIALS = 1000;

	/** Of 95 promised; where patients differ much and are few, some are lost (up to 3), and chance takes one more. */
	private static final double HELD = 0.91;

	/** Images of patients who differ: each patient has a tendency of his own. */
	private record Simulated(boolean[] positive, double[] score, boolean[] hit, String[] patient) {

		/**
		 * @param patients number of them, with 1 to 6 images each
		 * @param spread of the patients' tendencies, in standard deviations of the images' own
		 */
		static Simulated of(final int patients, final double distance, final double threshold, final double spread,
			final long trial)
		{
			final RandomStream random = RandomStream.of(7, "intervals", trial);
			final int[] images = IntStream.range(0, patients).map(i -> 1 + random.nextInt(6)).toArray();
			final int n = Arrays.stream(images).sum();
			final Simulated all = new Simulated(new boolean[n], new double[n], new boolean[n], new String[n]);
			int next = 0;
			for (int i = 0; i < patients; i++) {
				final double own = spread * random.nextGaussian();
				for (int k = 0; k < images[i]; k++, next++) {
					all.patient[next] = "p" + i;
					all.positive[next] = random.chance(0.4);
					final double value = (own + random.nextGaussian()) / Math.sqrt(1 + spread * spread);
					all.score[next] = value + (all.positive[next] ? distance : 0);
					all.hit[next] = value < threshold;
				}
			}
			return all;
		}
	}

	@Test
	void wilsonIsThePublishedInterval() {
		// 81 of 263: Newcombe, Stat. Med. 17, 1998, table I, method 3
		assertArrayEquals(new double[] { 0.2553, 0.3662 }, PatientShare.wilson(81 / 263.0, 263, 1.959964), 5e-5);
		assertArrayEquals(new double[] { 0, 0.1611 }, PatientShare.wilson(0, 20, 1.959964), 5e-5);
		assertArrayEquals(new double[] { 0.0061, 0.1718 }, PatientShare.wilson(1 / 29.0, 29, 1.959964), 5e-5);
	}

	@Test
	void sharesAreHeldAsOftenAsPromised() {
		for (final int patients : new int[] { 15, 40 })
			for (final double threshold : new double[] { 0.8416, 1.6449 })
				for (final double spread : new double[] { 0, 1.5 }) {
					final double truth = threshold < 1 ? 0.8 : 0.95;
					int held = 0;
					int naive = 0;
					for (int trial = 0; trial < TRIALS; trial++) {
						final Simulated data = Simulated.of(patients, 0, threshold, spread, trial);
						final PatientShare share = PatientShare.of(data.hit, data.patient, 0.95);
						if (share.low() <= truth && truth <= share.high()) held++;
						final double[] ends = PatientShare.wilson(share.share(), share.images(), 1.96);
						if (ends[0] <= truth && truth <= ends[1]) naive++;
					}
					final String what = patients + " patients, share " + truth + ", spread " + spread + ": " + held + ", as if " +
						"images were independent " + naive + " of " + TRIALS;
					assertTrue(held >= HELD * TRIALS, what);
					if (spread > 1) assertTrue(naive < 0.9 * TRIALS, what);
				}
	}

	@Test
	void areasAreHeldAsOftenAsPromised() {
		for (final int patients : new int[] { 15, 40 })
			for (final double area : new double[] { 0.75, 0.9 })
				for (final double spread : new double[] { 0, 1.5 }) {
					final double distance = area < 0.8 ? 0.6745 * Math.sqrt(2) : 1.2816 * Math.sqrt(2);
					int held = 0;
					for (int trial = 0; trial < TRIALS; trial++) {
						final Simulated data = Simulated.of(patients, distance, 0, spread, trial);
						final PatientAuc auc = PatientAuc.of(data.positive, data.score, data.patient, 0.95);
						if (auc.low() <= area && area <= auc.high()) held++;
					}
					assertTrue(held >= HELD * TRIALS, patients + " patients, area " + area + ", spread " + spread + ": " + held +
						" of " + TRIALS);
				}
	}

	/** With one image a patient it is DeLong's variance, which is written down here from its definition. */
	@Test
	void oneImageAPatientIsDeLong() {
		final double[] score = { 0.9, 0.8, 0.35, 0.6, 0.7, 0.3, 0.2, 0.6, 0.1 };
		final boolean[] positive = { true, true, true, true, false, false, false, false, false };
		final String[] patient = IntStream.range(0, 9).mapToObj(i -> "p" + i).toArray(String[]::new);
		final double[] wins = { 1, 1, 0.6, 0.7 };
		final double[] losses = { 0.5, 1, 1, 0.625, 1 };
		final double area = Arrays.stream(wins).average().orElseThrow();
		final double variance = Math.pow(Summary.of(wins).std(), 2) / 4 + Math.pow(Summary.of(losses).std(), 2) / 5;
		final PatientAuc auc = PatientAuc.of(positive, score, patient, 0.95);
		assertEquals(area, auc.area(), 1e-12);
		assertEquals(4, auc.patients());
		final double half = Math.log(auc.high() / (1 - auc.high())) - Math.log(area / (1 - area));
		assertEquals(3.182446 * Math.sqrt(variance) / (area * (1 - area)), half, 1e-5);
	}

	@Test
	void whereNothingIsWrongThePatientsSayHowSureOneIs() {
		final String[] patient = { "a", "a", "a", "b", "b", "b", "c", "c", "c" };
		final boolean[] all = new boolean[9];
		Arrays.fill(all, true);
		final PatientShare share = PatientShare.of(all, patient, 0.95);
		assertEquals(1, share.high());
		assertEquals(PatientShare.wilson(1, 3, 4.302653)[0], share.low(), 1e-6);
		assertTrue(Double.isNaN(PatientShare.of(new boolean[] { true, false }, new String[] { "a", "a" }, 0.95).low()));
		final PatientAuc auc = PatientAuc.of(new boolean[] { true, false, true, false }, new double[] { 4, 1, 3, 2 },
			new String[] { "a", "b", "c", "d" }, 0.95);
		assertEquals(1, auc.area());
		assertTrue(auc.low() < 0.5 && auc.high() == 1, auc::toString);
		assertThrows(IllegalArgumentException.class, () -> PatientShare.of(all, new String[] { "a" }, 0.95));
	}

	@Test
	void calibrationIsThatOfTheTruth() {
		final int n = 40_000;
		final RandomStream random = RandomStream.of(3, "calibration");
		final double[] probability = new double[n];
		final boolean[] honest = new boolean[n];
		final boolean[] boasting = new boolean[n];
		final String[] patient = new String[n];
		for (int i = 0; i < n; i++) {
			probability[i] = random.nextDouble();
			honest[i] = random.chance(probability[i]);
			boasting[i] = random.chance(probability[i] * probability[i]);
			patient[i] = "p" + i;
		}
		final Calibration good = Calibration.of(honest, probability, patient, 10);
		assertEquals(10, good.bins().size());
		assertTrue(good.error() < 0.012, good.error() + " of a calibrated one");
		// mean of p - p^2 over 0..1
		assertEquals(1 / 6.0, Calibration.of(boasting, probability, patient, 10).error(), 0.01);
		final Calibration two = Calibration.of(new boolean[] { true, false, true, true }, new double[] { 0.1, 0.1, 0.95, 1 },
			new String[] { "a", "b", "c", "d" }, 10);
		assertEquals((2 * 0.4 + 2 * 0.025) / 4, two.error(), 1e-12);
		assertEquals(2, two.bins().size());
		assertThrows(IllegalArgumentException.class, () -> Calibration.of(new boolean[1], new double[] { 1.5 },
			new String[] { "a" }, 10));
	}
}
