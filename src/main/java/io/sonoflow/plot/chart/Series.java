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
package io.sonoflow.plot.chart;

import io.sonoflow.plot.Style;

import java.util.stream.IntStream;

/**
 * One curve or cloud of a plot. NaN in y is a gap.
 *
 * @param name for the legend
 * @param x horizontal positions
 * @param y vertical positions, as many
 * @param low lower edge of the band around the curve, as many, or null for none
 * @param high upper edge of the band, as many, or null for none
 * @param style how it is drawn
 */
public record Series(String name, double[] x, double[] y, double[] low, double[] high, Style style) {

	/** How a series is drawn. */
	public enum Style {
		/** A line through the points. */
		LINE,
		/** A dashed line. */
		DASHED,
		/** A line with a mark at each point. */
		MARKED,
		/** Marks only. */
		POINTS,
		/** A thin, half transparent line in the colour of the last series that is not thin; not in the legend. */
		THIN
	}

	/** Checks the lengths. */
	public Series {
		if (x.length != y.length) throw new IllegalArgumentException("Series " + name + " has " + x.length + " x for "
			+ y.length + " y");
		if ((low == null) != (high == null)) throw new IllegalArgumentException("Series " + name
			+ " has one edge of a band");
		if (low != null && (low.length != y.length || high.length != y.length)) throw new IllegalArgumentException(
			"Series " + name + " has a band of another length");
	}

	/** {@return a line through the points} */
	public static Series of(final String name, final double[] x, final double[] y) {
		return new Series(name, x, y, null, null, Style.LINE);
	}

	/** {@return a line through (1, y0), (2, y1), ...} */
	public static Series of(final String name, final double[] y) {
		return of(name, IntStream.rangeClosed(1, y.length).asDoubleStream().toArray(), y);
	}

	/** {@return the same points in another style} */
	public Series style(final Style other) {
		return new Series(name, x, y, low, high, other);
	}

	/** {@return with a shaded band around the line, e.g. mean ± std} */
	public Series band(final double[] lower, final double[] upper) {
		return new Series(name, x, y, lower, upper, style);
	}
}
