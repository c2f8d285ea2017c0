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

import io.sonoflow.SonoflowException;

/**
 * The squared distances of one point to every row of a set: an interval for each, from a float32 matrix product, and the
 * number itself in double precision where a decision asks for it.
 * <p>
 * With x and y as seen from a common centre m and rounded to float32, and unit roundoff u = 2^-24, the product of a row of n
 * terms errs by at most n u / (1 - n u) |x||y| in any order of summation (Higham, Accuracy and Stability of Numerical
 * Algorithms, eq. 3.5), and rounding x - m moves a squared distance by at most 2 u (|x| + |y|)^2; the third u here covers
 * everything that is computed in double precision. What overflows or underflows gets an infinite or an extended interval.
 */
final class DistanceRow {

	private static final double UNIT = 0x1.0p-24;
	/** A sum of products below this cannot overflow float32. */
	private static final double OVERFLOW = 0x1.0p126;
	private static final double UNDERFLOW = 0x1.0p-124;

	private final Features points;
	private final Features set;
	private final Centred centredSet;
	private final float[] products;
	private final int point;
	private final int offset;
	private final double lowBase;
	private final double highBase;
	private final double scale;

	/**
	 * @param points where the point comes from
	 * @param point its row there
	 * @param norm its length as seen from the common centre
	 * @param set what it is compared with
	 * @param centredSet the set about the common centre
	 * @param products float32 products of some points with all of the set
	 * @param offset where those of this point begin
	 */
	DistanceRow(final Features points, final int point, final double norm, final Features set, final Centred centredSet,
		final float[] products, final int offset)
	{
		this.points = points;
		this.point = point;
		this.set = set;
		this.centredSet = centredSet;
		this.products = products;
		this.offset = offset;
		final double n = set.columns();
		final double error = n * UNIT / (1 - n * UNIT);
		scale = norm * centredSet.largestNorm() < OVERFLOW ? (2 * error + 6 * UNIT) * norm : Double.POSITIVE_INFINITY;
		final double slack = 3 * UNIT * norm * norm + UNDERFLOW * (n + Math.sqrt(n) * (norm + centredSet.largestNorm()));
		lowBase = norm * norm - slack;
		highBase = norm * norm + slack;
	}

	/** {@return the row of the point in its set} */
	int point() {
		return point;
	}

	/** {@return number of distances} */
	int size() {
		return set.rows();
	}

	/** {@return not above the squared distance to row j; may be below 0, or not a number if nothing is known} */
	double low(final int j) {
		final double norm = centredSet.norm(j);
		return lowBase + (1 - 3 * UNIT) * norm * norm - 2.0 * products[offset + j] - scale * norm;
	}

	/** {@return not below the squared distance to row j, or not a number if nothing is known} */
	double high(final int j) {
		final double norm = centredSet.norm(j);
		return highBase + (1 + 3 * UNIT) * norm * norm - 2.0 * products[offset + j] + scale * norm;
	}

	/**
	 * @return the squared distance to row j in double precision
	 * @throws SonoflowException.Device if it is not in the interval, so that the engine does not compute in float32
	 */
	double exact(final int j) {
		final double value = points.squaredDistance(point, set, j);
		if (value < low(j) || value > high(j)) throw new SonoflowException.Device("PyTorch's matrix product is less exact " +
			"than float32 allows (a squared distance of " + value + " came out between " + low(j) + " and " + high(j) +
			"). A setting of the environment makes it faster and coarser; unset variables such as " +
			"DNNL_DEFAULT_FPMATH_MODE.");
		return value;
	}
}
