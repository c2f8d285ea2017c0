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
package io.sonoflow.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.image.Images;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.DoubleType;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ImageQualityTest {

	private static RandomAccessibleInterval<UnsignedByteType> image(final Npz.Array array) {
		return Images.bytes(array.bytes(), (int) array.shape()[1], (int) array.shape()[0]);
	}

	private static RandomAccessibleInterval<DoubleType> unit(final Npz.Array array) {
		final double[] values = array.doubles().clone();
		for (int i = 0; i < values.length; i++)
			values[i] /= 255;
		return ArrayImgs.doubles(values, array.shape()[1], array.shape()[0]);
	}

	/** Against scikit-image. */
	@Tag(Fixtures.TAG)
	@Test
	void matchesTheReference() {
		final JsonObject cases = Fixtures.json("metrics", "image_metrics");
		assertFalse(cases.isEmpty());
		final Npz pairs = Fixtures.npz("metrics", "image_pairs");
		for (final String key : cases.keySet()) {
			final JsonObject expected = cases.getAsJsonObject(key);
			final Npz.Array a = pairs.get(key + ".a");
			final Npz.Array b = pairs.get(key + ".b");
			assertEquals(expected.get("ssim").getAsDouble(), ImageQuality.ssim(image(a), image(b), 255), 1e-7, key);
			assertEquals(expected.get("ssim_scaled_to_0_1").getAsDouble(), ImageQuality.ssim(unit(a), unit(b), 1), 1e-7,
				key);
			assertEquals(expected.get("mse").getAsDouble(), ImageQuality.mse(image(a), image(b)), 1e-9, key);
			final String psnr = expected.get("psnr").getAsString();
			final double value = ImageQuality.psnr(image(a), image(b), 255);
			if (psnr.equals("Infinity")) assertEquals(Double.POSITIVE_INFINITY, value);
			else assertEquals(Double.parseDouble(psnr), value, 1e-9, key);
			if (pairs.all().containsKey(key + ".ssim_map")) {
				final double[] map = pairs.get(key + ".ssim_map").doubles();
				final double[] own = ImageQuality.ssimMap(image(a), image(b), 255);
				for (int i = 0; i < map.length; i++)
					assertEquals(map[i], own[i], 1e-7, key);
			}
		}
	}

	@Test
	void sizesAreChecked() {
		assertThrows(IllegalArgumentException.class, () -> ImageQuality.ssim(Images.bytes(10, 20), Images.bytes(10, 20),
			255));
		assertThrows(IllegalArgumentException.class, () -> ImageQuality.mse(Images.bytes(10, 20), Images.bytes(20, 10)));
	}
}
