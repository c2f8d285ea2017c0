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

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.text.TextDetector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;

/**
 * What the ends of a colour bar stand for, read off the numbers at them. A wrong number is worse than none: both ends must be
 * read, a unit must stand there, and the numbers must fit where the bar has its baseline, which they do by chance only rarely.
 *
 * @param low at the bar's lower end
 * @param high at its upper end
 * @param unit cm/s or m/s
 */
public record Scale(double low, double high, String unit) {

	/** Crumbs of a JPEG look like a second sign, or one after the number, or points at the end. */
	private static final Pattern NUMBER = Pattern.compile("([+-]?)-?(\\d{1,3}|\\d{0,3}\\.\\d{1,3})(?:-?(c?m/s)\\.*)?");
	private static final Pattern UNIT = Pattern.compile("c?m/s");

	/** Where numbers are looked for: beside the bar in its widths, above and below it, pixels and share of its height. */
	private static final int BESIDE = 6, ABOVE = 40;
	private static final double END = 0.2;

	/** How far the baseline may lie from where the numbers have it, as a share of the bar. */
	private static final double BASELINE = 0.05;

	/** Heights of a row of writing that are taken along at its sides, so that a thin sign is not cut off. */
	private static final double SIDE = 0.8;

	/** A number at one end, and where it stands. */
	private record End(double value, boolean signed, String unit, Box row) {
	}

	/** A scale and where its numbers stand, and its unit if it stands apart. */
	record Reading(Scale scale, List<Box> rows) {
	}

	/** {@return the bar's scale if it is surely read; writing that was read before is known} */
	static Optional<Reading> read(final RandomAccessibleInterval<ARGBType> image, final ColorBar bar, final KnownWriting writing) {
		final Box box = bar.box();
		final int beside = BESIDE * Math.max(12, box.w());
		final Box all = new Box(0, 0, Images.width(image), Images.height(image));
		final Optional<Box> round = new Box(box.x() - beside, box.y() - ABOVE, 2 * beside + box.w(), box.h() + 2 * ABOVE).common(
			all);
		final List<Box> rows = TextDetector.find(image, round.orElse(all));
		// Reading takes long: only what is asked for is read.
		final Map<Box, String> read = new HashMap<>();
		final Function<Box, String> text = row -> read.computeIfAbsent(row, key -> text(image, key, bar, writing).orElse(""));
		final Optional<End> top = end(rows, text, box, true);
		final Optional<End> bottom = top.isEmpty() ? top : end(rows, text, box, false);
		if (bottom.isEmpty()) return Optional.empty();
		final Optional<Box> loose = top.get().unit != null || bottom.get().unit != null ? Optional.empty() : rows.stream().filter(
			row -> UNIT.matcher(text.apply(row)).matches()).findFirst();
		final List<Box> asked = new ArrayList<>(List.of(top.get().row, bottom.get().row));
		loose.ifPresent(asked::add);
		return of(top.get(), bottom.get(), loose.map(text).orElse(null), bar).map(scale -> new Reading(scale, asked));
	}

	/** {@return the numbers together, if they make sense} */
	private static Optional<Scale> of(final End top, final End bottom, final String loose, final ColorBar bar) {
		final String unit = top.unit != null ? top.unit : bottom.unit != null ? bottom.unit : loose;
		if (unit == null || top.unit != null && bottom.unit != null && !top.unit.equals(bottom.unit)) return Optional.empty();
		final double high = top.value;
		// Some scanners leave out the sign, as the lower end can only be negative; one that is read must be right.
		final double low = bottom.signed ? bottom.value : -bottom.value;
		if (!(high > 0) || !(low < 0)) return Optional.empty();
		final double zero = high / (high - low);
		final double seen = (bar.baseline() + 0.5) / bar.box().h();
		return Math.abs(zero - seen) <= BASELINE ? Optional.of(new Scale(low, high, unit)) : Optional.empty();
	}

