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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Glyphs in a row, of one height, level and stroke, on one base line. How much it looks like writing is the number of its
 * letters, damped by whatever does not look so.
 */
final class TextRow {

	/** Evidence from which a row of single letters counts as writing; three perfect letters have 1.5. */
	private static final double ENOUGH = 0.7;

	/** The same for a row in which letters touch, as bands of tissue are cut up likewise. */
	private static final double ENOUGH_JOINED = 1.2;

	/** Two letters alone must be perfect: of the .5 that they can have. */
	private static final double PAIR = 0.47;

	/** Of more letters than this no more is learned. */
	private static final double MOST = 12;

	/** Largest gap to the next letter, in heights. */
	private static final double GAP = 1.1;

	private final List<Glyph> glyphs = new ArrayList<>();
	private double tallest;

	private TextRow(final Glyph first) {
		add(first);
	}

	private void add(final Glyph glyph) {
		glyphs.add(glyph);
		tallest = Math.max(tallest, glyph.box().h());
	}

	/** {@return the rows of writing among glyphs of one threshold} */
	static List<TextRow> of(final List<Glyph> found) {
		final List<Glyph> sorted = new ArrayList<>(found);
		sorted.sort(Comparator.comparingInt(glyph -> glyph.box().x()));
		final boolean[] used = new boolean[sorted.size()];
		final List<TextRow> rows = new ArrayList<>();
		for (int i = 0; i < sorted.size(); i++) {
			if (used[i]) continue;
			final TextRow row = new TextRow(sorted.get(i));
			final List<Integer> taken = new ArrayList<>();
			for (int next = row.next(sorted, i, used); next >= 0; next = row.next(sorted, next, used)) {
				row.add(sorted.get(next));
				taken.add(next);
			}
			if (!row.isWriting()) continue;
			taken.forEach(index -> used[index] = true);
			rows.add(row);
		}
		return rows;
	}

	/** {@return the nearest glyph to the right that goes on with the row, or -1} */
	private int next(final List<Glyph> sorted, final int last, final boolean[] used) {
		final double reach = GAP * tallest + 2;
		int best = -1;
		for (int i = last + 1; i < sorted.size(); i++) {
			final Glyph glyph = sorted.get(i);
			final int gap = glyph.box().x() - sorted.get(last).right();
			if (gap > reach) break;
			if (used[i] || gap < -2 || glyph.box().x() <= sorted.get(last).box().x() || !fits(glyph)) continue;
			if (best < 0 || gap < sorted.get(best).box().x() - sorted.get(last).right()) best = i;
		}
		return best;
	}

	private boolean fits(final Glyph glyph) {
		final Glyph last = glyphs.get(glyphs.size() - 1);
		final double height = Math.max(tallest, glyph.box().h());
		if (glyph.box().h() < height / 2 || tallest < height / 2) return false;
		final double off = Math.max(1, 0.12 * height);
		final boolean aligned = glyphs.subList(Math.max(0, glyphs.size() - 3), glyphs.size()).stream().anyMatch(other -> Math
			.abs(other.bottom() - glyph.bottom()) <= off || Math.abs(other.box().y() - glyph.box().y()) <= off);
		final int common = Math.min(last.bottom(), glyph.bottom()) - Math.max(last.box().y(), glyph.box().y());
		return aligned && common >= Math.min(last.box().h(), glyph.box().h()) / 2.0 && Math.abs(last.level() - glyph
			.level()) <= 0.2 * Math.max(last.contrast(), glyph.contrast()) && Math.max(last.stroke(), glyph.stroke()) <= 2.2 *
				Math.min(last.stroke(), glyph.stroke());
	}

	private double letters() {
		return glyphs.stream().mapToDouble(Glyph::letters).sum();
	}

	/** {@return the mean over the letters} */
	private double mean(final ToDoubleFunction<Glyph> value) {
		return glyphs.stream().mapToDouble(glyph -> glyph.letters() * value.applyAsDouble(glyph)).sum() / letters();
	}

	private int median(final ToIntFunction<Glyph> value) {
		return glyphs.stream().mapToInt(value).sorted().toArray()[glyphs.size() / 2];
	}

	private static double clamp(final double value) {
		return Math.max(0, Math.min(1, value));
	}

	private double evidence() {
		final int bottom = median(Glyph::bottom);
		final int top = median(glyph -> glyph.box().y());
		final double height = median(glyph -> glyph.box().h());
		final double off = Math.max(1, 0.08 * height);
		final double aligned = mean(glyph -> Math.abs(glyph.bottom() - bottom) <= off ? 1 : Math.abs(glyph.box().y() -
			top) <= off ? 0.7 : 0);
		return (Math.min(letters(), MOST) - 1.5) * clamp((0.42 - mean(Glyph::spread)) / 0.3) * clamp((0.6 - mean(
			Glyph::stroke) / height) / 0.25) * clamp((mean(glyph -> glyph.isSingle() ? glyph.runs() : 1.6) - 1.1) / 0.4) *
			clamp((aligned - 0.6) / 0.3) * clamp(contrast() / 60) * (0.25 + 0.75 * singles());
	}

	private double singles() {
		return glyphs.stream().filter(Glyph::isSingle).count() / letters();
	}

	private boolean isWriting() {
		if (glyphs.size() < 2) return false;
		final double evidence = evidence();
		if (glyphs.size() == 2 && isOfSingles()) return evidence >= PAIR;
		return evidence >= (isOfSingles() ? ENOUGH : ENOUGH_JOINED);
	}

	/** {@return whether no letters touch} */
	boolean isOfSingles() {
		return glyphs.stream().allMatch(Glyph::isSingle);
	}

	/** {@return pixels of all glyphs} */
	int area() {
		return glyphs.stream().mapToInt(Glyph::area).sum();
	}

	/** {@return mean width of the strokes, pixels} */
	double stroke() {
		return mean(Glyph::stroke);
	}

	double contrast() {
		return mean(Glyph::contrast);
	}

	double level() {
		return mean(Glyph::level);
	}

	/** {@return the smallest rectangle that holds all glyphs} */
	Box box() {
		return glyphs.stream().map(Glyph::box).reduce(Box::around).orElseThrow();
	}
}
