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

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Plot;
import ij.gui.PlotWindow;
import ij.process.ByteProcessor;

import io.sonoflow.Monitor;
import io.sonoflow.image.Images;
import io.sonoflow.legacy.Host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * ImageJ's status bar and progress bar, a chart of the curves and a window of the latest pictures. Esc stops. Windows
 * are refreshed at most once a second and only while the user leaves them open.
 */
public final class WindowMonitor implements Monitor {

	private static final long PAUSE = 1_000_000_000L;

	/** Where a curve grows beyond it, every second point is dropped; a training may last a million steps. */
	private static final int MOST_POINTS = 4000;

	private static final String[] COLORS = { "blue", "red", "green", "magenta", "orange", "black" };

	private final String title;
	private final Monitor also;
	private final Map<String, List<double[]>> curves = new LinkedHashMap<>();
	private final Map<String, ImagePlus> pictures = new LinkedHashMap<>();
	private PlotWindow chart;
	private boolean chartOpened;
	private long lastStatus = System.nanoTime() - PAUSE;
	private long lastChart = System.nanoTime();
	private long lastPicture = System.nanoTime() - PAUSE;

	/**
	 * @param title of the chart
	 * @param also is told everything but curves and pictures, and may cancel; null for none
	 */
	public WindowMonitor(final String title, final Monitor also) {
		this.title = title;
		this.also = also == null ? Monitor.NONE : also;
		IJ.resetEscape();
	}

	@Override
	public void message(final String text) {
		also.message(text);
		IJ.showStatus(text);
		if (also == Monitor.NONE) Host.log(title + ": " + text);
	}

	@Override
	public void warn(final String text) {
		also.warn(text);
		Host.log(title + ": WARNING: " + text);
	}

	@Override
	public synchronized void progress(final String stage, final long done, final long total) {
		also.progress(stage, done, total);
		if (System.nanoTime() - lastStatus < PAUSE / 5 && done < total) return;
		lastStatus = System.nanoTime();
		IJ.showStatus(title + ": " + stage + " " + done + "/" + total);
		IJ.showProgress((double) done / total);
	}

	@Override
	public synchronized void value(final String series, final double x, final double y) {
		final List<double[]> points = curves.computeIfAbsent(series, name -> new ArrayList<>());
		points.add(new double[] { x, y });
		if (points.size() > MOST_POINTS) for (int i = points.size() - 2; i > 0; i -= 2)
			points.remove(i);
		if (System.nanoTime() - lastChart < PAUSE) return;
		lastChart = System.nanoTime();
		drawChart();
	}

	private void drawChart() {
		if (chartOpened && (chart == null || chart.isClosed())) return;
		final Plot plot = new Plot(title, "step", "value");
		int color = 0;
		for (final List<double[]> points : curves.values()) {
			plot.setColor(COLORS[color++ % COLORS.length]);
			plot.add("line", points.stream().mapToDouble(point -> point[0]).toArray(), points.stream().mapToDouble(
				point -> point[1]).toArray());
		}
		plot.setColor("black");
		plot.addLegend(String.join("\n", curves.keySet()));
		plot.setLimitsToFit(false);
		if (chartOpened) chart.drawPlot(plot);
		else chart = plot.show();
		chartOpened = true;
	}

	@Override
	public synchronized void preview(final String name, final RandomAccessibleInterval<UnsignedByteType> image) {
		if (System.nanoTime() - lastPicture < PAUSE) return;
		final ImagePlus old = pictures.get(name);
		if (old != null && !old.isVisible()) return;
		lastPicture = System.nanoTime();
		final ByteProcessor pixels = new ByteProcessor(Images.width(image), Images.height(image), Images.pixels(image)
			.clone());
		if (old == null) {
			final ImagePlus window = new ImagePlus(title + ": " + name, pixels);
			pictures.put(name, window);
			window.show();
		}
		else old.setProcessor(pixels);
	}

	@Override
	public boolean isCancelled() {
		return IJ.escapePressed() || also.isCancelled();
	}

	/** Brings the chart up to date and clears the bars; windows stay open. */
	public synchronized void close() {
		if (!curves.isEmpty() && chartOpened) drawChart();
		IJ.showProgress(1);
		IJ.showStatus("");
	}
}
