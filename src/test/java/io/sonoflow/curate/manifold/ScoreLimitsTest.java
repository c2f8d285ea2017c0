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
package io.sonoflow.curate.manifold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;

import java.util.List;

import org.junit.jupiter.api.Test;

/** What is said of figures holds for the figures themselves. */
class ScoreLimitsTest {

	private static Features drawn(final String name, final int draw, final int rows, final int columns, final double shift) {
		final RandomStream random = RandomStream.of(5, name, draw);
		final float[][] values = new float[rows][columns];
		for (final float[] row : values)
			for (int i = 0; i < columns; i++)
				row[i] = (float) (random.nextGaussian() + shift);
		return Features.of(values);
	}

	/** Of two sets of one kind, at several numbers. */
	@Test
	void coverageAndDensityOfOneKindAreAsSaid() {
		for (final int[] numbers : new int[][] { { 12, 30, 3 }, { 30, 8, 5 } }) {
			final ScoreLimits limits = new ScoreLimits(numbers[0], numbers[1], 4, numbers[2]);
			double coverage = 0;
			double density = 0;
			final int draws = 300;
			for (int i = 0; i < draws; i++) {
				final ManifoldScores scores = ManifoldScores.of(drawn("real", i, numbers[0], 4, 0), drawn("fake", i, numbers[1], 4, 0),
					numbers[2], Monitor.NONE);
				coverage += scores.coverage() / draws;
				density += scores.density() / draws;
			}
			assertEquals(limits.coverage(), coverage, 0.02);
			assertEquals(1, density, 0.05);
		}
		assertTrue(new ScoreLimits(880, 20000, 2048, 3).of("coverage").contains("it would be 1.00 in the mean"));
		assertTrue(new ScoreLimits(48, 28, 512, 3).of("coverage").contains("it would be 0.76 in the mean with 48 real"),
			new ScoreLimits(48, 28, 512, 3).of("coverage"));
	}

	/** All generated images lie on real ones, all unseen ones far from them. */
	@Test
	void ctReachesTheBoundThatIsSaidAndNoMore() {
		for (final int unseen : new int[] { 3, 60 }) {
			final ScoreLimits limits = new ScoreLimits(300, 90, 2, 3);
			final RandomStream random = RandomStream.of(6, "cells", unseen);
			final float[][] training = new float[300][2];
			final float[][] generated = new float[90][2];
			final float[][] others = new float[unseen][2];
			for (int i = 0; i < 300; i++)
				training[i] = new float[] { 100 * (i % 3) + (float) random.nextGaussian(), (float) random.nextGaussian() };
			for (int i = 0; i < 90; i++)
				generated[i] = training[i].clone();
			for (int i = 0; i < unseen; i++)
				others[i] = new float[] { 100 * (i % 3), 30 };
			assertEquals(limits.leastCt(unseen), CopyTest.ct(Features.of(training), Features.of(others), Features.of(generated),
				CopyTest.CELLS, 1, Monitor.NONE), 0.01);
			assertEquals(unseen == 3, limits.ct(unseen).contains("too few for a clear sign"), limits.ct(unseen));
		}
	}

	@Test
	void theNumbersAtHandAreSaid() {
		final ScoreLimits few = new ScoreLimits(64, 20000, 2048, 3);
		assertTrue(few.of("fid").contains("a rank of at most 63 of 2048"), few.of("fid"));
		assertTrue(few.of("kid").contains("100 overlapping subsets of 64 images"), few.of("kid"));
		assertTrue(new ScoreLimits(500, 500, 2048, 3).of("kid").contains("standard error at 500 images"));
		assertTrue(few.of("is").contains("10 parts of about 2000"), few.of("is"));
		assertTrue(few.of("precision").contains("the 20000 generated images") && few.of("precision").contains("by up to 0.0035"), few
			.of("precision"));
		assertTrue(few.of("recall").contains("in steps of 0.016; 64 images leave it uncertain by up to 0.063"), few.of("recall"));
		assertTrue(few.of("authpct").contains("in steps of 0.0050 %"), few.of("authpct"));
		assertTrue(few.of("vendi").contains("between 1 and 2048 at 20000"), few.of("vendi"));
		assertTrue(few.batches(3, 64).contains("uncertain by 50 %"), few.batches(3, 64));
		final String many = new ScoreLimits(20000, 20000, 2048, 3).of("fid");
		assertFalse(many.contains("rank") || many.contains("advised"), many);
		for (final String name : ScoreLimits.FIGURES)
			assertTrue(few.of(name).startsWith(name + ": "), name);
		assertEquals(List.of("", ""), List.of(few.of("kidstd"), few.of("k")));
	}
}
