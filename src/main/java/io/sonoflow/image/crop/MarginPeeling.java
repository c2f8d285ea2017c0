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
import io.sonoflow.image.morphology.BitMask;
import io.sonoflow.image.morphology.BitPlanes;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.ConvexHull;
import io.sonoflow.image.morphology.Majority;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Takes margins of given colours off a box: what is left is the picture, if its outline shows the marks of one. */
final class MarginPeeling {

	/** Radius of the opening that cuts off text, rulers and ticks, as a share of the screen's shorter side. */
	private static final double OPENING = 0.006;

	/** A pixel like its right neighbour counts less: bars, panels and letters are flat, echoes are not. */
	static final int TEXTURED = 10;
	private static final int FLAT = 3;

	/** Strongly coloured pixels are drawn by the scanner (or Doppler, which lies on top of grey). */
	private static final int COLOURED = 60;

	/** Parts cut off the picture by shadows belong to it from this share of its area on ... */
	private static final double PART_AREA = 0.03;

	/** ... and with at least this mean texture (1 = all textured). */
	private static final double PART_TEXTURE = 0.55;

	/** A side is moved inwards over rows or columns covered less than this ... */
	private static final double SPARSE = 0.2;

	/** ... to where the cover rises by this much within three pixels: a straight edge with something sticking out. */
	private static final double JUMP = 0.6;

	/**
	 * What is left at one tolerance.
	 *
	 * @param colours the margins taken off
	 * @param tolerance with which
	 * @param box where the picture is, in the screen
	 * @param solidity the picture's area over that of its convex hull, 0..1: fields of view are convex but for the arc of
	 *          the probe, pictures that hang together with text are not
	 * @param quality 0 if no side moved, else solidity x (0.3 + 0.7 x mean contrast of the moved sides), 0..1; contrast
	 *          is the share of pixels unlike the margin just inside the side less that just outside
	 * @param faintest the contrast of the moved side that shows least; 1 if none moved
	 */
	record Candidate(int[] colours, int tolerance, Box box, double solidity, double quality, double faintest) {

		boolean moved() {
			return quality > 0;
		}
	}

	/**
	 * One tolerance.
	 *
	 * @param unlike pixels unlike the margin
	 * @param shape what is left of them
	 */
	private record Layer(BitMask unlike, Shape shape) {}

	/**
	 * What is left of pixels unlike the margin.
	 *
	 * @param dense where at least half of the pixels round a pixel are unlike the margin
	 * @param components what hangs together once noise, text and thin lines are off
	 */
	private record Shape(BitMask dense, Components components) {}

	private final Screen screen;
	private final Box box;
	private final int[] colours;
	private final int w;
	private final int h;
	/** Distance of each pixel from the nearest margin colour. */
	private final BitPlanes distance;
	/** Running sums of the texture along each row. */
	private final int[] texture;
	private final Map<Integer, Layer> layers = new HashMap<>();

	/** @param texture of the box, see {@link #texture(Screen, Box)} */
	MarginPeeling(final Screen screen, final Box box, final int[] colours, final int[] texture) {
		this.screen = screen;
		this.box = box;
		this.colours = colours;
		this.texture = texture;
		w = box.w();
		h = box.h();
		final byte[] distances = new byte[w * h];
		final byte[] ofGray = new byte[256];
		for (int level = 0; level < 256; level++)
			ofGray[level] = nearest(level * 0x010101);
		for (int y = 0; y < h; y++)
			for (int x = 0, at = (box.y() + y) * screen.width + box.x(); x < w; x++, at++) {
				final int rgb = screen.rgb[at];
				distances[y * w + x] = Screen.isGray(rgb) ? ofGray[rgb & 0xFF] : nearest(rgb);
			}
		distance = BitPlanes.of(distances, w, h);
	}

	private byte nearest(final int rgb) {
		int nearest = 255;
		for (final int colour : colours)
			nearest = Math.min(nearest, Screen.distance(rgb, colour));
		return (byte) nearest;
	}

	/** {@return running sums of the texture along each row of the box: (w + 1) x h, the first of a row 0} */
	static int[] texture(final Screen screen, final Box box) {
		final int w = box.w();
		final int[] texture = new int[(w + 1) * box.h()];
		for (int y = 0; y < box.h(); y++) {
			final int at = (box.y() + y) * screen.width + box.x();
			int rgb = screen.rgb[at];
			int sum = 0;
			for (int x = 0; x < w; x++) {
				// Nothing is like what lies outside.
				final int next = x + 1 < w ? screen.rgb[at + x + 1] : -1;
				if (Screen.isGray(rgb) || Screen.brightest(rgb) - Screen.darkest(rgb) <= COLOURED) sum += rgb == next ? FLAT : TEXTURED;
				texture[y * (w + 1) + x + 1] = sum;
				rgb = next;
			}
		}
		return texture;
	}

	/**
	 * @param tolerance pixels at most this far from a margin's colour are like it
	 * @return what is left, or null if nothing is
	 */
	Candidate at(final int tolerance) {
		final Layer layer = layer(tolerance);
		final Components components = layer.shape.components;
		if (components.count() == 0) return null;
		final boolean[] wanted = picture(components);
		final Box found = snap(layer.shape.dense, bounds(components, wanted));
		final BitMask picture = components.bits(wanted);
		final double solidity = picture.area() / ConvexHull.area(picture);
		final double[] contrasts = contrasts(layer.unlike, found);
		final double contrast = Arrays.stream(contrasts).average().orElse(Double.NaN);
		return new Candidate(colours, tolerance, new Box(box.x() + found.x(), box.y() + found.y(), found.w(), found.h()), solidity,
			Double.isNaN(contrast) ? 0 : Math.max(Double.MIN_VALUE, solidity * (0.3 + 0.7 * contrast)), Arrays
				.stream(contrasts).min().orElse(1));
	}

