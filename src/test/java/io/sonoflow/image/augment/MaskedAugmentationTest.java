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

import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

/** Picture and masks move alike. */
class MaskedAugmentationTest {

	private static final int W = 96, H = 80;

	private static float[] disc(final double x, final double y, final double r, final float value) {
		final float[] pixels = new float[W * H];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = Math.hypot(i % W - x, i / W - y) <= r ? value : 0;
		return pixels;
	}

	private static double[] centre(final float[] pixels, final int from) {
		double x = 0;
		double y = 0;
		double sum = 0;
		for (int i = 0; i < W * H; i++) {
			x += pixels[from + i] * (i % W);
			y += pixels[from + i] * (i / W);
			sum += pixels[from + i];
		}
		return new double[] { x / sum, y / sum, sum };
	}

	private static Set<Float> values(final float[] pixels) {
		final Set<Float> values = new TreeSet<>();
		for (final float each : pixels)
			values.add(each);
		return values;
	}

	private static RandomStream random(final int i) {
		return RandomStream.of(3, "masked", i);
	}

	@Test
	void picturesAndMasksMoveAlikeAndNoValueAppears() {
		final MaskedAugmentation all = new MaskedAugmentation(0.5, 0.5, 1, 1, 0);
		final float[] picture = disc(45, 37, 17, 1);
		final float[] masks = new float[2 * W * H];
		System.arraycopy(disc(45, 37, 17, 3), 0, masks, 0, W * H);
		System.arraycopy(disc(30, 30, 9, 7), 0, masks, W * H, W * H);
		double moved = 0;
		double right = 0;
		double down = 0;
		for (int i = 0; i < 40; i++) {
			final MaskedAugmentation.Draw draw = all.draw(W, H, random(i));
			assertFalse(draw.isStill());
			final float[] shown = draw.image(picture);
			final float[] inside = draw.mask(masks, 2);
			assertTrue(Set.of(0f, 3f, 7f).containsAll(values(inside)));
			final double[] a = centre(shown, 0);
			final double[] b = centre(inside, 0);
			assertEquals(a[0], b[0], 0.3);
			assertEquals(a[1], b[1], 0.3);
			right += a[0] - b[0];
			down += a[1] - b[1];
			assertEquals(a[2], b[2] / 3, 0.02 * a[2]);
			// No fold, nothing lost: the area stays about what it was.
			assertEquals(Math.PI * 17 * 17, a[2], 0.3 * Math.PI * 17 * 17);
			moved += Math.hypot(a[0] - 45, a[1] - 37);
			assertArrayEquals(inside, all.draw(W, H, random(i)).mask(masks, 2));
		}
		// A corner rule for one of them would shift it by half a pixel each time.
		assertEquals(0, right / 40, 0.05);
		assertEquals(0, down / 40, 0.05);
		assertTrue(moved / 40 > 1, "moved by " + moved / 40);
	}

	@Test
	void flipsAreExactAndNothingIsNothing() {
		final float[] picture = new float[W * H];
		for (int i = 0; i < picture.length; i++)
			picture[i] = random(i).nextFloat();
		final float[] mirrored = new MaskedAugmentation(1, 0, 0, 0, 0).draw(W, H, random(0)).image(picture);
		final float[] both = new MaskedAugmentation(1, 1, 0, 0, 0).draw(W, H, random(0)).mask(picture, 1);
		for (int i = 0; i < picture.length; i++) {
			assertEquals(picture[i / W * W + W - 1 - i % W], mirrored[i]);
			assertEquals(picture[picture.length - 1 - i], both[i]);
		}
		final MaskedAugmentation.Draw none = MaskedAugmentation.none().draw(W, H, random(1));
		assertTrue(none.isStill());
		assertArrayEquals(picture, none.image(picture));
		assertArrayEquals(picture, none.mask(picture, 1));
		assertThrows(IllegalArgumentException.class, () -> none.mask(picture, 2));
		assertThrows(IllegalArgumentException.class, () -> new MaskedAugmentation(2, 0, 0, 0, 0));
	}

	@Test
	void gammaKeepsTheRangeAndTouchesNoMask() {
		final float[] ramp = new float[W * H];
		for (int i = 0; i < ramp.length; i++)
			ramp[i] = i / (float) (ramp.length - 1);
		double least = 1;
		double most = 0;
		for (int i = 0; i < 50; i++) {
			final MaskedAugmentation.Draw draw = new MaskedAugmentation(0, 0, 0, 0, 1).draw(W, H, random(i));
			final float[] shown = draw.image(ramp);
			assertEquals(0, shown[0], 1e-6);
			assertEquals(1, shown[shown.length - 1], 1e-6);
			for (int k = 1; k < shown.length; k++)
				assertTrue(shown[k] >= shown[k - 1]);
			assertArrayEquals(ramp, draw.mask(ramp, 1));
			least = Math.min(least, shown[shown.length / 2]);
			most = Math.max(most, shown[shown.length / 2]);
		}
		assertEquals(Math.pow(0.5, 1.5), least, 0.03);
		assertEquals(Math.pow(0.5, 1 / 1.5), most, 0.03);
	}

	@Test
	void theProbabilitiesAreThose() {
		int still = 0;
		for (int i = 0; i < 2000; i++)
			if (MaskedAugmentation.published().draw(16, 16, random(i)).isStill()) still++;
		assertEquals(0.5 * 0.5 * 0.7, still / 2000.0, 0.03);
	}
}
