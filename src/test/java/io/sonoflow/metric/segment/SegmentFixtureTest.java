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
package io.sonoflow.metric.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.image.morphology.Mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Equal to DeepMind's surface-distance and to the plain definition by border pixels. */
@Tag(Fixtures.TAG)
class SegmentFixtureTest {

	private static final double TOLERANCE = 1e-9;

	private static Mask mask(final Npz.Array array) {
		final byte[] bytes = array.bytes();
		return Mask.of((int) array.shape()[1], (int) array.shape()[0], i -> bytes[i] != 0);
	}

	private static double number(final JsonElement value) {
		return Double.parseDouble(value.getAsString());
	}

	@Test
	void figuresEqualTheReference() {
		final Npz npz = Fixtures.npz("segmentation", "mask_pairs");
		final List<String> unknown = new ArrayList<>();
		for (final Map.Entry<String, JsonElement> pair : Fixtures.json("segmentation", "mask_metrics").entrySet()) {
			final JsonObject expected = pair.getValue().getAsJsonObject();
			final Mask reference = mask(npz.get("gt" + pair.getKey()));
			final Mask predicted = mask(npz.get("pred" + pair.getKey()));
			final SurfaceFigures corners = SurfaceFigures.corners(reference, predicted, PixelSize.PIXELS);
			final SurfaceFigures pixels = SurfaceFigures.pixels(reference, predicted, PixelSize.PIXELS);
			final Overlap overlap = Overlap.of(reference, predicted);
			final boolean empty = overlap.state() == State.EMPTY;
			expected.asMap().forEach((name, value) -> {
				final String what = pair.getKey() + " " + name;
				switch (name) {
					case "dice" -> assertEquals(number(value), overlap.dice(), TOLERANCE, what);
					case "iou" -> assertEquals(number(value), overlap.iou(), TOLERANCE, what);
					case "area_gt" -> assertEquals(value.getAsInt(), overlap.reference(), what);
					case "area_pred" -> assertEquals(value.getAsInt(), overlap.predicted(), what);
					case "contour_length_gt" -> assertEquals(number(value), corners.referenceLength(), TOLERANCE, what);
					case "contour_length_pred" -> assertEquals(number(value), corners.predictedLength(), TOLERANCE, what);
					case "deepmind_surface_dice_tol1" -> assertEquals(number(value), corners.nsd(1), TOLERANCE, what);
					case "deepmind_surface_dice_tol2" -> assertEquals(number(value), corners.nsd(2), TOLERANCE, what);
					// Of two empty masks ours are undefined: a distance that is not there is no failure.
					case "deepmind_hd95" -> assertEquals(empty ? Double.NaN : number(value), corners.hausdorff(0.95), TOLERANCE, what);
					case "deepmind_hd100" -> assertEquals(empty ? Double.NaN : number(value), corners.hausdorff(1), TOLERANCE, what);
					case "pixel_n_boundary" -> assertEquals(value.getAsJsonArray().asList().stream().map(JsonElement::getAsDouble)
						.toList(), List.of(pixels.referenceLength(), pixels.predictedLength()), what);
					case "pixel_nsd_tol1" -> assertEquals(number(value), pixels.nsd(1), TOLERANCE, what);
					case "pixel_nsd_tol2" -> assertEquals(number(value), pixels.nsd(2), TOLERANCE, what);
					case "pixel_hd95_max_of_two_percentiles" -> assertEquals(number(value), pixels.hausdorff(0.95), TOLERANCE, what);
					case "pixel_hd" -> assertEquals(number(value), pixels.hausdorff(1), TOLERANCE, what);
					// What else could be called HD95, and a mean that is not ours.
					case "name", "pixel_hd95_percentile_of_both_joined", "pixel_assd" -> {
					}
					default -> unknown.add(name);
				}
			});
		}
		assertEquals(List.of(), unknown);
	}
}
