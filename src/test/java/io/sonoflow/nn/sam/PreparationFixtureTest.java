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
package io.sonoflow.nn.sam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;
import io.sonoflow.image.resize.Spline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How SAM, MedSAM and MedSAM's training prepare pictures and boxes. */
@Tag(Fixtures.TAG)
class PreparationFixtureTest {

	private static final double NEAR = 1e-4;

	private static Picture picture(final JsonObject one, final Npz arrays) {
		final int h = one.get("H").getAsInt();
		final int w = one.get("W").getAsInt();
		return picture(arrays.get(one.get("key").getAsString() + ".picture"), w, h);
	}

	static Picture picture(final Npz.Array array, final int w, final int h) {
		final byte[] all = array.bytes();
		final byte[][] planes = new byte[3][w * h];
		for (int i = 0; i < all.length; i++)
			planes[i % 3][i / 3] = all[i];
		return new Picture(planes, w, h);
	}

	private interface Case {

		void check(JsonObject one, Picture picture, int target, int every, Npz arrays);
	}

	private static void each(final Case check) {
		final Npz arrays = Fixtures.npz(SamFixtureTest.TOPIC, "preprocess");
		for (final JsonElement each : SamFixtureTest.cases().getAsJsonArray("preprocess")) {
			final JsonObject one = each.getAsJsonObject();
			check.check(one, picture(one, arrays), one.get("target").getAsInt(), one.get("stored_every").getAsInt(), arrays);
		}
	}

	/** {@return every nth row and column of planes of such a size} */
	private static float[] sampled(final float[] planes, final int side, final int every) {
		final List<Float> values = new ArrayList<>();
		for (int c = 0; c < 3; c++)
			for (int y = 0; y < side; y += every)
				for (int x = 0; x < side; x += every)
					values.add(planes[(c * side + y) * side + x]);
		final float[] result = new float[values.size()];
		for (int i = 0; i < result.length; i++)
			result[i] = values.get(i);
		return result;
	}

	private static double sum(final float[] values) {
		double sum = 0;
		for (final float value : values)
			sum += value;
		return sum;
	}

	@Test
	void samsPictureIsPilsToTheBit() {
		each((one, picture, target, every, arrays) -> {
			final String key = one.get("key").getAsString();
			final int[] size = Preparation.SAM.size(picture.width(), picture.height(), target);
			final JsonArray shape = one.getAsJsonArray("sam_resized_shape");
			assertEquals(List.of(shape.get(0).getAsInt(), shape.get(1).getAsInt()), List.of(size[1], size[0]), key);
			final byte[] expected = arrays.get(key + ".sam.resized").bytes();
			long sum = 0;
			int at = 0;
			final byte[][] planes = new byte[3][];
			for (int c = 0; c < 3; c++) {
				planes[c] = Images.pixels(Resize.resize(Images.bytes(picture.planes()[c], picture.width(), picture.height()), size[0],
					size[1], Interpolation.BILINEAR_ANTIALIASED));
				for (final byte pixel : planes[c])
					sum += pixel & 255;
			}
			assertEquals(one.get("sam_resized_sum").getAsLong(), sum, key);
			for (int y = 0; y < size[1]; y += every)
				for (int x = 0; x < size[0]; x += every)
					for (int c = 0; c < 3; c++)
						assertEquals(expected[at++], planes[c][y * size[0] + x], key);
			final float[] input = Preparation.SAM.input(picture, target);
			Fixtures.assertClose(key, arrays.get(key + ".sam.input").floats(), sampled(input, target, every), 1e-6);
			assertEquals(one.get("sam_input_sum").getAsDouble(), sum(input), 1e-6 * input.length, key);
		});
	}

	@Test
	void samsSizesAreRoundedAsItsCodeDoes() {
		for (final JsonElement each : SamFixtureTest.cases().getAsJsonArray("preprocess_shapes")) {
			final JsonObject one = each.getAsJsonObject();
			final int[] size = Preparation.SAM.size(one.get("W").getAsInt(), one.get("H").getAsInt(), one.get("target").getAsInt());
			final JsonArray shape = one.getAsJsonArray("shape");
			assertEquals(List.of(shape.get(1).getAsInt(), shape.get(0).getAsInt()), List.of(size[0], size[1]), one.toString());
		}
	}

	@Test
	void medsamsPictureIsScikitImages() {
		each((one, picture, target, every, arrays) -> {
			final String key = one.get("key").getAsString();
			final double[][] resized = Spline.resize(picture.planes(), picture.width(), picture.height(), target, target,
				Spline.Edge.MIRROR);
			final double[] expected = arrays.get(key + ".medsam.resized_float").doubles();
			final byte[] whole = arrays.get(key + ".medsam.resized_uint8").bytes();
			int at = 0;
			for (int y = 0; y < target; y += every)
				for (int x = 0; x < target; x += every)
					for (int c = 0; c < 3; c++, at++) {
						final double value = resized[c][y * target + x];
						assertEquals(expected[at], value, NEAR, key);
						final boolean border = Math.abs(expected[at] - Math.rint(expected[at])) < NEAR;
						assertEquals(whole[at] & 255, (int) value, border ? 1 : 0, key);
					}
			final JsonArray range = one.getAsJsonArray("medsam_resized_uint8_min_max");
			final double unit = range.get(1).getAsDouble() - range.get(0).getAsDouble();
			final float[] input = Preparation.MEDSAM.input(picture, target);
			final float[] stored = arrays.get(key + ".medsam.input").floats();
			final float[] ours = sampled(input, target, every);
			for (int i = 0; i < stored.length; i++)
				assertEquals(stored[i], ours[i], 1.000001 / unit, key);
			assertEquals(one.get("medsam_input_sum").getAsDouble(), sum(input), (1 + one.get("medsam_pixels_within_1e_6_of_an_integer")
				.getAsInt()) / unit, key);
		});
	}

