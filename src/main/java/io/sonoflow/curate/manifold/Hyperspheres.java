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
import io.sonoflow.SonoflowException;

import java.util.Arrays;

/**
 * The manifold of a set of images as a union of balls: one about each image, reaching to its k-th nearest other image
 * (Kynkäänniemi et al., NeurIPS 2019). Several k at once share the distances.
 *
 * <pre>
 * Balls balls = Balls.of(real, "real", monitor, 3, 50);
 * Balls.Cover cover = balls.cover(generated, monitor);
 * boolean faithful = cover.of(50).inside()[0];
 * </pre>
 *
 * Every comparison is one of squared distances in double precision; float32 products only decide what their error bound
 * leaves no doubt about. Immutable.
 */
public final class Hyperspheres {

	private final Features set;
	private final int[] ks;
	private final double[][] squared;

	private Hyperspheres(final Features set, final int[] ks, final double[][] squared) {
		this.set = set;
		this.ks = ks;
		this.squared = squared;
	}

	/**
	 * What some points have to do with the balls of one k.
	 *
	 * @param k the neighbour that gives the radius
	 * @param inside for each point whether it is in at least one ball, its border (&lt;=) included
	 * @param balls for each point in how many balls it is, border included
	 * @param strictBalls for each point in how many balls it is, border not included (&lt;)
	 * @param hit for each ball whether a point is in it, border not included
	 */
	public record Of(int k, boolean[] inside, int[] balls, int[] strictBalls, boolean[] hit) {

		/** {@return share of the points in at least one ball: precision, or recall with the sets exchanged} */
		public double insideShare() {
			return (double) Rows.count(inside) / inside.length;
		}
	}

	/**
	 * What some points have to do with the balls.
	 *
	 * @param parts one for each k
	 * @param nearest for each point the row of the nearest centre; of equally near ones the first
	 * @param distance for each point the Euclidean distance to it
	 */
	public record Cover(Of[] parts, int[] nearest, double[] distance) {

		/** {@return the part of one k} */
		public Of of(final int k) {
			return Arrays.stream(parts).filter(part -> part.k == k).findFirst().orElseThrow();
		}
	}

	/**
	 * @param set the centres
	 * @param kind what the message calls them, {@code real} or {@code synthetic}
	 * @param ks which neighbours give the radii; each at least 1 and below the number of images
	 * @return the balls
	 * @throws SonoflowException.Input if a k is not possible
	 */
	public static Hyperspheres of(final Features set, final String kind, final Monitor monitor, final int... ks) {
		requireNeighbours(set, kind, ks);
		final Radii.Query[] queries = Arrays.stream(ks).mapToObj(k -> new Radii.Query(set.rows(), k)).toArray(
			Radii.Query[]::new);
		return new Hyperspheres(set, ks.clone(), Radii.squared(set, monitor, queries));
	}

	/** {@return balls of known squared radii, {@code [label][row]}; labels stand for k, a radius below 0 for no ball} */
	static Hyperspheres labelled(final Features set, final int[] labels, final double[][] squared) {
		return new Hyperspheres(set, labels, squared);
	}

	/** @throws SonoflowException.Input if a k is not possible */
	static void requireNeighbours(final Features set, final String kind, final int... ks) {
		for (final int k : ks) {
			if (k < 1) throw new SonoflowException.Input("k is " + k + ": a nearest neighbour is counted from 1. Set k to " +
				"at least 1.");
			if (k >= set.rows()) throw new SonoflowException.Input("k is " + k + ", but the " + kind + " images are " + set
				.rows() + ": an image has only " + (set.rows() - 1) + " neighbours. Set k below " + set.rows() + ", or add " +
				kind + " images.");
		}
	}

	/** {@return Euclidean distance of each image to its k-th nearest other image} */
	public double[] radii(final int k) {
		for (int q = 0; q < ks.length; q++)
			if (ks[q] == k) return Arrays.stream(squared[q]).map(Math::sqrt).toArray();
		throw new IllegalArgumentException("no balls of k = " + k);
	}

	/**
	 * @param points as many features as the set
	 * @return what they have to do with the balls
	 * @throws SonoflowException.Cancelled if the user wants to stop
	 */
	public Cover cover(final Features points, final Monitor monitor) {
		Features.requireComparable(set, points, 1, "a manifold");
		final int n = points.rows();
		final Of[] parts = Arrays.stream(ks).mapToObj(k -> new Of(k, new boolean[n], new int[n], new int[n],
			new boolean[set.rows()])).toArray(Of[]::new);
		final Cover cover = new Cover(parts, new int[n], new double[n]);
		// Threads meet only where they set the same hit to the same value.
		Distances.each(points, set, "distances", monitor, row -> {
			for (int q = 0; q < ks.length; q++)
				count(row, squared[q], parts[q]);
			nearest(row, cover);
		});
		return cover;
	}

	private static void count(final DistanceRow row, final double[] radii, final Of part) {
		int balls = 0;
		int strict = 0;
		for (int j = 0; j < radii.length; j++) {
			if (row.low(j) > radii[j]) continue;
			if (row.high(j) < radii[j]) {
				balls++;
				strict++;
				part.hit[j] = true;
				continue;
			}
			final double distance = row.exact(j);
			if (distance <= radii[j]) balls++;
			if (distance < radii[j]) {
				strict++;
				part.hit[j] = true;
			}
		}
		part.inside[row.point()] = balls > 0;
		part.balls[row.point()] = balls;
		part.strictBalls[row.point()] = strict;
	}

	private static void nearest(final DistanceRow row, final Cover cover) {
		double top = Double.POSITIVE_INFINITY;
		for (int j = 0; j < row.size(); j++) {
			final double high = row.high(j);
			if (high < top) top = high;
		}
		double best = Double.POSITIVE_INFINITY;
		int at = -1;
		for (int j = 0; j < row.size(); j++) {
			if (row.low(j) > top) continue;
			final double distance = row.exact(j);
			if (at < 0 || distance < best) {
				best = distance;
				at = j;
			}
		}
		cover.nearest[row.point()] = at;
		cover.distance[row.point()] = Math.sqrt(best);
	}
}
