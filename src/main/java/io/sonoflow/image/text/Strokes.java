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

/** Follows the strokes of one component along its rows and columns. */
final class Strokes {

	/** How far outside of a stroke its ground begins and ends, pixels: nearer lies its soft edge. */
	private static final int NEAR = 2, FAR = 3;

	private final int[] map;
	private final int[] labels;
	private final int width;
	private final int height;
	private final int[] maxima = new int[256];
	private int runs;
	private long ground;
	private int grounds;

	/** @param labels of each pixel its component, below 0 for none */
	Strokes(final int[] map, final int[] labels, final int width, final int height) {
		this.map = map;
		this.labels = labels;
		this.width = width;
		this.height = height;
	}

	/** {@return what was measured; null if nothing lies round it} */
	Glyph measure(final int component, final Box box, final int area) {
		for (int y = box.y(); y < box.y() + box.h(); y++)
			follow(component, y * width, 1, box.x(), box.x() + box.w(), width);
		final int inRows = runs;
		for (int x = box.x(); x < box.x() + box.w(); x++)
			follow(component, x, width, box.y(), box.y() + box.h(), height);
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
	 * @param start index of its first pixel
	 * @param step from one pixel to the next
	 * @param from where the component's box begins
	 * @param to where it ends, exclusive
	 * @param length of the row or column
	 */
	private void follow(final int component, final int start, final int step, final int from, final int to, final int length) {
		int at = from;
		while (at < to) {
			if (labels[start + at * step] != component) {
				at++;
				continue;
			}
			final int begin = at;
			int brightest = 0;
			for (; at < to && labels[start + at * step] == component; at++)
				brightest = Math.max(brightest, map[start + at * step]);
			maxima[brightest]++;
			runs++;
			for (int away = NEAR; away <= FAR; away++) {
				ground(begin - away, start, step, length);
				ground(at - 1 + away, start, step, length);
			}
		}
	}

	private void ground(final int at, final int start, final int step, final int length) {
		if (at < 0 || at >= length || labels[start + at * step] >= 0) return;
		ground += map[start + at * step];
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
