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

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.MultiKMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * The CT score, a test for data copying (Meehan, Chaudhuri and Dasgupta, AISTATS 2020): are generated images nearer to the
 * training images than images are that the generator never saw? Far below 0 = copying (-3 is a clear sign), about 0 = as an
 * unseen image, far above 0 = away from the data.
 *
 * <pre>
 * double ct = CopyTest.ct(training, unseen, generated, 3, seed, monitor);
 * </pre>
 *
 * The training images are parted into cells by k-means; in each cell the distances of generated and of unseen images to the
 * nearest training image of the cell are compared by the Mann-Whitney U (ties count half), standardised with mean n m / 2 - 0.5
 * and deviation sqrt(n m (n + m + 1) / 12); cells weigh as the share of unseen images in them, and those with at most
 * {@value #LEAST} generated images are left out. More than {@value #COMPONENTS} features are first brought to as many
 * principal components of the training images. As dgm-eval (Stein et al., NeurIPS 2023) has it.
 */
public final class CopyTest {

	/** Cells of the published figures. */
	public static final int CELLS = 3;

	/** A cell counts if it holds more generated images than that. */
	public static final int LEAST = 20;

	private static final int COMPONENTS = 64;
	private static final int STARTS = 4;
	private static final int ITERATIONS = 300;

	private CopyTest() {
	}

	/**
	 * @param training what the generator learned from, more images than cells
	 * @param unseen real images that it never saw, of other patients
	 * @param generated as many features
	 * @param cells of the k-means
	 * @param seed of its starts
	 * @return the score; not a number if no cell holds more than {@value #LEAST} generated images and one that is unseen
	 * @throws io.sonoflow.SonoflowException.Input if a set is too small or the features differ in number
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user wants to stop
	 */
	public static double ct(final Features training, final Features unseen, final Features generated, final int cells,
		final long seed, final Monitor monitor)
	{
		Features.requireComparable(training, generated, cells + 1, "the CT score");
		Features.requireComparable(unseen, generated, 1, "the CT score");
		if (training.columns() > COMPONENTS) try (PrincipalComponents axes = PrincipalComponents.of(training, COMPONENTS)) {
			return ct(axes.project(training), axes.project(unseen), axes.project(generated), cells, seed, monitor);
		}
		final List<double[]> centres = centres(training, cells, seed);
		monitor.checkCancelled();
		final int[] ofTraining = nearest(training, centres);
		final int[] ofUnseen = nearest(unseen, centres);
		final int[] ofGenerated = nearest(generated, centres);
		double sum = 0;
		double weights = 0;
		for (int cell = 0; cell < centres.size(); cell++) {
			final int[] references = rows(ofUnseen, cell);
			final int[] copies = rows(ofGenerated, cell);
			if (copies.length <= LEAST || references.length == 0) continue;
			final Features near = training.select(rows(ofTraining, cell));
			sum += references.length * standardised(distances(generated.select(copies), near), distances(unseen.select(
				references), near));
			weights += references.length;
		}
		return sum / weights;
	}

	private static List<double[]> centres(final Features set, final int cells, final long seed) {
		final RandomGenerator random = new Well19937c(RandomStream.of(seed, "cells").nextLong());
		final List<DoublePoint> points = new ArrayList<>();
		for (int r = 0; r < set.rows(); r++)
			points.add(new DoublePoint(row(set, r)));
		final List<double[]> centres = new ArrayList<>();
		for (final CentroidCluster<DoublePoint> cluster : new MultiKMeansPlusPlusClusterer<>(new KMeansPlusPlusClusterer<
			DoublePoint>(cells, ITERATIONS, new EuclideanDistance(), random), STARTS).cluster(points))
			if (!cluster.getPoints().isEmpty()) centres.add(cluster.getCenter().getPoint());
		return centres;
	}

	private static double[] row(final Features set, final int row) {
		final double[] values = new double[set.columns()];
		for (int c = 0; c < values.length; c++)
			values[c] = set.get(row, c);
		return values;
	}

	/** {@return the nearest centre of each row} */
	private static int[] nearest(final Features set, final List<double[]> centres) {
		final EuclideanDistance distance = new EuclideanDistance();
		final int[] cells = new int[set.rows()];
		for (int r = 0; r < cells.length; r++) {
			final double[] point = row(set, r);
			double best = Double.POSITIVE_INFINITY;
			for (int cell = 0; cell < centres.size(); cell++) {
				final double d = distance.compute(point, centres.get(cell));
				if (d < best) {
					best = d;
					cells[r] = cell;
				}
			}
		}
		return cells;
	}

	private static int[] rows(final int[] cells, final int cell) {
		final boolean[] mask = new boolean[cells.length];
		for (int r = 0; r < mask.length; r++)
			mask[r] = cells[r] == cell;
		return Rows.of(mask);
	}

	/** {@return squared distance of each point to the nearest of some others, ascending} */
	private static double[] distances(final Features points, final Features near) {
		final double[] squared = new double[points.rows()];
		for (int i = 0; i < squared.length; i++) {
			double best = Double.POSITIVE_INFINITY;
			for (int j = 0; j < near.rows(); j++)
				best = Math.min(best, points.squaredDistance(i, near, j, best));
			squared[i] = best;
		}
		Arrays.sort(squared);
		return squared;
	}

	/** {@return U of the generated against the unseen distances (both ascending) as a z-score} */
	private static double standardised(final double[] generated, final double[] unseen) {
		double u = 0;
		int below = 0;
		int notAbove = 0;
		for (final double value : generated) {
			while (below < unseen.length && unseen[below] < value)
				below++;
			while (notAbove < unseen.length && unseen[notAbove] <= value)
				notAbove++;
			u += 0.5 * (below + notAbove);
		}
		final double n = generated.length;
		final double m = unseen.length;
		return (u - (n * m / 2 - 0.5)) / Math.sqrt(n * m * (n + m + 1) / 12);
	}
}
