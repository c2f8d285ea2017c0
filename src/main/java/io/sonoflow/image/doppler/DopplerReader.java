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
import io.sonoflow.image.morphology.BitMask;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.morphology.Morphology;

import java.util.Arrays;
import java.util.Optional;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Takes the frames of clips apart. Writing that was read off one frame is known in the next, so that one reader for all frames
 * of a clip is faster than one a frame. One that knows nothing of the clip gives of a frame what no other has a say in; one of
 * {@link DopplerEvidence} also uses what the frames that were added show together, wherever the frame shows it, too. Neither
 * depends on which frames it took apart before. Thread-safe.
 *
 * <pre>
 * DopplerReader reader = new DopplerReader();
 * for (int frame = 0; frame &lt; clip.frames(); frame++)
 * 	DopplerParts parts = reader.parts(clip.color(frame));
 * </pre>
 */
public final class DopplerReader {

	/** Least chroma of what is flow. */
	static final int COLOURED = 34;

	/** Least chroma of what flow begins with in a box and without one; half the width of lines' and of letters' strokes. */
	private static final int CORE = 44, SURE = 60, THIN = 1, LETTER = 2;

	/** Least brightness of flow as a share of the brightest so many pixels round it: a JPEG's colours run out over the dark. */
	private static final double RUN_OUT = 0.55;
	private static final int NEAR = 2;

	/** Hues so near to the bar's are the bar's; rim round the bar. */
	static final double HUES = 14;
	private static final int RIM = 4;

	/** Share of the largest part of flow from which on a part is large. */
	private static final double LARGE = 0.05;

	private final KnownWriting writing = new KnownWriting();
	private final DopplerLayout layout;

	/** What is found before anything is read off the bar. */
	private record Found(ColorPlanes planes, Optional<ColorBar> bar, Optional<BitMask> inside, BitMask flow) {
	}

	/** Knows nothing of the pictures before it sees them. */
	public DopplerReader() {
		this(DopplerLayout.NONE);
	}

	/** @param layout what is known of all frames of a clip */
	DopplerReader(final DopplerLayout layout) {
		this.layout = layout;
	}

	/** {@return what the picture's parts are; a grey one has none} */
	public DopplerParts parts(final RandomAccessibleInterval<ARGBType> image) {
		final Found found = find(image, layout);
		final Mask flow = found.flow.toMask();
		final ColorBar bar = found.bar.orElse(null);
		final boolean signed = bar != null && bar.isSigned();
		final Optional<Scale> scale = signed ? scale(image, bar) : Optional.empty();
		final int[] rows = signed ? bar.rowsOf(found.planes.colors(), flow) : new int[0];
		return new DopplerParts(flow, found.inside.map(BitMask::toMask), found.bar, scale, scale.map(read -> velocity(rows, flow, bar,
			read)), signed ? Aliasing.find(rows, flow, found.inside.map(BitMask::toMask).orElse(null), bar) : none(flow));
	}

	private Optional<Scale> scale(final RandomAccessibleInterval<ARGBType> image, final ColorBar bar) {
		final Optional<Scale> known = layout.bar().filter(bar::equals).flatMap(same -> layout.scale(Images.colors(image)));
		return known.isPresent() ? known : Scale.read(image, bar, writing).map(Scale.Reading::scale);
	}

	/** {@return as {@link #flow} by a reader that knows nothing of the clip} */
	public static DopplerParts withoutScale(final RandomAccessibleInterval<ARGBType> image) {
		return new DopplerReader().flow(image);
	}

	/**
	 * {@return as {@link #parts}, but nothing is read off the bar: there is no scale and no velocity, and nothing is aliased}
	 */
	public DopplerParts flow(final RandomAccessibleInterval<ARGBType> image) {
		final Found found = find(image, layout);
		final Mask flow = found.flow.toMask();
		return new DopplerParts(flow, found.inside.map(BitMask::toMask), found.bar, Optional.empty(), Optional.empty(), none(
			flow));
	}

	private static Mask none(final Mask flow) {
		return Mask.of(flow.width(), flow.height(), i -> false);
	}