	@Test
	void medsamsTrainingPicturesHaveDarkBorders() {
		each((one, picture, target, every, arrays) -> {
			final String key = one.get("key").getAsString();
			final double[][] resized = Spline.resize(picture.planes(), picture.width(), picture.height(), target, target,
				Spline.Edge.ZERO);
			final float[] input = Preparation.unit(resized);
			Fixtures.assertClose(key, arrays.get(key + ".medsam_train.input").floats(), sampled(input, target, every), NEAR);
			assertEquals(one.get("medsam_train_input_sum").getAsDouble(), sum(input), 1e-6 * input.length, key);
			assertEquals(one.get("medsam_train_zero_pixels").getAsLong(), Arrays.stream(resized).flatMapToDouble(Arrays::stream).filter(
				value -> value == 0).count(), key);
		});
	}

	@Test
	void aConstantPictureIsZerosAndGreyIsThreeEqualPlanes() {
		final Picture grey = new Picture(new byte[][] { { 9, 9, 9, 9, 9, 9 } }, 3, 2);
		for (final float value : Preparation.MEDSAM.input(grey, 8))
			assertEquals(0, value);
		final byte[] plane = { 0, 50, 100, (byte) 200, 7, 90 };
		for (final Preparation preparation : Preparation.values())
			assertArrayEquals(preparation.input(new Picture(new byte[][] { plane, plane, plane }, 3, 2), 16), preparation.input(
				new Picture(new byte[][] { plane }, 3, 2), 16));
	}

	/** Corners (x, y, x, y) as both scale them; ours are those of whole pixels. */
	@Test
	void boxesAreScaledWithTheRoundedSizesBySamAndByWidthAndHeightByMedsam() {
		each((one, picture, target, every, arrays) -> {
			final JsonArray corners = one.getAsJsonArray("int_box").get(0).getAsJsonArray();
			final int x = corners.get(0).getAsInt();
			final int y = corners.get(1).getAsInt();
			final Prompt prompt = Prompt.of("box", new Box(x, y, corners.get(2).getAsInt() - x + 1, corners.get(3).getAsInt() - y +
				1));
			for (final Preparation preparation : Preparation.values()) {
				final PromptArrays ours = PromptArrays.of(List.of(prompt), picture, preparation, target);
				assertArrayEquals(new float[] { 2, 3 }, ours.labels());
				final JsonArray expected = one.getAsJsonArray(preparation == Preparation.SAM ? "int_box_sam" : "int_box_medsam").get(0)
					.getAsJsonArray();
				for (int i = 0; i < 4; i++)
					assertEquals(expected.get(i).getAsDouble(), ours.places()[i], 1e-4);
			}
		});
	}

	@Test
	void fromPictureToMaskBothAreTheOriginals() {
		final JsonObject one = SamFixtureTest.cases().getAsJsonObject("end_to_end");
		final Npz expected = Fixtures.npz(SamFixtureTest.TOPIC, "end_to_end");
		final int w = one.get("W").getAsInt();
		final int h = one.get("H").getAsInt();
		final Picture picture = picture(Fixtures.npz(SamFixtureTest.TOPIC, "preprocess").get("p0.picture"), w, h);
		final List<Prompt> two = new ArrayList<>();
		one.getAsJsonArray("two_boxes").forEach(box -> two.add(Prompt.of("box", box(box.getAsJsonArray()))));
		final List<Prompt> single = List.of(Prompt.of("box", box(one.getAsJsonArray("box").get(0).getAsJsonArray())));
		try (PromptedSegmenter sam = segmenter(Preparation.SAM); PromptedSegmenter medsam = segmenter(Preparation.MEDSAM)) {
			final PromptedMask ofSam = sam.segment(picture, single).get(0);
			equal(expected.get("sam.single.mask").bytes(), expected.get("sam.single.logits").floats(), 0, 1e-4, ofSam);
			assertEquals(expected.get("sam.single.iou").floats()[0], ofSam.score(), 1e-4);
			equal(expected.get("medsam.mask").bytes(), expected.get("medsam.probability").floats(), 0.5, 1e-5, medsam.segment(picture,
				single).get(0));
			final byte[] both = expected.get("medsam.two_boxes.mask").bytes();
			final List<PromptedMask> masks = medsam.segment(picture, two);
			assertEquals(2, masks.size());
			for (int i = 0; i < 2; i++) {
				int differing = 0;
				for (int k = 0; k < w * h; k++)
					if (masks.get(i).data()[k] != (both[i * w * h + k] != 0)) differing++;
				assertTrue(differing <= 1, "two boxes: " + differing + " pixels differ");
			}
		}
	}

	static PromptedSegmenter segmenter(final Preparation preparation) {
		return new PromptedSegmenter(SamFixtureTest.network(SamFixtureTest.full()), preparation);
	}

	private static Box box(final JsonArray corners) {
		final int x = corners.get(0).getAsInt();
		final int y = corners.get(1).getAsInt();
		return new Box(x, y, corners.get(2).getAsInt() - x + 1, corners.get(3).getAsInt() - y + 1);
	}

	private static void equal(final byte[] expected, final float[] values, final double threshold, final double near,
		final PromptedMask mask)
	{
		assertEquals(expected.length, mask.data().length);
		for (int i = 0; i < expected.length; i++)
			if (Math.abs(values[i] - threshold) >= near) assertEquals(expected[i] != 0, mask.data()[i], "pixel " + i);
	}
}
