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
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Finds the field of view on a scanner's screen: linear or convex, round it margins of any grey level, window frames,
 * text, bars and rulers.
 *
 * <pre>
 * FieldOfView found = SectorCrop.cropColor(screen, 5);
 * if (!found.certain()) monitor.warn(found.reason());
 * </pre>
 *
 * <p>
 * The published rule ({@link UusicCrop}) takes everything dark that hangs together and touches the border for the
 * margin. Here a margin is what is <em>flat</em> along a whole side, at any level ({@link Margins}); it is taken off
 * with every tolerance up to the given one, together with the thin, the flat and the coloured things that lie on it
 * ({@link MarginPeeling}); and the result stays whose outline is most like that of a field of view: convex, and different from
 * the margin along its sides. Then the next margin inside is sought. If no result has clear sides, as with pictures that
 * fade to black, the largest of the possible ones is taken, so that nothing live is lost, and the score is low.
 */
public final class SectorCrop {

	/** Margins inside margins: page, window, panel, canvas. */
	private static final int ROUNDS = 4;

	/** A quality above this means clear sides. */
	private static final double CLEAR = 0.5;

	/** With clear sides, results whose quality is this near the best are as good; the smallest is taken. */
	private static final double EQUAL = 0.03;

	/** With clear sides, results whose quality is this near the best must agree, or the score falls. */
	private static final double RIVAL = 0.1;

	/** Sides that only show at lower tolerances may be the rim of the scanner's canvas, one level off the screen's. */
	private static final int SHEER = 2;

	/** Without clear sides, results with this share of the best quality are possible. */
	private static final double POSSIBLE = 0.75;

	/** Without clear sides, the whole box is possible if what differs from the margin is this solid. */
	private static final double WHOLE = 0.7;

	/** A field of view smaller than this share of the screen is doubtful. */
	static final double SMALL = 0.1;

	/** Quiet sides that an inner margin without clear sides must have; an outer one needs one. */
	private static final int INNER_SIDES = 3;

	/** Where all sides show with this contrast, nothing fades out. */
	private static final double SHARP = 0.5;

	/** Margin round a part of a screen that is looked at alone, in pixels. */
	private static final int BORDER = 12;

	/** Boxes this much alike (IoU) say the same. */
	static final double SAME = 0.95;

	/** Score of what somebody has to look at. */
	static final double DOUBTFUL = FieldOfView.CERTAIN * 0.9;

	/** Parts of a screen are known less well than what is found in them. */
	private static final double ALIKE = 0.85;

	private SectorCrop() {
	}

	/**
	 * @param image colour, any size
	 * @param tolerance how far a margin's pixels may be from its colour at most, 0..255; 5 by default
	 * @return the field of view
	 */
	public static FieldOfView cropColor(final RandomAccessibleInterval<ARGBType> image, final int tolerance) {
		return crop(Screen.ofColor(image), tolerance);
	}

	/** The same for a grey image, see {@link #cropColor}. */
	public static FieldOfView crop(final RandomAccessibleInterval<UnsignedByteType> image, final int tolerance) {
		return crop(Screen.ofGray(image), tolerance);
	}

	/** What was found, the colours of the margins that were taken off on the way, and the looks at them. */
	private record Search(FieldOfView found, List<Integer> known, Peelings peelings) {}

	static FieldOfView crop(final Screen screen, final int tolerance) {
		final Search search = search(screen, tolerance);
		if (search.found.score() == 0) return search.found;
		final ScreenParts parts = parts(screen, search, tolerance);
		if (parts == null || parts.fields().isEmpty()) return search.found;
		return parts.fields().size() > 1 ? oneOf(parts.fields(), search.found) : single(screen, search, parts, tolerance);
	}

	/** {@return each field of view of a screen, in reading order; at least one} */
	static List<FieldOfView> fields(final Screen screen, final int tolerance) {
		final Search search = search(screen, tolerance);
		if (search.found.score() == 0) return List.of(search.found);
		final ScreenParts parts = parts(screen, search, tolerance);
		if (parts == null || parts.fields().isEmpty()) return List.of(search.found);
		if (parts.fields().size() == 1) return List.of(single(screen, search, parts, tolerance));
		final int margin = margin(screen, search.known);
		return parts.fields().stream().map(field -> alone(screen, parts, field, margin, tolerance)).toList();
	}

