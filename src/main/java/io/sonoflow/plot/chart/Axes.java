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

import java.util.ArrayList;
import java.util.List;

/**
 * What stands around the data of a plot. Every method gives a changed copy.
 *
 * <pre>
 * Axes.of("epoch", "training loss (nats)").title("Fold 1").logY().markX(12, "best epoch")
 * </pre>
 *
 * @param title above the plot; empty for none
 * @param x label of the horizontal axis, with its unit
 * @param y label of the vertical axis, with its unit
 * @param log whether the vertical axis is logarithmic (default false)
 * @param xRange lowest and highest x, or {NaN, NaN} (default) to fit the data
 * @param yRange lowest and highest y, or {NaN, NaN} (default) to fit the data
 * @param marks labelled straight lines across the plot
 */
public record Axes(String title, String x, String y, boolean log, Range xRange, Range yRange, List<Mark> marks) {

	/**
	 * The ends of an axis.
	 *
	 * @param low the lower end; NaN to fit the data
	 * @param high the upper end, above low; NaN to fit the data
	 */
	public record Range(double low, double high) {

		/** Follows the data. */
		public static final Range FIT = new Range(Double.NaN, Double.NaN);

		/** Checks the order. */
		public Range {
			if (low >= high) throw new IllegalArgumentException("The axis from " + low + " to " + high + " has no length");
		}

		boolean fits() {
			return Double.isNaN(low) || Double.isNaN(high);
		}
	}

	/**
	 * A straight line across the plot.
	 *
	 * @param vertical at an x (true) or at a y
	 * @param at where
	 * @param label beside it
	 */
	public record Mark(boolean vertical, double at, String label) {
	}

	/** Keeps the marks from later change. */
	public Axes {
		marks = List.copyOf(marks);
	}

	/** {@return linear axes that fit the data} */
	public static Axes of(final String x, final String y) {
		return new Axes("", x, y, false, Range.FIT, Range.FIT, List.of());
	}

	/** {@return with a title} */
	public Axes title(final String text) {
		return new Axes(text, x, y, log, xRange, yRange, marks);
	}

	/** {@return with a logarithmic vertical axis; values that are not above 0 are left out and counted in a note} */
	public Axes logY() {
		return new Axes(title, x, y, true, xRange, yRange, marks);
	}

	/** {@return with a fixed horizontal axis} */
	public Axes rangeX(final double low, final double high) {
		return new Axes(title, x, y, log, new Range(low, high), yRange, marks);
	}

	/** {@return with a fixed vertical axis} */
	public Axes rangeY(final double low, final double high) {
		return new Axes(title, x, y, log, xRange, new Range(low, high), marks);
	}

	/** {@return with a vertical line at x, e.g. at a threshold} */
	public Axes markX(final double at, final String label) {
		return mark(new Mark(true, at, label));
	}

	/** {@return with a horizontal line at y, e.g. at a baseline} */
	public Axes markY(final double at, final String label) {
		return mark(new Mark(false, at, label));
	}

	private Axes mark(final Mark mark) {
		final List<Mark> more = new ArrayList<>(marks);
		more.add(mark);
		return new Axes(title, x, y, log, xRange, yRange, more);
	}
}
