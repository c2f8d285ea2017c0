package io.sonoflow.step;

import io.sonoflow.Monitor;
import io.sonoflow.curate.manifold.Features;
import io.sonoflow.curate.manifold.Fid;
import io.sonoflow.curate.manifold.InceptionScore;
import io.sonoflow.curate.manifold.Kid;
import io.sonoflow.curate.manifold.ManifoldScores;

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
			kid == null ? Double.NaN : kid.std(), is == null ? Double.NaN : is.mean(), InceptionScore.parts(n) < 2 || is == null ? Double.NaN : is.std(),
			manifold);
	}

	double precision() {
		return manifold == null ? Double.NaN : manifold.precision();
	}

	double recall() {
		return manifold == null ? Double.NaN : manifold.recall();
	}

	/** @return as texts, empty for what could not be computed */
	List<String> values() {
		final List<String> row = new ArrayList<>();
		for (final double value : new double[] { fid, kid, kidstd, is, precision(), recall(), manifold == null ? Double.NaN
			: manifold.density(), manifold == null ? Double.NaN : manifold.coverage(), isstd })
			row.add(ClassifierTables.text(value));
		row.add(String.valueOf(images));
		return row;
	}
}