	/** {@return the only field of view: without the spectrum or the M-mode below it, which is no part of the picture} */
	private static FieldOfView single(final Screen screen, final Search search, final ScreenParts parts, final int tolerance) {
		final FieldOfView found = search.found;
		final Box field = parts.fields().get(0);
		if (parts.traces().isEmpty() || found.certain() && found.box().iou(field) >= ALIKE) return found;
		// A drawn line across one picture makes its lower part look like a trace; a trace is rarely just as wide.
		final Box all = parts.traces().stream().reduce(field, Box::around);
		if (found.certain() && parts.traces().stream().allMatch(trace -> isFlush(trace, field)) && found.box().iou(all) >= ALIKE)
			return doubtful(found, "what lies below the picture may not belong to it");
		return alone(screen, parts, field, margin(screen, search.known), tolerance);
	}

	/** {@return whether two boxes begin and end in the same columns, as good as} */
	private static boolean isFlush(final Box trace, final Box field) {
		final double near = (1 - SAME) * field.w();
		return Math.abs(trace.x() - field.x()) <= near && Math.abs(trace.x() + trace.w() - field.x() - field.w()) <= near;
	}

	static FieldOfView doubtful(final FieldOfView found, final String reason) {
		return new FieldOfView(found.box(), Math.min(found.score(), DOUBTFUL), reason);
	}

	/** {@return what was found, certain only if it is the box round all pictures of the screen} */
	private static FieldOfView oneOf(final List<Box> fields, final FieldOfView found) {
		final Box all = fields.stream().reduce(Box::around).orElseThrow();
		return !found.certain() || found.box().iou(all) >= ALIKE ? found : doubtful(found, "the screen holds " + fields.size() +
			" pictures; mode=views views=auto cuts out each");
	}

	private static ScreenParts parts(final Screen screen, final Search search, final int tolerance) {
		final int[] colours = colours(screen, search.known);
		return colours.length == 0 ? null : ScreenParts.of(screen, search.peelings.whole(colours), tolerance);
	}

	private static int margin(final Screen screen, final List<Integer> known) {
		final int[] colours = colours(screen, known);
		return colours.length == 0 ? 0 : colours[colours.length - 1];
	}

	/** {@return the margins' colours; the quiet ones at the screen's sides if none is known} */
	private static int[] colours(final Screen screen, final List<Integer> known) {
		if (!known.isEmpty()) return known.stream().mapToInt(Integer::intValue).toArray();
		return Margins.find(screen, new Box(0, 0, screen.width, screen.height), known).stream().filter(margin -> margin
			.quietSides() > 0).mapToInt(Margins.Margin::colour).toArray();
	}

	/** {@return one field of view of several, looked for in a screen without the others} */
	private static FieldOfView alone(final Screen screen, final ScreenParts parts, final Box field, final int margin,
		final int tolerance)
	{
		final Box cell = parts.cell(field, screen.width, screen.height);
		final FieldOfView found = search(screen.part(cell, parts.panels(), BORDER, margin), tolerance).found;
		final int left = Math.max(0, found.box().x() - BORDER);
		final int top = Math.max(0, found.box().y() - BORDER);
		final int right = Math.min(cell.w(), found.box().x() + found.box().w() - BORDER);
		final int bottom = Math.min(cell.h(), found.box().y() + found.box().h() - BORDER);
		return new FieldOfView(new Box(cell.x() + left, cell.y() + top, right - left, bottom - top), found.score(), found.reason());
	}

