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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.plot.Style;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {

	@TempDir
	Path folder;

	/** Where a colour is in a picture. */
	private record Extent(int left, int right, int top, int bottom, int count) {

		static Extent of(final BufferedImage image, final Color color) {
			int left = Integer.MAX_VALUE;
			int right = -1;
			int top = Integer.MAX_VALUE;
			int bottom = -1;
			int count = 0;
			for (int y = 0; y < image.getHeight(); y++)
				for (int x = 0; x < image.getWidth(); x++)
					if (image.getRGB(x, y) == color.getRGB()) {
						left = Math.min(left, x);
						right = Math.max(right, x);
						top = Math.min(top, y);
						bottom = Math.max(bottom, y);
						count++;
					}
			return new Extent(left, right, top, bottom, count);
		}

		double middle() {
			return (top + bottom) / 2.0;
		}

		int height() {
			return bottom - top + 1;
		}
	}

	private BufferedImage picture(final Plot plot) throws IOException {
		final Path png = folder.resolve("plot.png");
		plot.write(png);
		return ImageIO.read(png.toFile());
	}

	private static double[] level(final double value) {
		return new double[] { value, value, value };
	}

	/** Without legend, whose marks have the same colours. */
	private static Plot level(final Axes axes, final double value) {
		return Plots.lines(axes, Series.of("", level(value)));
	}

	@Test
	void thePictureHasTheSizeAskedForAndNothingElseIsLeft() throws IOException {
		final Plot plot = Plots.lines(Axes.of("epoch", "loss").title("t"), Series.of("a", level(1)));
		assertEquals(800, picture(plot).getWidth());
		assertEquals(480, picture(plot).getHeight());
		final BufferedImage twice = picture(plot.size(500, 300).scale(2));
		assertEquals(1000, twice.getWidth());
		assertEquals(600, twice.getHeight());
		assertEquals(Color.WHITE.getRGB(), twice.getRGB(0, 0));
		assertEquals(1000, plot.size(500, 300).scale(2).image().dimension(0));
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(List.of(folder.resolve("plot.png")), files.toList());
		}
	}

	@Test
	void panelsStandRowByRow() throws IOException {
		final Axes axes = Axes.of("x", "y").rangeY(0, 1);
		final Plot high = level(axes, 0.75).size(300, 200);
		final Plot low = level(axes, 0.25).size(300, 200);
		final BufferedImage sheet = picture(Plots.panels(2, List.of(high, low, low)));
		assertEquals(600, sheet.getWidth());
		assertEquals(400, sheet.getHeight());
		final double[] alone = { Extent.of(picture(high), Style.BLUE).middle(), Extent.of(picture(low), Style.BLUE).middle() };
		assertEquals(alone[0], Extent.of(sheet.getSubimage(0, 0, 300, 200), Style.BLUE).middle(), 0.5);
		assertEquals(alone[1], Extent.of(sheet.getSubimage(300, 0, 300, 200), Style.BLUE).middle(), 0.5);
		assertEquals(alone[1], Extent.of(sheet.getSubimage(0, 200, 300, 200), Style.BLUE).middle(), 0.5);
		assertEquals(Color.WHITE.getRGB(), sheet.getRGB(450, 300));
	}

	@Test
	void doubleResolutionLooksTheSame() throws IOException {
		final Axes axes = Axes.of("x", "y").rangeY(0, 1);
		final Extent once = Extent.of(picture(level(axes, 0.7)), Style.BLUE);
		final Extent twice = Extent.of(picture(level(axes, 0.7).scale(2)), Style.BLUE);
		assertEquals(once.middle() * 2, twice.middle(), 2.5);
		assertEquals(once.left() * 2, twice.left(), 4);
	}

	@Test
	void curvesStandWhereTheirValuesAre() throws IOException {
		final Axes axes = Axes.of("x", "y").rangeY(0, 1);
		final double low = Extent.of(picture(level(axes, 0.25)), Style.BLUE).middle();
		final double middle = Extent.of(picture(level(axes, 0.5)), Style.BLUE).middle();
		final double high = Extent.of(picture(level(axes, 0.75)), Style.BLUE).middle();
		assertTrue(low > high + 100, low + " " + high);
		assertEquals((low + high) / 2, middle, 1);
	}

	@Test
	void logarithmicStepsAreEqual() throws IOException {
		final Axes axes = Axes.of("x", "y").rangeY(0.01, 10_000).logY();
		final double one = Extent.of(picture(level(axes, 1)), Style.BLUE).middle();
		final double ten = Extent.of(picture(level(axes, 10)), Style.BLUE).middle();
		final double hundred = Extent.of(picture(level(axes, 100)), Style.BLUE).middle();
		assertEquals(one - ten, ten - hundred, 1.5);
		assertTrue(one - ten > 40);
	}

	@Test
	void valuesThatALogarithmCannotShowAreCounted() {
		final Axes axes = Axes.of("x", "y").logY();
		final double[] y = { 1, 0, -2, 3 };
		assertEquals("2 values not above 0 cannot be shown on this axis", ((org.jfree.chart.title.TextTitle) XYCharts.series(
			axes, List.of(Series.of("a", y))).getSubtitle(0)).getText());
		assertEquals(0, XYCharts.series(Axes.of("x", "y"), List.of(Series.of("a", y))).getSubtitleCount());
	}

	@Test
	void barsAreAsHighAsTheirValues() throws IOException {
		final BufferedImage one = picture(Plots.bars(Axes.of("", "y").rangeY(0, 1), List.of("a"), List.of(new Plots.Bars("s",
			new double[] { 0.8 }, null))));
		final BufferedImage other = picture(Plots.bars(Axes.of("", "y").rangeY(0, 1), List.of("a"), List.of(new Plots.Bars(
			"s", new double[] { 0.4 }, null))));
		final Extent high = Extent.of(one, Style.BLUE);
		final Extent low = Extent.of(other, Style.BLUE);
		assertEquals(2.0, (double) high.height() / low.height(), 0.02);
		assertEquals(high.bottom(), low.bottom());
	}

	@Test
	void errorBarsSpanTwiceTheError() throws IOException {
		final BufferedImage image = picture(Plots.bars(Axes.of("", "y").rangeY(0, 1), List.of("a"), List.of(new Plots.Bars("s",
			new double[] { 0.5 }, new double[] { 0.2 }))));
		final Extent bar = Extent.of(image, Style.BLUE);
		final int x = (bar.left() + bar.right()) / 2;
		int top = 0;
		while (top < image.getHeight() && new Color(image.getRGB(x, top)).getGreen() > 120)
			top++;
		final double unit = bar.height() / 0.5;
		assertEquals(0.2 * unit, bar.top() - top, 0.02 * unit);
	}

	@Test
	void histogramBarsAreAsHighAsTheirCounts() throws IOException {
		final double[] values = { 0.1, 0.2, 0.3, 0.4, 0.7, 0.8, Double.NaN, 5 };
		final Plot plot = Plots.histogram(Axes.of("x", "n").rangeX(0, 1).rangeY(0, 5), 2, values);
		final BufferedImage image = picture(plot);
		final Extent all = Extent.of(image, Style.BLUE);
		assertEquals(4.0 / 2, (double) column(image, all.left() + 20) / column(image, all.right() - 20), 0.03);
		assertEquals("2 of 8 values are not finite or outside the axis", ((org.jfree.chart.title.TextTitle) XYCharts
			.histogram(Axes.of("x", "n").rangeX(0, 1), 2, List.of(new Plots.Values("", values))).getSubtitle(0)).getText());
	}

	private static int column(final BufferedImage image, final int x) {
		int count = 0;
		for (int y = 0; y < image.getHeight(); y++)
			if (image.getRGB(x, y) == Style.BLUE.getRGB()) count++;
		return count;
	}

	@Test
	void confusionCellsAreAsDarkAsTheirShareOfTheRow() throws IOException {
		final Plot plot = Plots.confusion("", new long[][] { { 10, 0 }, { 3, 1 } }, List.of("no", "yes"));
		final BufferedImage image = picture(plot);
		final Extent full = Extent.of(image, ConfusionTable.shade(1));
		final Extent none = Extent.of(image, ConfusionTable.shade(0));
		final Extent most = Extent.of(image, ConfusionTable.shade(0.75));
		final Extent few = Extent.of(image, ConfusionTable.shade(0.25));
		assertEquals(Style.BLUE, ConfusionTable.shade(1));
		assertTrue(full.count() > 3000 && none.count() > 3000 && most.count() > 3000 && few.count() > 3000);
		assertTrue(full.right() < none.left() && most.right() < few.left());
		assertTrue(full.bottom() < most.top() && none.bottom() < few.top());
		assertThrows(IllegalArgumentException.class, () -> Plots.confusion("", new long[2][3], List.of("a", "b")));
	}

	@Test
	void rocIsSquareWithTheChanceDiagonal() throws IOException {
		final double[] corner = { 0, 0, 1 };
		final BufferedImage image = picture(Plots.roc("", List.of(Series.of("perfect", corner, new double[] { 0, 1, 1 }))));
		assertEquals(image.getWidth(), image.getHeight());
		// The curve goes up the left edge and along the top; the legend's line is below.
		final Extent curve = Extent.of(image.getSubimage(0, 0, 480, 380), Style.BLUE);
		assertTrue(curve.right() - curve.left() > 300, curve::toString);
		assertTrue(curve.top() < 60, curve::toString);
		assertTrue(Extent.of(image, Style.MUTED).count() > 100);
	}

	@Test
	void pointsLeaveNoLineAndEqualNamesStayTwoSeries() throws IOException {
		final double[] x = { 0, 1 };
		final BufferedImage image = picture(Plots.scatter(Axes.of("x", "y"), Series.of("s", x, x)));
		assertTrue(Extent.of(image, Style.BLUE).count() < 100);
		assertEquals(2, XYCharts.series(Axes.of("x", "y"), List.of(Series.of("s", x, x), Series.of("s", x, x))).getXYPlot()
			.getSeriesCount());
	}

	@Test
	void countsHaveTheirNumbersAbove() throws IOException {
		final Axes axes = Axes.of("", "images").rangeY(0, 12);
		final BufferedImage bars = picture(Plots.bars(axes, List.of("1", "2"), List.of(new Plots.Bars("", new double[] { 10,
			5 }, null))));
		final BufferedImage counts = picture(Plots.counts(axes, List.of("1", "2"), new double[] { 10, 5 }));
		final Extent bar = Extent.of(counts, Style.BLUE);
		assertEquals(Extent.of(bars, Style.BLUE), bar);
		int written = 0;
		for (int y = bar.top() - 18; y < bar.top(); y++)
			for (int x = bar.left(); x <= bar.right(); x++)
				if (counts.getRGB(x, y) != bars.getRGB(x, y)) written++;
		assertTrue(written > 20, written + " pixels of numbers");
	}

	@Test
	void thinCurvesHaveTheColourBeforeThemAndNoLegend() throws IOException {
		final Axes axes = Axes.of("x", "y").rangeY(0, 1);
		final BufferedImage plain = picture(Plots.lines(axes, Series.of("a", level(0.2)), Series.of("b", level(0.8))));
		final BufferedImage thin = picture(Plots.lines(axes, Series.of("a", level(0.2)), Series.of("b", level(0.8)), Series.of(
			"", level(0.5)).style(Series.Style.THIN)));
		assertEquals(Extent.of(plain, Style.VERMILLION), Extent.of(thin, Style.VERMILLION));
		int changed = 0;
		for (int y = 0; y < plain.getHeight(); y++)
			for (int x = 0; x < plain.getWidth(); x++)
				if (plain.getRGB(x, y) != thin.getRGB(x, y)) {
					changed++;
					final Color color = new Color(thin.getRGB(x, y));
					assertTrue(color.getRed() > color.getBlue(), "not reddish at " + x + ", " + y);
				}
		assertTrue(changed > 300, changed + " pixels of the curve");
	}

	@Test
	void aFileThatCannotBeWrittenIsNamed() throws IOException {
		final Path file = Files.writeString(folder.resolve("file"), "");
		final String message = assertThrows(SonoflowException.File.class, () -> level(Axes.of("x", "y"), 1).write(file
			.resolve("a.png"))).getMessage();
		assertTrue(message.contains("a.png"), message);
	}

	/** An interval that ends at the largest value there can be is shorter above than below. */
	@Test
	void intervalsHaveTheirOwnEnds() throws IOException {
		final BufferedImage image = picture(Plots.points(Axes.of("", "y").rangeY(0, 1), List.of("a"), List.of(new Plots.Points("",
			new double[] { 0.8 }, new double[] { 0.4 }, new double[] { 0.9 }, true))));
		final BufferedImage point = picture(Plots.points(Axes.of("", "y").rangeY(0, 1), List.of("a"), List.of(new Plots.Points("",
			new double[] { 0.8 }, new double[] { Double.NaN }, new double[] { Double.NaN }, true))));
		final Extent all = Extent.of(image, Style.color(0));
		final double mean = Extent.of(point, Style.color(0)).middle();
		assertEquals(4, (all.bottom() - mean) / (mean - all.top()), 0.25);
	}
}
