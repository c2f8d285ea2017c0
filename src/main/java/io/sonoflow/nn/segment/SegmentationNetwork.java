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
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network that says of each pixel which structures it belongs to, told the organ: a {@link FilmUNet}, at whose deepest scale
 * the features of a classifier may join in.
 *
 * <pre>
 * SegmentationConfig config = new SegmentationConfig(List.of("nodule"), List.of("breast", "thyroid"), SegmentShape.USUAL, true,
 * 	512, 0.5, Normalisation.CLASSIFIER, Map.of());
 * try (SegmentationNetwork network = SegmentationNetwork.create(device, config, seed)) {
 * 	network.requireGradient(true);
 * 	NDArray loss = Torch.withGradient(() -&gt; MaskLosses.bceAndDice(network.forward(images, organs), masks, 1));
 * 	Torch.backward(loss, null);
 * 	SegmentationFile.write(output.resolve("model.safetensors"), network, config.withThreshold(0.4));
 * }
 * </pre>
 *
 * No method closes its input.
 */
public final class SegmentationNetwork implements AutoCloseable {

	private final SegmentationConfig config;
	private final NDManager manager;
	private final SegmentOperators ops;
	private final FilmUNet network;
	private final FrozenClassifier classifier;
	private final Fusion fusion;

	private SegmentationNetwork(final Device device, final SegmentationConfig config, final FrozenClassifier classifier) {
		this.config = config;
		this.classifier = classifier == null ? null : classifier.joins(config);
		manager = Torch.manager(device);
		ops = new SegmentOperators(manager);
		network = new FilmUNet(manager, ops, config.shape());
		fusion = classifier == null ? null : new Fusion(manager, ops, classifier.width(), config.shape().deepest());
	}

	/** A network of zeros. @param classifier null = none */
	static SegmentationNetwork empty(final Device device, final SegmentationConfig config, final FrozenClassifier classifier) {
		return new SegmentationNetwork(device, config, classifier);
	}

	/**
	 * A network with random first values.
	 *
	 * @param seed the same seed gives the same values on every machine
	 */
	public static SegmentationNetwork create(final Device device, final SegmentationConfig config, final long seed) {
		return started(new SegmentationNetwork(device, config, null), seed);
	}

	/**
	 * A network with random first values that listens to a classifier.
	 *
	 * @param classifier does not learn; is closed with the network
	 * @param of the classifier
	 * @throws SonoflowException.Input if it is a transformer, or must be told organs that the segmenter does not know of
	 */
	public static SegmentationNetwork fused(final Device device, final SegmentationConfig config, final long seed,
		final ImageNetwork classifier, final ModelConfig of)
	{
		return started(new SegmentationNetwork(device, config, new FrozenClassifier(classifier, of)), seed);
	}

	private static SegmentationNetwork started(final SegmentationNetwork network, final long seed) {
		Initializer.fill(network.trainable(), seed, FilmUNet.firstValues(network.trainable()));
		return network;
	}

	/** {@return structures, organs, sizes; the threshold is the one it was made or read with} */
	public SegmentationConfig config() {
		return config;
	}

	/** {@return the part without a classifier} */
	FilmUNet network() {
		return network;
	}

	/** {@return where the parameters live} */
	public NDManager manager() {
		return manager;
	}

	/**
	 * {@return the parameters that learn, by name: of the U-Net under the names of {@link FilmUNet}, {@code fusion.alpha},
	 *         {@code fusion.proj.weight} and {@code fusion.proj.bias}}
	 */
	public Map<String, Parameter> trainable() {
		final Map<String, Parameter> named = new LinkedHashMap<>(network.named());
		if (fusion != null) fusion.named().forEach((name, parameter) -> named.put("fusion." + name, parameter));
		return named;
	}

	/** {@return all parameters, by name: {@link #trainable}, and those of the classifier, which begin with {@code classifier.}} */
	public Map<String, Parameter> named() {
		final Map<String, Parameter> named = trainable();
		if (classifier != null) classifier.named().forEach((name, parameter) -> named.put(FrozenClassifier.KEY + "." + name,
			parameter));
		return named;
	}

	/** {@return the classifier's header; null = there is none} */
	String classifierHeader() {
		return classifier == null ? null : classifier.header();
	}

	/** Makes {@link #trainable} leaves that receive a gradient, or stops that. */
	public void requireGradient(final boolean require) {
		network.requireGradient(require);
		if (fusion != null) fusion.requireGradient(require);
	}

	/** Sets in what precision the U-Net's convolutions are computed from now on; at first {@link Precision#FP32}. */
	public void compute(final Precision precision) {
		network.compute(precision);
	}

	/** {@return in what precision they are} */
	public Precision precision() {
		return network.precision();
	}

	/**
	 * @param images (N, 1, H, W) float32, normalised as the configuration says; sizes that {@link SegmentShape#divisor} divides
	 * @param organs of each image its number ({@link SegmentationConfig#organ}); not looked at without FiLM
	 * @return (N, structures, H, W), a new array of the images' manager: logits. The probability is their sigmoid
	 */
	public NDArray forward(final NDArray images, final int... organs) {
		if (classifier == null) return network.forward(images, organs, y -> y);
		return network.forward(images, organs, y -> {
			try (y; NDArray features = classifier.features(ops, images, config.normalisation(), organs)) {
				return fusion.forward(y, features);
			}
		});
	}

	/**
	 * Resizes with half-pixel centres and without a filter, as torch's {@code interpolate(mode="bilinear")} does; for logits or
	 * probabilities on their way to an image's own size.
	 *
	 * @param x (N, C, H, W)
	 * @return (N, C, height, width)
	 */
	public NDArray resize(final NDArray x, final int height, final int width) {
		try (NDArray size = Torch.floats(x.getManager(), new float[] { height, width }, 2)) {
			return ops.call("resize", x, size);
		}
	}

	/** Frees the parameters. */
	@Override
	public void close() {
		if (classifier != null) classifier.close();
		manager.close();
	}
}
