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
package io.sonoflow.nn.segment;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import com.google.gson.reflect.TypeToken;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.TokenNetwork;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier that does not learn any more and lends its features to a segmenter. It sees the segmenter's images in its own
 * size and normalisation, its norms by their running statistics.
 */
final class FrozenClassifier {

	/** Key of the header under which its own header stands. */
	static final String KEY = "classifier";

	private final ImageNetwork network;
	private final ModelConfig config;

	/** Of each organ of the segmenter its number for the classifier; null if that is told nothing. */
	private int[] organs;

	/** @throws SonoflowException.Input if its features are no places of an image */
	FrozenClassifier(final ImageNetwork network, final ModelConfig config) {
		if (network instanceof TokenNetwork) throw new SonoflowException.Input("classifier: a transformer (" + network
			.architecture() + ") has no features to be fused with a U-Net's. Give a convolutional classifier.");
		if (network.architecture().equals(Networks.UNET_FLAT)) throw new SonoflowException.Input("classifier: the features of " +
			Networks.UNET_FLAT + " are one long vector and no places. Give another classifier, such as " + Networks.UNET_POOLED + ".");
		this.network = network;
		this.config = config;
	}

	/**
	 * Makes it one that a segmenter listens to.
	 *
	 * @throws SonoflowException.Input if it must be told organs that the segmenter does not know of
	 */
	FrozenClassifier joins(final SegmentationConfig segmenter) {
		if (network.organs().isEmpty()) return this;
		final List<String> missing = segmenter.organs().stream().filter(organ -> !network.organs().contains(organ)).toList();
		if (!segmenter.film() || !missing.isEmpty()) throw new SonoflowException.Input("classifier: it must be told the organ, and " +
			(segmenter.film() ? "has not learned " + String.join(", ", missing) : "with film=false nobody does") +
			". It has learned: " + String.join(", ", network.organs()) + ". Give a classifier of these organs, or one with film=false.");
		organs = segmenter.organs().stream().mapToInt(network.organs()::indexOf).toArray();
		return this;
	}

	/** {@return F, channels of its features} */
	int width() {
		return network.width();
	}

	/** {@return its parameters, by its own names} */
	Map<String, Parameter> named() {
		return network.named();
	}

	/**
	 * @param images (N, 1, H, W)
	 * @param own how they are normalised
	 * @param ids organ of each for the segmenter
	 * @return (N, F, h, w), without a gradient
	 */
	NDArray features(final SegmentOperators ops, final NDArray images, final Normalisation own, final int[] ids) {
		final float shift = config.normalisation().apply(own.invert(0));
		final float scale = config.normalisation().apply(own.invert(1)) - shift;
		final NDArray still = images.stopGradient();
		try (still; NDArray size = Torch.floats(images.getManager(), new float[] { config.size(), config.size() }, 2);
				NDArray small = ops.call("shrink", still, size); NDArray scaled = small.mul(scale); NDArray x = scaled.add(shift))
		{
			return told(ids).features(x, false);
		}
	}

	private ImageNetwork told(final int[] ids) {
		return organs == null ? network : network.told(Arrays.stream(ids).map(i -> organs[i]).toArray());
	}

	/** {@return its header as one text} */
	String header() {
		final Map<String, String> texts = new LinkedHashMap<>(config.toMetadata());
		texts.putAll(network.header());
		return new Gson().toJson(texts);
	}

	/**
	 * A classifier of zeros.
	 *
	 * @param text of {@link #header}
	 * @param weights of the segmenter, which hold its own
	 */
	static FrozenClassifier empty(final String text, final Device device, final StateDict weights) {
		final String source = weights.source();
		final Map<String, String> texts;
		try {
			texts = new Gson().fromJson(text, new TypeToken<Map<String, String>>() {}.getType());
		}
		catch (final JsonSyntaxException e) {
			throw new SonoflowException.File("The configuration of the classifier in the header of " + source + " is damaged (" + e
				.getMessage() + "). Train the segmenter again, or take another copy of the file.", e);
		}
		final ModelConfig config = ModelConfig.fromMetadata(texts, source);
		final ImageNetwork network = Networks.empty(config.architecture(), device, config.channels(), config.classes().size(), texts);
		final Map<String, Tensor> own = new LinkedHashMap<>();
		weights.tensors().forEach((name, tensor) -> {
			if (name.startsWith(KEY + ".")) own.put(name.substring(KEY.length() + 1), tensor);
		});
		network.adopt(StateDict.of(own, texts));
		return new FrozenClassifier(network, config);
	}

	void close() {
		network.close();
	}
}