	private Layer layer(final int tolerance) {
		final Layer known = layers.get(tolerance);
		if (known != null) return known;
		final BitMask unlike = distance.above(tolerance);
		final Layer layer = new Layer(unlike, shape(Majority.of(unlike)));
		layers.put(tolerance, layer);
		return layer;
	}

	/** Mostly the few pixels that are like the margin at one tolerance and not at the next change nothing. */
	private Shape shape(final BitMask dense) {
		for (final Layer other : layers.values())
			if (other.shape.dense.isSame(dense)) return other.shape;
		return new Shape(dense, Components.of(dense.open(radius()), Connectivity.EIGHT));
	}

	/** {@return what hangs together once noise, text and thin lines are off} */
	Components components(final int tolerance) {
		return layer(tolerance).shape.components;
	}

	/** {@return sum of the texture over each component} */
	long[] texture(final Components components) {
		return components.sums(texture);
	}

	private int radius() {
		return Math.max(2, (int) Math.round(OPENING * Math.min(screen.width, screen.height)));
	}

	/** {@return pixels unlike the margin} */
	BitMask unlike(final int tolerance) {
		return distance.above(tolerance);
	}

	/** {@return pixels unlike the margin that are the picture's or lie so near it that the opening took them off} */
	BitMask lit(final int tolerance) {
		final Components components = components(tolerance);
		if (components.count() == 0) return null;
		return components.bits(picture(components)).dilate(Majority.REACH + radius()).and(unlike(tolerance));
	}

	/** {@return the most textured component and the parts of the picture that shadows have cut off it} */
	private boolean[] picture(final Components components) {
		final long[] weights = components.sums(texture);
		int main = 0;
		for (int i = 0; i < weights.length; i++)
			if (weights[i] > weights[main]) main = i;
		final Box around = components.box(main);
		final boolean[] wanted = new boolean[weights.length];
		for (int i = 0; i < wanted.length; i++) {
			final Box part = components.box(i);
			final int middle = part.x() + part.w() / 2;
			wanted[i] = i == main || components.area(i) >= PART_AREA * components.area(main) && weights[i] >= PART_TEXTURE *
				TEXTURED * components.area(i) && middle > around.x() && middle < around.x() + around.w();
		}
		return wanted;
	}

	private static Box bounds(final Components components, final boolean[] wanted) {
		int left = Integer.MAX_VALUE;
		int top = Integer.MAX_VALUE;
		int right = 0;
		int bottom = 0;
		for (int i = 0; i < wanted.length; i++) {
			if (!wanted[i]) continue;
			final Box part = components.box(i);
			left = Math.min(left, part.x());
			top = Math.min(top, part.y());
			right = Math.max(right, part.x() + part.w());
			bottom = Math.max(bottom, part.y() + part.h());
		}
		return new Box(left, top, right - left, bottom - top);
	}

	private static Box snap(final BitMask mask, final Box around) {
		final int[] columns = straight(profile(mask.columns(around), around.h()));
		final int[] rows = straight(profile(mask.rows(around), around.w()));
		return new Box(around.x() + columns[0], around.y() + rows[0], columns[1] - columns[0], rows[1] - rows[0]);
	}

	private static double[] profile(final int[] counts, final int length) {
		return Arrays.stream(counts).mapToDouble(count -> (double) count / length).toArray();
	}

	/** {@return begin and end (exclusive) of the profile between straight edges, if there are any} */
	private static int[] straight(final double[] profile) {
		final int n = profile.length;
		int begin = 0;
		int end = n;
		for (int i = 0; i < n / 3 && profile[i] < SPARSE; i++)
			if (profile[Math.min(n - 1, i + 3)] - profile[i] > JUMP) begin = i + 1;
		for (int i = n - 1; i > 2 * n / 3 && profile[i] < SPARSE; i--)
			if (profile[Math.max(0, i - 3)] - profile[i] > JUMP) end = i;
		return new int[] { begin, end };
	}

	/** {@return contrast of the sides that moved} */
	private double[] contrasts(final BitMask unlike, final Box found) {
		final int k = Math.max(3, Math.min(screen.width, screen.height) / 100);
		final int right = found.x() + found.w();
		final int bottom = found.y() + found.h();
		final double[] inside = { share(unlike, found.x(), found.y(), found.x() + k, bottom), share(unlike, right - k, found
			.y(), right, bottom), share(unlike, found.x(), found.y(), right, found.y() + k), share(unlike, found.x(), bottom -
				k, right, bottom) };
		final double[] outside = { share(unlike, found.x() - k, found.y(), found.x(), bottom), share(unlike, right, found
			.y(), right + k, bottom), share(unlike, found.x(), found.y() - k, right, found.y()), share(unlike, found.x(),
				bottom, right, bottom + k) };
		return IntStream.range(0, 4).mapToDouble(side -> inside[side] - outside[side]).filter(contrast -> !Double.isNaN(contrast))
			.toArray();
	}

	/** {@return share of pixels unlike the margin; NaN for less than two rows or columns} */
	private double share(final BitMask unlike, final int left, final int top, final int right, final int bottom) {
		final int x0 = Math.max(0, left);
		final int y0 = Math.max(0, top);
		final int x1 = Math.min(w, right);
		final int y1 = Math.min(h, bottom);
		if (x1 - x0 < 2 || y1 - y0 < 2) return Double.NaN;
		return (double) unlike.count(new Box(x0, y0, x1 - x0, y1 - y0)) / ((x1 - x0) * (y1 - y0));
	}
}
