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

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.statistics.HistogramDataset;
import org.jfree.data.statistics.HistogramType;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Charts with two numeric axes. */
final class XYCharts {

	private XYCharts() {
	}

	static JFreeChart series(final Axes axes, final List<Series> series) {
		final YIntervalSeriesCollection data = new YIntervalSeriesCollection();
		final DeviationRenderer renderer = new DeviationRenderer(true, true);
		renderer.setAlpha(0.18f);
		renderer.setDrawSeriesLineAsPath(true);
		int hidden = 0;
		int colour = -1;
		for (int i = 0; i < series.size(); i++) {
			hidden += add(data, series.get(i), axes.log(), i);
			if (series.get(i).style() == Series.Style.THIN) thin(renderer, i, Math.max(0, colour));
			else style(renderer, i, ++colour, series.get(i).style());
		}
		final XYPlot plot = plot(axes, renderer);
		plot.setDataset(data);
		fit(plot, axes);
		if (series.stream().allMatch(each -> Arrays.stream(each.x()).allMatch(x -> x == Math.rint(x)) && each.x().length > 2))
			plot.getDomainAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
		final JFreeChart chart = decorate(plot, axes.title(), series.size() > 1);
		if (hidden > 0) note(chart, hidden + (hidden == 1 ? " value" : " values") + " not above 0 cannot be shown on this axis");
		return chart;
	}

	private static int add(final YIntervalSeriesCollection data, final Series series, final boolean log, final int index) {
		// Equal names would be one series to the library.
		final YIntervalSeries points = new YIntervalSeries(new Key(series.name(), index), false, true);
		int hidden = 0;
		for (int i = 0; i < series.x().length; i++) {
			final double y = series.y()[i];
			final boolean shown = Double.isFinite(y) && !(log && y <= 0);
			if (!shown && !Double.isNaN(y)) hidden++;
			final double value = shown ? y : Double.NaN;
			final double floor = log ? value / 10 : Double.NEGATIVE_INFINITY;
			points.add(series.x()[i], value, series.low() == null ? value : Math.max(series.low()[i], floor), series
				.high() == null ? value : series.high()[i]);
		}
		data.addSeries(points);
		return hidden;
	}

	/** A name that is unique by its position. */
	private record Key(String name, int index) implements Comparable<Key> {

		@Override
		public int compareTo(final Key other) {
			return Integer.compare(index, other.index);
		}

		@Override
		public String toString() {
			return name;
		}
	}

	private static void thin(final DeviationRenderer renderer, final int index, final int colour) {
		renderer.setSeriesPaint(index, Style.alpha(Style.color(colour), 90));
		renderer.setSeriesFillPaint(index, Style.alpha(Style.color(colour), 0));
		renderer.setSeriesStroke(index, new BasicStroke(1));
		renderer.setSeriesLinesVisible(index, true);
		renderer.setSeriesShapesVisible(index, false);
		renderer.setSeriesVisibleInLegend(index, false);
	}

	private static void style(final DeviationRenderer renderer, final int index, final int colour,
		final Series.Style style)
	{
		final Color color = Style.color(colour);
		final boolean points = style == Series.Style.POINTS;
		renderer.setSeriesPaint(index, points ? Style.alpha(color, 170) : color);
		renderer.setSeriesFillPaint(index, color);
		renderer.setSeriesStroke(index, Style.stroke(colour, style == Series.Style.DASHED));
		renderer.setSeriesShape(index, Style.shape(colour));
		renderer.setSeriesLinesVisible(index, !points);
		renderer.setSeriesShapesVisible(index, points || style == Series.Style.MARKED);
	}

	static JFreeChart histogram(final Axes axes, final int bins, final List<Plots.Values> values) {
		final double[] all = values.stream().flatMapToDouble(each -> Arrays.stream(each.values())).toArray();
		final double[] finite = Arrays.stream(all).filter(Double::isFinite).toArray();
		double low = axes.xRange().fits() ? Arrays.stream(finite).min().orElse(0) : axes.xRange().low();
		double high = axes.xRange().fits() ? Arrays.stream(finite).max().orElse(1) : axes.xRange().high();
		if (low == high) {
			low -= 0.5;
			high += 0.5;
		}
		final HistogramDataset data = new HistogramDataset();
		data.setType(HistogramType.FREQUENCY);
		final XYBarRenderer renderer = new XYBarRenderer(0);
		renderer.setBarPainter(new StandardXYBarPainter());
		renderer.setShadowVisible(false);
		renderer.setDrawBarOutline(true);
		int shown = 0;
		for (int i = 0; i < values.size(); i++) {
			final double[] inside = inside(values.get(i).values(), low, high);
			shown += inside.length;
			data.addSeries(new Key(values.get(i).name(), i), inside, bins, low, high);
			renderer.setSeriesPaint(i, values.size() > 1 ? Style.alpha(Style.color(i), 130) : Style.color(i));
			renderer.setSeriesOutlinePaint(i, values.size() > 1 ? Style.color(i) : Color.WHITE);
			renderer.setSeriesOutlineStroke(i, new BasicStroke(1));
		}
		final XYPlot plot = plot(axes, renderer);
		plot.setDataset(data);
		fit(plot, axes.xRange().fits() ? axes.rangeX(low, high) : axes);
		final JFreeChart chart = decorate(plot, axes.title(), values.size() > 1);
		if (shown < all.length) note(chart, all.length - shown + " of " + all.length
			+ " values are not finite or outside the axis");
		return chart;
	}

