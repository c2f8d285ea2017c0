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

import java.util.ArrayList;
import java.util.List;

/** Makes screens with one to four views, touching or apart, perhaps above a spectrum or an M-mode, with known boxes. */
final class ViewScreens {

	/**
	 * @param pixels grey, row by row
	 * @param views true boxes in reading order
	 * @param kind for messages
	 */
	record Known(byte[] pixels, int width, int height, List<Box> views, String kind) {}

	private static final int WIDTH = 960;
	private static final int HEIGHT = 720;

	private final RandomStream random;
	private final byte[] pixels = new byte[WIDTH * HEIGHT];
	private final List<Box> views = new ArrayList<>();

	private ViewScreens(final long seed) {
		random = RandomStream.of(seed, "views");
	}

	/** A screen at random. */
	static Known of(final long seed) {
		final ViewScreens screen = new ViewScreens(seed);
		final int layout = screen.random.nextInt(6);
		final boolean fans = screen.random.chance(0.5);
		final boolean touching = screen.random.chance(0.4);
		final boolean trace = layout == 5 || layout < 2 && screen.random.chance(0.4);
		final int views = new int[] { 2, 2, 2, 3, 4, 1 }[layout];
		screen.decorate();
		screen.views(views, layout == 2, fans, touching, trace);
		if (trace) screen.trace(screen.random.chance(0.5));
		return new Known(screen.pixels, WIDTH, HEIGHT, screen.views, views + (fans ? " fans" : " rectangles") + (touching
			? " touching" : " apart") + (layout == 2 ? " unequal" : "") + (trace ? " above a trace" : ""));
	}

	private void views(final int n, final boolean unequal, final boolean fans, final boolean touching, final boolean trace) {
		final int gap = touching ? 0 : 14 + random.nextInt(40);
		final int y0 = 60 + random.nextInt(20);
		final int high = trace ? 330 : n == 4 ? 290 : 400;
		final int columns = n == 4 ? 2 : n;
		final int room = (780 - gap * (columns - 1)) / Math.max(2, columns);
		for (int i = 0; i < n; i++) {
			final int row = n == 4 ? i / 2 : 0;
			final int column = n == 4 ? i % 2 : i;
			final int wide = unequal ? i == 0 ? (int) (room * 1.2) : (int) (room * 0.8) : room;
			final int x0 = 90 + column * (unequal ? (int) (room * 1.2) + gap : room + gap) + (n == 1 ? 180 : 0);
			final int top = y0 + row * (high + Math.max(gap, fans ? 20 : 0));
			if (fans) fan(x0, top, wide, unequal && i == 1 ? (int) (high * 0.75) : high);
			else rectangle(x0, top, wide, unequal && i == 1 ? (int) (high * 0.8) : high);
		}
	}

	private void rectangle(final int x0, final int y0, final int w, final int h) {
		final Tissue tissue = new Tissue();
		for (int y = y0; y < y0 + h; y++)
			for (int x = x0; x < x0 + w; x++)
				pixels[y * WIDTH + x] = (byte) tissue.at(x, y, (y - y0) / (double) h);
		views.add(new Box(x0, y0, w, h));
	}

	private void fan(final int x0, final int y0, final int w, final int h) {
		final double alpha = Math.toRadians(35);
		// The far arc is as wide as the room or as deep as it.
		final double share = 0.3;
		final double far = Math.min(w / 2.0 / Math.sin(alpha), h / (1 - share * Math.cos(alpha)));
		final double near = share * far;
		final double apexX = x0 + w / 2.0;
		final double apexY = y0 - near * Math.cos(alpha);
		final Tissue tissue = new Tissue();
		int left = WIDTH;
		int top = HEIGHT;
		int right = 0;
		int bottom = 0;
		for (int y = y0; y < y0 + h; y++)
			for (int x = x0; x < x0 + w; x++) {
				final double r = Math.hypot(x + 0.5 - apexX, y + 0.5 - apexY);
				if (r < near || r > far || Math.abs(Math.atan2(x + 0.5 - apexX, y + 0.5 - apexY)) > alpha) continue;
				pixels[y * WIDTH + x] = (byte) tissue.at(x, y, (r - near) / (far - near));
				left = Math.min(left, x);
				right = Math.max(right, x + 1);
				top = Math.min(top, y);
				bottom = Math.max(bottom, y + 1);
			}
		views.add(new Box(left, top, right - left, bottom - top));
	}

	/** Log-compressed speckle three pixels wide, in layers of its own. */
	private final class Tissue {

		private final double gain = 90 + 40 * random.nextDouble();
		private final double phase = 6 * random.nextDouble();
		private final double period = 18 + 20 * random.nextDouble();
		private final double[] noise = new double[WIDTH * HEIGHT];

		Tissue() {
			for (int i = 0; i < noise.length; i++)
				noise[i] = -Math.log(1 - random.nextDouble());
		}

		int at(final int x, final int y, final double depth) {
			double sum = 0;
			for (int v = -1; v <= 1; v++)
				for (int u = -2; u <= 2; u++)
					sum += noise[Math.floorMod(y + v, HEIGHT) * WIDTH + Math.floorMod(x + u, WIDTH)];
			final double level = gain + 60 * Math.log10(sum / 15) - 40 * depth + 25 * Math.sin(phase + y / period);
			return Math.max(1, Math.min(254, (int) level));
		}
	}

	/** A spectrum on a baseline, or an M-mode: rows of tissue that change slowly along the time. */
	private void trace(final boolean spectrum) {
		final int y0 = 480;
		final int y1 = 680;
		final int base = 640;
		final Tissue tissue = new Tissue();
		for (int x = 60; x < WIDTH - 60; x++) {
			final double beat = (x % 210) / 210.0;
			final int high = (int) (40 + 110 * Math.exp(-5 * beat) * Math.min(1, 12 * beat));
			for (int y = y0; y < y1; y++) {
				if (spectrum && (y > base + 4 || y < base - high)) continue;
				pixels[y * WIDTH + x] = (byte) (spectrum ? tissue.at(x, y, 0) : tissue.at(x / 6, y, 0.2));
			}
			if (spectrum) pixels[base * WIDTH + x] = (byte) 200;
		}
	}

	/** Text at the top and at the left, a bar of greys, a ruler, an ECG at the bottom. */
	private void decorate() {
		for (int line = 0; line < 2; line++)
			for (int letter = 0; letter < 40; letter++)
				fill(20 + 8 * letter + 400 * line, 14 + 14 * line, random.chance(0.7) ? 5 : 2, random.chance(0.5) ? 8 : 1, 220);
		for (int y = 0; y < 150; y++)
			fill(20, 120 + y, 12, 1, 255 - y);
		for (int y = 70; y < 450; y += 20)
			fill(WIDTH - 24, y, y % 100 == 70 ? 10 : 5, 1, 200);
		for (int x = 60; x < WIDTH - 60; x++)
			fill(x, 702 - (x % 210 < 8 ? 2 * (x % 210) : 0), 1, 2, 180);
	}

	private void fill(final int x0, final int y0, final int w, final int h, final int level) {
		for (int y = y0; y < y0 + h; y++)
			for (int x = x0; x < x0 + w; x++)
				pixels[y * WIDTH + x] = (byte) level;
	}
}
