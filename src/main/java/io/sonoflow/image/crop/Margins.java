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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The colours of the margins round a picture. A margin, whatever its grey level, is flat: the outermost line of one
 * side lies almost wholly within a few levels of one colour. Live picture is not, except where it fades to black.
 */
final class Margins {

	/** The share of a side's line that must have the margin's colour; the rest may be text, marks or the picture. */
	private static final double SIDE = 0.8;

	/** How far the levels of a flat margin lie from its colour at most (compression, dithering). */
	private static final int FLAT = 2;

	/** The share of a line with exactly one colour that tells a drawn margin from a picture that fades out. */
	private static final double QUIET = 0.7;

	/** Colours nearer than this are one margin: live black lies only a few levels from the black of the screen. */
	private static final int DISTINCT = 8;

	/** Lines tried from the box inwards: the edge of an inner box may still hold the blurred rim of the outer margin. */
	private static final int LINES = 4;

	/**
	 * One colour.
	 *
	 * @param colour 0xRRGGBB
	 * @param quietSides how many sides show it with hardly any noise, 0..4
	 */
	record Margin(int colour, int quietSides) {}

	private Margins() {
	}

	static boolean same(final int colourA, final int colourB) {
		return Screen.distance(colourA, colourB) < DISTINCT;
	}

	/**
	 * @param box where to look: along its four sides
	 * @param known colours of margins already found; not given again
	 * @return other flat colours at the sides, the first found first
	 */
	static List<Margin> find(final Screen screen, final Box box, final List<Integer> known) {
		final boolean whole = box.w() == screen.width && box.h() == screen.height;
		final int step = Math.max(1, Math.min(box.w(), box.h()) / 150);
		final List<Margin> found = new ArrayList<>();
		for (int side = 0; side < 4; side++)
			for (int line = 0; line < (whole ? 1 : LINES); line++) {
				final int inset = line * step;
				if (box.w() <= 2 * inset || box.h() <= 2 * inset) break;
				if (add(line(screen, box, side, inset), known, found)) break;
			}
		return found;
	}

	/** {@return whether the line is quiet, so that no further line of this side is needed} */
	private static boolean add(final int[] line, final List<Integer> known, final List<Margin> found) {
		final int mode = mode(line);
		if (share(line, mode, FLAT) < SIDE) return false;
		final int colour = mean(line, mode);
		if (known.stream().anyMatch(other -> same(other, colour))) return false;
		final boolean quiet = share(line, mode, 0) >= QUIET;
		for (int i = 0; i < found.size(); i++) {
			final Margin other = found.get(i);
			if (!same(other.colour, colour)) continue;
			if (quiet) found.set(i, new Margin(other.colour, other.quietSides + 1));
			return quiet;
		}
		found.add(new Margin(colour, quiet ? 1 : 0));
		return quiet;
	}

	/** @param side 0 top, 1 bottom, 2 left, 3 right */
	private static int[] line(final Screen screen, final Box box, final int side, final int inset) {
		final boolean row = side < 2;
		final int[] line = new int[row ? box.w() : box.h()];
		final int x = side == 3 ? box.x() + box.w() - 1 - inset : side == 2 ? box.x() + inset : box.x();
		final int y = side == 1 ? box.y() + box.h() - 1 - inset : side == 0 ? box.y() + inset : box.y();
		for (int i = 0; i < line.length; i++)
			line[i] = screen.rgb[row ? y * screen.width + x + i : (y + i) * screen.width + x];
		return line;
	}

	private static int mode(final int[] line) {
		final int[] sorted = line.clone();
		Arrays.sort(sorted);
		int best = sorted[0];
		int most = 0;
		for (int i = 0, end; i < sorted.length; i = end) {
			end = i;
			while (end < sorted.length && sorted[end] == sorted[i])
				end++;
			if (end - i > most) {
				most = end - i;
				best = sorted[i];
			}
		}
		return best;
	}

	private static double share(final int[] line, final int colour, final int tolerance) {
		return (double) Arrays.stream(line).filter(value -> Screen.distance(value, colour) <= tolerance).count() /
			line.length;
	}

	/** The mean of what lies near the mode, since a compressed grey is spread over several colours. */
	private static int mean(final int[] line, final int mode) {
		int mean = 0;
		for (int shift = 16; shift >= 0; shift -= 8) {
			final int channel = shift;
			mean |= (int) Math.round(Arrays.stream(line).filter(value -> Screen.distance(value, mode) <= FLAT).map(
				value -> value >> channel & 0xFF).average().orElseThrow()) << shift;
		}
		return mean;
	}
}
