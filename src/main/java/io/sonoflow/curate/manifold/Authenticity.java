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
 * AuthPct (Alaa et al., ICML 2022, as dgm-eval of Stein et al., NeurIPS 2023, computes it): the share of generated images that
 * are no closer to a training image than that one is to its fellows. Independent draws give about half or more; a generator that
 * copies gives nearly nothing.
 *
 * <pre>
 * double percent = Authenticity.percent(training, generated, monitor);
 * </pre>
 *
 * An image is authentic if its distance to the nearest training image is larger than that image's distance to its own nearest
 * fellow, both in double precision; of equally near training images the first counts. Twins in the training set (distance 0, or
 * two frames of one clip) make any image near them authentic: the figure is blind to copies of what the set holds twice.
 */
public final class Authenticity {

	private Authenticity() {
	}

	/**
	 * @param training what the generator learned from, at least 2 images
	 * @param generated at least 1 image, as many features
	 * @return 0..100
	 * @throws io.sonoflow.SonoflowException.Input if a set is too small or the features differ in number
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user wants to stop
	 */
	public static double percent(final Features training, final Features generated, final Monitor monitor) {
		Features.requireComparable(training, generated, 1, "AuthPct");
		final Hyperspheres balls = Hyperspheres.of(training, "real", monitor, 1);
		final double[] radii = balls.radii(1);
		final Hyperspheres.Cover cover = balls.cover(generated, monitor);
		int authentic = 0;
		for (int i = 0; i < generated.rows(); i++)
			if (cover.distance()[i] > radii[cover.nearest()[i]]) authentic++;
		return 100.0 * authentic / generated.rows();
	}
}
