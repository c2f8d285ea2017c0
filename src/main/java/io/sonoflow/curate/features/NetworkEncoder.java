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
package io.sonoflow.curate.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.Frozen;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.weights.Architecture;
import io.sonoflow.nn.weights.StateDict;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * One of the classifiers' networks ({@link Networks}), of which the pooled vector before the head is taken. Images enter
 * as the file says (size and normalisation in its header), else as grey weights were trained here: 256 px, (x / 255 - 0.5)
 * / 0.25; else, for a bare state_dict of three channels, as ImageNet's: 224 px, the grey value three times, minus the mean
 * and over the deviation of each channel. Resizing is bilinear with antialiasing.
 */
final class NetworkEncoder implements Encoder {

	private static final String NORMALISATION = "normalisation";
	private static final int OWN_SIZE = 256;
	private static final int IMAGENET_SIZE = 224;
	private static final float[] IMAGENET_MEAN = { 0.485f, 0.456f, 0.406f };
	private static final float[] IMAGENET_DEVIATION = { 0.229f, 0.224f, 0.225f };

	private final ImageNetwork network;
	private final Frozen frozen;
	private final Input input;
	private final boolean classifier;
	private final NDArray mean;
	private final NDArray deviation;

	private NetworkEncoder(final ImageNetwork network, final Input input, final boolean classifier,
		final boolean imageNet)
	{
		this.network = network;
		this.frozen = new Frozen(network);
		this.input = input;
		this.classifier = classifier;
		final NDManager manager = network.manager();
		this.mean = imageNet ? Torch.floats(manager, IMAGENET_MEAN, 1, 3, 1, 1) : null;
		this.deviation = imageNet ? Torch.floats(manager, IMAGENET_DEVIATION, 1, 3, 1, 1) : null;
	}

	/**
	 * @param file any weights of a known network
	 * @param weights the file's content
	 * @throws SonoflowException.File if they are no such weights
	 */
	static NetworkEncoder load(final Path file, final StateDict weights, final Device device, final Monitor monitor) {
		final StateDict tensors = weights.network();
		final Architecture architecture = Architecture.of(tensors);
		if (!Networks.names().contains(architecture.name())) throw new SonoflowException.Input("features=" + file +
			" cannot be used: it holds " + architecture.description() + ". Give features=inception, or a file with weights of " +
			String.join(", ", Networks.names()) + ".");
		final Map<String, String> header = weights.metadata();
		final boolean model = header.containsKey(ModelConfig.FORMAT) && architecture.classes() > 0;
		final boolean imageNet = !header.containsKey(NORMALISATION) && architecture.channels() == 3;
		final Input input = input(file, header, imageNet);
		final ImageNetwork network = Networks.empty(architecture.name(), device, architecture.channels(), model
			? architecture.classes() : 1);
		try {
			StateLoader.load(network, tensors, model ? StateLoader.Head.LOAD : StateLoader.Head.KEEP_OWN, monitor);
		}
		catch (final RuntimeException e) {
			network.close();
			throw e;
		}
		if (imageNet) monitor.message(file.getFileName() + " says nothing about its input: images go in as ImageNet's, " +
			"three channels of " + IMAGENET_SIZE + " px with mean 0 and deviation 1.");
		return new NetworkEncoder(network, input, model, imageNet);
	}

	private static Input input(final Path file, final Map<String, String> header, final boolean imageNet) {
		if (imageNet) return new Input(IMAGENET_SIZE, Interpolation.BILINEAR_ANTIALIASED, Normalisation.UNIT);
		try {
			final int size = Integer.parseInt(header.getOrDefault("size", Integer.toString(OWN_SIZE)));
			final Normalisation normalisation = Normalisation.valueOf(header.getOrDefault(NORMALISATION,
				Normalisation.CLASSIFIER.name()).toUpperCase(Locale.ROOT));
			if (size < 1) throw new IllegalArgumentException("size " + size);
			return new Input(size, Interpolation.BILINEAR_ANTIALIASED, normalisation);
		}
		catch (final IllegalArgumentException e) {
			throw new SonoflowException.File("The configuration in the header of " + file + " is damaged (" + e.getMessage() +
				"). Take another copy of the file.", e);
		}
	}

	@Override
	public Input input() {
		return input;
	}

	@Override
	public int dimension() {
		return network.width();
	}

	@Override
	public int classes() {
		return classifier ? network.classes() : 0;
	}

	@Override
	public NDManager manager() {
		return network.manager();
	}

	@Override
	public void infer(final Precision precision) {
		network.infer(precision);
	}

	@Override
	public Output encode(final NDArray images) {
		final NDArray pooled = pooled(images);
		final NDArray flat = pooled.reshape(new Shape(images.getShape().get(0), network.width()));
		return new Output(flat, classifier ? network.head(flat) : null);
	}

	private NDArray pooled(final NDArray images) {
		if (mean == null) return frozen.embed(images);
		try (NDArray colour = images.repeat(1, 3)) {
			colour.subi(mean);
			colour.divi(deviation);
			return frozen.embed(colour);
		}
	}

	@Override
	public void close() {
		frozen.close();
		network.close();
	}
}
