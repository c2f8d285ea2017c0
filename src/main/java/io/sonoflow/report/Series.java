package io.sonoflow.report;

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
		POINTS
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

	/** @return a line through the points */
	public static Series of(final String name, final double[] x, final double[] y) {
		return new Series(name, x, y, null, null, Style.LINE);
	}

	/** @return a line through (1, y0), (2, y1), ... */
	public static Series of(final String name, final double[] y) {
		return of(name, IntStream.rangeClosed(1, y.length).asDoubleStream().toArray(), y);
	}

	/** @return the same points in another style */
	public Series style(final Style other) {
		return new Series(name, x, y, low, high, other);
	}

	/** @return with a shaded band around the line, e.g. mean ± std */
	public Series band(final double[] lower, final double[] upper) {
		return new Series(name, x, y, lower, upper, style);
	}
}
