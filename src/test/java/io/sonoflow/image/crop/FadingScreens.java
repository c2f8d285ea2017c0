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

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;

/**
 * Makes dark screens whose field of view is known: speckle in a convex or phased sector, a trapezoid or a rectangle that
 * fades to exactly the level of the margin with depth, to the sides and in shadows, on a whole screen with text, bar and
 * ruler, or cut tightly, so that the sides run out of the image.
 */
final class FadingScreens {

	private static final int TOP = 40;

	private final RandomStream random;
	private final int width;
	private final int height;
	private final byte[] pixels;
	private final boolean tight;
	private final boolean parallel;
	private final double alpha;
	private final double apexX;
	private final double apexY;
	private final double near;
	private final double far;
	private final boolean flatTop;
	private int left = Integer.MAX_VALUE;
	private int top = Integer.MAX_VALUE;
	private int right;
	private int bottom;

	private FadingScreens(final long seed) {
		random = RandomStream.of(seed, "fading");
		tight = random.chance(0.4);
		final int kind = random.nextInt(8);
		parallel = kind == 0;
		flatTop = kind == 1;
		final boolean phased = kind == 2;
		final double depth = 240 + random.nextInt(240);
		alpha = parallel ? 0 : Math.toRadians(flatTop ? 8 + 8 * random.nextDouble() : 24 + 16 * random.nextDouble());
		near = parallel ? 0 : phased ? 3 : flatTop ? 2.5 * depth : depth * (0.15 + 0.35 * random.nextDouble());
		far = near + depth;
		final double half = parallel ? depth * (0.35 + 0.2 * random.nextDouble()) : far * Math.sin(alpha);
		final double start = parallel ? 0 : flatTop ? near : near * Math.cos(alpha);
		width = (int) (tight ? 2 * half * (random.chance(0.5) ? 1 : 0.72) : Math.max(640, 2 * half + 240));
		height = (int) (tight ? (far - start) * (random.chance(0.6) ? 1 : 1.12) : far - start + TOP + 30 + random.nextInt(60));
		apexX = tight ? width / 2.0 : width / 2.0 + random.nextInt(60) - 30;
		apexY = (tight ? random.chance(0.5) ? 0 : -0.02 * depth : TOP + random.nextInt(20)) - start;
		pixels = new byte[width * height];
	}

	/** A screen at random. */
	static Screens.Known of(final long seed) {
		final FadingScreens screen = new FadingScreens(seed);
		screen.speckle();
		if (!screen.tight) screen.decorate();
		return new Screens.Known(screen.pixels, screen.width, screen.height, new Box(screen.left, screen.top, screen.right -
			screen.left, screen.bottom - screen.top), (screen.tight ? "tight " : "whole ") + (screen.parallel ? "rectangle"
				: screen.flatTop ? "trapezoid" : "sector") + " of " + (int) Math.toDegrees(screen.alpha) + " degrees");
	}

	/** Depth 0..1 and place across -1..1 of a pixel in the field of view; null outside. */
	private double[] place(final int x, final int y) {
		final double dx = x + 0.5 - apexX;
		final double dy = y + 0.5 - apexY;
		if (parallel) {
			final double half = (tight ? width : width - 240) / 2.0;
			return Math.abs(dx) > half || dy < 0 || dy > far ? null : new double[] { dy / far, dx / half };
		}
		final double r = Math.hypot(dx, dy);
		final double angle = Math.atan2(dx, dy);
		if (Math.abs(angle) > alpha || r > far || (flatTop ? dy : r) < near) return null;
		return new double[] { (r - near) / (far - near), angle / alpha };
	}

	private void speckle() {
		final double gain = 90 + 50 * random.nextDouble();
		final double fade = gain * (0.4 + 1.1 * random.nextDouble());
		final double lateral = 60 * random.nextDouble();
		final double[] ribs = { 2 * random.nextDouble() - 1, 2 * random.nextDouble() - 1 };
		final double shadow = random.chance(0.6) ? 120 * random.nextDouble() : 0;
		final double[] field = new double[width * height];
		for (int i = 0; i < field.length; i++)
			field[i] = -Math.log(1 - random.nextDouble());
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				final double[] place = place(x, y);
				if (place == null) continue;
				left = Math.min(left, x);
				right = Math.max(right, x + 1);
				top = Math.min(top, y);
				bottom = Math.max(bottom, y + 1);
				double sum = 0;
				int n = 0;
				for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
					for (int u = Math.max(0, x - 2); u <= Math.min(width - 1, x + 2); u++, n++)
						sum += field[v * width + u];
				double level = gain + 60 * Math.log10(sum / n) - fade * place[0] - lateral * place[1] * place[1] * place[0];
				for (final double rib : ribs)
					if (place[0] > 0.15) level -= shadow * Math.exp(-Math.pow((place[1] - rib) / 0.18, 2));
				pixels[y * width + x] = (byte) Math.max(0, Math.min(254, (int) level));
			}
	}

	/** Text in the corners, a ruler at the right edge, a grey bar at the left one. */
	private void decorate() {
		for (int line = 0; line < 3; line++) {
			text(8, 6 + 11 * line, 12 + random.nextInt(10));
			text(width - 170, 6 + 11 * line, 10 + random.nextInt(10));
			text(8, height - 40 + 11 * line, 4 + random.nextInt(4));
		}
		for (int y = 60; y < height - 20; y += 20)
			fill(width - 12, y, y % 100 == 60 ? 10 : 5, 1, 200);
		for (int y = 0; y < 90; y++)
			fill(10, 80 + y, 9, 1, 255 - 2 * y);
	}

	private void text(final int x0, final int y0, final int letters) {
		for (int letter = 0; letter < letters; letter++) {
			final int x = x0 + letter * 7;
			fill(x, y0, 1 + random.nextInt(2), 7, 220);
			if (random.chance(0.6)) fill(x, y0 + 3 * random.nextInt(3), 5, 1, 220);
			if (random.chance(0.4)) fill(x + 4, y0, 1, 7, 220);
		}
	}

	private void fill(final int x0, final int y0, final int w, final int h, final int level) {
		for (int y = Math.max(0, y0); y < Math.min(height, y0 + h); y++)
			for (int x = Math.max(0, x0); x < Math.min(width, x0 + w); x++)
				pixels[y * width + x] = (byte) level;
	}
}
