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
import io.sonoflow.image.Luma;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.morphology.Morphology;

import java.util.Arrays;
import java.util.Optional;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * A picture with colour flow taken apart.
 *
 * <pre>
 * DopplerParts parts = DopplerParts.of(screen);
 * if (parts.velocity().isPresent()) ...
 * </pre>
 *
 * Colour that is flow is inside the line of the colour box, where one is found, and thicker than lines and letters; without a
 * line it has the hues of the bar, too. A picture that has neither box nor bar shows no flow, whatever its colours.
 *
 * @param flow which pixels show flow; never any of the line, of letters, or of the bar
 * @param inside what the colour box holds, if its line is found
 * @param bar the colour bar, if there is one
 * @param scale what the bar's ends stand for, if it shows velocity and its numbers are surely read
 * @param velocity toward the probe in the scale's unit, not a number where there is no flow; if there is a scale
 * @param aliased flow at a jump across the bar's ends: faster than the scale
 */
public record DopplerParts(Mask flow, Optional<Mask> inside, Optional<ColorBar> bar, Optional<Scale> scale,
	Optional<ArrayImg<FloatType, FloatArray>> velocity, Mask aliased)
{

	/**
	 * Least chroma of what is flow, of what flow begins with in a box and without one; half the width of lines' and of letters'
	 * strokes.
	 */
	private static final int COLOURED = 34, CORE = 44, SURE = 60, THIN = 1, LETTER = 2;

	/** Least brightness of flow as a share of the brightest so many pixels round it: a JPEG's colours run out over the dark. */
	private static final double RUN_OUT = 0.55;
	private static final int NEAR = 2;

	/** Hues so near to the bar's are the bar's; colours that far from all of the bar's have no velocity; rim round the bar. */
	private static final double HUES = 14, FARTHEST = 90;
	private static final int RIM = 4;

	/** Share of the largest part of flow from which on a part is large. */
	private static final double LARGE = 0.05;

	/** {@return what the picture's parts are; a grey one has none} */
	public static DopplerParts of(final RandomAccessibleInterval<ARGBType> image) {
		final int width = Images.width(image);
		final int[] colors = Images.colors(image);
		final Optional<ColorBar> bar = ColorBar.find(colors, width);
		final Mask cores = cores(colors, width, bar, LETTER, SURE);
		final Optional<Mask> inside = ColorBox.find(colors, cores);
		final Mask flow = inside.map(room -> flow(colors, cores(colors, width, Optional.empty(), THIN, CORE), room)).orElseGet(() ->
			bar
			.isEmpty() ? Mask.of(new boolean[colors.length], width, colors.length / width) : together(flow(colors, cores, null)));
		final Mask clean = without(flow, bar);
		final Optional<Scale> scale = bar.filter(ColorBar::isSigned).flatMap(found -> Scale.read(image, found));
		final int[] rows = bar.map(found -> rows(colors, clean, found)).orElse(null);
		return new DopplerParts(clean, inside, bar, scale, scale.map(found -> velocity(rows, clean, bar.get(), found)), rows == null
			||
			!bar.get().isSigned() ? Mask.of(width, colors.length / width, i -> false) : aliased(rows, clean, bar.get()));
	}

	/** {@return what is thick and coloured, of the bar's hues if there is a bar} */
	private static Mask cores(final int[] colors, final int width, final Optional<ColorBar> bar, final int stroke,
		final int least)
	{
		final boolean[] hues = bar.map(found -> found.hues(HUES)).orElse(null);
		final Mask coloured = without(Mask.of(width, colors.length / width, i -> Colors.chroma(colors[i]) >= least && (hues == null ||
			hues[(int) Colors.hue(colors[i])])), bar);
		return Morphology.open(coloured, stroke);
	}

	private static Mask without(final Mask mask, final Optional<ColorBar> bar) {
		if (bar.isEmpty()) return mask;
		final Box box = bar.get().box();
		return Mask.of(mask.width(), mask.height(), i -> mask.data()[i] && !(i % mask.width() >= box.x() - RIM && i % mask
			.width() < box.x() + box.w() + RIM && i / mask.width() >= box.y() - RIM && i / mask.width() < box.y() + box.h() + RIM));
	}

	/** The cores within the box, and the paler rim of each, but not what hangs on to it as a line does. */
	private static Mask flow(final int[] colors, final Mask cores, final Mask room) {
		final int width = cores.width();
		Mask grown = room == null ? cores : Mask.of(width, cores.height(), i -> cores.data()[i] && room.data()[i]);
		for (int step = 0; step < 2; step++) {
			final Mask wider = Morphology.dilate(grown);
			final Mask before = grown;
			grown = Mask.of(width, cores.height(), i -> before.data()[i] || wider.data()[i] && Colors.chroma(colors[i]) >= COLOURED &&
				(room == null || room.data()[i]));
		}
		return bright(colors, Morphology.close(grown, NEAR), room);
	}

	/** {@return the flow, with pale seams where its two sides meet, without what is much darker than the flow beside it} */
	private static Mask bright(final int[] colors, final Mask flow, final Mask room) {
		final int width = flow.width();
		final boolean[] bright = new boolean[colors.length];
		for (int i = 0; i < bright.length; i++) {
			if (!flow.data()[i] || room != null && !room.data()[i]) continue;
			int most = 0;
			for (int y = Math.max(0, i / width - NEAR); y <= Math.min(flow.height() - 1, i / width + NEAR); y++)
				for (int x = Math.max(0, i % width - NEAR); x <= Math.min(width - 1, i % width + NEAR); x++)
					if (flow.data()[y * width + x]) most = Math.max(most, Colors.most(colors[y * width + x]));
			bright[i] = Colors.most(colors[i]) >= RUN_OUT * most;
		}
		return Mask.of(bright, width, flow.height());
	}

	/** Without a box: what is small and far from all that is large is a logo, a letter, or a mark. */
	private static Mask together(final Mask flow) {
		final Components parts = Components.of(flow, Connectivity.EIGHT);
		if (parts.count() == 0) return flow;
		final int large = (int) (LARGE * parts.area(parts.largest()));
		final boolean[] wanted = new boolean[parts.count()];
		Box near = null;
		for (int i = 0; i < wanted.length; i++)
			if (parts.area(i) >= large) near = near == null ? parts.box(i) : near.around(parts.box(i));
		for (int i = 0; i < wanted.length; i++)
			wanted[i] = parts.area(i) >= large || parts.box(i).common(near).isPresent();
		return parts.mask(wanted);
	}

	/** {@return of each pixel of flow the bar's row of its colour; -1 elsewhere and where the bar has none like it} */
	private static int[] rows(final int[] colors, final Mask flow, final ColorBar bar) {
		final int[] rows = new int[colors.length];
		for (int i = 0; i < rows.length; i++)
			rows[i] = flow.data()[i] ? bar.nearest(colors[i], FARTHEST) : -1;
		return rows;
	}

	private static ArrayImg<FloatType, FloatArray> velocity(final int[] rows, final Mask flow, final ColorBar bar,
		final Scale scale)
	{
		final float[] velocity = new float[rows.length];
		Arrays.fill(velocity, Float.NaN);
		for (int i = 0; i < rows.length; i++)
			if (rows[i] >= 0) velocity[i] = (float) (scale.high() + (scale.low() - scale.high()) * (rows[i] + 0.5) / bar.box().h());
		return Images.floats(velocity, flow.width(), flow.height());
	}

	/** Neighbours are aliased where it is shorter from one to the other across the bar's ends than along the bar. */
	private static Mask aliased(final int[] rows, final Mask flow, final ColorBar bar) {
		final int width = flow.width();
		final boolean[] aliased = new boolean[rows.length];
		for (int i = 0; i < rows.length; i++)
			for (final int other : new int[] { i % width + 1 < width ? i + 1 : -1, i + width < rows.length ? i + width : -1 })
				if (other >= 0 && rows[i] >= 0 && rows[other] >= 0 && Math.abs(rows[i] - rows[other]) > 0.6 * bar.box().h()) {
					aliased[i] = true;
					aliased[other] = true;
				}
		return Mask.of(aliased, width, flow.height());
	}

	/** {@return whether there is anything of a colour scanner in it} */
	public boolean isDoppler() {
		return bar.isPresent() || inside.isPresent() && flow.area() > 0;
	}

	/** {@return whether more of a picture than a JPEG's crumbs is coloured} */
	public static boolean isColoured(final RandomAccessibleInterval<ARGBType> image) {
		final int[] colors = Images.colors(image);
		int coloured = 0;
		for (final int argb : colors)
			if (Colors.chroma(argb) >= COLOURED) coloured++;
		return coloured > 1e-4 * colors.length;
	}

	/** {@return the rectangle round the colour box} */
	public Optional<Box> box() {
		return inside.flatMap(Mask::box);
	}

	/** {@return the largest number of neighbouring aliased pixels} */
	public int largestAliasing() {
		final Components parts = Components.of(aliased, Connectivity.EIGHT);
		return parts.largest() < 0 ? 0 : parts.area(parts.largest());
	}

	/** {@return the grey levels of a picture, the luma of its colours} */
	public static ArrayImg<UnsignedByteType, ByteArray> grey(final RandomAccessibleInterval<ARGBType> image) {
		return Luma.gray(image);
	}
}
