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
package io.sonoflow.train.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.api.Phantoms;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Mask;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of networks' answers, and thresholds. */
class SegmenterTest {

	private static final int SIDE = 32;
	private static final boolean[] ONE = { true };
	private static final Box WHOLE = new Box(0, 0, SIDE, SIDE);

	private static byte[] noise(final int length) {
		final RandomStream random = RandomStream.of(3, "noise");
		final byte[] pixels = new byte[length];
		for (int i = 0; i < length; i++)
			pixels[i] = (byte) random.nextInt(256);
		return pixels;
	}

	/** Grey values as probabilities: a network that copies its input. */
	private static float[] copied(final float[] values) {
		final float[] result = new float[values.length];
		for (int i = 0; i < values.length; i++)
			result[i] = (values[i] + 2) / 4;
		return result;
	}

	@Test
	void flipsOfACopyingNetworkChangeNoBit() {
		final byte[] image = noise(SIDE * SIDE);
		final List<UnaryOperator<float[]>> three = List.of(SegmenterTest::copied, SegmenterTest::copied, SegmenterTest::copied);
		final Segmented one = Segmenter.segment(image, SIDE, SIDE, WHOLE, three.subList(0, 1), SIDE, ONE, Segmenter.Answers.ONE);
		final Segmented flipped = Segmenter.segment(image, SIDE, SIDE, WHOLE, three, SIDE, ONE, Segmenter.Answers.FLIPS);
		assertArrayEquals(one.probabilities().get(0), flipped.probabilities().get(0));
		assertNull(one.deviation());
		for (final float value : flipped.deviation())
			assertEquals(0, value, 1e-6);
		assertEquals((image[70] & 255) / 255f, one.probabilities().get(0)[70], 1e-6);
	}

	/** A network that says where left is does not agree with itself on a flipped picture. */
	@Test
	void flipsAreUndoneAndTheirSpreadIsTold() {
		final UnaryOperator<float[]> left = values -> {
			final float[] result = new float[values.length];
			for (int i = 0; i < result.length; i++)
				result[i] = i % SIDE < SIDE / 2 ? 1 : 0;
			return result;
		};
		final Segmented found = Segmenter.segment(noise(SIDE * SIDE), SIDE, SIDE, WHOLE, List.of(left), SIDE, ONE,
			Segmenter.Answers.FLIPS);
		final Segmented plain = Segmenter.segment(noise(SIDE * SIDE), SIDE, SIDE, WHOLE, List.of(left), SIDE, ONE,
			Segmenter.Answers.ONE_AND_SPREAD);
		for (int i = 0; i < SIDE * SIDE; i++) {
			assertEquals(0.5, found.probabilities().get(0)[i]);
			assertEquals(0.5, found.deviation()[i]);
			assertEquals(i % SIDE < SIDE / 2 ? 1 : 0, plain.probabilities().get(0)[i]);
			assertEquals(0.5, plain.deviation()[i]);
		}
	}

	/** How unsure the network is of a structure that the organ does not have is nobody's business. */
	@Test
	void structuresThatAreNotLookedForAreNoUncertainty() {
		final UnaryOperator<float[]> two = values -> {
			final float[] result = new float[2 * SIDE * SIDE];
			for (int i = 0; i < result.length; i++)
				result[i] = i < SIDE * SIDE ? 0.7f : i % SIDE < SIDE / 2 ? 1 : 0;
			return result;
		};
		final Segmented first = Segmenter.segment(noise(SIDE * SIDE), SIDE, SIDE, WHOLE, List.of(two), SIDE, new boolean[] { true,
			false }, Segmenter.Answers.FLIPS);
		assertEquals(0, first.deviation()[5], 1e-6);
		assertEquals(0.5, first.probabilities().get(1)[5]);
		assertEquals(0.5, Segmenter.segment(noise(SIDE * SIDE), SIDE, SIDE, WHOLE, List.of(two), SIDE, new boolean[] { true, true },
			Segmenter.Answers.FLIPS).deviation()[5]);
	}

