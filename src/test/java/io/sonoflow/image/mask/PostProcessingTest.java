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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.RandomStream;
import io.sonoflow.image.morphology.Mask;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to the masks of structures, by organ. */
class PostProcessingTest {

	private static final int WIDTH = 100;
	private static final int HEIGHT = 80;

	private static Mask rectangles(final int... boxes) {
		final boolean[] data = new boolean[WIDTH * HEIGHT];
		for (int i = 0; i < boxes.length; i += 4)
			for (int y = boxes[i + 1]; y < boxes[i + 1] + boxes[i + 3]; y++)
				for (int x = boxes[i]; x < boxes[i] + boxes[i + 2]; x++)
					data[y * WIDTH + x] = true;
		return Mask.of(data, WIDTH, HEIGHT);
	}

	private static void assertSame(final Mask expected, final Mask actual, final String what) {
		assertArrayEquals(expected.data(), actual.data(), what);
	}

	@Test
	@Tag(Fixtures.TAG)
	void pipelineEqualsTheReferenceAndTwiceIsOnce() {
		final Npz npz = Fixtures.npz("morphology", "masks");
		for (final String name : Fixtures.json("morphology", "masks", "masks").keySet()) {
			final Mask mask = mask(npz.get(name + ".mask"));
			final Mask processed = PostProcessing.PUBLISHED.apply(mask);
			assertSame(mask(npz.get(name + ".pipeline")), processed, name);
			assertSame(processed, PostProcessing.PUBLISHED.apply(processed), name + " twice");
			assertSame(mask(npz.get(name + ".thyroid_drop_0.1pct")), PostProcessing.THYROID.apply(mask), name);
			assertSame(mask(npz.get(name + ".closed_opened")), PostProcessing.PUBLISHED.withAllParts().withHoles().apply(mask), name);
			assertSame(mask(npz.get(name + ".keep_largest_and_second30")), PostProcessing.PUBLISHED.withoutSmoothing().withHoles()
				.apply(mask), name);
			assertSame(mask(npz.get(name + ".fill_holes_0.3pct_image")), PostProcessing.PUBLISHED.withoutSmoothing().withAllParts()
				.apply(mask), name);
			assertSame(mask, PostProcessing.NONE.apply(mask), name);
		}
	}

	private static Mask mask(final Npz.Array array) {
		final byte[] bytes = array.bytes();
		return Mask.of((int) array.shape()[1], (int) array.shape()[0], i -> bytes[i] != 0);
	}

	@Test
	void twiceIsOnceOfRandomMasks() {
		for (int i = 0; i < 60; i++) {
			final RandomStream random = RandomStream.of(7, "masks", i);
			final double density = 0.2 + 0.6 * random.nextDouble();
			final boolean[][] data = new boolean[2][40 * 30];
			for (int pixel = 0; pixel < data[0].length; pixel++)
				if (random.nextDouble() < density) data[random.nextDouble() < 0.5 ? 0 : 1][pixel] = true;
			final List<Mask> masks = List.of(Mask.of(data[0], 40, 30), Mask.of(data[1], 40, 30));
			for (final PostProcessing post : Set.of(PostProcessing.PUBLISHED, PostProcessing.PAIRED, PostProcessing.THYROID)) {
				final List<Mask> once = post.apply(masks).masks();
				final List<Mask> twice = post.apply(once).masks();
				for (int s = 0; s < 2; s++)
					assertSame(once.get(s), twice.get(s), i + " " + post);
				for (int pixel = 0; pixel < data[0].length; pixel++)
					assertFalse(once.get(0).data()[pixel] && once.get(1).data()[pixel], "both structures have a pixel");
			}
		}
	}

	@Test
	void aSecondPartOfExactlyThirtyPercentStays() {
		final Mask exact = rectangles(0, 0, 10, 10, 50, 50, 10, 3);
		assertEquals(130, PostProcessing.PUBLISHED.withoutSmoothing().apply(exact).area());
		assertEquals(100, PostProcessing.PUBLISHED.withoutSmoothing().apply(rectangles(0, 0, 10, 10, 50, 50, 29, 1)).area());
	}

	/** 699 of 699000 pixels, which 0.001 x 1398 x 500 is a little more than, if it is rounded twice. */
	@Test
	void aPartOfExactlyAThousandthOfAThyroidStays() {
		final Mask exact = Mask.of(1398, 500, i -> i % 1398 < 233 && i / 1398 < 3);
		assertEquals(699, PostProcessing.THYROID.apply(exact).area());
		assertEquals(0, PostProcessing.THYROID.apply(Mask.of(1398, 500, i -> i > 0 && exact.data()[i])).area());
	}

	@Test
	void oneStructureNeverEatsAnother() {
		// A core inside of a shell: its pixels are a hole of the shell, small enough to be filled.
		final Mask core = rectangles(30, 30, 4, 4);
		final Mask whole = rectangles(20, 20, 30, 30);
		final Mask shell = Mask.of(WIDTH, HEIGHT, i -> whole.data()[i] && !core.data()[i]);
		final PostProcessing post = PostProcessing.PUBLISHED.withoutSmoothing();
		assertEquals(900, post.apply(shell).area(), "alone the hole is filled");
		for (final boolean first : new boolean[] { true, false }) {
			final List<Mask> result = post.apply(first ? List.of(shell, core) : List.of(core, shell)).masks();
			assertSame(shell, result.get(first ? 0 : 1), "shell");
			assertSame(core, result.get(first ? 1 : 0), "core");
		}
	}

	@Test
	void ruleFollowsTheOrgan() {
		assertEquals(PostProcessing.THYROID, PostProcessing.of("Thyroid"));
		assertEquals(PostProcessing.PUBLISHED, PostProcessing.of("breast"));
		assertEquals(PostProcessing.PUBLISHED, PostProcessing.of(""));
		// Both testes stay, although one is a tenth of the other.
		final Mask pair = rectangles(0, 0, 40, 40, 60, 20, 16, 10);
		assertEquals(1600, PostProcessing.of("kidney").withoutSmoothing().apply(pair).area());
		assertEquals(1760, PostProcessing.of("testis").withoutSmoothing().apply(pair).area());
	}

	@Test
	void objectsAtTheEdgeStayWhole() {
		final Mask edge = rectangles(0, 0, 30, 20);
		assertSame(Mask.of(WIDTH, HEIGHT, i -> edge.data()[i] && i != 19 * WIDTH + 29), PostProcessing.PUBLISHED.apply(edge),
			"only the corner inside of the picture is rounded");
	}

	@Test
	void whatBecameEmptyIsSaid() {
		final PostProcessing.Result result = PostProcessing.PUBLISHED.apply(List.of(rectangles(5, 5, 2, 2), rectangles(20, 20, 9, 9),
			rectangles()));
		assertEquals(List.of(0), result.emptied());
		assertTrue(result.masks().get(1).area() > 70);
	}
}
