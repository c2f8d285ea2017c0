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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.image.morphology.BitMask;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.phantom.TinyFont;
import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerFrame;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.image.phantom.doppler.DopplerSpec.Kind;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clips on which the scanner is set anew: what most frames show is not true of the others. */
class ChangingClipTest {

	private static final int SIZE = 96;

	/** Frames of a clip; so many of one setting leave those of the other so few that the first is steady, or half of them. */
	private static final int FRAMES = 10;
	private static final int[] FIRST = { FRAMES - 1, FRAMES / 2 };

	/** Takes pictures apart by themselves; writing that it has read it knows. */
	private static final DopplerReader ALONE = new DopplerReader();

	private static DopplerFrame[] drawn;
	private static DopplerFrame other;

	@BeforeAll
	static void draw() {
		final DopplerPhantom phantom = phantom(0, ColorMap.CLASSIC);
		drawn = new DopplerFrame[] { phantom.frame(0), phantom.frame(3) };
		other = phantom(3, ColorMap.CLASSIC).frame(0);
	}

	private static DopplerPhantom phantom(final int number, final ColorMap map) {
		return DopplerPhantom.of(new DopplerSpec(1, number, Kind.VESSEL, SIZE, map));
	}

	private static ArrayImg<ARGBType, IntArray> image(final int[] colors) {
		return ArrayImgs.argbs(colors, drawn[0].width(), SIZE);
	}

	/** {@return only flow, line, bar and numbers of a frame, on black, as round a box in the deep dark} */
	private static int[] dark(final DopplerFrame frame) {
		final int[] dark = frame.color().clone();
		for (int i = 0; i < dark.length; i++)
			if (frame.mask()[i] == 0) dark[i] = 0xFF000000;
		return dark;
	}

	/** {@return the same with all but the panel some pixels further down and to the right} */
	private static int[] moved(final int[] colors) {
		final int width = drawn[0].width();
		final int by = 7;
		final int[] moved = colors.clone();
		for (int y = 0; y < SIZE; y++)
			for (int x = 0; x < SIZE; x++)
				moved[y * width + x] = y < by || x < by ? 0xFF000000 : colors[(y - by) * width + x - by];
		return moved;
	}

	/** {@return the same with the panel of another scale} */
	private static int[] rescaled(final int[] colors) {
		final int[] rescaled = colors.clone();
		for (int i = 0; i < rescaled.length; i++)
			if (i % drawn[0].width() >= SIZE) rescaled[i] = other.color()[i];
		return rescaled;
	}

	/** The last frame of a clip, which is set anew from some frame on, must be what it is alone. */
	private static DopplerParts last(final int first, final UnaryOperator<int[]> change) {
		final DopplerEvidence evidence = new DopplerEvidence();
		int[] colors = null;
		for (int i = 0; i < FRAMES; i++) {
			colors = dark(drawn[i % 2]);
			if (i >= first) colors = change.apply(colors);
			evidence.add(image(colors));
		}
		final DopplerParts found = evidence.reader().parts(image(colors));
		final DopplerParts alone = ALONE.parts(image(colors));
		final String what = "from frame " + first;
		assertTrue(alone.flow().area() > 50 && alone.box().isPresent(), what);
		assertEquals(alone.bar().map(ColorBar::box), found.bar().map(ColorBar::box), what);
		assertEquals(alone.scale(), found.scale(), what);
		assertEquals(alone.box(), found.box(), what);
		assertArrayEquals(alone.flow().data(), found.flow().data(), what);
		return found;
	}

	@Test
	void aBoxThatMovesIsFoundWhereItIs() {
		for (final int first : FIRST)
			last(first, ChangingClipTest::moved);
	}

