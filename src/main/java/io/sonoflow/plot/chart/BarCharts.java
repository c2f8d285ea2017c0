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
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.CategoryItemRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.category.StatisticalBarRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.statistics.DefaultStatisticalCategoryDataset;

/** Charts with names on one axis. */
final class BarCharts {

	private BarCharts() {
	}

	static JFreeChart bars(final Axes axes, final List<String> categories, final List<Plots.Bars> bars) {
		if (axes.log()) throw new IllegalArgumentException("Bars begin at 0, which a logarithmic axis has not");
		final DefaultStatisticalCategoryDataset data = new DefaultStatisticalCategoryDataset();
		final StatisticalBarRenderer renderer = new StatisticalBarRenderer();
		renderer.setBarPainter(new StandardBarPainter());
		renderer.setShadowVisible(false);
		renderer.setDrawBarOutline(false);
		renderer.setItemMargin(0.06);
		renderer.setMaximumBarWidth(0.15);
		renderer.setErrorIndicatorPaint(Style.INK);
		renderer.setErrorIndicatorStroke(new BasicStroke(1.5f));
		for (int i = 0; i < bars.size(); i++) {
			final Plots.Bars each = bars.get(i);
			if (each.means().length != categories.size()) throw new IllegalArgumentException("Bars " + each.name() + " have "
				+ each.means().length + " heights for " + categories.size() + " categories");
			for (int c = 0; c < categories.size(); c++)
				data.add(each.means()[c], each.errors() == null ? Double.NaN : each.errors()[c], each.name(), categories.get(c));
			renderer.setSeriesPaint(i, Style.color(i));
		}
		final CategoryPlot plot = plot(axes, data, renderer);
		if (categories.stream().mapToInt(String::length).sum() > 70) plot.getDomainAxis().setCategoryLabelPositions(
			CategoryLabelPositions.UP_45);
		return XYCharts.decorate(plot, axes.title(), bars.size() > 1);
	}

	static JFreeChart points(final Axes axes, final List<String> categories, final List<Plots.Points> points) {
		final DefaultCategoryDataset data = new DefaultCategoryDataset();
		final IntervalRenderer renderer = new IntervalRenderer(points);
		renderer.setUseSeriesOffset(true);
		renderer.setItemMargin(0.4);
		int filled = 0;
		int hollow = 0;
		for (int i = 0; i < points.size(); i++) {
			final Plots.Points each = points.get(i);
			for (int c = 0; c < categories.size(); c++)
				data.addValue(number(each.means()[c]), each.name(), categories.get(c));
			final int color = each.filled() ? filled++ : hollow++;
			renderer.setSeriesPaint(i, Style.color(color));
			renderer.setSeriesShape(i, Style.shape(color));
			renderer.setSeriesShapesFilled(i, each.filled());
		}
		final CategoryPlot plot = plot(axes, data, renderer);
		((NumberAxis) plot.getRangeAxis()).setAutoRangeIncludesZero(!axes.marks().isEmpty());
		if (categories.stream().mapToInt(String::length).sum() > 70) plot.getDomainAxis().setCategoryLabelPositions(
			CategoryLabelPositions.UP_45);
		return XYCharts.decorate(plot, axes.title(), points.size() > 1);
	}

	private static Double number(final double value) {
		return Double.isFinite(value) ? value : null;
	}

	static JFreeChart counts(final Axes axes, final List<String> categories, final double[] counts) {
		final JFreeChart chart = bars(axes, categories, List.of(new Plots.Bars("", counts, null)));
		final CategoryPlot plot = chart.getCategoryPlot();
		final StatisticalBarRenderer renderer = (StatisticalBarRenderer) plot.getRenderer();
		renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", new DecimalFormat("0",
			DecimalFormatSymbols.getInstance(Locale.ROOT))));
		renderer.setDefaultItemLabelFont(Style.TEXT);
		renderer.setDefaultItemLabelPaint(Style.INK);
		renderer.setDefaultItemLabelsVisible(true);
		plot.getRangeAxis().setUpperMargin(0.1);
		((NumberAxis) plot.getRangeAxis()).setStandardTickUnits(NumberAxis.createIntegerTickUnits());
		plot.getDomainAxis().setCategoryLabelPositions(CategoryLabelPositions.STANDARD);
		return chart;
	}

	private static CategoryPlot plot(final Axes axes, final CategoryDataset data,
		final CategoryItemRenderer renderer)
	{
		final CategoryAxis names = new CategoryAxis(axes.x().isEmpty() ? null : axes.x());
		names.setLabelFont(Style.LABEL);
		names.setTickLabelFont(Style.TEXT);
		names.setLabelPaint(Style.INK);
		names.setTickLabelPaint(Style.INK);
		names.setAxisLinePaint(Style.MUTED);
		names.setTickMarksVisible(false);
		names.setMaximumCategoryLabelLines(3);
		final NumberAxis values = new NumberAxis(axes.y());
		XYCharts.dress(values);
		if (!axes.yRange().fits()) values.setRange(axes.yRange().low(), axes.yRange().high());
		final CategoryPlot plot = new CategoryPlot(data, names, values, renderer);
		plot.setBackgroundPaint(Color.WHITE);
		plot.setRangeGridlinePaint(Style.FAINT);
		plot.setRangeGridlineStroke(new BasicStroke(1));
		plot.setOutlineVisible(false);
		plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
		for (final Axes.Mark mark : axes.marks()) {
			if (mark.vertical()) throw new IllegalArgumentException("Bars have no numbers on the horizontal axis to mark");
			final ValueMarker marker = new ValueMarker(mark.at(), Style.MUTED, new BasicStroke(1.2f, BasicStroke.CAP_BUTT,
				BasicStroke.JOIN_MITER, 1, new float[] { 5, 4 }, 0));
			marker.setLabel(" " + mark.label() + " ");
			marker.setLabelFont(Style.TEXT);
			marker.setLabelPaint(Style.INK);
			marker.setLabelBackgroundColor(new Color(255, 255, 255, 0));
			marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
			marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
			plot.addRangeMarker(marker, Layer.FOREGROUND);
		}
		return plot;
	}
}
