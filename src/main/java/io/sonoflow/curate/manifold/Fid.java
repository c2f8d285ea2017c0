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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Torch;

import java.util.Optional;

/**
 * The Fréchet inception distance (Heusel et al., NeurIPS 2017) |mu1 - mu2|^2 + tr S1 + tr S2 - 2 tr (S1 S2)^(1/2), with
 * covariances divided by N - 1; 0 for equal sets, without an upper end. The same formula whatever network made the features.
 *
 * <pre>
 * Fid.warning(real, generated).ifPresent(monitor::warn);
 * double fid = Fid.between(real, generated);
 * </pre>
 *
 * Double precision. With N1 images about their mean as rows of A (N1, D) and N2 in B, S1 = A'A / (N1 - 1): the last trace is
 * the sum of the singular values of A B' / ((N1 - 1)(N2 - 1))^(1/2). That is the way where a set has fewer images than
 * features: no root of a singular matrix is taken. Otherwise the eigenvalues of S1^(1/2) S2 S1^(1/2) are used. The last bits
 * depend on PyTorch's number of threads.
 */
public final class Fid {

	private Fid() {
	}

	/** {@return what to tell the user if FID cannot be trusted: a set has fewer images than features} */
	public static Optional<String> warning(final Features real, final Features fake) {
		final int fewest = Math.min(real.rows(), fake.rows());
		if (fewest >= real.columns()) return Optional.empty();
		return Optional.of("FID from " + fewest + (real.rows() <= fake.rows() ? " real" : " synthetic") +
			" images of " + real.columns() + " features is biased upwards and not comparable with other numbers of images: " +
			"a covariance needs more images than features. Trust KID instead, which has no such bias.");
	}

	/**
	 * @param real at least 2 images
	 * @param fake at least 2 images, as many features
	 * @return the distance
	 * @throws SonoflowException.Input if a set is too small or the features differ in number
	 */
	public static double between(final Features real, final Features fake) {
		Features.requireComparable(real, fake, 2, "FID");
		Torch.inference();
		final boolean exchange = fake.rows() < real.rows();
		final Features small = exchange ? fake : real;
		final Features large = exchange ? real : fake;
		if (small.rows() >= small.columns()) {
			try (NDManager manager = Torch.manager(Device.cpu()); LinearAlgebra algebra = new LinearAlgebra(manager)) {
				final Moments a = Moments.of(manager, small);
				final Moments b = Moments.of(manager, large);
				return distance(a.mean(), b.mean(), a.trace(), b.trace(), algebra.traceOfRoot(a.covariance(), b
					.covariance()));
			}
		}
		final double[] mean1 = Moments.mean(small);
		final double[] mean2 = Moments.mean(large);
		final double scale = Math.sqrt((small.rows() - 1.0) * (large.rows() - 1.0));
		return distance(mean1, mean2, Moments.trace(small, mean1), Moments.trace(large, mean2), CrossGram.singularSum(
			small, mean1, large, mean2) / scale);
	}

	/**
	 * The distance of two Gaussians, e.g. of published statistics.
	 *
	 * @param mean1 (D)
	 * @param covariance1 (D, D) row by row, symmetric, no negative eigenvalue
	 * @param mean2 (D)
	 * @param covariance2 (D, D)
	 * @return the distance
	 */
	public static double between(final double[] mean1, final double[] covariance1, final double[] mean2,
		final double[] covariance2)
	{
		final int d = mean1.length;
		if (mean2.length != d || covariance1.length != d * d || covariance2.length != d * d)
			throw new SonoflowException.Input("The statistics do not fit: means of " + d + " and " + mean2.length +
				" features, covariances of " + covariance1.length + " and " + covariance2.length +
				" values. Use statistics of one network.");
		Torch.inference();
		try (NDManager manager = Torch.manager(Device.cpu()); LinearAlgebra algebra = new LinearAlgebra(manager)) {
			final NDArray a = LinearAlgebra.matrix(manager, covariance1, d, d);
			final NDArray b = LinearAlgebra.matrix(manager, covariance2, d, d);
			return distance(mean1, mean2, Moments.trace(covariance1, d), Moments.trace(covariance2, d), algebra.traceOfRoot(
				a, b));
		}
	}

	private static double distance(final double[] mean1, final double[] mean2, final double trace1,
		final double trace2, final double traceOfRoot)
	{
		double means = 0;
		for (int i = 0; i < mean1.length; i++)
			means += (mean1[i] - mean2[i]) * (mean1[i] - mean2[i]);
		return means + trace1 + trace2 - 2 * traceOfRoot;
	}
}
