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

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;
import io.sonoflow.image.resize.Spline;
import io.sonoflow.nn.weights.StateDict;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** How a picture is made ready. It belongs to the weights: the tensors of SAM and MedSAM have the same names and shapes. */
public enum Preparation {

	/** SAM: the longer side to the network's, mean and deviation of its training, then zeros below or at the right. */
	SAM("the longer side to %d px (bilinear, as PIL), minus 123.675, 116.28, 103.53, over 58.395, 57.12, 57.375, then zeros " +
		"below or at the right; logits above 0") {

		@Override
		float[] input(final Picture picture, final int target) {
			final int[] size = size(picture.width(), picture.height(), target);
			final float[] input = new float[3 * target * target];
			for (int c = 0; c < 3; c++) {
				final byte[] resized = Images.pixels(Resize.resize(Images.bytes(picture.planes()[c % picture.planes().length], picture
					.width(), picture.height()), size[0], size[1], Interpolation.BILINEAR_ANTIALIASED));
				for (int y = 0; y < size[1]; y++)
					for (int x = 0; x < size[0]; x++)
						input[(c * target + y) * target + x] = (float) (((resized[y * size[0] + x] & 255) - MEAN[c]) / DEVIATION[c]);
			}
			return input;
		}

		@Override
		int[] size(final int width, final int height, final int target) {
			final double scale = (double) target / Math.max(width, height);
			return new int[] { Math.max(1, (int) (width * scale + 0.5)), Math.max(1, (int) (height * scale + 0.5)) };
		}
	},
	/** MedSAM: both sides to the network's, whatever the shape, then the range of all channels together to 0..1. */
	MEDSAM("both sides to %d px (cubic B-spline, as scikit-image), cut to whole grey values, then the range of the picture to " +
		"0..1; probabilities above 0.5") {

		@Override
		float[] input(final Picture picture, final int target) {
			final double[][] resized = Spline.resize(picture.planes(), picture.width(), picture.height(), target, target,
				Spline.Edge.MIRROR);
			for (final double[] plane : resized)
				for (int i = 0; i < plane.length; i++)
					plane[i] = (int) plane[i];
			return unit(resized);
		}

		@Override
		int[] size(final int width, final int height, final int target) {
			return new int[] { target, target };
		}
	};

	private static final double[] MEAN = { 123.675, 116.28, 103.53 };
	private static final double[] DEVIATION = { 58.395, 57.12, 57.375 };
	private static final double LEAST_RANGE = 1e-8;
	/** Beside these MedSAM's training keeps the network. */
	private static final Set<String> CHECKPOINT = Set.of("model", "optimizer", "epoch");

	private final String text;

	Preparation(final String text) {
		this.text = text;
	}

	/** {@return 3 x target x target values: what the network takes} */
	abstract float[] input(Picture picture, int target);

	/** {@return width and height that the picture has inside of the network's} */
	abstract int[] size(int width, int height, int target);

	/** {@return in words} */
	String describe(final int target) {
		return (this == SAM ? "SAM's" : "MedSAM's") + " preparation: " + String.format(Locale.ROOT, text, target);
	}

	/** {@return 3 planes of these (the first again where there is one), their common range being made 0..1} */
	static float[] unit(final double[][] planes) {
		double low = Double.POSITIVE_INFINITY;
		double high = Double.NEGATIVE_INFINITY;
		for (final double[] plane : planes)
			for (final double value : plane) {
				low = Math.min(low, value);
				high = Math.max(high, value);
			}
		final double range = Math.max(LEAST_RANGE, high - low);
		final int n = planes[0].length;
		final float[] unit = new float[3 * n];
		for (int c = 0; c < 3; c++)
			for (int i = 0; i < n; i++)
				unit[c * n + i] = (float) ((planes[c % planes.length][i] - low) / range);
		return unit;
	}

	/**
	 * @param path of the weights
	 * @param file all of it
	 * @return what they were trained with, as file name and contents say: {@code medsam} in the name, or the checkpoint of
	 *         MedSAM's training (model, optimizer, epoch); {@code sam} in the name
	 * @throws SonoflowException.File if neither says it
	 */
	static Preparation of(final Path path, final StateDict file) {
		final String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
		final boolean tuned = CHECKPOINT.stream().allMatch(key -> file.items().stream().anyMatch(item -> String.valueOf(item.path()
			.get(0)).equals(key)));
		if (name.matches(".*med[ _-]?sam.*") || tuned) return MEDSAM;
		if (name.contains("sam")) return SAM;
		throw new SonoflowException.File("Whether " + path.getFileName() + " is SAM or MedSAM, nothing in it says: both have the " +
			"same tensors, and each needs the picture prepared in its own way. Give the file a name with medsam or sam_vit in it.");
	}
}
