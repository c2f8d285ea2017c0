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
package io.sonoflow.image.text;

import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.BitMask;
import io.sonoflow.image.morphology.Components;

import java.util.Arrays;

/** Follows the strokes of components of one image along their rows and columns. */
final class Strokes {

	/** How far outside of a stroke its ground begins and ends, pixels: nearer lies its soft edge. */
	private static final int NEAR = 2, FAR = 3;

	private final byte[] map;
	private final int width;
	private final int height;
	/** Of each pixel the last component that was looked at there, counted on from one threshold to the next. */
	private final int[] labels;
	private int before;
	private int count;
	private BitMask above;
	private final int[] maxima = new int[256];
	private int runs;
	private long ground;
	private int grounds;

	/** @param map 0..255, row by row; letters are brighter than what they lie on */
	Strokes(final byte[] map, final int width, final int height) {
		this.map = map;
		this.width = width;
		this.height = height;
		labels = new int[map.length];
		before = 1;
	}

	/**
	 * Goes on to another threshold.
	 *
	 * @param pixels from the threshold on
	 * @param components of them
	 * @param wanted those that may be measured
	 */
	void look(final BitMask pixels, final Components components, final boolean[] wanted) {
		before += count;
		count = components.count();
		above = pixels;
		components.label(labels, wanted, before);
	}

	/** {@return what was measured of a component of this threshold; null if nothing lies round it} */
	Glyph measure(final int component, final Box box, final int area) {
		Arrays.fill(maxima, 0);
		runs = 0;
		ground = 0;
		grounds = 0;
		for (int y = box.y(); y < box.y() + box.h(); y++)
			follow(before + component, y * width, 1, box.x(), box.x() + box.w(), width);
		final int inRows = runs;
		for (int x = box.x(); x < box.x() + box.w(); x++)
			follow(before + component, x, width, box.y(), box.y() + box.h(), height);
		if (grounds == 0) return null;
		final double level = percentile(0.5);
		final double contrast = level - (double) ground / grounds;
		final double spread = (percentile(0.85) - percentile(0.15)) / 2.0 / Math.max(1, contrast);
		final double letters = Glyph.letters(box);
		final double crossed = (double) inRows / box.h();
		return new Glyph(box, area, level, spread, contrast, letters > 1 ? crossed : Math.max(crossed, (double) (runs - inRows) / box
			.w()), 2.0 * area / runs, letters);
	}

	/**
	 * Along one row or column.
	 *
	 * @param label of the component
	 * @param start index of its first pixel
	 * @param step from one pixel to the next
	 * @param from where the component's box begins
	 * @param to where it ends, exclusive
	 * @param length of the row or column
	 */
	private void follow(final int label, final int start, final int step, final int from, final int to, final int length) {
		int at = from;
		while (at < to) {
			if (labels[start + at * step] != label) {
				at++;
				continue;
			}
			final int begin = at;
			int brightest = 0;
			for (; at < to && labels[start + at * step] == label; at++)
				brightest = Math.max(brightest, map[start + at * step] & 0xFF);
			maxima[brightest]++;
			runs++;
			for (int away = NEAR; away <= FAR; away++) {
				ground(begin - away, start, step, length);
				ground(at - 1 + away, start, step, length);
			}
		}
	}

	private void ground(final int at, final int start, final int step, final int length) {
		final int pixel = start + at * step;
		if (at < 0 || at >= length || above.get(pixel % width, pixel / width)) return;
		ground += map[pixel] & 0xFF;
		grounds++;
	}

	private int percentile(final double share) {
		int count = 0;
		for (int value = 0; value < maxima.length; value++) {
			count += maxima[value];
			if (count >= share * runs) return value;
		}
		return maxima.length - 1;
	}
}