	/** One geometry there and back; nothing outside of the box. */
	@Test
	void aDiscComesBackWhereItWas() {
		final int width = 700;
		final int height = 500;
		final Box box = new Box(60, 40, 600, 400);
		final Mask disc = Mask.of(width, height, i -> Math.hypot(i % width - 330.5, i / width - 210.5) < 50);
		final byte[] image = new byte[width * height];
		for (int i = 0; i < image.length; i++)
			image[i] = (byte) (disc.data()[i] ? 255 : 0);
		final Segmented found = Segmenter.segment(image, width, height, box, List.of(SegmenterTest::copied), 256, ONE,
			Segmenter.Answers.ONE);
		final Mask mask = found.masks(0.5, new boolean[] { true }).get(0);
		final long common = IntStream.range(0, width * height).filter(i -> mask.data()[i] && disc.data()[i]).count();
		assertTrue(2.0 * common / (mask.area() + disc.area()) > 0.98);
		for (int axis = 0; axis < 2; axis++)
			assertEquals(middle(disc, axis), middle(mask, axis), 0.3 * 600 / 256);
		for (int y = 0; y < height; y++)
			assertEquals(0, found.probabilities().get(0)[y * width + 59]);
	}

	/** A screen of 800 x 600: the network sees the views; a structure that reaches out of them is cut, and that is known. */
	@Test
	void onlyTheFieldOfViewIsSeen(@TempDir final Path folder) {
		final Path image = folder.resolve("images/a.png");
		final Path mask = folder.resolve("masks/a.png");
		final var screen = Phantoms.screen("testis", 0, false, 3);
		final int width = Images.width(screen);
		final int height = Images.height(screen);
		ImageFiles.writePng(image, Images.bytes(Images.pixels(screen), width, height));
		ImageFiles.writePng(mask, Mask.of(width, height,
			i -> Math.abs(i / width - height / 2) < 40 && i % width < width / 2).toImage());
		final SegmentationSet set = SegmentationSet.read(folder, "", Monitor.NONE);
		final SegmentImages seen = new SegmentImages(set, SIDE, true);
		final Box box = seen.whole(0).box();
		assertTrue(box.x() > 20 && box.area() < 0.8 * width * height, box.toString());
		assertEquals(Set.of(), seen.cut());
		final double share = seen.get(0).masks().get(0).area() / (double) (SIDE * SIDE);
		assertEquals((width / 2.0 - box.x()) / box.w() * 79 / box.h(), share, 0.05);
		assertEquals(Set.of(0), seen.cut());
		final SegmentImages all = new SegmentImages(set, SIDE, false);
		assertEquals(0.5 * 79 / height, all.get(0).masks().get(0).area() / (double) (SIDE * SIDE), 0.03);
		assertEquals(Set.of(), all.cut());
	}

	private static double middle(final Mask mask, final int axis) {
		return IntStream.range(0, mask.data().length).filter(i -> mask.data()[i]).mapToDouble(i -> axis == 0 ? i % mask.width() : i /
			mask.width()).average().orElseThrow();
	}

	@Test
	void aPixelIsOfOneStructureAndOnlyOfThoseLookedFor() {
		final Segmented found = new Segmented(4, 1, List.of(new float[] { .6f, .4f, .7f, .5f }, new float[] { .7f, .5f, .7f, .1f }),
			null);
		final List<Mask> both = found.masks(0.5, new boolean[] { true, true });
		assertArrayEquals(new boolean[] { false, false, true, true }, both.get(0).data());
		assertArrayEquals(new boolean[] { true, true, false, false }, both.get(1).data());
		assertArrayEquals(new boolean[] { true, false, true, true }, found.masks(0.5, new boolean[] { true, false }).get(0).data());
	}

	/** By hand: area 2; at .5 three pixels are found, two of them right; at .7 two, both right; at .8 one. */
	@Test
	void theBestThresholdHasTheLargestMeanOfTheImagesDice() {
		final ThresholdScan scan = new ThresholdScan();
		scan.add(0, Mask.of(4, 1, i -> i < 2), new float[] { .9f, .76f, .61f, .2f }, 0);
		final ThresholdScan.Best best = scan.best();
		assertEquals(1, best.dice());
		assertEquals(0.65, best.threshold(), 1e-12);
		// Nothing there and nothing found from .3 on counts nothing; at the chosen threshold the mean is of one image.
		scan.add(0, Mask.of(4, 1, i -> false), new float[] { .25f, 0, 0, 0 }, 0);
		assertEquals(1, scan.best().dice());
		// Another organ counts as much as the first, however many images it has.
		scan.add(1, Mask.of(2, 1, i -> true), new float[] { .1f, .1f }, 0);
		assertEquals(2 / 3.0, scan.best().dice(), 1e-9);
		assertTrue(Double.isNaN(new ThresholdScan().best().dice()));
	}
}
