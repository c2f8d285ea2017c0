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
package io.sonoflow.image.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.image.Images;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tells the classes apart, and what must not. */
class PhantomClassesTest {

	private static final int COUNT = 120;
	private static final int SIZE = 192;
	private static final int PATCH = 16;

	private static Phantom phantom(final Organ organ, final int index, final boolean inhomogeneous) {
		return Phantom.of(new ViewSpec(3, organ, index / 2, index / 2 % 2, index % 2, SIZE, inhomogeneous));
	}

	private static double mean(final Phantom phantom) {
		final byte[] image = Images.pixels(phantom.image());
		final byte[] parenchyma = Images.pixels(phantom.parenchyma());
		// Of organs without one, all that the mask shows.
		final boolean none = IntStream.range(0, parenchyma.length).allMatch(i -> parenchyma[i] == 0);
		final byte[] mask = none ? Images.pixels(phantom.mask()) : parenchyma;
		double sum = 0;
		int count = 0;
		for (int i = 0; i < mask.length; i++)
			if (mask[i] != 0) {
				sum += image[i] & 255;
				count++;
			}
		assertTrue(count > (none ? mask.length / 200 : SIZE * SIZE / 50), "parenchyma of " + count + " pixels");
		return sum / count;
	}

	/** Standard deviation of the mean grey levels of patches that lie in the parenchyma. */
	private static double texture(final Phantom phantom) {
		final byte[] image = Images.pixels(phantom.image());
		final byte[] parenchyma = Images.pixels(phantom.parenchyma());
		// Of organs without one, all that the mask shows.
		final boolean none = IntStream.range(0, parenchyma.length).allMatch(i -> parenchyma[i] == 0);
		final byte[] mask = none ? Images.pixels(phantom.mask()) : parenchyma;
		double sum = 0;
		double squares = 0;
		int patches = 0;
		for (int y = 0; y + PATCH <= SIZE; y += PATCH / 2)
			for (int x = 0; x + PATCH <= SIZE; x += PATCH / 2) {
				double patch = 0;
				int inside = 0;
				for (int i = 0; i < PATCH * PATCH; i++) {
					final int at = (y + i / PATCH) * SIZE + x + i % PATCH;
					if (mask[at] == 0) continue;
					inside++;
					patch += image[at] & 255;
				}
				if (inside < 0.9 * PATCH * PATCH) continue;
				patch /= inside;
				sum += patch;
				squares += patch * patch;
				patches++;
			}
		return patches == 0 ? 0 : Math.sqrt(Math.max(0, squares / patches - sum / patches * (sum / patches)));
	}

	/** Share of pairs in which the positive's value is larger. */
	private static double auc(final double[] positive, final double[] negative) {
		double wins = 0;
		for (final double p : positive)
			for (final double n : negative)
				wins += p > n ? 1 : p == n ? 0.5 : 0;
		return wins / positive.length / negative.length;
	}

	@ParameterizedTest
	@EnumSource(names = { "TESTIS", "THYROID" })
	void textureTellsTheClassesApartAndBrightnessDoesNot(final Organ organ) {
		final double[][] means = new double[2][COUNT];
		final double[][] textures = new double[2][COUNT];
		for (int i = 0; i < COUNT; i++)
			for (int inhomogeneous = 0; inhomogeneous < 2; inhomogeneous++) {
				final Phantom phantom = phantom(organ, i, inhomogeneous == 1);
				means[inhomogeneous][i] = mean(phantom);
				textures[inhomogeneous][i] = texture(phantom);
			}
		assertEquals(Arrays.stream(means[0]).average().orElseThrow(), Arrays.stream(means[1]).average().orElseThrow(), 1,
			"class means");
		for (int i = 0; i < COUNT; i++)
			assertEquals(means[0][i], means[1][i], 1, "phantom " + i);
		assertEquals(0.5, auc(means[1], means[0]), 0.05);
		final double auc = auc(textures[1], textures[0]);
		assertTrue(auc > 0.9, "area under the curve of the texture " + auc);
	}

