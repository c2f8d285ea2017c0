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
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A vertical logarithmic axis with ticks at 1, 2 and 5 times the powers of ten; the library's are at 1.58, 2.51, ... */
final class DecadeAxis extends LogAxis {

	private static final long serialVersionUID = 1L;

	DecadeAxis(final String label) {
		super(label);
	}

	@Override
	public List<NumberTick> refreshTicks(final Graphics2D graphics, final AxisState state, final Rectangle2D area,
		final RectangleEdge edge)
	{
		final double low = getRange().getLowerBound();
		final double high = getRange().getUpperBound();
		final int first = (int) Math.floor(Math.log10(low));
		final int last = (int) Math.ceil(Math.log10(high));
		final int every = Math.max(1, (last - first) / 12);
		final int[] steps = last - first > 4 ? new int[] { 1 } : new int[] { 1, 2, 5 };
		final List<NumberTick> ticks = new ArrayList<>();
		for (int decade = first; decade <= last; decade += every)
			for (final int step : steps) {
				final double value = step * Math.pow(10, decade);
				if (value >= low && value <= high) ticks.add(new NumberTick(TickType.MAJOR, value, label(value),
					TextAnchor.CENTER_RIGHT, TextAnchor.CENTER_RIGHT, 0));
			}
		return ticks;
	}

	/** 0.001, 10, 1E6: short whatever the magnitude. */
	private static String label(final double value) {
		final String pattern = value < 0.99e-3 || value >= 1e5 ? "0.##E0" : "0.####";
		return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
	}
}
