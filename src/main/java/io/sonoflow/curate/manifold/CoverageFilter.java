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
import java.util.stream.IntStream;

/**
 * A selection from what algorithm 1 keeps that is as faithful and covers more of the real variety ({@code
 * method=coverage}). Generators repeat themselves: algorithm 1 keeps every repetition, and the generated manifold, whose
 * balls shrink where images crowd, covers little. Here images enter one after another, next the one for which
 * <pre>
 * distance to the nearest image taken - WEIGHT x distance to the nearest real image
 * </pre>
 * is largest: new, but not for being far from everything real. (Without the second term it is farthest-point sampling,
 * which takes the outliers first.) Distances are Euclidean.
 * <p>
 * Precision is guaranteed: of the selection at most the share of algorithm 1's images is outside all real balls of k = 3,
 * and at most its share in fewer than two of them, which would be outside if one real image were missing. Recall is not part
 * of the rule. It always depends on the number of images - fewer of them have larger balls - so look at it next to that of
 * as many images of algorithm 1 drawn at random: {@link #compare}.
 *
 * <pre>
 * CoverageFilter.Result result = CoverageFilter.run(real, generated, k, 0, monitor);
 * </pre>
 */
public final class CoverageFilter {

	private static final int K = ManifoldScores.DEFAULT_K;
	/** Price of a distance to the real images; found on simulated sets, see the bench. */
	static final double WEIGHT = 1;

	/**
	 * What became of each generated image.
	 *
	 * @param filter algorithm 1 with this k
	 * @param kept whether an image is kept; only images that algorithm 1 keeps
	 * @param order rows of the kept images in the order in which they entered: its first n are what keep = n gives, but for
	 *          the guarantee of precision
	 */
	public record Result(FaithfulFilter.Result filter, boolean[] kept, int[] order) {

		/** {@return rows of the kept images, ascending} */
		public int[] rows() {
			return Rows.of(kept);
		}
	}

	/**
	 * A selection beside algorithm 1.
	 *
	 * @param filter scores of all images of algorithm 1
	 * @param thinned mean scores of as many of them as are kept, drawn at random several times
	 * @param selection scores of the selection
	 */
	public record Comparison(ManifoldScores filter, ManifoldScores thinned, ManifoldScores selection) {
	}

	private final Features fake;
	private final int[] candidates;
	private final double[] toReal;
	private final double[] toTaken;
	private final boolean[] taken;

	private CoverageFilter(final Features fake, final int[] candidates, final double[] toReal) {
		this.fake = fake;
		this.candidates = candidates;
		this.toReal = toReal;
		toTaken = new double[candidates.length];
		Arrays.fill(toTaken, Double.POSITIVE_INFINITY);
		taken = new boolean[candidates.length];
	}

	/**
	 * @param real more than k images, and more than {@value ManifoldScores#DEFAULT_K}
	 * @param fake as many features
	 * @param k of algorithm 1
	 * @param keep how many images to keep; 0 = half of what algorithm 1 keeps
	 * @return the selection; empty if algorithm 1 keeps nothing
	 * @throws SonoflowException.Input if k is not possible, algorithm 1 keeps fewer than asked for, or the features differ in
	 *           number
	 * @throws SonoflowException.Cancelled if the user wants to stop
	 */
	public static Result run(final Features real, final Features fake, final int k, final int keep,
		final Monitor monitor)
	{
		return run(real, fake, k, keep, WEIGHT, monitor);
	}

	static Result run(final Features real, final Features fake, final int k, final int keep, final double weight,
		final Monitor monitor)
	{
		Features.requireComparable(real, fake, 1, "the filter");
		if (keep < 0) throw new SonoflowException.Input("keep is " + keep +
			". Set it to the number of images wanted, or to 0 for half of those that algorithm 1 keeps.");
		final Hyperspheres.Cover cover = Hyperspheres.of(real, "real", monitor, k == K ? new int[] { K } : new int[] { k,
			K }).cover(fake,
			monitor);
		final Hyperspheres.Of part = cover.of(k);
		final int[] candidates = Rows.of(part.inside());
		if (keep > candidates.length) throw new SonoflowException.Input("keep is " + keep + ", but with k = " + k +
			" algorithm 1 keeps only " + candidates.length + " images. Set keep to at most that, or a larger k.");
		final int count = keep == 0 ? (candidates.length + 1) / 2 : keep;
		final double[] toReal = Arrays.stream(candidates).mapToDouble(i -> cover.distance()[i]).toArray();
		final int[] balls = Arrays.stream(candidates).map(i -> cover.of(K).balls()[i]).toArray();
		final int[] order = new CoverageFilter(fake, candidates, toReal).select(count, weight, new Quota[] { new Quota(
			balls, 1, count), new Quota(balls, 2, count) }, monitor);
		final boolean[] kept = new boolean[fake.rows()];
		for (final int row : order)
			kept[row] = true;
		return new Result(new FaithfulFilter.Result(k, part.inside(), cover.distance(), cover.nearest(), part.balls()), kept,
			order);
	}