	private static Found find(final RandomAccessibleInterval<ARGBType> image, final DopplerLayout layout) {
		final ColorPlanes planes = DopplerEvidence.planes(Images.colors(image), Images.width(image), layout.coarse());
		final Optional<ColorBar> bar = layout.bar(planes).or(() -> ColorBar.find(planes));
		final Optional<BitMask> inside = layout.room(planes).or(() -> ColorBox.find(planes, cores(planes, bar, LETTER, SURE)));
		final int rim = layout.coloured();
		final int least = Math.max(CORE, rim);
		final BitMask flow = inside.map(room -> flow(planes, cores(planes, Optional.empty(), THIN, least), room, rim)).orElseGet(
			() -> bar.isEmpty() ? planes.none() : together(flow(planes, cores(planes, bar, LETTER, SURE), null, rim)));
		return new Found(planes, bar, inside, without(flow, bar));
	}

	/** {@return what is thick and coloured} */
	static BitMask cores(final ColorPlanes planes) {
		return cores(planes, Optional.empty(), LETTER, SURE);
	}

	/** {@return what is thick and coloured, of the bar's hues if there is a bar} */
	private static BitMask cores(final ColorPlanes planes, final Optional<ColorBar> bar, final int stroke, final int least) {
		final BitMask coloured = without(planes.coloured(least), bar);
		return bar.map(found -> planes.hues(found.hues(HUES), coloured)).orElse(coloured).open(stroke);
	}

	/** {@return a mask without the bar and what is near it} */
	static BitMask without(final BitMask mask, final Optional<ColorBar> bar) {
		if (bar.isEmpty()) return mask;
		final Box box = bar.get().box();
		final int[] begin = new int[mask.height()];
		final int[] end = new int[mask.height()];
		for (int y = Math.max(0, box.y() - RIM); y < Math.min(mask.height(), box.y() + box.h() + RIM); y++) {
			begin[y] = Math.max(0, box.x() - RIM);
			end[y] = Math.min(mask.width(), box.x() + box.w() + RIM);
		}
		return mask.without(mask.between(begin, end));
	}

	/** The cores within the box, and the paler rim of each, but not what hangs on to it as a line does. */
	private static BitMask flow(final ColorPlanes planes, final BitMask cores, final BitMask room, final int rim) {
		BitMask grown = room == null ? cores : cores.and(room);
		final BitMask coloured = planes.coloured(rim);
		final BitMask free = room == null ? coloured : coloured.and(room);
		for (int step = 0; step < 2; step++)
			grown = grown.or(Morphology.dilate(grown).and(free));
		// Pale seams where its two sides meet belong to it; what is much darker than the flow beside it does not.
		final BitMask closed = grown.dilate(NEAR).erode(NEAR);
		final BitMask bright = planes.bright(closed, NEAR, RUN_OUT);
		return room == null ? bright : withoutStrokes(bright.and(room), LETTER);
	}

	/** {@return the parts that are somewhere thicker than a stroke: not the dashes of a beam's line, nor letters} */
	static BitMask withoutStrokes(final BitMask flow, final int stroke) {
		final BitMask thick = flow.open(stroke);
		final Components parts = Components.of(flow, Connectivity.EIGHT);
		final int[] labels = parts.labels();
		final boolean[] wanted = new boolean[parts.count()];
		for (int y = 0; y < thick.height(); y++)
			for (int x = thick.next(true, 0, y); x < thick.width(); x = thick.next(true, x + 1, y))
				wanted[labels[y * thick.width() + x]] = true;
		return parts.bits(wanted);
	}

	/** Without a box: what is small and far from all that is large is a logo, a letter, or a mark. */
	private static BitMask together(final BitMask flow) {
		final Components parts = Components.of(flow, Connectivity.EIGHT);
		if (parts.count() == 0) return flow;
		final int large = (int) (LARGE * parts.area(parts.largest()));
		final boolean[] wanted = new boolean[parts.count()];
		Box near = null;
		for (int i = 0; i < wanted.length; i++)
			if (parts.area(i) >= large) near = near == null ? parts.box(i) : near.around(parts.box(i));
		for (int i = 0; i < wanted.length; i++)
			wanted[i] = parts.area(i) >= large || parts.box(i).common(near).isPresent();
		return parts.bits(wanted);
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
}
