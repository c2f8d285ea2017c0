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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the few letters that stand at a colour bar: digits, sign, point, and the unit. A row of writing is cut into letters,
 * which may touch, so that they are as alike to drawn ones as can be (dynamic programming over the cuts); it counts as read
 * only if
 * each letter is alike enough and not as alike to another one.
 */
final class Letters {

	/** Fields of a letter's picture; so many are compared at once. */
	private static final int WIDE = 8, HIGH = 12, AT_ONCE = 4;

	/** What a letter's likeness must be above, at least and on average; how much better than the next letter's. */
	private static final double ENOUGH = 0.62, MEAN = 0.74, BETTER = 0.03;

	/** No likeness is above it: 1, and what rounding may add. */
	private static final double PERFECT = 1 + 1e-9;

	/** Likeness from which a cut pays, and what half a digit's height of wrong width costs. */
	private static final double PAYS = 0.45, WIDTH = 0.6;

	/** Largest share of the ink that no letter takes: blur between letters, and crumbs of a JPEG. */
	private static final double LEFT = 0.15;

	/** Widest letter in heights; ink in a column that is none, of a row's most. */
	private static final double WIDEST = 1.25, BLANK = 0.12;

	private static final List<Letter> KNOWN = load();

	/** Of each field the values of all letters: sums over fields then run over all letters side by side. */
	private static final double[][] BY_FIELD = byField();

	/** A letter as drawn: deviations from the mean, of length 1, and its width in heights of a digit. */
	private record Letter(char sign, double width, double[] fields) {
	}

	/** A cut-out letter. */
	private record Match(char sign, double likeness, double margin) {
	}

	private Letters() {
	}

