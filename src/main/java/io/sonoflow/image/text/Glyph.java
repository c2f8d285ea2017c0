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
import io.sonoflow.image.morphology.Connectivity;

import java.util.ArrayList;
import java.util.List;

/**
 * What may be a letter, or several that touch: pixels above a threshold that hang together, drawn with strokes of one level.
 * Where a line crosses a stroke, its brightest pixel has the pen's level; in speckle these maxima are spread.
 *
 * @param box where it is
 * @param area its pixels
 * @param level the median of the maxima of all rows and columns of its strokes, 0..255
 * @param spread half of what lies between the 15th and the 85th percentile of these maxima, as a share of the contrast
 * @param contrast the level less the mean of what lies two and three pixels outside of the strokes
 * @param runs strokes that a row or a column crosses on average, whichever is more: 1 for a blob, 1.4 to 2.5 for letters
 * @param stroke mean width of the strokes, pixels
 * @param letters how many it may be, by its width
 */
record Glyph(Box box, int area, double level, double spread, double contrast, double runs, double stroke, double letters) {

	/** Least and largest height of letters, pixels. */
	private static final int LOW = 5, HIGH = 44;

	/** A component wider than this, in heights, is several letters that touch; at most so many heights. */
	private static final double WIDE = 1.5, LONGEST = 14;

	/** Width of a letter, in heights, that is counted where letters touch. */
	private static final double ADVANCE = 0.9;

	/** Share of its box that a letter fills at least. */
	private static final double FILLED = 0.12;

	private static final double LEAST_CONTRAST = 24, LARGEST_SPREAD = 0.4;

	/** Widest strokes of one letter and of several, in heights. */
	private static final double BOLD = 0.45, BOLD_JOINED = 0.6;

	/**
	 * @param strokes of the image; letters are brighter than what they lie on
	 * @param above the pixels from a threshold on
	 * @return what may be letters among these pixels
	 */
	static List<Glyph> find(final Strokes strokes, final BitMask above) {
		final Components components = Components.of(above, Connectivity.EIGHT);
		final boolean[] shaped = new boolean[components.count()];
		for (int i = 0; i < shaped.length; i++)
			shaped[i] = hasShape(components.box(i), components.area(i));
		strokes.look(above, components, shaped);
		final List<Glyph> found = new ArrayList<>();
		for (int i = 0; i < shaped.length; i++) {
			if (!shaped[i]) continue;
			final Glyph glyph = strokes.measure(i, components.box(i), components.area(i));
			if (glyph != null && glyph.isDrawn()) found.add(glyph);
		}
		return found;
	}

	private static boolean hasShape(final Box box, final int area) {
		if (box.h() < LOW || box.h() > HIGH || box.w() > LONGEST * box.h() || area < FILLED * box.area()) return false;
		return box.w() <= WIDE * box.h() || box.h() > LOW;
	}

	static double letters(final Box box) {
		return box.w() <= WIDE * box.h() ? 1 : box.w() / (ADVANCE * box.h());
	}

	/** {@return whether it is one letter, not several that touch} */
	boolean isSingle() {
		return letters == 1;
	}

	private boolean isDrawn() {
		if (contrast < LEAST_CONTRAST || spread > LARGEST_SPREAD) return false;
		if (!isSingle() && runs < 0.7 * letters) return false;
		return stroke <= (isSingle() ? BOLD : BOLD_JOINED) * box.h() || box.w() <= BOLD * box.h();
	}

	int right() {
		return box.x() + box.w();
	}

	int bottom() {
		return box.y() + box.h();
	}
}
