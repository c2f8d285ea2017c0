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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.ConvexHull;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.morphology.Morphology;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;

/** Phantoms of organs to be segmented: what masks show is there, the classes differ, and older phantoms are what they were. */
class OrganPhantomTest {

	private static final int SIZE = 128, PATIENTS = 6;

	@Test
	void phantomsOfBeforeKeepTheirPixels() {
		Map.of(Organ.TESTIS, 0x9EF62E15L, Organ.THYROID, 0x64772AD4L, Organ.KIDNEY, 0x31EC6FB2L).forEach((organ, sum) -> {
			final CRC32 crc = new CRC32();
			for (int k = 0; k < 6; k++) {
				final Phantom phantom = Phantom.of(new ViewSpec(11, organ, k, k / 2 % 2, k % 2, 64, k % 3 > 0, k % 2));
				crc.update(Images.pixels(phantom.image()));
				crc.update(Images.pixels(phantom.mask()));
			}
			assertEquals(sum, crc.getValue(), organ.key());
		});
	}

	/** {@return mean grey level of the mask, or of what lies round it} */
	private static double mean(final Phantom phantom, final boolean inside) {
		final byte[] image = Images.pixels(phantom.image());
		final Mask mask = Mask.of(phantom.mask());
		final Mask near = Morphology.dilate(mask, 5);
		return IntStream.range(0, image.length).filter(i -> inside ? mask.data()[i] : near.data()[i] && !mask.data()[i]).map(
			i -> image[i] & 255).average().orElseThrow();
	}

	/** {@return share of the picture, solidity, share of its width} */
	private static double[] shape(final Organ organ, final int patient, final int view, final boolean ill) {
		final Phantom phantom = Phantom.of(new ViewSpec(5, organ, patient, 0, view, SIZE, ill));
		final Mask mask = Mask.of(phantom.mask());
		final Components parts = Components.of(mask, Connectivity.EIGHT);
		final String what = organ + " " + patient + " " + view + " " + ill;
		assertTrue(parts.count() >= 1, what);
		assertTrue(parts.area(parts.largest()) > 0.97 * mask.area(), "one piece: " + what);
		assertTrue(!parts.touchesBorder(parts.largest()), "within the view: " + what);
		assertTrue(Math.abs(mean(phantom, true) - mean(phantom, false)) > 1.5, "seen: " + what);
		return new double[] { (double) mask.area() / (SIZE * SIZE), mask.area() / ConvexHull.area(mask), parts.box(parts.largest())
			.w() / (double) SIZE };
	}

	private static double[] means(final Organ organ, final boolean ill) {
		final double[] sums = new double[3];
		for (int patient = 0; patient < PATIENTS; patient++)
			for (int view = 0; view < 2; view++) {
				final double[] shape = shape(organ, patient, view, ill);
				for (int i = 0; i < 3; i++)
					sums[i] += shape[i] / (2 * PATIENTS);
			}
		return sums;
	}

	@Test
	void shapesDifferBetweenOrgansAndClasses() {
		final double[] smooth = means(Organ.NODULE, false);
		final double[] spiculated = means(Organ.NODULE, true);
		assertTrue(spiculated[1] < smooth[1] - 0.1, "spikes: " + spiculated[1] + " against " + smooth[1]);
		final double[] nerve = means(Organ.NERVE, false);
		final double[] swollen = means(Organ.NERVE, true);
		assertTrue(swollen[0] > 1.6 * nerve[0], "swollen: " + swollen[0] + " against " + nerve[0]);
		final double[] head = means(Organ.FETAL, false);
		assertEquals(head[0], means(Organ.FETAL, true)[0], 0.01, "the head is as large whatever its ventricles");
		assertTrue(head[0] > 5 * smooth[0] && smooth[0] > nerve[0], head[0] + " " + smooth[0] + " " + nerve[0]);
		assertTrue(head[1] > 0.95 && head[2] > 0.5 && head[2] < 0.9, head[1] + " " + head[2]);
	}

	@Test
	void wideVentriclesAreDarkInBothPlanes() {
		for (int view = 0; view < 2; view++) {
			final long[] dark = new long[2];
			for (int patient = 0; patient < PATIENTS; patient++)
				for (int ill = 0; ill < 2; ill++) {
					final Phantom phantom = Phantom.of(new ViewSpec(5, Organ.FETAL, patient, 0, view, SIZE, ill > 0));
					final byte[] image = Images.pixels(phantom.image());
					final byte[] mask = Images.pixels(phantom.mask());
					dark[ill] += IntStream.range(0, mask.length).filter(i -> mask[i] != 0 && (image[i] & 255) < 8).count();
				}
			assertTrue(dark[1] > 1.15 * dark[0], "view " + view + ": " + dark[1] + " against " + dark[0]);
		}
	}

	@Test
	void classesAndViewsHaveTheirNames() {
		assertEquals("spiculated", exam(Organ.NODULE, true).truthName(1));
		assertEquals("smooth", exam(Organ.NODULE, true).labelName(1));
		assertEquals("swollen", exam(Organ.NERVE, true).truthName(1));
		assertEquals("normal", exam(Organ.FETAL, false).truthName(1));
		assertEquals(List.of("proximal", "distal"), Organ.NERVE.views());
		assertEquals(Organ.VIEWS, Organ.NODULE.views());
	}

	private static Exam exam(final Organ organ, final boolean truth) {
		return new Exam(organ, 2, 1, truth, false, List.of(false, false));
	}
}
