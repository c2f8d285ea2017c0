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
package io.sonoflow.nn;

import io.sonoflow.Monitor;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** First convolutions that were trained on colour, and last layers that paint in colour, for grey images. */
public final class Stem {

	/** By what images were normalised is guessed from the file. */
	public static final String AUTO = "auto";

	private static final int COLOURS = 3;

	/** Dimensions of the weight of a convolution over images; over clips there is one more. */
	static final int IMAGE = 4;

	/** Classes of ImageNet. */
	private static final int CLASSES = 1000;

	/** What was subtracted from each channel's 0..1 while weights were trained, and by what it was divided. */
	public enum Trained {
		/** Red, green and blue of ImageNet, as torchvision and MAE have it. */
		IMAGENET("imagenet", "ImageNet's mean and deviation",
			new double[] { 0.485, 0.456, 0.406 }, new double[] { 0.229, 0.224, 0.225 }),
		/** As timm trains its own transformers. */
		HALF("half", "mean 0.5 and deviation 0.5", new double[] { 0.5, 0.5, 0.5 }, new double[] { 0.5, 0.5, 0.5 });

		private final String key;
		private final String words;
		private final double[] mean;
		private final double[] deviation;

		Trained(final String key, final String words, final double[] mean, final double[] deviation) {
			this.key = key;
			this.words = words;
			this.mean = mean;
			this.deviation = deviation;
		}
	}

	private Stem() {
	}

	/**
	 * {@return (O, 1, h, w) of (O, 3, h, w), or with frames before the rows: the sum over the channels, which gives what the
	 *         grey image three times would}
	 */
	static Tensor summed(final Tensor colour) {
		return overChannels(colour, 1);
	}

	/** {@return (O, 1, h, w) of (O, 3, h, w): the mean over the channels, a third of {@link #summed}} */
	static Tensor averaged(final Tensor colour) {
		return overChannels(colour, COLOURS);
	}

	private static Tensor overChannels(final Tensor tensor, final double divisor) {
		final long[] shape = tensor.shape();
		final float[] colour = tensor.floats();
		final int area = (int) (colour.length / shape[0] / COLOURS);
		final float[] grey = new float[colour.length / COLOURS];
		for (int i = 0; i < grey.length; i++) {
			final int at = i / area * COLOURS * area + i % area;
			grey[i] = (float) (((double) colour[at] + colour[at + area] + colour[at + 2 * area]) / divisor);
		}
		shape[1] = 1;
		return Tensor.of(grey, shape);
	}

	/**
	 * By what a transformer's images were normalised. timm's own come as a plain state_dict, with a head of ImageNet's classes or
	 * without; masked autoencoders, and what their authors and DeiT's saved in a container, saw ImageNet's normalisation. Names and
	 * shapes do not tell all of these apart.
	 *
	 * @param asked {@link #AUTO} or a key
	 * @param weights the network's
	 * @param plain whether they lie in the file without a container
	 * @param monitor is told; is warned where it might be otherwise
	 */
	static Trained trained(final String asked, final StateDict weights, final boolean plain, final Monitor monitor) {
		final boolean masked = weights.has("mask_token");
		final boolean timm = weights.has("head.weight") && weights.get("head.weight").shape()[0] >= CLASSES;
		final Trained trained = asked.equals(AUTO) ? plain && timm && !masked ? Trained.HALF : Trained.IMAGENET : Arrays.stream(
			Trained.values()).filter(each -> each.key.equals(asked)).findFirst().orElseThrow();
		final String text = weights.source() + " is taken to be trained on images normalised by " + trained.words +
			"; its first layer now does that itself.";
		if (!asked.equals(AUTO) || !plain || masked) monitor.message(text);
		else monitor.warn(text + " The file does not say it: timm's own transformers have mean 0.5 and deviation 0.5 " +
			"(normalisation=half), DeiT's and encoders of masked autoencoders ImageNet's (normalisation=imagenet).");
		return trained;
	}

	static boolean isColour(final Tensor stem) {
		final long[] shape = stem.shape();
		return shape.length >= IMAGE && shape[1] == COLOURS;
	}

	/**
	 * Of a linear layer that predicts pixels in ImageNet's normalised colours (rows in the order pixel, colour) makes one that
	 * predicts the grey of classifiers' images: the mean of the three colours' predictions.
	 *
	 * @param weight (3 O, I)
	 * @param bias (3 O)
	 * @param normalised whether predictions are in units of each patch's own deviation, in which colours have no scale: of
	 *          grey patches of little contrast they were trained on something else, and what is left is to be learned
	 * @return weight (O, I) and bias (O)
	 */
	public static List<Tensor> greyPrediction(final Tensor weight, final Tensor bias, final boolean normalised) {
		final int in = (int) weight.shape()[1];
		final float[] rows = weight.floats();
		final float[] shifts = bias.floats();
		final double black = Normalisation.CLASSIFIER.apply(0);
		final double range = Normalisation.CLASSIFIER.apply(255) - black;
		final float[] grey = new float[rows.length / COLOURS];
		final float[] shift = new float[shifts.length / COLOURS];
		for (int o = 0; o < shift.length; o++) {
			double sum = 0;
			for (int c = 0; c < COLOURS; c++) {
				final double scale = (normalised ? 1 : range * Trained.IMAGENET.deviation[c]) / COLOURS;
				sum += scale * shifts[o * COLOURS + c] + (normalised ? 0 : (black + range * Trained.IMAGENET.mean[c]) / COLOURS);
				for (int i = 0; i < in; i++)
					grey[o * in + i] += (float) (scale * rows[(o * COLOURS + c) * in + i]);
			}
			shift[o] = (float) sum;
		}
		return List.of(Tensor.of(grey, shift.length, in), Tensor.of(shift, shift.length));
	}

	/**
	 * Takes the normalisation of each colour channel into a convolution that has a bias and no margin, which does exactly what
	 * it did: the network may then be fed as all classifiers here.
	 *
	 * @param weights hold the convolution of three channels
	 * @param weight its name
	 * @param bias of it
	 */
	static StateDict folded(final StateDict weights, final String weight, final String bias, final Trained trained) {
		final double black = Normalisation.CLASSIFIER.apply(0);
		final double range = Normalisation.CLASSIFIER.apply(255) - black;
		final long[] shape = weights.get(weight).shape();
		final int area = (int) (shape[2] * shape[3]);
		final float[] kernels = weights.get(weight).floats();
		final float[] biases = weights.get(bias).floats();
		for (int o = 0; o < biases.length; o++) {
			double shift = biases[o];
			for (int c = 0; c < COLOURS; c++)
				for (int i = (o * COLOURS + c) * area; i < (o * COLOURS + c + 1) * area; i++) {
					shift += kernels[i] * (-black / range - trained.mean[c]) / trained.deviation[c];
					kernels[i] = (float) (kernels[i] / range / trained.deviation[c]);
				}
			biases[o] = (float) shift;
		}
		final Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
		tensors.put(weight, Tensor.of(kernels, shape));
		tensors.put(bias, Tensor.of(biases, biases.length));
		return weights.with(tensors);
	}
}