	/** The library would put values outside the range into the outermost bins. */
	private static double[] inside(final double[] values, final double low, final double high) {
		return Arrays.stream(values).filter(value -> value >= low && value <= high).toArray();
	}

	static JFreeChart roc(final String title, final List<Series> curves) {
		final List<Series> all = new ArrayList<>(curves);
		final Axes axes = Axes.of("false positive rate (1 - specificity)", "true positive rate (sensitivity)").title(title)
			.rangeX(0, 1).rangeY(0, 1);
		final double[] ends = { 0, 1 };
		all.add(Series.of("chance", ends, ends).style(Series.Style.DASHED));
		final JFreeChart chart = series(axes, all);
		final DeviationRenderer renderer = (DeviationRenderer) chart.getXYPlot().getRenderer();
		renderer.setSeriesPaint(curves.size(), Style.MUTED);
		return chart;
	}

	private static XYPlot plot(final Axes axes, final XYItemRenderer renderer) {
		final ValueAxis y = axes.log() ? logAxis(axes.y()) : numberAxis(axes.y());
		final XYPlot plot = new XYPlot(null, numberAxis(axes.x()), y, renderer);
		plot.setBackgroundPaint(Color.WHITE);
		plot.setDomainGridlinesVisible(false);
		plot.setRangeGridlinePaint(Style.FAINT);
		plot.setRangeGridlineStroke(new BasicStroke(1));
		plot.setOutlineVisible(false);
		plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
		for (final Axes.Mark mark : axes.marks()) {
			final ValueMarker marker = new ValueMarker(mark.at(), Style.MUTED, new BasicStroke(1.2f, BasicStroke.CAP_BUTT,
				BasicStroke.JOIN_MITER, 1, new float[] { 5, 4 }, 0));
			marker.setLabel(" " + mark.label() + " ");
			marker.setLabelFont(Style.TEXT);
			marker.setLabelPaint(Style.INK);
			marker.setLabelBackgroundColor(new Color(255, 255, 255, 0));
			marker.setLabelAnchor(mark.vertical() ? RectangleAnchor.TOP_RIGHT : RectangleAnchor.TOP_LEFT);
			marker.setLabelTextAnchor(mark.vertical() ? TextAnchor.TOP_LEFT : TextAnchor.BOTTOM_LEFT);
			if (mark.vertical()) plot.addDomainMarker(marker, Layer.FOREGROUND);
			else plot.addRangeMarker(marker, Layer.FOREGROUND);
		}
		return plot;
	}

	private static void fit(final XYPlot plot, final Axes axes) {
		if (!axes.xRange().fits()) plot.getDomainAxis().setRange(axes.xRange().low(), axes.xRange().high());
		if (!axes.yRange().fits()) plot.getRangeAxis().setRange(axes.yRange().low(), axes.yRange().high());
		final Collection<?> marks = plot.getDomainMarkers(Layer.FOREGROUND);
		// Right of a mark near the right end there is no room for its label.
		if (marks != null) for (final Object each : marks)
			if (each instanceof final ValueMarker mark && mark.getValue() > plot.getDomainAxis().getRange().getCentralValue()) {
				mark.setLabelAnchor(RectangleAnchor.TOP_LEFT);
				mark.setLabelTextAnchor(TextAnchor.TOP_RIGHT);
			}
	}

	private static NumberAxis numberAxis(final String label) {
		final NumberAxis axis = new NumberAxis(label.isEmpty() ? null : label);
		axis.setAutoRangeIncludesZero(false);
		dress(axis);
		return axis;
	}

	private static LogAxis logAxis(final String label) {
		final LogAxis axis = new DecadeAxis(label.isEmpty() ? null : label);
		axis.setSmallestValue(1e-300);
		dress(axis);
		return axis;
	}

	static void dress(final ValueAxis axis) {
		axis.setLabelFont(Style.LABEL);
		axis.setLabelPaint(Style.INK);
		axis.setTickLabelFont(Style.TEXT);
		axis.setTickLabelPaint(Style.INK);
		axis.setAxisLinePaint(Style.MUTED);
		axis.setTickMarkPaint(Style.MUTED);
	}

	static JFreeChart decorate(final org.jfree.chart.plot.Plot plot, final String title, final boolean legend) {
		final JFreeChart chart = new JFreeChart(null, Style.TITLE, plot, false);
		chart.setBackgroundPaint(Color.WHITE);
		chart.setPadding(new RectangleInsets(10, 10, 10, 18));
		if (!title.isEmpty()) {
			final TextTitle text = new TextTitle(title, Style.TITLE);
			text.setPaint(Style.INK);
			text.setHorizontalAlignment(HorizontalAlignment.LEFT);
			text.setPadding(0, 4, 8, 0);
			chart.setTitle(text);
		}
		if (legend) {
			final LegendTitle box = new LegendTitle(plot);
			box.setItemFont(Style.TEXT);
			box.setItemPaint(Style.INK);
			box.setPosition(RectangleEdge.BOTTOM);
			box.setFrame(BlockBorder.NONE);
			chart.addLegend(box);
		}
		return chart;
	}

	private static void note(final JFreeChart chart, final String text) {
		final TextTitle note = new TextTitle(text, Style.TEXT);
		note.setPaint(Style.MUTED);
		note.setHorizontalAlignment(HorizontalAlignment.LEFT);
		chart.addSubtitle(note);
	}
}
