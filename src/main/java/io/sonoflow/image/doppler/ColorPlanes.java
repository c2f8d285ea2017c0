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
package io.sonoflow.image.doppler;

import io.sonoflow.image.morphology.BitMask;
import io.sonoflow.image.morphology.BitPlanes;

/** A picture's colours measured once, as masks of one bit a pixel: how coloured, of which hue, how white. */
final class ColorPlanes {

	/** Half width of a hue's class and the distance of classes, degrees; their number. */
	private static final int HALF = 22, STEP = 24;

	/** Hue classes, from 0 on, STEP degrees apart; a pixel may belong to two. */
	static final int CLASSES = 360 / STEP;

	/** Zones of the circle of hues: those of one class alone and those of two take turns. */
	private static final int ZONES = 2 * CLASSES;

	private final int[] colors;
	private final int width;
	private final boolean coarse;
	private final byte[] chroma;
	private final BitPlanes chromas;
	private BitPlanes zones;
	private BitPlanes least;

	/**
	 * @param colors 0xAARRGGBB, row by row
	 * @param coarse whether they are out of a codec with coarse colours, which runs them over what is thin
	 */
	ColorPlanes(final int[] colors, final int width, final boolean coarse) {
		this.colors = colors;
		this.width = width;
		this.coarse = coarse;
		chroma = new byte[colors.length];
		for (int i = 0; i < chroma.length; i++)
			chroma[i] = (byte) Colors.chroma(colors[i]);
		chromas = planes(chroma);
	}

	private BitPlanes planes(final byte[] values) {
		return BitPlanes.of(values, width, height());
	}

	int[] colors() {
		return colors;
	}

	boolean isCoarse() {
		return coarse;
	}

	int width() {
		return width;
	}

	int height() {
		return colors.length / width;
	}

	BitMask none() {
		return BitMask.empty(width, height());
	}

	/** {@return pixels of this chroma or more} */
	BitMask coloured(final int least) {
		return chromas.above(least - 1);
	}

	/** {@return pixels whose least of red, green and blue is this or more} */
	BitMask white(final int from) {
		if (least == null) {
			final byte[] values = new byte[colors.length];
			for (int i = 0; i < values.length; i++)
				values[i] = (byte) Colors.least(colors[i]);
			least = planes(values);
		}
		return least.above(from - 1);
	}

	/** {@return pixels of some hues, 0..359, each in whole degrees} */
	BitMask hues(final boolean[] wanted, final BitMask among) {
		final byte[] values = new byte[colors.length];
		for (int y = 0; y < height(); y++)
			for (int x = among.next(true, 0, y); x < width; x = among.next(true, x + 1, y))
				if (wanted[(int) Colors.hue(colors[y * width + x])]) values[y * width + x] = 1;
		return planes(values).above(0);
	}

	/** {@return pixels with a hue near a class's middle; greys belong to none} */
	BitMask hue(final int number) {
		if (zones == null) zones = planes(zones());
		// A class's own zone and the two that it shares, one before and one behind it; of the first class one is the last zone.
		final int from = 2 * number;
		final BitMask behind = zones.above(from - 1 + (number == 0 ? 1 : 0)).without(zones.above(from + 2));
		return number == 0 ? behind.or(zones.above(ZONES - 1)) : behind;
	}

	/** {@return of each pixel its zone, from 1 on: 2 k + 1 is of class k alone, 2 k + 2 of k and the one behind it; 0 of greys} */
	private byte[] zones() {
		final byte[] values = new byte[colors.length];
		for (int i = 0; i < values.length; i++) {
			if (chroma[i] == 0) continue;
			final double hue = Colors.hue(colors[i]);
			final int before = (int) (hue / STEP) % CLASSES;
			final int next = (before + 1) % CLASSES;
			final boolean first = Colors.apart(hue, before * STEP) <= HALF;
			final boolean second = Colors.apart(hue, next * STEP) <= HALF;
			values[i] = (byte) (first && second ? 2 * before + 2 : first ? 2 * before + 1 : 2 * next + 1);
		}
		return values;
	}

	/** {@return those of some pixels that have at least this share of the brightness of the brightest of them near by} */
	BitMask bright(final BitMask among, final int near, final double share) {
		// One more than the largest of red, green and blue; 0 = is not among them.
		final int[] levels = new int[colors.length];
		for (int y = 0; y < height(); y++)
			for (int x = among.next(true, 0, y); x < width; x = among.next(true, x + 1, y))
				levels[y * width + x] = Colors.most(colors[y * width + x]) + 1;
		final int[] most = largest(largest(levels, 1, width, near), width, colors.length, near);
		final byte[] bright = new byte[levels.length];
		for (int i = 0; i < levels.length; i++)
			bright[i] = (byte) (levels[i] > 0 && levels[i] - 1 >= share * (most[i] - 1) ? 1 : 0);
		return planes(bright).above(0);
	}

	/** {@return the largest of each value and those so near to it along rows or columns} */
	private static int[] largest(final int[] values, final int step, final int length, final int near) {
		final int[] most = values.clone();
		for (int away = step; away <= near * step; away += step)
			for (int i = 0; i < values.length; i++) {
				if (values[i] == 0) continue;
				if (i % length + away < length) most[i + away] = Math.max(most[i + away], values[i]);
				if (i % length >= away) most[i - away] = Math.max(most[i - away], values[i]);
			}
		return most;
	}
}
