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
package io.sonoflow.step.synthetic;

import io.sonoflow.Monitor;
import io.sonoflow.curate.manifold.CoverageFilter;
import io.sonoflow.curate.manifold.FaithfulFilter;
import io.sonoflow.curate.manifold.Features;
import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.run.RunFolder;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which generated images a method keeps.
 *
 * @param filter algorithm 1
 * @param kept what the method keeps of it
 */
record SyntheticChoice(FaithfulFilter.Result filter, boolean[] kept) {

	/** Draws of as many images with which a selection is compared. */
	private static final int DRAWS = 5;

	/**
	 * @param k of algorithm 1
	 * @param allowed which images may be kept; the others take no place of theirs
	 */
	static SyntheticChoice of(final FilterSynthetic step, final EmbeddedSets sets, final int k, final boolean[] allowed,
		final RunFolder folder, final Monitor monitor)
	{
		final FaithfulFilter.Result filter = FaithfulFilter.run(sets.real(), sets.synthetic(), k, monitor);
		final boolean[] kept = new boolean[allowed.length];
		final int[] rows = IntStream.range(0, allowed.length).filter(i -> allowed[i] && filter.kept()[i]).toArray();
		if (step.method.equals(FilterSynthetic.MANIFOLD) || rows.length == 0) {
			for (final int row : rows)
				kept[row] = true;
			return new SyntheticChoice(filter, kept);
		}
		final Features candidates = sets.synthetic().select(rows);
		final CoverageFilter.Result result = CoverageFilter.run(sets.real(), candidates, k, step.keep, monitor);
		if (result.order().length > ManifoldScores.DEFAULT_K) report(CoverageFilter.compare(sets.real(), candidates, result,
			DRAWS, step.seed, monitor), result, folder, monitor);
		for (final int row : result.rows())
			kept[rows[row]] = true;
		return new SyntheticChoice(filter, kept);
	}

	private static void report(final CoverageFilter.Comparison comparison, final CoverageFilter.Result result,
		final RunFolder folder, final Monitor monitor)
	{
		report("manifold", comparison.filter(), folder);
		report("random", comparison.thinned(), folder);
		report("coverage", comparison.selection(), folder);
		monitor.message(String.format(Locale.ROOT, "method=coverage keeps %d of the %d images of method=manifold: precision " +
			"%.3f, recall %.3f; all of them have %.3f and %.3f, as many at random %.3f and %.3f.", result.order().length, result
				.filter().rows().length, comparison.selection().precision(), comparison.selection().recall(), comparison.filter()
					.precision(), comparison.filter().recall(), comparison.thinned().precision(), comparison.thinned().recall()));
	}

	private static void report(final String name, final ManifoldScores scores, final RunFolder folder) {
		folder.figure(name + " precision", scores.precision());
		folder.figure(name + " recall", scores.recall());
	}
}
