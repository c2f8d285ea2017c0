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
import io.sonoflow.image.morphology.BitMask;
import io.sonoflow.image.morphology.Mask;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a clip's frames have in common: where bar and box stand, what the numbers say, and how pale its codec makes the edge of
 * flow. Each is true of a frame only if the frame shows it there, too: a scanner's settings may change within a clip.
 *
 * @param bar if there is one
 * @param reading of its numbers, if they are surely read
 * @param room what the box holds, if its line is found
 * @param line of the box: its pixels, and what colours stand there
 * @param writing pixels of the numbers and beside them, likewise
 * @param coarse whether the codec stores colours for two by two pixels, see {@link CoarseColors}
 * @param coloured least chroma of what is flow
 */
record DopplerLayout(Optional<ColorBar> bar, Optional<Scale.Reading> reading, Optional<BitMask> room, Pixels line, Pixels writing,
	boolean coarse, int coloured)
{

	/** Of a single picture nothing is known. */
	static final DopplerLayout NONE = new DopplerLayout(Optional.empty(), Optional.empty(), Optional.empty(), Pixels.NONE,
		Pixels.NONE, false, DopplerReader.COLOURED);

	/** Share of the line's pixels that must have its colour, and how near; flow beside it tints some of them. */
	private static final double LINE = 0.6;
	private static final int LINE_NEAR = 64;

	/**
	 * Share of the pixels at each side of the box that must have it, if there are so many at least: of a wide box that was moved
	 * to the side most of the line is where it was.
	 */
	private static final double SIDE = 0.3;
	private static final int FEW = 8;

	/** No pixel of the numbers may differ by more than this share of their contrast: one pixel makes an 8 of a 6. */
	private static final double WRITTEN = 0.45;

	/**
	 * Some pixels of a picture.
	 *
	 * @param at row by row
	 * @param colors 0xAARRGGBB of each
	 */
	record Pixels(int[] at, int[] colors) {
		static final Pixels NONE = new Pixels(new int[0], new int[0]);
	}

	/** {@return the bar, if a frame shows it} */
	Optional<ColorBar> bar(final ColorPlanes planes) {
		return bar.filter(known -> known.isIn(planes.colors(), planes.width()));
	}

	/** {@return what the box holds, if a frame shows its line} */
	Optional<BitMask> room(final ColorPlanes planes) {
		final Optional<Box> round = room.map(BitMask::toMask).flatMap(Mask::box);
		if (round.isEmpty()) return room;
		final int[] all = new int[4];
		final int[] same = new int[4];
		for (int i = 0; i < line.at.length; i++) {
			final int side = side(round.get(), line.at[i] % planes.width(), line.at[i] / planes.width());
			all[side]++;
			if (Colors.squared(planes.colors()[line.at[i]], line.colors[i]) <= LINE_NEAR * LINE_NEAR) same[side]++;
		}
		final boolean stands = IntStream.range(0, 4).allMatch(side -> all[side] < FEW || same[side] >= SIDE * all[side]);
		return stands && IntStream.of(same).sum() >= LINE * line.at.length ? room : Optional.empty();
	}

	/** {@return which side of a box is nearest to a pixel: left, right, top, bottom} */
	private static int side(final Box box, final int x, final int y) {
		final int[] away = { x - box.x(), box.x() + box.w() - 1 - x, y - box.y(), box.y() + box.h() - 1 - y };
		int nearest = 0;
		for (int side = 1; side < away.length; side++)
			if (away[side] < away[nearest]) nearest = side;
		return nearest;
	}

	/** {@return what the numbers say, if a frame shows the same ones, and nothing else beside them} */
	Optional<Scale> scale(final int[] colors) {
		int most = 0;
		int least = 255;
		for (final int argb : writing.colors) {
			most = Math.max(most, Colors.most(argb));
			least = Math.min(least, Colors.most(argb));
		}
		for (int i = 0; i < writing.at.length; i++) {
			final int off = Colors.most(colors[writing.at[i]]) - Colors.most(writing.colors[i]);
			if (Math.abs(off) > WRITTEN * (most - least)) return Optional.empty();
		}
		return reading.map(Scale.Reading::scale);
	}
}
