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
import io.sonoflow.curate.manifold.Features;
import io.sonoflow.curate.manifold.Fid;
import io.sonoflow.curate.manifold.InceptionScore;
import io.sonoflow.curate.manifold.Kid;
import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.step.data.PredictionTables;

import java.util.ArrayList;
import java.util.List;

/**
 * How well some generated images match the real ones. What cannot be computed is NaN.
 *
 * @param images number of generated images
 * @param fid Fréchet distance
 * @param kid kernel distance, mean over subsets
 * @param kidstd its spread over the subsets, or standard error of a single one
 * @param is inception score
 * @param isstd its spread over the parts, if there are several
 * @param manifold precision, recall, density, coverage; null if there are too few images
 */
record SetScores(int images, double fid, double kid, double kidstd, double is, double isstd, ManifoldScores manifold) {

	/** The columns of {@link #values}. */
	static final List<String> COLUMNS = List.of("fid", "kid", "kidstd", "is", "precision", "recall", "density", "coverage",
		"isstd", "synthetic");

	/**
	 * @param real at least 2
	 * @param synthetic any number
	 * @param logits of the generated images, or null
	 * @param k of precision and recall
	 * @param seed of KID's subsets
	 */
	static SetScores of(final Features real, final Features synthetic, final Features logits, final int k, final long seed,
		final Monitor monitor)
	{
		final int n = synthetic.rows();
		final Kid.Score kid = n < 2 ? null : Kid.score(real, synthetic, seed);
		monitor.checkCancelled();
		final InceptionScore.Score is = logits == null ? null : InceptionScore.of(logits, InceptionScore.parts(n));
		final ManifoldScores manifold = n <= k || real.rows() <= k ? null : ManifoldScores.of(real, synthetic, k, monitor);
		return new SetScores(n, n < 2 ? Double.NaN : Fid.between(real, synthetic), kid == null ? Double.NaN : kid.mean(),
			kid == null ? Double.NaN : kid.std(), is == null ? Double.NaN : is.mean(), InceptionScore.parts(n) < 2 ||
				is == null ? Double.NaN : is.std(),
			manifold);
	}

	double precision() {
		return manifold == null ? Double.NaN : manifold.precision();
	}

	double recall() {
		return manifold == null ? Double.NaN : manifold.recall();
	}

	/** {@return as texts, empty for what could not be computed} */
	List<String> values() {
		final List<String> row = new ArrayList<>();
		for (final double value : new double[] { fid, kid, kidstd, is, precision(), recall(), manifold == null ? Double.NaN
			: manifold.density(), manifold == null ? Double.NaN : manifold.coverage(), isstd })
			row.add(PredictionTables.text(value));
		row.add(String.valueOf(images));
		return row;
	}
}
