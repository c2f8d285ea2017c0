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
package io.sonoflow.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * The one look of all pictures: white ground, no ornament, type of 12 px and more, and the colours that people with any
 * of the common colour blindnesses tell apart (Okabe and Ito, "Color Universal Design", 2008).
 */
public final class Style {

	public static final Color INK = new Color(0x222222);
	public static final Color FAINT = new Color(0xDDDDDD);
	public static final Color MUTED = new Color(0x666666);
	public static final Color BLUE = new Color(0, 114, 178);
	public static final Color VERMILLION = new Color(213, 94, 0);
	public static final Color GREEN = new Color(0, 158, 115);
	public static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
	public static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
	public static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);

	/** Okabe-Ito without its yellow, which is hardly seen on white. */
	private static final Color[] PALETTE = { BLUE, VERMILLION, GREEN, new Color(204, 121, 167), new Color(230, 159, 0),
		new Color(86, 180, 233), Color.BLACK };

	private Style() {
	}

	/** {@return the colour of the i-th series} */
	public static Color color(final int series) {
		return PALETTE[series % PALETTE.length];
	}

	/** {@return the line of the i-th series; when the colours begin again, the dashes change} */
	public static Stroke stroke(final int series, final boolean dashed) {
		final int round = series / PALETTE.length + (dashed ? 1 : 0);
		if (round == 0) return new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
		final float[] dash = round == 1 ? new float[] { 7, 5 } : new float[] { 2, 4 };
		return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
	}

	/** {@return the mark of the i-th series, so that colour is never the only difference} */
	public static Shape shape(final int series) {
		return switch (series % 4) {
			case 0 -> new Ellipse2D.Double(-3.5, -3.5, 7, 7);
			case 1 -> new Rectangle2D.Double(-3.2, -3.2, 6.4, 6.4);
			case 2 -> polygon(0, -4.2, 4, 3.2, -4, 3.2);
			default -> polygon(0, -4.4, 4.4, 0, 0, 4.4, -4.4, 0);
		};
	}

	private static Shape polygon(final double... points) {
		final Path2D path = new Path2D.Double();
		path.moveTo(points[0], points[1]);
		for (int i = 2; i < points.length; i += 2)
			path.lineTo(points[i], points[i + 1]);
		path.closePath();
		return path;
	}

	public static Color alpha(final Color color, final int alpha) {
		return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
	}
}