	/** {@return the nearest number to an end of the bar} */
	private static Optional<End> end(final List<Box> rows, final Function<Box, String> text, final Box bar,
		final boolean upper)
	{
		final double at = upper ? bar.y() : bar.y() + bar.h();
		final double within = END * bar.h();
		final List<Box> near = new ArrayList<>();
		for (final Box row : rows) {
			final double middle = row.y() + row.h() / 2.0;
			final double outwards = upper ? at - middle : middle - at;
			if (outwards <= ABOVE && outwards >= -within) near.add(row);
		}
		near.sort(Comparator.comparingDouble(row -> distance(row, bar, at)));
		for (final Box row : near) {
			final Matcher matcher = NUMBER.matcher(text.apply(row));
			if (!matcher.matches()) continue;
			final double size = Double.parseDouble(matcher.group(2));
			return Optional.of(new End(matcher.group(1).equals("-") ? -size : size, !matcher.group(1).isEmpty(), matcher.group(3),
				row));
		}
		return Optional.empty();
	}

	private static double distance(final Box row, final Box bar, final double at) {
		final double down = row.y() + row.h() / 2.0 - at;
		final double across = Math.max(0, Math.max(row.x() - bar.x() - bar.w(), bar.x() - row.x() - row.w()));
		return Math.hypot(down, across);
	}

	private static Optional<String> text(final RandomAccessibleInterval<ARGBType> image, final Box row, final ColorBar bar,
		final KnownWriting writing)
	{
		final Box screen = new Box(0, 0, Images.width(image), Images.height(image));
		final Box box = strip(row, screen);
		final int[] colors = Images.colors(image);
		final float[] ink = new float[box.w() * box.h()];
		final int[] levels = new int[256];
		for (int i = 0; i < ink.length; i++) {
			final int x = box.x() + i % box.w();
			final int y = box.y() + i / box.w();
			final int level = isIn(bar.box(), x, y) ? 0 : Colors.most(colors[y * screen.w() + x]);
			levels[level]++;
			ink[i] = level;
		}
		// The ground is what most pixels have; the pen the brightest hundredth's least.
		final float ground = quantile(levels, 0.45, ink.length);
		final float pen = quantile(levels, 0.97, ink.length);
		for (int i = 0; i < ink.length; i++)
			ink[i] = Math.max(0, Math.min(1, (ink[i] - ground) / Math.max(1, pen - ground)));
		blankNeighbours(ink, box.w(), side(row));
		return writing.read(ink, box.w());
	}

	/** {@return what is looked at to read a row of writing} */
	static Box strip(final Box row, final Box screen) {
		final int side = side(row);
		return new Box(row.x() - side, row.y() - 1, row.w() + 2 * side, row.h() + 2).common(screen).orElse(row);
	}

	private static int side(final Box row) {
		return (int) Math.ceil(SIDE * row.h());
	}

	/** {@return whether a pixel lies in a box} */
	static boolean isIn(final Box box, final int x, final int y) {
		return x >= box.x() && x < box.x() + box.w() && y >= box.y() && y < box.y() + box.h();
	}

	/** What reaches the strip's left or right end belongs to something beside the writing. */
	private static void blankNeighbours(final float[] ink, final int width, final int side) {
		final Components parts = Components.of(Mask.of(width, ink.length / width, i -> ink[i] > 0.3f), Connectivity.EIGHT);
		final int[] labels = parts.labels();
		for (int i = 0; i < ink.length; i++)
			if (labels[i] >= 0 && (parts.box(labels[i]).x() == 0 || parts.box(labels[i]).x() + parts.box(labels[i]).w() == width) || i %
				width < side / 3 || i % width >= width - side / 3) ink[i] = 0;
	}

	private static float quantile(final int[] levels, final double share, final int count) {
		int below = 0;
		for (int level = 0; level < levels.length; level++) {
			below += levels[level];
			if (below >= share * count) return level;
		}
		return levels.length - 1;
	}
}
