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
package io.sonoflow.image.crop;

import io.sonoflow.image.morphology.BitMask;

import java.util.Arrays;

/** Rays from the apex of a field of view, how far each is lit, and where they end together. */
final class FieldRays {

	/** Sectors of angles in which the outermost lit pixel is sought. */
	private static final int RAYS = 96;
	private static final int LINES = 4;

	/** Pixels that must be lit within {@link #GRAIN} along a ray: single ones may be noise. */
	private static final int FEW = 2;
	private static final int GRAIN = 10;

	/** How far a pixel on an arc may be from it, in pixels and as a share of the radius. */
	private static final double NEAR = 2.5;
	private static final double NEAR_SHARE = 0.006;

	/** The share of the rays that may be lit further out than the far end. */
	private static final double BEYOND = 0.04;

	private final BitMask echoes;
	private final int width;
	private final int height;
	private final FieldSides sides;

	/** Of each ray: the radius of its outermost lit place, 0 if there is none, and where it leaves the image. */
	private final double[] reach = new double[RAYS];
	private final double[] exit = new double[RAYS];

	/** Looks for the outermost echoes of each ray from where it leaves the image inwards, along lines within the ray. */
	FieldRays(final BitMask echoes, final FieldSides sides) {
		this.echoes = echoes;
		width = echoes.width();
		height = echoes.height();
		this.sides = sides;
		for (int ray = 0; ray < RAYS; ray++) {
			exit[ray] = Double.MAX_VALUE;
			for (int line = 0; line < LINES; line++) {
				final double across = (ray + (line + 0.5) / LINES) / RAYS;
				final double angle = (2 * across - 1) * sides.angle();
				final double dx = sides.parallel() ? 0 : Math.sin(angle);
				final double dy = sides.parallel() ? 1 : Math.cos(angle);
				final double x0 = sides.parallel() ? sides.left() + across * (sides.right() - sides.left()) : sides.axis();
				final double end = exit(x0, dx, dy);
				exit[ray] = Math.min(exit[ray], end);
				reach[ray] = Math.max(reach[ray], outermost(x0, dx, dy, end));
			}
		}
	}

	/** {@return how far from the apex a line leaves the image} */
	private double exit(final double x0, final double dx, final double dy) {
		final double below = (height - sides.apex()) / dy;
		return dx == 0 ? below : Math.min(below, ((dx > 0 ? width : 0) - x0) / dx);
	}

	private double outermost(final double x0, final double dx, final double dy, final double end) {
		double furthest = 0;
		int count = 0;
		for (double r = end - 0.5; r > 0; r--) {
			final int x = (int) (x0 + r * dx);
			final int y = (int) Math.floor(sides.apex() + r * dy);
			if (y < 0) return 0;
			if (x < 0 || x >= width || y >= height || !echoes.get(x, y)) continue;
			if (count == 0 || furthest - r > GRAIN) {
				furthest = r;
				count = 0;
			}
			if (++count >= FEW) return furthest + 0.5;
		}
		return 0;
	}

	/** {@return radius of the far end, and the share of the rays that end there; 0 if none is found} */
	double[] farEnd() {
		final double[] sorted = Arrays.stream(reach).filter(r -> r > 0).sorted().toArray();
		if (sorted.length == 0) return new double[] { 0, 0 };
		final double furthest = sorted[sorted.length - 1];
		double best = 0;
		double at = furthest;
		for (final double r : sorted) {
			final double near = Math.max(NEAR, NEAR_SHARE * (r - Math.max(0, -sides.apex())));
			int on = 0;
			int beyond = 0;
			int could = 0;
			for (int ray = 0; ray < RAYS; ray++) {
				if (exit[ray] < r + near) continue;
				could++;
				if (Math.abs(reach[ray] - r) <= near) on++;
				else if (reach[ray] > r) beyond++;
			}
			if (could < RAYS / 10 || beyond > BEYOND * could || on < FieldFitting.END * could) continue;
			if (on / (double) could > best) {
				best = on / (double) could;
				at = r;
			}
		}
		return new double[] { at, best };
	}
}
