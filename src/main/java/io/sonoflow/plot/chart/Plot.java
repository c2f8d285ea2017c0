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

import io.sonoflow.plot.Pictures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/**
 * A picture of data, drawn when asked for; made by {@link Plots}. No window and no display is needed.
 *
 * <pre>
 * Plots.lines(Axes.of("step", "loss"), Series.of("train", losses)).size(900, 500).scale(2).write(path);
 * </pre>
 */
public final class Plot {

	/** Draws into a white rectangle. */
	@FunctionalInterface
	interface Painter {

		void paint(Graphics2D graphics, int width, int height);
	}

	private static final int LARGEST = 20_000;

	private final Painter painter;
	private final int width;
	private final int height;
	private final int scale;

	Plot(final Painter painter, final int width, final int height) {
		this(painter, width, height, 1);
	}

	private Plot(final Painter painter, final int width, final int height, final int scale) {
		if (width < 1 || height < 1 || scale < 1 || (long) width * scale > LARGEST || (long) height * scale > LARGEST)
			throw new IllegalArgumentException("A plot of " + width + " x " + height + " pixels, " + scale
				+ "-fold, is empty or too large");
		this.painter = painter;
		this.width = width;
		this.height = height;
		this.scale = scale;
	}

	/**
	 * @param columns width in pixels (default 800; 480 for square plots)
	 * @param rows height in pixels (default 480)
	 * @return the plot in another size; fonts stay as they are
	 */
	public Plot size(final int columns, final int rows) {
		return new Plot(painter, columns, rows, scale);
	}

	/**
	 * @param factor how many pixels of the file make one of the plot in each direction (default 1; 2 for print and
	 *          dense screens)
	 * @return the plot in another resolution; the picture has {@code size x factor} pixels and looks the same
	 */
	public Plot scale(final int factor) {
		return new Plot(painter, width, height, factor);
	}

	/** {@return the picture, opaque} */
	public ArrayImg<ARGBType, IntArray> image() {
		return Pictures.toImg(draw());
	}

	/**
	 * Writes the picture as PNG under a temporary name first; the folder is made if absent.
	 *
	 * @throws io.sonoflow.SonoflowException.File if it cannot be written
	 */
	public void write(final Path png) {
		Pictures.writePng(png, draw());
	}

	int width() {
		return width;
	}

	int height() {
		return height;
	}

	/** Draws into a part of another picture. */
	void paint(final Graphics2D graphics, final int columns, final int rows) {
		painter.paint(graphics, columns, rows);
	}

	private BufferedImage draw() {
		final BufferedImage image = new BufferedImage(width * scale, height * scale, BufferedImage.TYPE_INT_RGB);
		Pictures.draw(image, graphics -> {
			graphics.setColor(Color.WHITE);
			graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
			graphics.scale(scale, scale);
			graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
			painter.paint(graphics, width, height);
		});
		return image;
	}
}
