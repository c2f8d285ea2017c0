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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipWindowTest {

	private static int[] numbers(final int from, final int to) {
		return IntStream.range(from, to).toArray();
	}

	@Test
	void windowsCoverAClip() {
		final ClipWindow window = new ClipWindow(4, 1);
		final List<int[]> windows = window.cover(10);
		assertEquals(3, windows.size());
		assertArrayEquals(numbers(0, 4), windows.get(0));
		assertArrayEquals(numbers(4, 8), windows.get(1));
		assertArrayEquals(numbers(6, 10), windows.get(2));
		assertEquals(2, window.cover(8).size());
		assertArrayEquals(new int[] { 0, 1, 1, 1 }, window.cover(2).get(0));
		assertEquals(1, window.cover(1).size());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 15, 16, 17, 90 })
	void drawnFramesRiseAndAreOfTheClip(final int count) {
		final ClipWindow window = ClipWindow.published();
		for (int i = 0; i < 300; i++) {
			final int[] drawn = window.draw(count, RandomStream.of(1, "window", i));
			assertEquals(16, drawn.length);
			assertTrue(drawn[0] >= 0 && drawn[15] < count);
			for (int k = 1; k < 16; k++) {
				final int step = drawn[k] - drawn[k - 1];
				assertTrue(step >= 0 && step <= 2, Arrays.toString(drawn));
			}
			assertArrayEquals(drawn, window.draw(count, RandomStream.of(1, "window", i)));
		}
	}

	/** Every frame is seen, as first or last, too; speeds reach a quarter either way. */
	@Test
	void startAndSpeedVary() {
		final ClipWindow window = ClipWindow.published();
		final Set<Integer> seen = new HashSet<>();
		int shortest = 99;
		int longest = 0;
		for (int i = 0; i < 400; i++) {
			final int[] drawn = window.draw(60, RandomStream.of(2, "window", i));
			Arrays.stream(drawn).forEach(seen::add);
			shortest = Math.min(shortest, drawn[15] - drawn[0]);
			longest = Math.max(longest, drawn[15] - drawn[0]);
		}
		assertEquals(60, seen.size());
		assertTrue(shortest <= 13 && shortest >= 11, "shortest " + shortest);
		assertTrue(longest >= 18 && longest <= 20, "longest " + longest);
	}

	@Test
	void withoutSpeedFramesFollowEachOther() {
		final ClipWindow window = new ClipWindow(5, 1);
		final int[] starts = new int[6];
		for (int i = 0; i < 600; i++) {
			final int[] drawn = window.draw(10, RandomStream.of(3, "window", i));
			assertArrayEquals(numbers(drawn[0], drawn[0] + 5), drawn);
			starts[drawn[0]]++;
		}
		for (final int count : starts)
			assertEquals(100, count, 35);
		// As long as the window, it is all of it.
		assertArrayEquals(numbers(0, 5), new ClipWindow(5, 1).draw(5, RandomStream.of(4, "window")));
	}

	@Test
	void nonsenseIsRefused() {
		assertThrows(IllegalArgumentException.class, () -> new ClipWindow(0, 1));
		assertThrows(IllegalArgumentException.class, () -> new ClipWindow(16, 0.5));
		assertThrows(IllegalArgumentException.class, () -> new ClipWindow(16, Double.NaN));
		assertThrows(IllegalArgumentException.class, () -> ClipWindow.published().cover(0));
		assertThrows(IllegalArgumentException.class, () -> ClipWindow.published().draw(0, RandomStream.of(1, "window")));
	}

	private static ArrayImg<UnsignedByteType, ByteArray> image(final int seed) {
		final byte[] pixels = new byte[40 * 30];
		final RandomStream random = RandomStream.of(seed, "pixels");
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) random.nextInt(256);
		return Images.bytes(pixels, 40, 30);
	}

	/** Equal frames stay equal, whatever happens to them; each is what it would be alone. */
	@Test
	void theSameHappensToAllFrames() {
		final NetworkInput input = NetworkInput.classifier(24);
		final Augmentation strong = Augmentation.strong().withRotation(0.8).withJitter(0.8);
		boolean changed = false;
		for (int i = 0; i < 10; i++) {
			final int index = i;
			final float[] batch = new float[1 + 3 * input.length()];
			input.write(List.of(image(1), image(2), image(1)), strong, () -> RandomStream.of(5, "augment", index), batch, 1);
			final float[] first = Arrays.copyOfRange(batch, 1, 1 + input.length());
			assertEquals(0, batch[0]);
			assertArrayEquals(first, Arrays.copyOfRange(batch, 1 + 2 * input.length(), batch.length));
			final float[] alone = new float[input.length()];
			input.write(image(2), strong, RandomStream.of(5, "augment", index), alone, 0);
			assertArrayEquals(alone, Arrays.copyOfRange(batch, 1 + input.length(), 1 + 2 * input.length()));
			input.write(image(1), alone, 0);
			changed |= !Arrays.equals(alone, first);
			assertFalse(Arrays.equals(first, Arrays.copyOfRange(batch, 1 + input.length(), 1 + 2 * input.length())));
		}
		assertTrue(changed);
	}
}
