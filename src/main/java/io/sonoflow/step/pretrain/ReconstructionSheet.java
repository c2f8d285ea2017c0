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
package io.sonoflow.step.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.vit.MaskedAutoencoder;
import io.sonoflow.nn.vit.Masking;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.masked.MaskedPlan;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A few images of the training set as they are, with their patches removed, and with the removed ones painted; always the same
 * images under the same masks, so that sheets of different steps show the same pictures getting better.
 */
record ReconstructionSheet(MaskedPlan plan, ImageCache images) {

	/** Images on the sheet, three pictures of each. */
	private static final int SHOWN = 8;
	private static final int COLUMNS = 6;
	private static final int CELL = 160;
	/** Grey of a removed patch, which ultrasound's black margins are not. */
	private static final int REMOVED = 128;
	private static final int WHITE = 255;
	/** Under the root of the deviation, as in the targets. */
	private static final double EPSILON = 1e-6;

	/** Values of the three pictures of each image, (N, S, S) grey. */
	private record Pictures(byte[] original, byte[] masked, byte[] painted) {
	}

	/**
	 * @param network as it is; unchanged
	 * @param step so many are done
	 * @param monitor sees the first image's pictures side by side
	 */
	void write(final Path png, final MaskedAutoencoder network, final long step, final Monitor monitor) {
		final int[] shown = shown();
		final Pictures pictures = pictures(network, shown);
		final Sheet sheet = new Sheet(COLUMNS).cell(CELL).title("Step " + step + ": original, masked, reconstructed" + (plan
			.normalised() ? " (mean and variance borrowed from the original)"
				: ""));
		for (int i = 0; i < shown.length; i++) {
			sheet.add(picture(pictures.original, i), "image " + (shown[i] + 1), Sheet.Frame.NONE);
			sheet.add(picture(pictures.masked, i), "masked", Sheet.Frame.NONE);
			sheet.add(picture(pictures.painted, i), plan.normalised() ? "mean, variance borrowed" : "reconstructed", Sheet.Frame.NONE);
		}
		sheet.write(png);
		monitor.preview("original, masked, reconstructed", beside(pictures));
	}

	/** {@return numbers of images, spread over the set} */
	private int[] shown() {
		final int count = Math.min(SHOWN, images.size());
		return IntStream.range(0, count).map(i -> (int) ((long) i * images.size() / count)).toArray();
	}

	private Pictures pictures(final MaskedAutoencoder network, final int[] shown) {
		Torch.inference();
		final NetworkInput input = NetworkInput.classifier(plan.size());
		final float[] values = new float[shown.length * input.length()];
		for (int i = 0; i < shown.length; i++)
			input.write(images.get(shown[i]), values, i * input.length());
		final Masking masking = plan.sheetMasking(shown);
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray x = Torch.floats(scope, values, shown.length, 1, plan.size(), plan.size());
			final float[] painted = network.run(x, masking, plan.normalised()).prediction().toFloatArray();
			final Pictures pictures = new Pictures(grey(values), grey(values), grey(values));
			for (int i = 0; i < shown.length; i++)
				for (int patch = 0; patch < plan.patches(); patch++)
					if (masking.mask()[i][patch] == 1) paint(values, painted, i, patch, pictures);
			return pictures;
		}
	}

	private static byte[] grey(final float[] values) {
		final byte[] grey = new byte[values.length];
		for (int i = 0; i < grey.length; i++)
			grey[i] = grey(values[i]);
		return grey;
	}

	private static byte grey(final double value) {
		return (byte) Math.max(0, Math.min(WHITE, Math.round(Normalisation.CLASSIFIER.invert(value))));
	}

	/** Removes a patch of the second picture and paints it in the third. */
	private void paint(final float[] values, final float[] painted, final int image, final int patch, final Pictures pictures) {
		final int pixels = plan.patch() * plan.patch();
		final int[] places = IntStream.range(0, pixels).map(k -> place(image, patch, k)).toArray();
		final double mean = plan.normalised() ? Arrays.stream(places).mapToDouble(at -> values[at]).average().orElseThrow() : 0;
		final double scale = plan.normalised() ? Math.sqrt(EPSILON + Arrays.stream(places).mapToDouble(at -> (values[at] - mean) *
			(values[at] - mean)).sum() / (pixels - 1)) : 1;
		for (int k = 0; k < pixels; k++) {
			pictures.masked[places[k]] = (byte) REMOVED;
			pictures.painted[places[k]] = grey(mean + scale * painted[(image * plan.patches() + patch) * pixels + k]);
		}
	}

	/** {@return where a patch's pixel stands in (N, S, S)} */
	private int place(final int image, final int patch, final int pixel) {
		final int across = plan.size() / plan.patch();
		final int y = patch / across * plan.patch() + pixel / plan.patch();
		return (image * plan.size() + y) * plan.size() + patch % across * plan.patch() + pixel % plan.patch();
	}

	private RandomAccessibleInterval<UnsignedByteType> picture(final byte[] all,
		final int image)
	{
		final int length = plan.size() * plan.size();
		return Images.bytes(Arrays.copyOfRange(all, image * length, (image + 1) * length), plan.size(), plan.size());
	}

	private RandomAccessibleInterval<UnsignedByteType> beside(final Pictures pictures) {
		final int size = plan.size();
		final byte[] row = new byte[3 * size * size];
		for (int y = 0; y < size; y++) {
			System.arraycopy(pictures.original, y * size, row, 3 * y * size, size);
			System.arraycopy(pictures.masked, y * size, row, (3 * y + 1) * size, size);
			System.arraycopy(pictures.painted, y * size, row, (3 * y + 2) * size, size);
		}
		return Images.bytes(row, 3 * size, size);
	}
}
