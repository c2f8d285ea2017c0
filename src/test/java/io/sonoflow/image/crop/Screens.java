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

import java.util.Arrays;

/** Makes screens whose field of view is known: speckle in a rectangle or a sector, margins, text, bars, rulers. */
final class Screens {

	/**
	 * @param pixels grey, row by row
	 * @param truth tight box of the field of view
	 * @param kind for messages
	 */
	record Known(byte[] pixels, int width, int height, Box truth, String kind) {}

	private final RandomStream random;
	private final int width;
	private final int height;
	private final int[] grey;
	private final boolean[] live;

	private Screens(final long seed) {
		random = RandomStream.of(seed, "screen");
		width = 400 + random.nextInt(400);
		height = 360 + random.nextInt(240);
		grey = new int[width * height];
		live = new boolean[width * height];
	}

	/** A screen at random: linear or convex, black, grey or white page, perhaps a panel, text, bar and ruler. */
	static Known of(final long seed) {
		final Screens screen = new Screens(seed);
		final int[] pages = { 0, 0, 0, 16, 48, 90, 200, 255 };
		final int page = pages[screen.random.nextInt(pages.length)];
		Arrays.fill(screen.grey, page);
		final boolean panel = screen.random.chance(0.3);
		final int around = panel ? page < 100 ? page + 40 : 0 : page;
		final int border = Math.min(screen.width, screen.height) / 20;
		if (panel) screen.fill(border, border, screen.width - 2 * border, screen.height - 2 * border, around);
		screen.decorate(around, border);
		final boolean convex = screen.random.chance(0.5);
		if (convex) screen.convex();
		else screen.linear();
		return screen.known((convex ? "convex" : "linear") + " on " + page + (panel ? " with panel " + around : ""));
	}

	private void fill(final int x0, final int y0, final int w, final int h, final int level) {
		for (int y = Math.max(0, y0); y < Math.min(height, y0 + h); y++)
			for (int x = Math.max(0, x0); x < Math.min(width, x0 + w); x++)
				grey[y * width + x] = level;
	}

	/** Text lines above and at the left, a grey bar at the right, ruler ticks: what lies outside of the picture. */
	private void decorate(final int around, final int border) {
		final int ink = around > 128 ? 20 : 230;
		for (int line = 0; line < 3; line++)
			text(border + 6 + random.nextInt(60), border + 3 + line * 11, 10 + random.nextInt(25), ink);
		for (int line = 0; line < 4; line++)
			text(border + 4, height / 3 + line * 14, 3 + random.nextInt(3), ink);
		for (int y = 0; y < 100; y++)
			fill(width - border - 12, height / 4 + y, 8, 1, 255 - 2 * y);
		for (int y = height / 5; y < height - border - 20; y += 20)
			fill(width - border - 24, y, 6, 1, ink);
	}

	/** Letters of 5 x 7 pixels with strokes of one or two. */
	private void text(final int x0, final int y0, final int letters, final int ink) {
		for (int letter = 0; letter < letters; letter++) {
			final int x = x0 + letter * 7;
			if (x > width * 3 / 4) return;
			if (random.chance(0.8)) fill(x, y0, 1 + random.nextInt(2), 7, ink);
			if (random.chance(0.6)) fill(x, y0 + 3 * random.nextInt(3), 5, 1, ink);
			if (random.chance(0.4)) fill(x + 4, y0, 1, 7, ink);
		}
	}

	private void linear() {
		final int x0 = width / 7 + random.nextInt(width / 10);
		final int y0 = height / 7 + random.nextInt(height / 12);
		final int w = width * 5 / 10 + random.nextInt(width / 6);
		final int h = height * 6 / 10 + random.nextInt(height / 8);
		for (int y = y0; y < y0 + h; y++)
			for (int x = x0; x < x0 + w; x++)
				live[y * width + x] = true;
		speckle();
	}

	private void convex() {
		final double apexX = width / 2.0;
		final double apexY = height * (0.05 - 0.1 * random.nextDouble());
		final double inner = height * 0.15;
		final double outer = height * (0.75 + 0.1 * random.nextDouble());
		// Not over bar and ruler at the right.
		final double widest = Math.asin(Math.min(1, (width * 0.45 - 32) / outer));
		final double angle = Math.min(widest, Math.toRadians(28 + 10 * random.nextDouble()));
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				final double dx = x + 0.5 - apexX;
				final double dy = y + 0.5 - apexY;
				final double r = Math.hypot(dx, dy);
				if (r >= inner && r <= outer && Math.abs(Math.atan2(dx, dy)) <= angle) live[y * width + x] = true;
			}
		speckle();
	}

	/** Log-compressed Rayleigh speckle, darker with depth; live black is level 1. */
	private void speckle() {
		final double gain = 90 + 50 * random.nextDouble();
		final double fade = 0.6 * random.nextDouble();
		final double[] field = new double[width * height];
		for (int i = 0; i < field.length; i++)
			field[i] = -Math.log(1 - random.nextDouble());
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				if (!live[y * width + x]) continue;
				double sum = 0;
				int n = 0;
				for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
					for (int u = Math.max(0, x - 2); u <= Math.min(width - 1, x + 2); u++, n++)
						sum += field[v * width + u];
				final double level = gain + 60 * Math.log10(sum / n) - fade * gain * y / height + 25 * Math.sin(x / 31.0 + y /
					17.0);
				grey[y * width + x] = Math.max(1, Math.min(254, (int) level));
			}
	}

	private Known known(final String kind) {
		int left = width;
		int top = height;
		int right = 0;
		int bottom = 0;
		for (int i = 0; i < live.length; i++) {
			if (!live[i]) continue;
			left = Math.min(left, i % width);
			right = Math.max(right, i % width + 1);
			top = Math.min(top, i / width);
			bottom = Math.max(bottom, i / width + 1);
		}
		final byte[] pixels = new byte[grey.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) grey[i];
		return new Known(pixels, width, height, new Box(left, top, right - left, bottom - top), kind);
	}
}