	private static List<Letter> load() {
		final List<Letter> letters = new ArrayList<>();
		try (BufferedReader in = new BufferedReader(new InputStreamReader(Letters.class.getResourceAsStream("letters.txt"),
			StandardCharsets.US_ASCII))) {
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				if (line.startsWith("#")) continue;
				final double[] fields = new double[WIDE * HIGH];
				for (int i = 0; i < fields.length; i++)
					fields[i] = line.charAt(line.length() - fields.length + i) - '0';
				letters.add(new Letter(line.charAt(0), Double.parseDouble(line.substring(2, 6)), normalised(fields)));
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return List.copyOf(letters);
	}

	private static double[][] byField() {
		final double[][] values = new double[WIDE * HIGH][KNOWN.size()];
		for (int letter = 0; letter < KNOWN.size(); letter++)
			for (int field = 0; field < values.length; field++)
				values[field][letter] = KNOWN.get(letter).fields[field];
		return values;
	}

	private static double[] normalised(final double[] fields) {
		double mean = 0;
		for (final double field : fields)
			mean += field / fields.length;
		double energy = 1e-12;
		for (int i = 0; i < fields.length; i++) {
			fields[i] -= mean;
			energy += fields[i] * fields[i];
		}
		final double length = Math.sqrt(energy);
		for (int i = 0; i < fields.length; i++)
			fields[i] /= length;
		return fields;
	}

	/**
	 * @param ink of each pixel of a row of writing, 0 = ground, row by row; blank above and below if there is room
	 * @return what it says, small letters, without blanks
	 */
	static Optional<String> read(final float[] ink, final int width) {
		final int height = ink.length / width;
		final int[] rows = rows(ink, width);
		if (rows[1] - rows[0] < 4) return Optional.empty();
		Reading best = null;
		// A slash or a comma may be taller than digits.
		for (int top = rows[0]; top <= rows[0] + 2; top++)
			for (int bottom = rows[1] - 2; bottom <= Math.min(height - 1, rows[1]); bottom++)
				if (bottom - top >= 4) {
					final Reading reading = cut(ink, width, top, bottom + 1);
					if (best == null || reading.gain > best.gain) best = reading;
				}
		return best == null ? Optional.empty() : best.text();
	}

	/** {@return the first and the last row with ink} */
	private static int[] rows(final float[] ink, final int width) {
		float most = 0;
		for (final float value : ink)
			most = Math.max(most, value);
		int first = -1;
		int last = -1;
		for (int i = 0; i < ink.length; i++)
			if (ink[i] > 0.4f * most) {
				if (first < 0) first = i / width;
				last = i / width;
			}
		return new int[] { first, last };
	}

	/** The cuts of most gain, and the share of all ink that none of them takes. */
	private record Reading(double gain, List<Match> matches, double left) {

		Optional<String> text() {
			if (left > LEFT) return Optional.empty();
			double mean = 0;
			final StringBuilder text = new StringBuilder();
			for (final Match match : matches) {
				if (match.margin < BETTER) return Optional.empty();
				mean += match.likeness / matches.size();
				text.append(Character.toLowerCase(match.sign));
			}
			return matches.isEmpty() || mean < MEAN ? Optional.empty() : Optional.of(text.toString());
		}
	}

	private static Reading cut(final float[] ink, final int width, final int top, final int bottom) {
		final int high = bottom - top;
		final float[] columns = columns(ink, width, top, bottom);
		final double[][] strips = strips(ink, width, top, bottom);
		final double[] gain = new double[width + 1];
		final int[] from = new int[width + 1];
		final Match[] ends = new Match[width + 1];
		for (int end = 1; end <= width; end++) {
			gain[end] = gain[end - 1] - PAYS * columns[end - 1];
			from[end] = end - 1;
			for (int start = Math.max(0, end - (int) Math.ceil(WIDEST * high)); start < end; start++) {
				// Where even a perfect letter would gain less, none is looked for.
				if (columns[start] <= BLANK || columns[end - 1] <= BLANK || gain[start] + (end - start) * (PERFECT - PAYS) <= gain[end])
					continue;
				final Match match = match(strips, high, start, end);
				if (match.likeness < ENOUGH) continue;
				final double total = gain[start] + (end - start) * (match.likeness - PAYS);
				if (total > gain[end]) {
					gain[end] = total;
					from[end] = start;
					ends[end] = match;
				}
			}
		}
		final List<Match> matches = new ArrayList<>();
		double left = 0;
		double all = 1e-6;
		for (int at = width; at > 0; at = from[at])
			if (ends[at] != null) matches.add(0, ends[at]);
			else left += columns[at - 1];
		for (final float column : columns)
			all += column;
		return new Reading(gain[width], matches, left / all);
	}

	/** {@return the most ink of each column, 1 = the most of all} */
	private static float[] columns(final float[] ink, final int width, final int top, final int bottom) {
		final float[] columns = new float[width];
		float most = 1e-6f;
		for (int y = top; y < bottom; y++)
			for (int x = 0; x < width; x++) {
				columns[x] = Math.max(columns[x], ink[y * width + x]);
				most = Math.max(most, columns[x]);
			}
		for (int x = 0; x < width; x++)
			columns[x] /= most;
		return columns;
	}

	private static Match match(final double[][] strips, final int high, final int start, final int end) {
		final double[] fields = normalised(fields(strips, start, end));
		final double wide = (end - start) / (double) high;
		char best = '?';
		double likeness = -1;
		double next = -1;
		final double[] sums = sums(fields, wide);
		for (int i = 0; i < sums.length; i++) {
			final Letter letter = KNOWN.get(i);
			final double sum = sums[i];
			final boolean same = Character.toLowerCase(letter.sign) == Character.toLowerCase(best);
			if (sum > likeness) {
				if (!same) next = likeness;
				likeness = sum;
				best = letter.sign;
			}
			else if (!same) next = Math.max(next, sum);
		}
		return new Match(best, likeness, likeness - next);
	}

	/** {@return how alike each letter is to what was cut out, its width as well} */
	private static double[] sums(final double[] fields, final double wide) {
		final double[] sums = new double[KNOWN.size()];
		for (int letter = 0; letter < sums.length; letter++)
			sums[letter] = -WIDTH * Math.max(0, Math.abs(wide - KNOWN.get(letter).width) - 0.12);
		for (int field = 0; field < fields.length; field += AT_ONCE)
			add(sums, fields, field);
		return sums;
	}

	private static void add(final double[] sums, final double[] fields, final int from) {
		final double first = fields[from];
		final double second = fields[from + 1];
		final double third = fields[from + 2];
		final double fourth = fields[from + 3];
		final double[] firsts = BY_FIELD[from];
		final double[] seconds = BY_FIELD[from + 1];
		final double[] thirds = BY_FIELD[from + 2];
		final double[] fourths = BY_FIELD[from + 3];
		for (int letter = 0; letter < sums.length; letter++)
			sums[letter] = sums[letter] + first * firsts[letter] + second * seconds[letter] + third * thirds[letter] + fourth *
				fourths[letter];
	}

	/** {@return of each of a letter's rows of fields the ink in each column} */
	private static double[][] strips(final float[] ink, final int width, final int top, final int bottom) {
		final double[][] strips = new double[HIGH][width];
		for (int y = top; y < bottom; y++) {
			final double y0 = (y - top) * (double) HIGH / (bottom - top);
			final double y1 = (y + 1 - top) * (double) HIGH / (bottom - top);
			for (int row = (int) y0; row < Math.min(HIGH, y1); row++) {
				final double share = Math.min(row + 1, y1) - Math.max(row, y0);
				for (int x = 0; x < width; x++)
					strips[row][x] += ink[y * width + x] * share;
			}
		}
		return strips;
	}

	/** {@return the mean ink of each field between two columns} */
	private static double[] fields(final double[][] strips, final int start, final int end) {
		final double[] fields = new double[WIDE * HIGH];
		for (int x = start; x < end; x++) {
			final double x0 = (x - start) * (double) WIDE / (end - start);
			final double x1 = (x + 1 - start) * (double) WIDE / (end - start);
			for (int column = (int) x0; column < Math.min(WIDE, x1); column++) {
				final double share = Math.min(column + 1, x1) - Math.max(column, x0);
				for (int row = 0; row < HIGH; row++)
					fields[row * WIDE + column] += strips[row][x] * share;
			}
		}
		return fields;
	}
}
