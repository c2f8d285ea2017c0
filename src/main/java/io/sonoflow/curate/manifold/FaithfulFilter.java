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
 * The published filter ("algorithm 1"): a generated image is kept if its features lie within the ball of at least one real
 * image, whose radius is that image's distance to its k-th nearest other real image.
 *
 * <pre>
 * FaithfulFilter.Result result = FaithfulFilter.run(real, generated, FaithfulFilter.defaultK(real.rows()), monitor);
 * </pre>
 *
 * For a fixed set of real images and k' up to k filtering never lowers precision(k'): whatever is inside a ball of k' is
 * inside that of k.
 */
public final class FaithfulFilter {

	/** Neighbours a real image: 50 of 880 in the publication. */
	private static final double SHARE = 0.057;

	/**
	 * What became of each generated image.
	 *
	 * @param k the neighbour that gave the radii
	 * @param kept whether it is kept
	 * @param distance Euclidean distance to the nearest real image
	 * @param nearest row of that real image
	 * @param balls how many real balls it is in
	 */
	public record Result(int k, boolean[] kept, double[] distance, int[] nearest, int[] balls) {

		/** {@return rows of the kept images, ascending} */
		public int[] rows() {
			return Rows.of(kept);
		}
	}

	private FaithfulFilter() {
	}

	/**
	 * @param real number of real images
	 * @return round(0.057 N), at least 1
	 */
	public static int defaultK(final int real) {
		return Math.max(1, (int) Math.round(SHARE * real));
	}

	/**
	 * @param real more than k images
	 * @param fake at least one image, as many features
	 * @param k which real neighbour gives a ball's radius
	 * @return what is kept
	 * @throws io.sonoflow.SonoflowException.Input if k is not possible or the features differ in number
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user wants to stop
	 */
	public static Result run(final Features real, final Features fake, final int k, final Monitor monitor) {
		Features.requireComparable(real, fake, 1, "the filter");
		final Hyperspheres.Cover cover = Hyperspheres.of(real, "real", monitor, k).cover(fake, monitor);
		final Hyperspheres.Of part = cover.of(k);
		return new Result(k, part.inside(), cover.distance(), cover.nearest(), part.balls());
	}
}
