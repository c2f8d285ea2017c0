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
package io.sonoflow.legacy.window;

import io.sonoflow.plot.Pictures;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plot;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The curves of a run, in one chart for each pair of axes. Thread-safe. */
final class RunCurves {

	/** Where a curve grows beyond it, every second point is dropped; a training may last a million steps. */
	private static final int MOST_POINTS = 4000;

	/** More curves in one chart cannot be told apart: the latest are shown. */
	private static final int MOST_CURVES = 6;

	/** Up to so many points are marked: a line of one is none. */
	private static final int MARKED = 30;

	/** Values that span more are drawn on a logarithmic axis. */
	private static final double SPAN = 30;

	/** What the axes of a curve are called of which nothing was told. */
	private static final List<String> UNTOLD = List.of("step", "value");

	private final Map<String, List<String>> axes = new LinkedHashMap<>();
	private final Map<String, List<double[]>> curves = new LinkedHashMap<>();
	private long points;

	synchronized void axes(final String series, final String x, final String y) {
		axes.put(series, List.of(x, y));
	}

	synchronized void add(final String series, final double x, final double y) {
		if (!Double.isFinite(y)) return;
		final List<double[]> curve = curves.computeIfAbsent(series, name -> new ArrayList<>());
		curve.add(new double[] { x, y });
		points++;
		if (curve.size() > MOST_POINTS) for (int i = curve.size() - 2; i > 0; i -= 2)
			curve.remove(i);
	}

	/** {@return how many points were added: another number means that another chart is to be drawn} */
	synchronized long points() {
		return points;
	}

	/** {@return the names of the axes of each chart, x before y} */
	synchronized List<List<String>> charts() {
		return curves.keySet().stream().map(series -> axes.getOrDefault(series, UNTOLD)).distinct().toList();
	}

	/** {@return the charts below each other; there is a curve} */
	synchronized BufferedImage draw(final int width, final int height) {
		final List<List<String>> charts = charts();
		final List<Plot> plots = charts.stream().map(names -> plot(names).size(width, Math.max(1, height / charts.size())))
			.toList();
		return Pictures.toPicture((plots.size() == 1 ? plots.get(0) : Plots.panels(1, plots)).image());
	}

	private Plot plot(final List<String> names) {
		final List<String> shown = curves.keySet().stream().filter(series -> axes.getOrDefault(series, UNTOLD).equals(names))
			.toList();
		final List<Series> series = shown.subList(Math.max(0, shown.size() - MOST_CURVES), shown.size()).stream().map(
			this::series).toList();
		final double low = series.stream().flatMapToDouble(each -> Arrays.stream(each.y())).min().orElse(0);
		final double high = series.stream().flatMapToDouble(each -> Arrays.stream(each.y())).max().orElse(0);
		final Axes drawn = Axes.of(names.get(0), names.get(1));
		// A single value would get an axis of no length, whose numbers nobody can tell apart.
		final Axes spread = low == high ? drawn.rangeY(low - room(low), high + room(high)) : drawn;
		final double first = series.stream().flatMapToDouble(each -> Arrays.stream(each.x())).min().orElse(0);
		final double last = series.stream().flatMapToDouble(each -> Arrays.stream(each.x())).max().orElse(0);
		final Axes ranged = first == last ? spread.rangeX(first - 1, last + 1) : spread;
		return Plots.lines(low > 0 && high > SPAN * low ? ranged.logY() : ranged, series);
	}

	private static double room(final double value) {
		return value == 0 ? 1 : Math.abs(value) / 4;
	}

	private Series series(final String name) {
		final List<double[]> curve = curves.get(name);
		final Series line = Series.of(name, curve.stream().mapToDouble(point -> point[0]).toArray(), curve.stream().mapToDouble(
			point -> point[1]).toArray());
		return curve.size() <= MARKED ? line.style(Series.Style.MARKED) : line;
	}
}
