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
package io.sonoflow.image.mask;

import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.ConvexHull;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.morphology.Morphology;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Whether a mask is the line round a structure instead of its area, as some sets have it, and the area. A mask is a line if most
 * of it lies within 3 pixels of the background while it encloses more than its own area; where the line ends at the edge of the
 * picture, the edge closes it. A line that a gap leaves open is recognised, too, but has no area.
 *
 * @param kind what it is
 * @param area the area: the filled line, or the mask itself
 */
public record Outlines(Kind kind, Mask area) {

	/** What a mask may be. */
	public enum Kind {
		/** An area, or nothing. */
		AREA,
		/** One or more closed lines. */
		CLOSED,
		/** A line that the edge of the picture cuts off. */
		CUT,
		/** A line with a gap. */
		OPEN
	}

	/** Distance from the background up to which a pixel belongs to a line. */
	private static final double THIN = 3;
	/** Share of pixels that must. */
	private static final double MOST = 0.75;
	/** A straight strip fills its convex hull, a line round something does not: the hull is at least so many times as large. */
	private static final double BENT = 2;
	/** Gaps up to twice this share of the mask's extent are seen. */
	private static final double GAP = 0.1;
	/** Of two halves of a picture the inside is the convex one. */
	private static final double CONVEX = 0.03;
	/** The smallest line round anything. */
	private static final int FEWEST = 8;

	/** {@return what the mask is} */
	public static Outlines of(final Mask mask) {
		if (mask.area() < FEWEST) return new Outlines(Kind.AREA, mask);
		if (!isThin(mask)) return parts(mask);
		final Mask closed = Morphology.fillHoles(mask);
		final boolean bent = ConvexHull.area(mask) >= BENT * mask.area();
		final Mask filled = bent ? withCutOff(closed) : closed;
		if (filled.area() > 2 * mask.area()) return new Outlines(filled.area() > closed.area() ? Kind.CUT : Kind.CLOSED, filled);
		return new Outlines(bent && hasGap(mask) ? Kind.OPEN : Kind.AREA, mask);
	}

	private static boolean isThin(final Mask mask) {
		final double[] squares = DistanceTransform.squared(mask.negate().data(), mask.width(), mask.height(), PixelSize.PIXELS);
		final long near = IntStream.range(0, squares.length).filter(i -> mask.data()[i] && squares[i] <= THIN * THIN).count();
		return near >= MOST * mask.area();
	}

	/** Areas with a line among them: each part that is a line is filled. */
	private static Outlines parts(final Mask mask) {
		final Components components = Components.of(mask, Connectivity.EIGHT);
		final boolean[] data = mask.data().clone();
		boolean found = false;
		for (int i = 0; i < components.count(); i++) {
			if (components.area(i) < FEWEST || components.box(i).area() < 2L * components.area(i)) continue;
			final Mask part = components.mask(i);
			final Mask filled = Morphology.fillHoles(part);
			if (filled.area() <= 2 * part.area() || !isThin(part)) continue;
			found = true;
			for (int pixel = 0; pixel < data.length; pixel++)
				data[pixel] |= filled.data()[pixel];
		}
		return found ? new Outlines(Kind.CLOSED, Mask.of(data, mask.width(), mask.height())) : new Outlines(Kind.AREA, mask);
	}

	/** {@return the mask without holes and with what lies between it and the edge of the picture, where it cuts the picture apart} */
	private static Mask withCutOff(final Mask mask) {
		final Components regions = Components.of(mask.negate(), Connectivity.FOUR);
		if (regions.count() < 2) return mask;
		final boolean[] inside = new boolean[regions.count()];
		final int[] corners = corners(regions, mask);
		if (Arrays.stream(corners).anyMatch(count -> count == 0) && Arrays.stream(corners).anyMatch(count -> count > 0))
			for (int i = 0; i < inside.length; i++)
				inside[i] = corners[i] == 0;
		else if (regions.count() == 2 && corners[0] != corners[1]) inside[corners[0] < corners[1] ? 0 : 1] = true;
		else {
			final double[] solidity = IntStream.range(0, inside.length).mapToDouble(i -> regions.area(i) / ConvexHull.area(regions.mask(
				i))).toArray();
			final double best = Arrays.stream(solidity).max().orElse(0);
			for (int i = 0; i < inside.length; i++)
				inside[i] = solidity[i] > best - CONVEX;
			// A line across the picture has no inside.
			if (IntStream.range(0, inside.length).allMatch(i -> inside[i])) return mask;
		}
		final Mask added = regions.mask(inside);
		return Mask.of(mask.width(), mask.height(), i -> mask.data()[i] || added.data()[i]);
	}

	/** {@return how many corners of the picture lie in each region} */
	private static int[] corners(final Components regions, final Mask mask) {
		final int[] labels = regions.labels();
		final int last = mask.width() * (mask.height() - 1);
		final int[] corners = new int[regions.count()];
		for (final int pixel : new int[] { 0, mask.width() - 1, last, last + mask.width() - 1 })
			if (labels[pixel] >= 0) corners[labels[pixel]]++;
		return corners;
	}

	private static boolean hasGap(final Mask mask) {
		final Components parts = Components.of(mask, Connectivity.EIGHT);
		final Box box = IntStream.range(0, parts.count()).mapToObj(parts::box).reduce(Box::around).orElseThrow();
		final Mask bridged = Morphology.close(mask, (int) Math.ceil(GAP * Math.hypot(box.w(), box.h())));
		return Morphology.fillHoles(bridged).area() - bridged.area() > mask.area();
	}
}
