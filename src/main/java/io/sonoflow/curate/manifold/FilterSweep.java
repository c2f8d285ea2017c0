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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Algorithm 1 for several k: how many images stay and how good those are, against k. What is kept at a smaller k is kept at
 * every larger one, so the distances between generated images are computed once for all.
 *
 * <pre>
 * FilterSweep.Result sweep = FilterSweep.run(real, generated, logits, seed, monitor, 3, 5, 10, 20, 50, 100);
 * </pre>
 *
 * Precision and recall have a k of their own, {@value ManifoldScores#DEFAULT_K}, whatever the filter's.
 */
public final class FilterSweep {

	private static final int K = ManifoldScores.DEFAULT_K;

	/**
	 * One k; a score that so few images do not allow is not a number.
	 *
	 * @param k the filter's; 0 = no filter
	 * @param kept number of images kept
	 * @param dropped number of images dropped
	 * @param fid see {@link Fid}
	 * @param kid mean over subsets, see {@link Kid}
	 * @param kidStd its standard deviation
	 * @param inception inception score in {@value InceptionScore#SPLITS} parts; not a number without logits
	 * @param precision 0..1
	 * @param recall 0..1; depends on how many images are kept
	 */
	public record Row(int k, int kept, int dropped, double fid, double kid, double kidStd, double inception,
		double precision, double recall)
	{
	}

	/**
	 * The sweep.
	 *
	 * @param all the scores of all images, unfiltered
	 * @param rows one a k, ascending
	 */
	public record Result(Row all, List<Row> rows) {
	}

	private final Features real;
	private final Features fake;
	private final Features logits;
	private final long seed;
	private final Monitor monitor;

	private FilterSweep(final Features real, final Features fake, final Features logits, final long seed,
		final Monitor monitor)
	{
		this.real = real;
		this.fake = fake;
		this.logits = logits;
		this.seed = seed;
		this.monitor = monitor;
	}

	/**
	 * @param real more images than any k, and than {@value ManifoldScores#DEFAULT_K}
	 * @param fake more than {@value ManifoldScores#DEFAULT_K} images, as many features
	 * @param logits of the generated images, in their order, for the inception score; null = without it
	 * @param seed chooses KID's subsets
	 * @param ks the filter's k, each at least 1, in any order
	 * @return the sweep
	 * @throws io.sonoflow.SonoflowException.Input if a k is not possible or the features differ in number
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user wants to stop
	 */
	public static Result run(final Features real, final Features fake, final Features logits, final long seed,
		final Monitor monitor, final int... ks)
	{
		Features.requireComparable(real, fake, K + 1, "precision and recall");
		if (logits != null && logits.rows() != fake.rows()) throw new IllegalArgumentException(logits.rows() +
			" rows of logits for " + fake.rows() + " images");
		Hyperspheres.requireNeighbours(real, "real", ks);
		return new FilterSweep(real, fake, logits, seed, monitor).run(Arrays.stream(ks).sorted().distinct().toArray());
	}

	private Result run(final int[] ks) {
		final int[] own = IntStream.concat(Arrays.stream(ks), IntStream.of(K)).distinct().toArray();
		final Hyperspheres.Cover cover = Hyperspheres.of(real, "real", monitor, own).cover(fake, monitor);
		final boolean[][] kept = new boolean[ks.length + 1][];
		for (int i = 0; i < ks.length; i++)
			kept[i] = cover.of(ks[i]).inside();
		kept[ks.length] = new boolean[fake.rows()];
		Arrays.fill(kept[ks.length], true);
		final double[] recall = NestedRecall.of(real, fake, kept, K, monitor);
		final List<Row> rows = new ArrayList<>();
		for (int i = 0; i <= ks.length; i++) {
			monitor.checkCancelled();
			rows.add(row(i < ks.length ? ks[i] : 0, Rows.of(kept[i]), cover.of(K).inside(), recall[i]));
			monitor.progress("scores", i + 1L, ks.length + 1L);
		}
		return new Result(rows.get(ks.length), List.copyOf(rows.subList(0, ks.length)));
	}

	private Row row(final int k, final int[] kept, final boolean[] inside, final double recall) {
		final double precision = (double) Arrays.stream(kept).filter(i -> inside[i]).count() / kept.length;
		final int dropped = fake.rows() - kept.length;
		if (kept.length < 2) return new Row(k, kept.length, dropped, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
			precision, recall);
		final Features chosen = fake.select(kept);
		final Kid.Score kid = Kid.score(real, chosen, seed);
		final double score = logits == null ? Double.NaN : InceptionScore.of(logits.select(kept), InceptionScore.parts(
			kept.length)).mean();
		return new Row(k, kept.length, dropped, Fid.between(real, chosen), kid.mean(), kid.std(), score, precision, recall);
	}
}