	@ParameterizedTest
	@EnumSource(names = { "TESTIS", "THYROID" })
	void twinsDifferOnlyInTheOrgan(final Organ organ) {
		final Phantom healthy = phantom(organ, 5, false);
		final Phantom ill = phantom(organ, 5, true);
		assertArrayEquals(Images.pixels(healthy.mask()), Images.pixels(ill.mask()));
		final byte[] a = Images.pixels(healthy.image());
		final byte[] b = Images.pixels(ill.image());
		final byte[] mask = Images.pixels(healthy.mask());
		int inside = 0;
		int outside = 0;
		for (int i = 0; i < a.length; i++)
			if (a[i] != b[i]) {
				if (mask[i] != 0) inside++;
				else outside++;
			}
		assertTrue(inside > 2000 && outside < inside / 50, inside + " pixels differ inside, " + outside + " outside");
	}

	@ParameterizedTest
	@EnumSource(Organ.class)
	void thePatientsEffectsAreSharedByAllViews(final Organ organ) {
		assertEquals(Acquisition.draw(1, organ, 4), Acquisition.draw(1, organ, 4));
		assertFalse(Acquisition.draw(1, organ, 4).equals(Acquisition.draw(1, organ, 5)));
		double within = 0;
		double between = 0;
		for (int patient = 0; patient < 20; patient++) {
			final double[] own = new double[4];
			for (int i = 0; i < 4; i++)
				own[i] = mean(Phantom.of(new ViewSpec(3, organ, patient, i / 2, i % 2, 128, false)));
			final double next = mean(Phantom.of(new ViewSpec(3, organ, patient + 20, 0, 0, 128, false)));
			within += Math.abs(own[0] - own[2]) + Math.abs(own[1] - own[3]);
			between += 2 * Math.abs(own[0] - next);
		}
		assertTrue(within < between, within + " within, " + between + " between patients");
	}

	/** A carotid and the trachea's shadow are dark, the tunica is brighter than what it holds. */
	@Test
	void organsLookAsTheyShould() {
		double rim = 0;
		double inner = 0;
		double dark = 0;
		for (int patient = 0; patient < 10; patient++) {
			final Phantom testis = Phantom.of(new ViewSpec(8, Organ.TESTIS, patient, 0, 0, 256, false));
			final byte[] image = Images.pixels(testis.image());
			final byte[] mask = Images.pixels(testis.mask());
			int top = 0;
			while (mask[top * 256 + 128] == 0)
				top++;
			int brightest = 0;
			for (int row = top - 2; row < top + 6; row++)
				brightest = Math.max(brightest, image[row * 256 + 128] & 255);
			rim += brightest / 10.0;
			inner += mean(Phantom.of(new ViewSpec(8, Organ.TESTIS, patient, 0, 0, SIZE, false))) / 10;
			final Phantom thyroid = Phantom.of(new ViewSpec(8, Organ.THYROID, patient, 0, 0, 256, false));
			final byte[] neck = Images.pixels(thyroid.image());
			final int[] rows = new int[256];
			for (int i = 80 * 256; i < 180 * 256; i++)
				if ((neck[i] & 255) < 12) rows[i / 256]++;
			dark += Arrays.stream(rows).filter(count -> count > 30).count() / 10.0;
		}
		assertTrue(rim > inner + 40, "tunica " + rim + ", parenchyma " + inner);
		assertTrue(dark > 25, "rows across the airway's shadow: " + dark);
	}

	@Test
	void everySizeGivesTheSameAnatomy() {
		final double[] shares = new double[3];
		final int[] sizes = { 64, 256, 600 };
		for (int i = 0; i < sizes.length; i++) {
			final byte[] mask = Images.pixels(Phantom.of(new ViewSpec(1, Organ.TESTIS, 0, 0, 0, sizes[i], false)).mask());
			int inside = 0;
			for (final byte value : mask)
				if (value != 0) inside++;
			shares[i] = inside / (double) mask.length;
		}
		assertEquals(shares[1], shares[0], 0.01);
		assertEquals(shares[1], shares[2], 0.005);
	}
}
