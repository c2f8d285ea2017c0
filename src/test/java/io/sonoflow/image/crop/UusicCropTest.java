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
package io.sonoflow.image.crop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.Mask;

import java.util.List;
import java.util.Optional;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published rule equals its reference exactly. */
@Tag(Fixtures.TAG)
class UusicCropTest {

	@Test
	void equalsTheReference() {
		final Npz npz = Fixtures.npz("morphology", "crop_images");
		final JsonObject images = Fixtures.json("morphology", "crop");
		assertFalse(images.isEmpty());
		for (final String name : images.keySet()) {
			final JsonObject expected = images.getAsJsonObject(name);
			final ArrayImg<ARGBType, IntArray> image = image(npz.get(name + ".image"));
			final List<String> tolerances = Fixtures.matches(expected.keySet(), "tol(\\d+)_conn8");
			assertFalse(tolerances.isEmpty());
			for (final String number : tolerances) {
				final int tolerance = Integer.parseInt(number);
				for (final Connectivity connectivity : Connectivity.values()) {
					final String what = name + " tolerance " + tolerance + " " + connectivity;
					final JsonObject numbers = expected.getAsJsonObject("tol" + tolerance + "_conn" +
						(connectivity == Connectivity.EIGHT ? 8 : 4));
					final UusicCrop.Result result = UusicCrop.cropColor(image, tolerance, connectivity);
					assertEquals(box(numbers.get("box_xywh")), result.box(), what);
					assertEquals(numbers.get("background_area").getAsInt(), result.background().area(), what);
				}
				final UusicCrop.Result eight = UusicCrop.cropColor(image, tolerance, Connectivity.EIGHT);
				final String key = name + ".tol" + tolerance;
				// The file has no masks where they are empty or, without background, everything.
				final boolean background = eight.background().area() > 0;
				final boolean foreground = background && eight.box().isPresent();
				assertEquals(background, npz.all().containsKey(key + ".background"), key);
				assertEquals(foreground, npz.all().containsKey(key + ".foreground"), key);
				if (background) assertArrayEquals(mask(npz.get(key + ".background")).data(), eight.background().data(), key);
				if (foreground) assertArrayEquals(mask(npz.get(key + ".foreground")).data(), eight.foreground().data(), key);
			}
		}
	}

	private static Optional<Box> box(final JsonElement json) {
		if (json.isJsonNull()) return Optional.empty();
		final int[] b = json.getAsJsonArray().asList().stream().mapToInt(JsonElement::getAsInt).toArray();
		return Optional.of(new Box(b[0], b[1], b[2], b[3]));
	}

	private static Mask mask(final Npz.Array array) {
		final byte[] bytes = array.bytes();
		return Mask.of((int) array.shape()[1], (int) array.shape()[0], i -> bytes[i] != 0);
	}

	/** The fixture's channels are in the order blue, green, red. */
	private static ArrayImg<ARGBType, IntArray> image(final Npz.Array array) {
		final byte[] bytes = array.bytes();
		final int[] argb = new int[bytes.length / 3];
		for (int i = 0; i < argb.length; i++)
			argb[i] = 0xFF000000 | (bytes[3 * i + 2] & 0xFF) << 16 | (bytes[3 * i + 1] & 0xFF) << 8 | bytes[3 * i] & 0xFF;
		return ArrayImgs.argbs(argb, array.shape()[1], array.shape()[0]);
	}
}
