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
package io.sonoflow.image.augment;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;
import io.sonoflow.image.marker.Marker;
import io.sonoflow.image.marker.MarkerShape;
import io.sonoflow.image.marker.MarkerType;
import io.sonoflow.image.marker.Markers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Puts marks of given kinds into an image that keeps its size, always as many: to see whether a classifier looks at
 * them.
 *
 * <pre>
 * MarkerInsertion.Marked marked = MarkerInsertion.insert(crop, MarkerInsertion.MEASURING, RandomStream.of(seed, "explain", i));
 * </pre>
 */
public final class MarkerInsertion {

	/** The kinds that the training augmentation knows: circles, pluses and dotted calipers. */
	public static final Set<MarkerType> MEASURING = Set.of(MarkerType.CIRCLE, MarkerType.PLUS,
		MarkerType.DOT);

	/** The line is drawn anew until it has as many: over 120 px of a 300 px crop, which most lines have. */
	private static final int CALIPER_DOTS = 3;

	private MarkerInsertion() {
	}

	/**
	 * An image with marks.
	 *
	 * @param image (x, y), 8-bit
	 * @param mask row by row, width x height: true where a mark covers the pixel, however little
	 * @param markers what was drawn
	 */
	public record Marked(ArrayImg<UnsignedByteType, ByteArray> image, boolean[] mask, List<Marker> markers) {

		/** {@return number of pixels that a mark covers} */
		public int maskArea() {
			int area = 0;
			for (final boolean covered : mask)
				if (covered) area++;
			return area;
		}
	}

	/**
	 * Inserts, for each kind given: two circles; the two pluses and the dots ({@code PLUS}, {@code DOT}) of one caliper
	 * line; two long dashes; two small dashes; both side bars at their edges. A mark lies at the same place whichever
	 * other kinds are wanted.
	 *
	 * @param image (x, y), 8-bit; left as it is
	 * @param types kinds, in any order
	 * @param random decides the places: the same stream gives the same marks
	 * @return the image with white marks, their mask, and the marks
	 */
	public static Marked insert(final RandomAccessibleInterval<UnsignedByteType> image, final Collection<MarkerType> types,
		final RandomStream random)
	{
		final int width = Images.width(image);
		final int height = Images.height(image);
		final List<Marker> markers = all(width, height, Marker.scaleFor(width, height), random);
		final Set<MarkerShape> wanted = EnumSet.noneOf(MarkerShape.class);
		for (final MarkerType type : types)
			wanted.addAll(type.shapes());
		markers.removeIf(marker -> !wanted.contains(marker.shape()));
		final boolean[] mask = new boolean[width * height];
		for (final Marker marker : markers)
			Markers.mask(mask, width, height, marker);
		return new Marked(Markers.draw(image, markers), mask, List.copyOf(markers));
	}

	private static List<Marker> all(final int width, final int height, final double scale, final RandomStream random) {
		final List<Marker> markers = new ArrayList<>();
		for (final MarkerShape shape : List.of(MarkerShape.CIRCLE, MarkerShape.LONG_DASH, MarkerShape.SMALL_DASH))
			for (int i = 0; i < 2; i++)
				markers.add(MarkerDraws.place(shape, width, height, scale, random));
		final double bar = MarkerShape.WHITE_BAR.width() * scale / 2;
		markers.add(new Marker(MarkerShape.WHITE_BAR, bar, height / 2.0, scale));
		final double ruler = MarkerShape.SCALE_BAR.width() * scale / 2;
		markers.add(new Marker(MarkerShape.SCALE_BAR, width - ruler, height / 2.0, scale));
		List<Marker> line;
		do {
			line = new ArrayList<>();
			MarkerDraws.caliper(width, height, scale, random, line::add);
		}
		while (line.size() < 2 + CALIPER_DOTS);
		markers.addAll(line);
		return markers;
	}
}