	private static Search search(final Screen screen, final int tolerance) {
		Box box = new Box(0, 0, screen.width, screen.height);
		final Peelings peelings = new Peelings(screen);
		if (screen.isFlat(tolerance))
			return new Search(new FieldOfView(box, 0, "the image is flat, there is no picture in it"), List.of(), peelings);
		double quality = 1;
		double agreement = 1;
		double faintest = 1;
		final List<Integer> known = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			final List<MarginPeeling.Candidate> candidates = candidates(screen, peelings, box, known, tolerance, round ==
				0);
			final double best = candidates.stream().mapToDouble(MarginPeeling.Candidate::quality).max().orElse(0);
			if (best == 0) break;
			final MarginPeeling.Candidate choice = choose(candidates, best);
			quality = best;
			agreement = agreement(candidates, choice, best);
			if (!choice.moved()) break;
			Arrays.stream(choice.colours()).forEach(known::add);
			box = choice.box();
			faintest = choice.faintest();
		}
		box = TextBars.trim(screen, box, known);
		final FieldOfView found = judge(screen, box, quality, agreement);
		if (found.certain() && faintest >= SHARP) return new Search(found, known, peelings);
		final int[] colours = colours(screen, known);
		return new Search(colours.length == 0 ? found : FadingField.of(screen, found, peelings.whole(colours), tolerance), known,
			peelings);
	}

	private static List<MarginPeeling.Candidate> candidates(final Screen screen, final Peelings peelings, final Box box,
		final List<Integer> known, final int tolerance, final boolean outermost)
	{
		final List<Margins.Margin> margins = Margins.find(screen, box, known);
		final List<MarginPeeling.Candidate> candidates = new ArrayList<>();
		for (final int[] colours : sets(margins, known)) {
			final MarginPeeling peel = peelings.of(box, colours);
			final boolean quiet = margins.stream().anyMatch(margin -> margin.quietSides() >= (outermost ? 1 : INNER_SIDES) &&
				Arrays.stream(colours).anyMatch(colour -> colour == margin.colour()));
			for (int t = 0; t <= tolerance; t++) {
				final MarginPeeling.Candidate candidate = peel.at(t);
				if (candidate == null) continue;
				final boolean whole = outermost && t == 0 && candidate.solidity() >= WHOLE;
				if (candidate.moved() ? quiet || candidate.quality() > CLEAR : whole) candidates.add(candidate);
			}
		}
		return candidates;
	}

	/** {@return each margin's colour alone, and all together with those that lie further out} */
	private static List<int[]> sets(final List<Margins.Margin> margins, final List<Integer> known) {
		final List<int[]> sets = new ArrayList<>();
		final Set<Integer> all = new LinkedHashSet<>(known);
		for (final Margins.Margin margin : margins) {
			sets.add(new int[] { margin.colour() });
			all.add(margin.colour());
		}
		if (all.size() > 1 && !margins.isEmpty()) sets.add(all.stream().mapToInt(Integer::intValue).toArray());
		return sets;
	}

	private static MarginPeeling.Candidate choose(final List<MarginPeeling.Candidate> candidates, final double best) {
		final Comparator<MarginPeeling.Candidate> byArea = Comparator.comparingLong(candidate -> candidate.box().area());
		if (best > CLEAR) return candidates.stream().filter(candidate -> candidate.quality() >= best - EQUAL).min(byArea)
			.orElseThrow();
		return possible(candidates, best).stream().max(byArea).orElseThrow();
	}

	private static List<MarginPeeling.Candidate> possible(final List<MarginPeeling.Candidate> candidates, final double best) {
		return candidates.stream().filter(candidate -> !candidate.moved() || candidate.quality() >= POSSIBLE * best)
			.toList();
	}

	/** {@return mean IoU of the choice with its rivals; another set of colours is no rival but another step of the way} */
	private static double agreement(final List<MarginPeeling.Candidate> candidates, final MarginPeeling.Candidate choice,
		final double best)
	{
		if (best <= CLEAR) return meanIou(possible(candidates, best), choice);
		final List<MarginPeeling.Candidate> alike = candidates.stream().filter(candidate -> Arrays.equals(candidate.colours(), choice
			.colours())).toList();
		final double rivals = meanIou(alike.stream().filter(candidate -> candidate.quality() >= Math.min(best - RIVAL, choice
			.quality())).toList(), choice);
		final double sturdy = alike.stream().filter(candidate -> candidate.tolerance() >= SHEER).mapToDouble(
			candidate -> candidate.box().iou(choice.box())).max().orElse(1);
		return Math.min(rivals, sturdy);
	}

	private static double meanIou(final List<MarginPeeling.Candidate> candidates, final MarginPeeling.Candidate choice) {
		return candidates.stream().mapToDouble(candidate -> candidate.box().iou(choice.box())).average().orElse(1);
	}

	private static FieldOfView judge(final Screen screen, final Box box, final double quality, final double agreement) {
		final double share = (double) box.area() / ((long) screen.width * screen.height);
		final double score = agreement * Math.min(1, 0.5 + quality) * Math.min(1, share / SMALL);
		if (score >= FieldOfView.CERTAIN) return new FieldOfView(box, score, "");
		if (share < SMALL) return new FieldOfView(box, score, "the field of view found is under 10 % of the image");
		return new FieldOfView(box, score, 1 - agreement > Math.max(0, 0.5 - quality)
			? "the box depends on the level that is taken for dark"
			: "the picture hardly differs from the margin at its sides");
	}
}
