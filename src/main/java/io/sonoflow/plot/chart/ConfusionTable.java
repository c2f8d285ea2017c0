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

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;

/** A confusion matrix as a table whose cells are as dark as their share of the row. */
public final class ConfusionTable implements Plot.Painter {

	private static final int CELL = 110;
	private static final int MARGIN = 14;

	private final String title;
	private final long[][] counts;
	private final List<String> labels;

	ConfusionTable(final String title, final long[][] counts, final List<String> labels) {
		if (counts.length != labels.size() || counts.length == 0) throw new IllegalArgumentException(counts.length
			+ " rows of counts for " + labels.size() + " labels");
		for (final long[] row : counts)
			if (row.length != labels.size()) throw new IllegalArgumentException("The matrix of counts is not square");
		this.title = title;
		this.counts = counts;
		this.labels = List.copyOf(labels);
	}

	int width() {
		return CELL * counts.length + left() + MARGIN;
	}

	int height() {
		return Math.max(60, CELL * 3 / 4) * counts.length + top() + 2 * MARGIN + 40;
	}

	/** Room for the row names, by their lengths: there are no font metrics before drawing. */
	private int left() {
		return 50 + Math.min(220, 8 * labels.stream().mapToInt(String::length).max().orElse(0));
	}

	private int top() {
		return MARGIN + (title.isEmpty() ? 0 : 30);
	}

	@Override
	public void paint(final Graphics2D graphics, final int width, final int height) {
		final int n = counts.length;
		final double cellWidth = (double) (width - left() - MARGIN) / n;
		final double cellHeight = (double) (height - top() - 2 * MARGIN - 40) / n;
		graphics.setColor(Style.INK);
		if (!title.isEmpty()) {
			graphics.setFont(Style.TITLE);
			graphics.drawString(title, MARGIN, MARGIN + 16);
		}
		for (int row = 0; row < n; row++)
			for (int column = 0; column < n; column++)
				cell(graphics, row, column, new Cell(left() + column * cellWidth, top() + row * cellHeight, cellWidth,
					cellHeight));
		names(graphics, cellWidth, cellHeight);
	}

	private record Cell(double x, double y, double w, double h) {
	}

	private void cell(final Graphics2D graphics, final int row, final int column, final Cell cell) {
		long all = 0;
		for (final long count : counts[row])
			all += count;
		final double share = all == 0 ? 0 : (double) counts[row][column] / all;
		final int x = (int) Math.round(cell.x);
		final int y = (int) Math.round(cell.y);
		final int w = (int) Math.round(cell.x + cell.w) - x;
		final int h = (int) Math.round(cell.y + cell.h) - y;
		graphics.setColor(Color.WHITE);
		graphics.fillRect(x, y, w, h);
		graphics.setColor(shade(share));
		graphics.fillRect(x + 1, y + 1, w - 2, h - 2);
		graphics.setColor(share > 0.55 ? Color.WHITE : Style.INK);
		graphics.setFont(Style.TITLE);
		center(graphics, Long.toString(counts[row][column]), cell.x + cell.w / 2, cell.y + cell.h / 2 - 2);
		graphics.setFont(Style.TEXT);
		center(graphics, all == 0 ? "no such case" : String.format(Locale.ROOT, "%.1f %%", 100 * share), cell.x + cell.w
			/ 2, cell.y + cell.h / 2 + 17);
	}

	/** White to blue. */
	static Color shade(final double share) {
		final Color to = Style.BLUE;
		return new Color(mix(245, to.getRed(), share), mix(247, to.getGreen(), share), mix(250, to.getBlue(), share));
	}

	private static int mix(final int from, final int to, final double share) {
		return (int) Math.round(from + (to - from) * share);
	}

	private void names(final Graphics2D graphics, final double cellWidth, final double cellHeight) {
		graphics.setColor(Style.INK);
		graphics.setFont(Style.TEXT);
		final FontMetrics metrics = graphics.getFontMetrics();
		final int n = counts.length;
		final double bottom = top() + n * cellHeight;
		for (int i = 0; i < n; i++) {
			center(graphics, clip(labels.get(i), metrics, cellWidth - 6), left() + (i + 0.5) * cellWidth, bottom + 18);
			final String name = clip(labels.get(i), metrics, left() - 40.0);
			graphics.drawString(name, left() - 8 - metrics.stringWidth(name), (float) (top() + (i + 0.5) * cellHeight + 5));
		}
		graphics.setFont(Style.LABEL);
		center(graphics, "predicted", left() + n * cellWidth / 2, bottom + 42);
		final java.awt.geom.AffineTransform before = graphics.getTransform();
		graphics.translate(MARGIN + 8, top() + n * cellHeight / 2);
		graphics.rotate(-Math.PI / 2);
		center(graphics, "truth", 0, 4);
		graphics.setTransform(before);
	}

	/** {@return the text, shortened in its end if it is too wide} */
	public static String clip(final String text, final FontMetrics metrics, final double width) {
		if (metrics.stringWidth(text) <= width) return text;
		int end = text.length();
		while (end > 1 && metrics.stringWidth(text.substring(0, end) + "…") > width)
			end--;
		return text.substring(0, end) + "…";
	}

	public static void center(final Graphics2D graphics, final String text, final double x, final double baseline) {
		graphics.drawString(text, (float) (x - graphics.getFontMetrics().stringWidth(text) / 2.0), (float) baseline);
	}
}
