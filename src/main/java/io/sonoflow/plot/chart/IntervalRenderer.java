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
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.CategoryItemRendererState;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.data.Range;
import org.jfree.data.category.CategoryDataset;

/** Marks with intervals whose two ends may be differently far away; the library's own are as long on both sides. */
final class IntervalRenderer extends LineAndShapeRenderer {

	private static final long serialVersionUID = 1;
	/** Half the length of the strokes at the ends, in pixels. */
	private static final double CAP = 5;

	private final transient List<Plots.Points> points;

	/** @param points one a series, with as many ends as there are categories */
	IntervalRenderer(final List<Plots.Points> points) {
		super(false, true);
		this.points = List.copyOf(points);
	}

	@Override
	public Range findRangeBounds(final CategoryDataset dataset) {
		Range range = super.findRangeBounds(dataset);
		for (final Plots.Points each : points)
			for (int c = 0; c < each.means().length; c++)
				if (hasInterval(each, c)) range = Range.combine(range, new Range(each.lows()[c], each.highs()[c]));
		return range;
	}

	private static boolean hasInterval(final Plots.Points each, final int category) {
		return Double.isFinite(each.means()[category]) && Double.isFinite(each.lows()[category]) && Double.isFinite(each
			.highs()[category]) && each.lows()[category] <= each.highs()[category];
	}

	@Override
	public void drawItem(final Graphics2D graphics, final CategoryItemRendererState state, final Rectangle2D area,
		final CategoryPlot plot, final CategoryAxis names, final ValueAxis values, final CategoryDataset dataset, final int row,
		final int column, final int pass)
	{
		final Plots.Points each = points.get(row);
		if (pass == 0 && hasInterval(each, column)) {
			final double x = names.getCategorySeriesMiddle(column, dataset.getColumnCount(), row, dataset.getRowCount(),
				getItemMargin(), area, plot.getDomainAxisEdge());
			final double low = values.valueToJava2D(each.lows()[column], area, plot.getRangeAxisEdge());
			final double high = values.valueToJava2D(each.highs()[column], area, plot.getRangeAxisEdge());
			graphics.setPaint(getItemPaint(row, column));
			graphics.setStroke(getItemOutlineStroke(row, column));
			graphics.draw(new Line2D.Double(x, low, x, high));
			graphics.draw(new Line2D.Double(x - CAP, low, x + CAP, low));
			graphics.draw(new Line2D.Double(x - CAP, high, x + CAP, high));
		}
		super.drawItem(graphics, state, area, plot, names, values, dataset, row, column, pass);
	}
}
