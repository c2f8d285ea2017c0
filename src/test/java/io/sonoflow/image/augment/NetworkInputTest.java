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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.util.Arrays;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;

class NetworkInputTest {

	private static ArrayImg<UnsignedByteType, ByteArray> noise(final int width, final int height) {
		final RandomStream random = RandomStream.of(3, "input test", width, height);
		final byte[] pixels = new byte[width * height];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) random.nextInt(256);
		return Images.bytes(pixels, width, height);
	}

	private static RandomStream stream(final long index) {
		return RandomStream.of(8, "input test", index);
	}

	/** The long way: augment, x / 255, resize, (x - 0.5) / 0.25. */
	private static float[] expected(final ArrayImg<UnsignedByteType, ByteArray> view, final int size) {
		final float[] pixels = Images.floatPixels(view);
		for (int i = 0; i < pixels.length; i++)
			pixels[i] /= 255;
		final float[] resized = Resize.resize(pixels, Images.width(view), Images.height(view), size, size,
			Interpolation.BILINEAR_ANTIALIASED);
		for (int i = 0; i < resized.length; i++)
			resized[i] = (resized[i] - 0.5f) / 0.25f;
		return resized;
	}

	@Test
	void writesTheAugmentedViewAtItsOffsetAndNothingElse() {
		final NetworkInput input = NetworkInput.classifier(48);
		for (int i = 0; i < 20; i++) {
			final ArrayImg<UnsignedByteType, ByteArray> image = noise(70 + i, 90 - 3 * i);
			final float[] batch = new float[3 * input.length()];
			Arrays.fill(batch, 99);
			input.write(image, Augmentation.strong(), stream(i), batch, input.length());
			final float[] view = expected(Augmentation.strong().apply(image, stream(i)), 48);
			assertArrayEquals(view, Arrays.copyOfRange(batch, input.length(), 2 * input.length()), 3e-6f);
			for (int j = 0; j < input.length(); j++) {
				assertEquals(99, batch[j]);
				assertEquals(99, batch[2 * input.length() + j]);
			}
		}
	}

	@Test
	void withoutAugmentationTheImageItself() {
		final NetworkInput input = NetworkInput.classifier(32);
		final float[] plain = new float[input.length()];
		input.write(noise(55, 40), plain, 0);
		assertArrayEquals(expected(noise(55, 40), 32), plain, 3e-6f);
		final float[] none = new float[input.length()];
		input.write(noise(55, 40), Augmentation.none(), stream(0), none, 0);
		assertArrayEquals(plain, none);
	}

	@Test
	void threadsFillABatchAsOneDoes() {
		final NetworkInput input = NetworkInput.classifier(40);
		final Augmentation augmentation = Augmentation.strong().withRotation(0.5).withJitter(0.5);
		final int n = 64;
		final float[] one = new float[n * input.length()];
		final float[] many = new float[n * input.length()];
		for (int i = 0; i < n; i++)
			input.write(noise(50 + i, 80), augmentation, stream(i), one, i * input.length());
		IntStream.range(0, n).parallel().forEach(i -> input.write(noise(50 + i, 80), augmentation, stream(i), many, i * input
			.length()));
		assertArrayEquals(one, many);
	}

	/** The box of a rectangle is that of the rectangle as it is seen after the same draws; marks are no part of it. */
	@Test
	void boxGoesTheWayOfItsImage() {
		final int width = 90;
		final int height = 70;
		final byte[] pixels = new byte[width * height];
		for (int i = 0; i < pixels.length; i++)
			if (i % width >= 30 && i % width < 50 && i / width >= 20 && i / width < 32) pixels[i] = -1;
		final ArrayImg<UnsignedByteType, ByteArray> mask = Images.bytes(pixels, width, height);
		final NetworkInput input = NetworkInput.classifier(32);
		final float[] still = { 30f / width, 20f / height, 50f / width, 32f / height };
		assertArrayEquals(still, input.box(mask, Augmentation.none(), stream(0)));
		final Augmentation moves = new Augmentation(0.5, 0.5, 0, 0, 0, 0.5, 0.5, 0);
		int moved = 0;
		for (int i = 0; i < 40; i++) {
			final float[] box = input.box(mask, moves, stream(i));
			assertArrayEquals(bounds(moves.apply(mask, stream(i))), box);
			if (!Arrays.equals(still, box)) moved++;
		}
		assertTrue(moved > 20);
		final Augmentation marked = new Augmentation(0, 1, 0.8, 0.8, 0.8, 0, 0, 0.8);
		assertArrayEquals(new float[] { 40f / width, 20f / height, 60f / width, 32f / height }, input.box(mask, marked, stream(3)));
		assertNull(input.box(Images.bytes(new byte[width * height], width, height), moves, stream(0)));
	}

	private static float[] bounds(final ArrayImg<UnsignedByteType, ByteArray> view) {
		final int width = Images.width(view);
		final int height = Images.height(view);
		final byte[] pixels = Images.pixels(view);
		final int[] on = IntStream.range(0, pixels.length).filter(i -> (pixels[i] & 0xFF) >= 128).toArray();
		if (on.length == 0) return null;
		return new float[] { (float) IntStream.of(on).map(i -> i % width).min().orElseThrow() / width, (float) (on[0] / width) /
			height, (IntStream.of(on).map(i -> i % width).max().orElseThrow() + 1f) / width, (on[on.length - 1] / width + 1f) /
				height };
	}
}
