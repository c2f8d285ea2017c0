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

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

import org.jfree.chart.JFreeChart;

/**
 * The plots of all steps. Each method gives a {@link Plot} to size and write; none needs a display.
 *
 * <pre>
 * Plots.lines(Axes.of("epoch", "loss").logY(), Series.of("training", a), Series.of("held out", b)).write(png);
 * </pre>
 */
public final class Plots {

	private static final int WIDTH = 800;
	private static final int HEIGHT = 480;

	private Plots() {
	}

	/**
	 * One colour of bars.
	 *
	 * @param name for the legend
	 * @param means heights, one a category
	 * @param errors half lengths of the error bars in the same unit, as many, or null for none
	 */
	public record Bars(String name, double[] means, double[] errors) {

		/** Checks the lengths. */
		public Bars {
			if (errors != null && errors.length != means.length) throw new IllegalArgumentException("Bars " + name + " have "
				+ means.length + " heights and " + errors.length + " errors");
		}
	}

	/**
	 * The values of one histogram.
	 *
	 * @param name for the legend
	 * @param values any number; NaN and infinite ones are left out and counted in a note
	 */
	public record Values(String name, double[] values) {
	}

	/**
	 * Marks of one colour with intervals.
	 *
	 * @param name for the legend
	 * @param means heights, one a category; not a number = no mark
	 * @param lows lower ends of the intervals in the same unit, as many; not a number = no interval
	 * @param highs upper ends, as many
	 * @param filled or hollow; a hollow one has the colour of the filled one at its place among the filled
	 */
	public record Points(String name, double[] means, double[] lows, double[] highs, boolean filled) {

		/** Checks the lengths. */
		public Points {
			if (lows.length != means.length || highs.length != means.length) throw new IllegalArgumentException("Points " + name +
				" have " + means.length + " heights and " + lows.length + " to " + highs.length + " ends");
		}
	}

	/** {@return curves; with one series there is no legend} */
	public static Plot lines(final Axes axes, final List<Series> series) {
		return chart(XYCharts.series(axes, series), WIDTH, HEIGHT);
	}

	/** {@return curves} */
	public static Plot lines(final Axes axes, final Series... series) {
		return lines(axes, List.of(series));
	}

	/** {@return clouds of points (whatever the series' style)} */
	public static Plot scatter(final Axes axes, final List<Series> series) {
		return lines(axes, series.stream().map(each -> each.style(Series.Style.POINTS)).toList());
	}

	/** {@return clouds of points} */
	public static Plot scatter(final Axes axes, final Series... series) {
		return scatter(axes, List.of(series));
	}

	/**
	 * Histograms over common bins, see-through where they overlap.
	 *
	 * @param axes the x range is that of the bins; by default it fits all values
	 * @param bins number of bins, at least 1
	 * @param values one or more sets of values
	 * @return the plot
	 */
	public static Plot histogram(final Axes axes, final int bins, final List<Values> values) {
		return chart(XYCharts.histogram(axes, bins, values), WIDTH, HEIGHT);
	}

	/** {@return a histogram of one set of values; see {@link #histogram(Axes, int, List)}} */
	public static Plot histogram(final Axes axes, final int bins, final double... values) {
		return histogram(axes, bins, List.of(new Values("", values)));
	}

	/**
	 * @param axes the x label may be empty
	 * @param categories names below the groups of bars
	 * @param bars one or more bars a group
	 * @return bars with error bars
	 */
	public static Plot bars(final Axes axes, final List<String> categories, final List<Bars> bars) {
		return chart(BarCharts.bars(axes, categories, bars), WIDTH, HEIGHT);
	}

	/**
	 * @param axes the x label may be empty; with marks the vertical axis includes 0
	 * @param categories names below the groups of marks
	 * @param points one or more marks a group
	 * @return marks with intervals
	 */
	public static Plot points(final Axes axes, final List<String> categories, final List<Points> points) {
		return chart(BarCharts.points(axes, categories, points), WIDTH, HEIGHT);
	}

	/**
	 * One bar a category, with its number above it.
	 *
	 * @param axes the x label may be empty
	 * @param categories names below the bars
	 * @param counts heights, as many, whole numbers
	 * @return bars with numbers
	 */
	public static Plot counts(final Axes axes, final List<String> categories, final double[] counts) {
		return chart(BarCharts.counts(axes, categories, counts), WIDTH, HEIGHT);
	}

	/**
	 * Receiver operating characteristics in a square with the chance diagonal.
	 *
	 * @param title above the plot
	 * @param curves x = false positive rate, y = true positive rate, 0..1; say the area in the name
	 * @return the plot, 480 x 480
	 */
	public static Plot roc(final String title, final List<Series> curves) {
		return chart(XYCharts.roc(title, curves), HEIGHT, HEIGHT);
	}

	/**
	 * A confusion matrix: counts, and under them the shares of the true class (rows).
	 *
	 * @param title above the table
	 * @param counts {@code counts[truth][prediction]}, square
	 * @param labels names of the classes, as many
	 * @return the plot; its default size grows with the number of classes
	 */
	public static Plot confusion(final String title, final long[][] counts, final List<String> labels) {
		final ConfusionTable table = new ConfusionTable(title, counts, labels);
		return new Plot(table, table.width(), table.height());
	}

	/**
	 * Several plots in one picture, row by row.
	 *
	 * @param columns plots a row, at least 1; fewer are used if there are fewer plots
	 * @param plots at least one; each cell is as large as the largest, and each plot fills its cell
	 * @return the plot
	 */
	public static Plot panels(final int columns, final List<Plot> plots) {
		final int across = Math.min(columns, plots.size());
		final int down = (plots.size() + across - 1) / across;
		return new Plot((graphics, width, height) -> {
			for (int i = 0; i < plots.size(); i++) {
				final Graphics2D cell = (Graphics2D) graphics.create(i % across * width / across, i / across * height / down, width /
					across, height / down);
				plots.get(i).paint(cell, width / across, height / down);
				cell.dispose();
			}
		}, across * plots.stream().mapToInt(Plot::width).max().orElseThrow(), down * plots.stream().mapToInt(Plot::height).max()
			.orElseThrow());
	}

	private static Plot chart(final JFreeChart chart, final int width, final int height) {
		return new Plot((graphics, w, h) -> chart.draw(graphics, new Rectangle2D.Double(0, 0, w, h)), width,
			height);
	}
}
