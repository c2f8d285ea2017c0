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
import io.sonoflow.metric.Summary;

import java.util.function.ToDoubleFunction;

/**
 * What {@link CoverageFilter} gains over algorithm 1 on simulated sets, where real images that the filter never saw can be
 * drawn at will: 200 real images, 2,000 generated, k = 11. Each figure is the mean over sets, then the mean difference to as
 * many images of algorithm 1 drawn at random with its 95 % confidence interval.
 * <p>
 * Arguments: number of sets (default 12), weights of faithfulness to compare (1).
 */
public final class CoverageStudy {

	private static final double[][] GENERATORS = { { 0.25, 0.05 }, { 0.4, 0.15 }, { 0.4, 0.5 }, { 0.5, 1.2 }, { 0.8, 0.3 } };

	private CoverageStudy() {
	}

	public static void main(final String[] args) {
		final int sets = args.length > 0 ? Integer.parseInt(args[0]) : 12;
		final double[] weights = new double[Math.max(1, args.length - 1)];
		weights[0] = CoverageFilter.WEIGHT;
		for (int i = 1; i < args.length; i++)
			weights[i - 1] = Double.parseDouble(args[i]);
		for (final double[] generator : GENERATORS)
			for (final double weight : weights) {
				System.out.printf("generator: spread %.2f of the real, noise %.2f; weight %.2f%n", generator[0], generator[1],
					weight);
				study(generator, weight, sets);
			}
	}

	private static void study(final double[] generator, final double weight, final int sets) {
		final CoverageFilter.Comparison[] seen = new CoverageFilter.Comparison[sets];
		final CoverageFilter.Comparison[] other = new CoverageFilter.Comparison[sets];
		double kept = 0;
		for (int s = 0; s < sets; s++) {
			final Mixture mixture = new Mixture(s, generator[0], generator[1]);
			final Features real = mixture.real(0, 200);
			final Features fake = mixture.generated(2000);
			final CoverageFilter.Result result = CoverageFilter.run(real, fake, FaithfulFilter.defaultK(200), 0, weight,
				Monitor.NONE);
			kept += (double) result.order().length / sets;
			seen[s] = CoverageFilter.compare(real, fake, result, 3, s, Monitor.NONE);
			other[s] = CoverageFilter.compare(mixture.real(1, 200), fake, result, 3, s, Monitor.NONE);
		}
		System.out.printf("  kept %.0f of %.0f%n", kept, 2 * kept);
		print("the real images of the filter", seen);
		print("real images it never saw", other);
	}

	private static void print(final String which, final CoverageFilter.Comparison[] sets) {
		System.out.println("  " + which);
		print("precision", sets, ManifoldScores::precision);
		print("recall", sets, ManifoldScores::recall);
		print("coverage", sets, ManifoldScores::coverage);
		print("density", sets, ManifoldScores::density);
	}

	private static void print(final String name, final CoverageFilter.Comparison[] sets,
		final ToDoubleFunction<ManifoldScores> score)
	{
		final int n = sets.length;
		final double[][] values = new double[4][n];
		for (int s = 0; s < n; s++) {
			values[0][s] = score.applyAsDouble(sets[s].filter());
			values[1][s] = score.applyAsDouble(sets[s].thinned());
			values[2][s] = score.applyAsDouble(sets[s].selection());
			values[3][s] = values[2][s] - values[1][s];
		}
		final Summary gain = Summary.of(values[3]);
		System.out.printf("    %-10s algorithm 1 %.3f, as many of it %.3f, coverage %.3f, gain %+.3f +- %.3f%n", name, Summary
			.of(values[0]).mean(), Summary.of(values[1]).mean(), Summary.of(values[2]).mean(), gain.mean(), 1.96 * gain
				.std() / Math.sqrt(n));
	}
}
