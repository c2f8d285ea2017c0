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

/**
 * The outlines that markers are made of, as antialiased vectors. Sizes are in pixels of a 300 px crop
 * ({@link Marker#scale()} = 1). A shape answers which share of the unit square around a point it covers; rectangles are
 * exact areas, circles use the signed distance to their edge.
 */
public enum MarkerShape {

	/** ring, 10 px across, line 2 px */
	CIRCLE(10, 10) {
		@Override
		double coverage(final double dx, final double dy, final double scale) {
			final double radius = Math.sqrt(dx * dx + dy * dy);
			return disk(radius, 5 * scale) - disk(radius, 3 * scale);
		}
	},
	/** upright cross, 18 px across, line 2 px */
	PLUS(18, 18) {
		@Override
		double coverage(final double dx, final double dy, final double scale) {
			return Math.max(rectangle(dx, dy, 9 * scale, scale), rectangle(dx, dy, scale, 9 * scale));
		}
	},
	/** filled disk, 2 px across */
	DOT(2, 2) {
		@Override
		double coverage(final double dx, final double dy, final double scale) {
			return disk(Math.sqrt(dx * dx + dy * dy), scale);
		}
	},
	/** filled rectangle, 10 px wide, 5 px high */
	LONG_DASH(10, 5) {
		@Override
		double coverage(final double dx, final double dy, final double scale) {
			return rectangle(dx, dy, 5 * scale, 2.5 * scale);
		}
	},
	/** filled square, 5 px */
	SMALL_DASH(5, 5) {
		@Override
		double coverage(final double dx, final double dy, final double scale) {
			return rectangle(dx, dy, 2.5 * scale, 2.5 * scale);
		}
	},
	/** filled upright bar, 18 px wide, 125 px high, as of a brightness legend */
	WHITE_BAR(18, 125) {
		@Override
		double coverage(final double dx, final double dy, final double scale) {
			return rectangle(dx, dy, 9 * scale, 62.5 * scale);
		}
	},
	/** depth scale, 20 px wide, 300 px high: a line at its right with 21 ticks, each fifth one longer */
	SCALE_BAR(20, 300) {
		@Override
		double coverage(final double dx, final double dy, final double scale) {
			final double line = rectangle(dx - 9 * scale, dy, scale, 150 * scale);
			final int tick = (int) Math.floor(Math.max(0, Math.min(20, (dy / scale + 149) / 14.9 + 0.5)));
			final double half = tick % 5 == 0 ? 10 * scale : 5 * scale;
			final double y = (tick * 14.9 - 149) * scale;
			return Math.max(line, rectangle(dx - (10 * scale - half), dy - y, half, scale));
		}
	};

	private final double width;
	private final double height;

	MarkerShape(final double width, final double height) {
		this.width = width;
		this.height = height;
	}

	/** {@return width in pixels of a 300 px crop} */
	public double width() {
		return width;
	}

	/** {@return height in pixels of a 300 px crop} */
	public double height() {
		return height;
	}

	/**
	 * @param dx horizontal distance of a pixel's centre from the marker's centre, in image pixels
	 * @param dy vertical distance
	 * @param scale image pixels per pixel of a 300 px crop
	 * @return covered share of the pixel, 0..1
	 */
	abstract double coverage(double dx, double dy, double scale);

	/** A disk's share; below half a pixel of radius its area is the limit, so that tiny dots fade instead of growing. */
	private static double disk(final double distance, final double radius) {
		final double edge = Math.max(0, Math.min(1, radius - distance + 0.5));
		return radius >= 0.5 ? edge : Math.min(edge, Math.PI * radius * radius);
	}

	private static double rectangle(final double dx, final double dy, final double halfWidth, final double halfHeight) {
		return overlap(dx, halfWidth) * overlap(dy, halfHeight);
	}

	/** Length of the unit interval around d that lies within -half..half. */
	private static double overlap(final double d, final double half) {
		return Math.max(0, Math.min(d + 0.5, half) - Math.max(d - 0.5, -half));
	}
}