	/** How many images in too few balls may enter: not a larger share than among the candidates. */
	private static final class Quota {

		private final boolean[] doubtful;
		private int left;

		Quota(final int[] balls, final int least, final int count) {
			doubtful = new boolean[balls.length];
			for (int i = 0; i < balls.length; i++)
				doubtful[i] = balls[i] < least;
			left = (int) ((long) Rows.count(doubtful) * count / Math.max(1, balls.length));
		}

		void enter(final int candidate) {
			if (doubtful[candidate]) left--;
		}

		boolean allows(final int candidate) {
			return left > 0 || !doubtful[candidate];
		}
	}

	private int[] select(final int count, final double weight, final Quota[] quotas, final Monitor monitor) {
		final int[] order = new int[count];
		for (int n = 0; n < count; n++) {
			if (n % 64 == 0) {
				monitor.checkCancelled();
				monitor.progress("selection", n, count);
			}
			final int next = best(n == 0, weight, quotas);
			taken[next] = true;
			order[n] = candidates[next];
			for (final Quota quota : quotas)
				quota.enter(next);
			enter(candidates[next]);
		}
		return order;
	}

	/** {@return the candidate of the largest gain, of equal ones the first; there is always one that every quota allows} */
	private int best(final boolean first, final double weight, final Quota[] quotas) {
		int best = -1;
		double top = Double.NEGATIVE_INFINITY;
		for (int c = 0; c < candidates.length; c++) {
			// Before the first is taken all are equally new.
			final double gain = (first ? 0 : toTaken[c]) - weight * toReal[c];
			if (!taken[c] && (best < 0 || gain > top) && allowed(c, quotas)) {
				top = gain;
				best = c;
			}
		}
		return best;
	}

	private static boolean allowed(final int candidate, final Quota[] quotas) {
		for (final Quota quota : quotas)
			if (!quota.allows(candidate)) return false;
		return true;
	}

	/** Brings the distances to the nearest image taken up to date; every candidate by itself, so in any order. */
	private void enter(final int row) {
		IntStream.range(0, candidates.length).parallel().forEach(c -> {
			if (taken[c]) return;
			final double limit = toTaken[c] * toTaken[c] * (1 + 1e-12);
			final double squared = fake.squaredDistance(row, fake, candidates[c], limit);
			if (squared < limit) toTaken[c] = Math.min(toTaken[c], Math.sqrt(squared));
		});
	}

	/**
	 * Scores a selection beside algorithm 1, on the real images of the selection or, more honestly, on others.
	 *
	 * @param real more than {@value ManifoldScores#DEFAULT_K} images
	 * @param fake the images that were selected from
	 * @param result a selection of more than {@value ManifoldScores#DEFAULT_K} images
	 * @param draws how many random draws of as many images are averaged, at least 1
	 * @param seed chooses them
	 * @return the scores at k = 3
	 * @throws SonoflowException.Input if there are too few images
	 * @throws SonoflowException.Cancelled if the user wants to stop
	 */
	public static Comparison compare(final Features real, final Features fake, final Result result, final int draws,
		final long seed, final Monitor monitor)
	{
		final int[] all = result.filter.rows();
		final double[] sums = new double[4];
		for (int d = 0; d < draws; d++) {
			final ManifoldScores scores = ManifoldScores.of(real, fake.select(Rows.draw(all, result.order.length, seed,
				"thinned", d)), K, monitor);
			sums[0] += scores.precision() / draws;
			sums[1] += scores.recall() / draws;
			sums[2] += scores.density() / draws;
			sums[3] += scores.coverage() / draws;
		}
		return new Comparison(ManifoldScores.of(real, fake.select(all), K, monitor), new ManifoldScores(K, sums[0], sums[1],
			sums[2], sums[3]), ManifoldScores.of(real, fake.select(result.rows()), K, monitor));
	}
}