	/** Most of the line of a wide box that slides to the side is where it was. */
	@Test
	void aWideBoxThatSlidesIsNotTheOldOne() {
		final int width = 120;
		final int[] first = wide(width, 10);
		final int[] at = IntStream.range(0, first.length).filter(i -> first[i] == 0xFF00FF00).toArray();
		final BitMask room = BitMask.of(Mask.of(width, 60, i -> i % width > 10 && i % width < 99 && i / width > 20 && i / width <
			39));
		final DopplerLayout.Pixels line = new DopplerLayout.Pixels(at, IntStream.of(at).map(i -> first[i]).toArray());
		final DopplerLayout layout = new DopplerLayout(Optional.empty(), Optional.empty(), Optional.of(room), line,
			DopplerLayout.Pixels.NONE, false, DopplerReader.COLOURED);
		assertTrue(layout.room(new ColorPlanes(first, width, false)).isPresent());
		assertTrue(layout.room(new ColorPlanes(wide(width, 13), width, false)).isEmpty());
		// Flow that lies over one side hides it, not that the others stand.
		final int[] covered = first.clone();
		for (int y = 22; y < 34; y++)
			covered[y * width + 10] = 0xFFFF0000;
		assertTrue(layout.room(new ColorPlanes(covered, width, false)).isPresent());
	}

	/** {@return the line of a box of 90 x 20 pixels, from some column on} */
	private static int[] wide(final int width, final int left) {
		final int[] colors = new int[60 * width];
		for (int i = 0; i < colors.length; i++) {
			final int x = i % width - left;
			final int y = i / width - 20;
			final boolean line = x >= 0 && x < 90 && y >= 0 && y < 20 && (x == 0 || x == 89 || y == 0 || y == 19);
			colors[i] = line ? 0xFF00FF00 : 0xFF404040;
		}
		return colors;
	}

	@Test
	void numbersThatChangeAreReadAnew() {
		for (final int first : FIRST)
			assertEquals(other.nyquist(), last(first, ChangingClipTest::rescaled).scale().orElseThrow().high(), 1e-6);
	}

	/** {@return the same with numbers of a larger font: each row of the upper one's first dots once more, above it} */
	private static int[] taller(final int[] colors, final int by) {
		final int width = drawn[0].width();
		final int[] taller = colors.clone();
		for (int y = 5; y < 5 + by; y++)
			for (int x = SIZE; x < width; x++)
				taller[(y - by) * width + x] = colors[5 * width + x];
		return taller;
	}

	/** By a pixel or two: the row of writing is another one, and says what it says alone. */
	@Test
	void numbersOfAnotherSizeAreReadAnew() {
		for (final int by : new int[] { 1, 2 })
			assertEquals(drawn[0].nyquist(), last(FRAMES - 1, colors -> taller(colors, by)).scale().orElseThrow().high(), 1e-6);
	}

	/** {@return the same with a digit before the upper number, where there was none} */
	private static int[] lengthened(final int[] colors) {
		final byte[] digit = new byte[colors.length];
		TinyFont.draw(digit, drawn[0].width(), SIZE + 4, 5, 1, 1, "1");
		final int[] lengthened = colors.clone();
		for (int i = 0; i < digit.length; i++)
			if (digit[i] != 0) lengthened[i] = 0xFFDCDCDC;
		return lengthened;
	}

	/** 20 at the top and -20 at the bottom is a scale, 120 and -20 is none of this bar. */
	@Test
	void aDigitMoreIsSeenBesideTheNumber() {
		assertTrue(last(FRAMES, UnaryOperator.identity()).scale().isPresent());
		for (final int first : FIRST)
			assertTrue(last(first, ChangingClipTest::lengthened).scale().isEmpty());
	}

	/** A bar of other colours is not the one that most frames have. */
	@Test
	void aBarThatChangesIsFoundAnew() {
		final DopplerFrame pale = phantom(0, ColorMap.PALE).frame(0);
		assertEquals(DopplerParts.of(image(dark(pale))).bar(), last(FRAMES - 1, colors -> dark(pale)).bar());
	}
}
