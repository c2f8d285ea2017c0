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
package io.sonoflow.image.resize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;
import io.sonoflow.image.Luma;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResizeTest {

	private static Npz fixture() {
		return Fixtures.npz("preprocess", "preprocess");
	}

	static List<String> crops() {
		return Fixtures.matches(fixture().all().keySet(), "(.*)\\.out");
	}

	static List<String> resizings() {
		return Fixtures.matches(fixture().all().keySet(), "(.*)\\.bilinear_antialias");
	}

	private static ArrayImg<UnsignedByteType, ByteArray> image(final Npz.Array array) {
		return Images.bytes(array.bytes(), (int) array.shape()[1], (int) array.shape()[0]);
	}

	private static float[] unit(final ArrayImg<UnsignedByteType, ByteArray> image) {
		final float[] pixels = Images.floatPixels(image);
		for (int i = 0; i < pixels.length; i++)
			pixels[i] /= 255;
		return pixels;
	}

	private static ArrayImg<UnsignedByteType, ByteArray> noise(final int width, final int height) {
		final RandomStream random = RandomStream.of(1, "resize test", width, height);
		final byte[] pixels = new byte[width * height];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) random.nextInt(256);
		return Images.bytes(pixels, width, height);
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("crops")
	void centerCropIsThatOfTheDiffusionCode(final String name) {
		final Npz npz = fixture();
		final Npz.Array expected = npz.get(name + ".out");
		final int size = (int) expected.shape()[0];
		final byte[] out = Images.pixels(Resize.centerCrop(image(npz.get(name + ".image")), size));
		assertArrayEquals(expected.bytes(), out);
		final float[] normalised = npz.get(name + ".normalised").floats();
		for (int i = 0; i < out.length; i++)
			assertEquals(normalised[i], Normalisation.DIFFUSION.apply(out[i] & 255), 1e-7);
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("resizings")
	void bilinearIsThatOfTorchAndPil(final String name) {
		final Npz npz = fixture();
		final ArrayImg<UnsignedByteType, ByteArray> image = image(npz.get(name + ".image"));
		final int width = Images.width(image);
		final int height = Images.height(image);
		final long[] shape = npz.get(name + ".bilinear_antialias").shape();
		final int h = (int) shape[shape.length - 2];
		final int w = (int) shape[shape.length - 1];
		assertArrayEquals(npz.get(name + ".bilinear_no_antialias").floats(), Resize.resize(unit(image), width, height, w, h,
			Interpolation.BILINEAR), 1e-6f);
		assertArrayEquals(npz.get(name + ".bilinear_antialias").floats(), Resize.resize(unit(image), width, height, w, h,
			Interpolation.BILINEAR_ANTIALIASED), 1e-6f);
		assertArrayEquals(npz.get(name + ".pil_bilinear_uint8").bytes(), Images.pixels(Resize.resize(image, w, h,
			Interpolation.BILINEAR_ANTIALIASED)));
		if (w != h) return;
		final float[] batch = new float[w * h + 2];
		new Resizer(w, Interpolation.BILINEAR, Normalisation.CLASSIFIER).resize(Images.pixels(image), width, height, batch, 1);
		final float[] expected = npz.get(name + ".no_antialias_normalised").floats();
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i], batch[i + 1], 1e-6f);
		assertEquals(0, batch[0]);
		assertEquals(0, batch[batch.length - 1]);
	}

	@Tag(Fixtures.TAG)
	@Test
	void grayIsPils() {
		final Npz npz = fixture();
		final byte[] rgb = npz.get("gray.rgb_hwc").bytes();
		final long[] shape = npz.get("gray.rgb_hwc").shape();
		final int[] argb = new int[rgb.length / 3];
		for (int i = 0; i < argb.length; i++)
			argb[i] = 0xFF000000 | (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255;
		assertArrayEquals(npz.get("gray.pil_L").bytes(), Images.pixels(Luma.gray(ArrayImgs.argbs(argb, shape[1],
			shape[0]))));
	}

	@ParameterizedTest
	@EnumSource(Interpolation.class)
	void everySizeKeepsAConstantImageAndItsOwnSizeKeepsAll(final Interpolation interpolation) {
		for (final int[] s : new int[][] { { 1, 1, 5, 3 }, { 7, 5, 1, 1 }, { 3, 200, 200, 3 }, { 2, 2, 3, 1 }, { 1, 9, 9, 1 } }) {
			final byte[] constant = new byte[s[0] * s[1]];
			java.util.Arrays.fill(constant, (byte) 201);
			for (final byte pixel : Images.pixels(Resize.resize(Images.bytes(constant, s[0], s[1]), s[2], s[3], interpolation)))
				assertEquals(201, pixel & 255);
		}
		final ArrayImg<UnsignedByteType, ByteArray> noise = noise(13, 9);
		assertArrayEquals(Images.pixels(noise), Images.pixels(Resize.resize(noise, 13, 9, interpolation)));
		final float[] floats = Images.floatPixels(noise);
		assertArrayEquals(floats, Resize.resize(floats, 13, 9, 13, 9, interpolation), 1e-5f);
	}

	@ParameterizedTest
	@EnumSource(Interpolation.class)
	void widthAndHeightAreTreatedAlike(final Interpolation interpolation) {
		final ArrayImg<UnsignedByteType, ByteArray> noise = noise(40, 31);
		final float[] upright = Resize.resize(Images.floatPixels(noise), 40, 31, 17, 50, interpolation);
		final float[] lying = Resize.resize(Images.floatPixels(Views.permute(noise, 0, 1)), 31, 40, 50, 17, interpolation);
		for (int y = 0; y < 50; y++)
			for (int x = 0; x < 17; x++)
				assertEquals(upright[y * 17 + x], lying[x * 50 + y], 1e-3);
	}

	@Test
	void nearestInventsNoValues() {
		final byte[] mask = { 0, 5, 9, 0 };
		assertArrayEquals(new byte[] { 0, 0, 5, 5, 0, 0, 5, 5, 9, 9, 0, 0, 9, 9, 0, 0 }, Images.pixels(Resize.resize(Images
			.bytes(mask, 2, 2), 4, 4, Interpolation.NEAREST)));
		final Set<Byte> values = new HashSet<>();
		for (final byte pixel : Images.pixels(Resize.resize(Images.bytes(mask, 2, 2), 37, 11, Interpolation.NEAREST)))
			values.add(pixel);
		assertEquals(Set.of((byte) 0, (byte) 5, (byte) 9), values);
	}

	@Test
	void resizerDoesNotDependOnWhatItDidBefore() {
		final Resizer used = new Resizer(32, Interpolation.BILINEAR_ANTIALIASED, Normalisation.UNIT);
		for (final int[] s : new int[][] { { 300, 280 }, { 1, 1 }, { 5, 90 }, { 64, 2 }, { 300, 280 } }) {
			final ArrayImg<UnsignedByteType, ByteArray> image = noise(s[0], s[1]);
			final float[] again = new float[32 * 32];
			java.util.Arrays.fill(again, 7);
			used.resize(Images.pixels(image), s[0], s[1], again, 0);
			assertArrayEquals(Resize.resize(unit(image), s[0], s[1], 32, 32, Interpolation.BILINEAR_ANTIALIASED), again, 1e-6f);
		}
	}

	@Test
	void normalisationsRunFromEndToEnd() {
		assertEquals(-2, Normalisation.CLASSIFIER.apply(0));
		assertEquals(2, Normalisation.CLASSIFIER.apply(255));
		assertEquals(-1, Normalisation.DIFFUSION.apply(0));
		assertEquals(1, Normalisation.DIFFUSION.apply(255));
		for (final Normalisation normalisation : Normalisation.values())
			assertEquals(77, normalisation.invert(normalisation.apply(77)), 1e-4);
	}

	@Test
	void anEmptySideIsRefused() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> Resize.resize(noise(3, 3), 0, 3, Interpolation.BOX))
			.getMessage().contains("3x3 to 0x3"));
		assertThrows(IllegalArgumentException.class, () -> new Resizer(0, Interpolation.BOX, Normalisation.UNIT));
	}
}
