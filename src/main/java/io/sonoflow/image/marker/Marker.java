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
package io.sonoflow.image.marker;

import java.util.ArrayList;
import java.util.List;

/**
 * One mark at one place.
 *
 * @param shape outline
 * @param x centre from the image's left edge in pixels; the first column covers 0..1, its centre is 0.5
 * @param y centre from the image's upper edge in pixels
 * @param scale image pixels per pixel of a 300 px crop, above 0; see {@link #scaleFor}
 * @param value brightness, 0..255
 */
public record Marker(MarkerShape shape, double x, double y, double scale, int value) {

	/** Size in pixels of the crops for which the marks' sizes are given. */
	public static final double REFERENCE_SIZE = 300;

	/** Dots of a caliper line and the free space at both its ends, in pixels of a 300 px crop. */
	private static final double CALIPER_STEP = 30;

	public Marker {
		if (!(scale > 0)) throw new IllegalArgumentException("marker scale " + scale + " is not above 0");
		if (value < 0 || value > 255) throw new IllegalArgumentException("marker value " + value + " is not in 0..255");
	}

	/** A white mark. */
	public Marker(final MarkerShape shape, final double x, final double y, final double scale) {
		this(shape, x, y, scale, 255);
	}

	/** {@return image pixels per pixel of a 300 px crop: the shorter side / 300} */
	public static double scaleFor(final int width, final int height) {
		return Math.min(width, height) / REFERENCE_SIZE;
	}

	/**
	 * A measured distance: a plus at both ends, between them a dot every 30 px, the first and last 30 px free (px of a
	 * 300 px crop).
	 *
	 * @return two plus marks, then the dots from the first end to the second
	 */
	public static List<Marker> caliper(final double x0, final double y0, final double x1, final double y1, final double scale,
		final int value)
	{
		final List<Marker> marks = new ArrayList<>();
		marks.add(new Marker(MarkerShape.PLUS, x0, y0, scale, value));
		marks.add(new Marker(MarkerShape.PLUS, x1, y1, scale, value));
		final double length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
		final double step = CALIPER_STEP * scale;
		for (int i = 1; (i + 1) * step <= length; i++) {
			final double t = i * step / length;
			marks.add(new Marker(MarkerShape.DOT, x0 + t * (x1 - x0), y0 + t * (y1 - y0), scale, value));
		}
		return marks;
	}
}
