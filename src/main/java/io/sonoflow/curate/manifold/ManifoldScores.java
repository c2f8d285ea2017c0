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

/**
 * How the manifolds of real and generated images overlap. Precision and recall after Kynkäänniemi et al. (NeurIPS 2019),
 * density and coverage after Naeem et al. (ICML 2020). As in the authors' code a point on a ball's border is inside for
 * precision and recall (&lt;=) and outside for density and coverage (&lt;); the two differ only for exact ties, such as
 * copies of training images.
 *
 * @param k neighbour that gives the radii
 * @param precision share of generated images inside the real manifold, 0..1
 * @param recall share of real images inside the generated manifold, 0..1; depends on the number of generated images, so
 *          compare sets of equal size
 * @param density mean number of real balls a generated image is in, over k; may exceed 1
 * @param coverage share of real images with a generated one in their ball, 0..1
 */
public record ManifoldScores(int k, double precision, double recall, double density, double coverage) {

	/** The k of the published figures. */
	public static final int DEFAULT_K = 3;

	/**
	 * @param real more than k images
	 * @param fake more than k images, as many features
	 * @return the scores
	 * @throws io.sonoflow.SonoflowException.Input if k is not possible or the features differ in number
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user wants to stop
	 */
	public static ManifoldScores of(final Features real, final Features fake, final int k, final Monitor monitor) {
		Features.requireComparable(real, fake, 2, "precision and recall");
		Hyperspheres.requireNeighbours(fake, "synthetic", k);
		final Hyperspheres.Of generated = Hyperspheres.of(real, "real", monitor, k).cover(fake, monitor).of(k);
		final Hyperspheres.Of covered = Hyperspheres.of(fake, "synthetic", monitor, k).cover(real, monitor).of(k);
		return new ManifoldScores(k, generated.insideShare(), covered.insideShare(), density(generated),
			(double) Rows.count(generated.hit()) / real.rows());
	}

	private static double density(final Hyperspheres.Of generated) {
		long balls = 0;
		for (final int count : generated.strictBalls())
			balls += count;
		// In the order of the authors' code, so that the last bit is theirs too.
		return 1.0 / generated.k() * ((double) balls / generated.inside().length);
	}
}
