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
package io.sonoflow.curate.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sonoflow.RandomStream;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

/** Counts to joint distribution, where rounding is close. */
class ConfidentJointTest {

	/** The last row is 2.5 and 17.5 exactly; a scaling of all to their own sum made 2.4999999999999996 and 3 + 17 of it. */
	@Test
	void halvesGoToTheEvenNumber() {
		final int[][] counts = { { 30, 4, 0, 0 }, { 3, 24, 0, 3 }, { 0, 0, 1, 0 }, { 2, 0, 0, 14 } };
		final int[][] calibrated = ConfidentJoint.calibrate(counts, new long[] { 48, 42, 0, 20 });
		assertArrayEquals(new int[] { 42, 6, 0, 0 }, calibrated[0]);
		assertArrayEquals(new int[] { 4, 34, 0, 4 }, calibrated[1]);
		assertArrayEquals(new int[] { 0, 0, 0, 0 }, calibrated[2]);
		assertArrayEquals(new int[] { 2, 0, 0, 18 }, calibrated[3]);
	}

	/** The same through the whole of the class: 2 of 16 that count are 2.5 of 20. */
	@Test
	void halvesFromProbabilities() {
		// Class 0: 14 sure of 0, 2 sure of 1, 4 below either threshold. Class 1: 20 sure of it.
		final double[][] p = new double[40][];
		final int[] labels = new int[40];
		for (int i = 0; i < 40; i++) {
			labels[i] = i < 20 ? 0 : 1;
			p[i] = i < 14 ? new double[] { 0.95, 0.05 } : i < 16 ? new double[] { 0.02, 0.98 } : i < 20 ? new double[] { 0.5,
				0.5 } : new double[] { 0.1, 0.9 };
		}
		final ConfidentJoint joint = new ConfidentJoint(p, labels);
		assertArrayEquals(new int[] { 14, 2 }, joint.counts()[0]);
		assertArrayEquals(new int[] { 18, 2 }, joint.calibrated()[0]);
	}

	@Test
	void rowsKeepTheirSums() {
		for (int trial = 0; trial < 200; trial++) {
			final RandomStream random = RandomStream.of(1, "calibrate", trial);
			final int classes = 2 + random.nextInt(4);
			final int[][] counts = new int[classes][classes];
			final long[] given = new long[classes];
			for (int i = 0; i < classes; i++) {
				Arrays.setAll(counts[i], j -> random.nextInt(30));
				counts[i][i]++;
				given[i] = Arrays.stream(counts[i]).sum() + random.nextInt(25);
			}
			final int[][] calibrated = ConfidentJoint.calibrate(counts, given);
			for (int i = 0; i < classes; i++) {
				assertEquals(given[i], Arrays.stream(calibrated[i]).sum());
				final double scale = given[i] / (double) Arrays.stream(counts[i]).sum();
				for (int j = 0; j < classes; j++)
					assertEquals(counts[i][j] * scale, calibrated[i][j], 1.5, "trial " + trial);
			}
		}
	}
}
