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

import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerFrame;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.image.phantom.doppler.DopplerSpec.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clips on which the scanner is set anew: what most frames show is not true of the others. */
class ChangingClipTest {

	private static final int SIZE = 96, OF = 6;

	private static List<DopplerFrame> slow;
	private static DopplerFrame other;

	@BeforeAll
	static void draw() {
		final DopplerPhantom phantom = phantom(0, ColorMap.CLASSIC);
		slow = IntStream.range(0, OF).mapToObj(phantom::frame).toList();
		other = IntStream.range(1, 20).mapToObj(i -> phantom(i, ColorMap.CLASSIC)).filter(each -> each.nyquist() != phantom
			.nyquist()).findFirst().orElseThrow().frame(0);
	}

	private static DopplerPhantom phantom(final int number, final ColorMap map) {
		return DopplerPhantom.of(new DopplerSpec(1, number, Kind.VESSEL, SIZE, map));
	}

	/** The B-mode so many pixels down and to the right, on black; the panel stays where it is. */
	private static int[] moved(final int[] colors, final int width, final int by) {
		final int[] moved = colors.clone();
		for (int y = 0; y < SIZE; y++)
			for (int x = 0; x < SIZE; x++)
				moved[y * width + x] = y < by || x < by ? 0xFF000000 : colors[(y - by) * width + x - by];
		return moved;
	}

	/** With the numbers of the other scale: what lies above and below the bar in the panel. */
	private static int[] rescaled(final int[] colors, final int width) {
		final int[] changed = colors.clone();
		for (int y = 0; y < SIZE; y++)
			for (int x = SIZE; x < width; x++)
				changed[y * width + x] = other.color()[y * width + x];
		return changed;
	}

	/** Each frame must be what it is alone. */
	private static void assertAsAlone(final List<int[]> frames, final int from, final String what) {
		final int width = slow.get(0).width();
		final DopplerEvidence evidence = new DopplerEvidence();
		frames.forEach(frame -> evidence.add(ArrayImgs.argbs(frame, width, SIZE)));
		final DopplerReader reader = evidence.reader();
		for (int i = from; i < frames.size(); i++) {
			final DopplerParts found = reader.parts(ArrayImgs.argbs(frames.get(i), width, SIZE));
			final DopplerParts alone = new DopplerReader().parts(ArrayImgs.argbs(frames.get(i), width, SIZE));
			assertEquals(alone.bar().map(ColorBar::box), found.bar().map(ColorBar::box), what + i);
			assertEquals(alone.scale(), found.scale(), what + i);
			assertTrue(alone.flow().area() > 50, what + i);
			assertEquals(alone.box(), found.box(), what + i);
			assertArrayEquals(alone.flow().data(), found.flow().data(), what + i);
		}
	}

	/** In the last frames; so few of them that the first ones' is steady, or half of them. */
	@Test
	void aBoxThatMovesIsFoundWhereItIs() {
		for (final int first : new int[] { OF - 1, OF / 2 }) {
			final List<int[]> frames = new ArrayList<>();
			for (int i = 0; i < OF; i++)
				frames.add(i < first ? slow.get(i).color() : moved(slow.get(i).color(), slow.get(i).width(), 7));
			assertAsAlone(frames, first, first + ", moved frame ");
		}
	}

	@Test
	void numbersThatChangeAreReadAnew() {
		for (final int first : new int[] { OF - 1, OF / 2 }) {
			final List<int[]> frames = new ArrayList<>();
			for (int i = 0; i < OF; i++)
				frames.add(i < first ? slow.get(i).color() : rescaled(slow.get(i).color(), slow.get(i).width()));
			assertEquals(other.nyquist(), new DopplerReader().parts(ArrayImgs.argbs(frames.get(first), slow.get(0).width(), SIZE))
				.scale().orElseThrow().high(), 1e-6);
			assertAsAlone(frames, first, first + ", frame of another scale ");
		}
	}

	/** A bar elsewhere, in other colours, is not the one that most frames have. */
	@Test
	void aBarThatChangesIsFoundAnew() {
		final DopplerFrame pale = phantom(0, ColorMap.PALE).frame(OF - 1);
		final List<int[]> frames = new ArrayList<>();
		for (int i = 0; i < OF - 1; i++)
			frames.add(slow.get(i).color());
		frames.add(pale.color());
		final DopplerEvidence evidence = new DopplerEvidence();
		frames.forEach(frame -> evidence.add(ArrayImgs.argbs(frame, pale.width(), SIZE)));
		assertEquals(DopplerParts.of(pale.colorImage()).bar(), evidence.reader().parts(pale.colorImage()).bar());
	}
}
