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

import io.sonoflow.image.Box;

import java.util.Arrays;
import java.util.List;

/** Bars with text that hang together with a picture above or below: rows of one drawn colour that is no margin's. */
final class TextBars {

	/** The share of each row that has the bar's colour; letters have the rest. */
	private static final double FLAT = 0.45;

	/** The share of the bar's rows, all together, that has its colour. */
	private static final double FLATTER = 0.6;

	/** Rows of a bar at least, and the share of the box at most. */
	private static final int LEAST = 6;
	private static final double MOST = 0.25;

	/** Echoes vary; a drawn colour or its compressed form is this near its mean. */
	private static final int NEAR = 2;

	/** The share of a row that is unlike the margins, from which on it holds the picture. */
	private static final double PICTURE = 0.01;

	/** The share of the row behind a bar that must be margin. */
	private static final double OPEN = 0.3;

	private TextBars() {
	}

	/**
	 * @param known colours of margins; without any, nothing is taken off
	 * @return the box without bars at its top and bottom, and without the empty rows behind them
	 */
	static Box trim(final Screen screen, final Box box, final List<Integer> known) {
		if (known.isEmpty()) return box;
		final int top = bar(screen, box, known, false);
		final int bottom = bar(screen, box, known, true);
		return new Box(box.x(), box.y() + top, box.w(), box.h() - top - bottom);
	}

	private static int bar(final Screen screen, final Box box, final List<Integer> known, final boolean atBottom) {
		final int colour = mode(screen, box, row(box, Math.min(2, box.h() - 1), atBottom));
		if (known.stream().anyMatch(margin -> Screen.distance(margin, colour) <= NEAR)) return 0;
		int rows = 0;
		double sum = 0;
		while (rows < box.h()) {
			final double share = share(screen, box, row(box, rows, atBottom), List.of(colour));
			// The first rows may hold the bar's rim.
			if (share < FLAT && rows > 1) break;
			sum += share;
			rows++;
		}
		if (rows < LEAST || rows > MOST * box.h() || sum < FLATTER * rows) return 0;
		// A bar that lies on the picture has the picture behind it from side to side.
		if (share(screen, box, row(box, rows, atBottom), known) < OPEN) return 0;
		while (rows < box.h() && 1 - share(screen, box, row(box, rows, atBottom), known) < PICTURE)
			rows++;
		return rows > MOST * box.h() ? 0 : rows;
	}

	private static int row(final Box box, final int i, final boolean atBottom) {
		return atBottom ? box.y() + box.h() - 1 - i : box.y() + i;
	}

	private static int mode(final Screen screen, final Box box, final int y) {
		final int at = y * screen.width + box.x();
		final int[] row = Arrays.copyOfRange(screen.rgb, at, at + box.w());
		Arrays.sort(row);
		int best = row[0];
		int most = 0;
		for (int i = 0, end; i < row.length; i = end) {
			end = i;
			while (end < row.length && row[end] == row[i])
				end++;
			if (end - i > most) {
				most = end - i;
				best = row[i];
			}
		}
		return best;
	}

	private static double share(final Screen screen, final Box box, final int y, final List<Integer> colours) {
		int like = 0;
		for (int x = box.x(); x < box.x() + box.w(); x++) {
			final int rgb = screen.rgb[y * screen.width + x];
			if (colours.stream().anyMatch(colour -> Screen.distance(rgb, colour) <= NEAR)) like++;
		}
		return like / (double) box.w();
	}
}
