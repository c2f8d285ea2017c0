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
package io.sonoflow.explain;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.TokenNetwork;
import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Explains a classifier's decisions: on the places of a layer, of a convolutional network usually the last stage, of a
 * transformer the patches after the last block's first norm (as many as the image has, without the class token); or by the
 * attention of all blocks.
 *
 * <pre>
 * HeatMap map = new Explainer(classifier, Method.GRADCAM_PLUS_PLUS).explain(image, Explainer.PREDICTED, monitor);
 * </pre>
 */
public final class Explainer {

	/** Instead of a class: the one with the highest probability. */
	public static final int PREDICTED = -1;

	/** Instead of a layer: {@link ImageNetwork#usualStage}. */
	public static final String AUTO = "auto";

	private final Classifier classifier;
	private final Method method;
	private final String layer;
	private final int top;

	/**
	 * An explainer of the usual layer by all its channels.
	 *
	 * @param classifier stays open
	 * @param method how the map is made
	 * @throws SonoflowException.Input if the network has no attention for {@link Method#ROLLOUT}
	 */
	public Explainer(final Classifier classifier, final Method method) {
		this(classifier, method, AUTO, 0);
	}

	/**
	 * @param classifier stays open
	 * @param method how the map is made
	 * @param layer on whose places, e.g. {@code layer3.1}, {@code features.denseblock3}, {@code blocks.10}, {@code
	 *          blocks.11.norm1}, or {@link #AUTO}
	 * @param top Score-CAM scores so many channels, the most active ones, and estimates the others' scores; 0 = all
	 * @throws SonoflowException.Input if the network has no such layer, or its scores do not depend on the places there, or it
	 *           has no attention for {@link Method#ROLLOUT}
	 */
	public Explainer(final Classifier classifier, final Method method, final String layer, final int top) {
		this.classifier = classifier;
		this.method = method;
		this.layer = layer(classifier.network(), method, layer);
		this.top = top;
	}

	private static String layer(final ImageNetwork network, final Method method, final String layer) {
		if (method == Method.ROLLOUT && !(network instanceof TokenNetwork)) throw new SonoflowException.Input("method=" + method
			.key() + " follows the attention of a Vision Transformer, but this model is a " + network.architecture() +
			", which has none. Use " + String.join(", ", Method.keys().stream().filter(key -> !key.equals(method.key())).toList()) + ".");
		if (layer.equals(AUTO)) return network.usualStage();
		if (method == Method.ROLLOUT) throw new SonoflowException.Input("layer=" + layer + " is not for method=" + method.key() +
			", which goes through the attention of all blocks. Leave out layer, or use another method.");
		if (network.isBlind(layer)) throw new SonoflowException.Input("layer=" + layer + " explains nothing: the score of this " +
			network.architecture() + " does not depend on the patches there, only on the class token, which has no place. Use layer=" +
			network.usualStage() + ".");
		if (!network.stages().contains(layer)) throw new SonoflowException.Input("layer=" + layer + " is no layer of this model (" +
			network.architecture() + ") that can be explained. Allowed are: " + AUTO + " (" + network.usualStage() + "), " + String
				.join(", ", network.stages()) + ".");
		return layer;
	}

	/** What one pass through the network gives. */
	record Pass(Activations activations, float[] logits, float[] gradient, int target) {
	}

	/** {@return where it computes} */
	public Device device() {
		return classifier.network().manager().getDevice();
	}

	/** {@return the classifier that is explained} */
	public Classifier classifier() {
		return classifier;
	}

	/** {@return an explainer of another classifier of the same kind, in the same way} */
	Explainer of(final Classifier other) {
		return new Explainer(other, method, method == Method.ROLLOUT ? AUTO : layer, top);
	}

	/** {@return the layer whose places are explained} */
	public String layer() {
		return layer;
	}

	/**
	 * @param image (x, y), 8-bit, any size
	 * @param target index of a class, or {@link #PREDICTED}
	 * @param monitor asked whether to stop; told the progress of Score-CAM
	 * @return the map in the image's size
	 */
	public HeatMap explain(final RandomAccessibleInterval<UnsignedByteType> image, final int target,
		final Monitor monitor)
	{
		return places(input(image), target, monitor).heatMap(Images.width(image), Images.height(image));
	}

	/** {@return what the network sees of an image} */
	public NetworkImage input(final RandomAccessibleInterval<UnsignedByteType> image) {
		final int size = classifier.config().size();
		return new NetworkImage(classifier.input(List.of(image)), 1, size, size);
	}

	/** {@return what a network of clips sees of a window of frames of one size, (1, T, S, S)} */
	public NetworkImage window(final List<? extends RandomAccessibleInterval<UnsignedByteType>> frames) {
		final int size = classifier.config().size();
		return new NetworkImage(classifier.input(frames), 1, frames.size(), size, size);
	}

	/**
	 * @param image as the network is fed
	 * @param target index of a class, or {@link #PREDICTED}
	 * @param monitor asked whether to stop; told the progress of Score-CAM
	 * @return the map in the layer's grid
	 */
	public PlaceMap places(final NetworkImage image, final int target, final Monitor monitor) {
		monitor.checkCancelled();
		final ImageNetwork network = classifier.network();
		if (method == Method.ROLLOUT) return rollout((TokenNetwork) network, image, target);
		final Pass pass = pass(network, image, layer, target);
		final Activations activations = pass.activations;
		final float[] map = switch (method) {
			case GRADCAM -> activations.combine(GradCam.weights(activations, pass.gradient));
			case GRADCAM_PLUS_PLUS -> activations.combine(GradCam.plusPlusWeights(activations, pass.gradient));
			default -> scoreCam(network, image, pass, monitor);
		};
		return new PlaceMap(map, activations.times(), activations.height(), activations.width(), pass.target, pass.logits);
	}

	private float[] scoreCam(final ImageNetwork network, final NetworkImage image, final Pass pass, final Monitor monitor) {
		final Activations activations = pass.activations;
		final int[] channels = activations.top(top);
		final ScoreCam.Masked some = ScoreCam.masked(network, image, activations, channels, monitor);
		final float[][] all = channels.length == activations.channels() ? some.logits() : EstimatedScores.of(activations, channels,
			some.logits(), some.nothing());
		return activations.combine(ScoreCam.weights(all, pass.target, weighting(network)));
	}

	/** {@return the paper's for convolutions, whose activations are rectified; for tokens the class's score as it is} */
	static ScoreCam.Weighting weighting(final ImageNetwork network) {
		return network instanceof TokenNetwork ? ScoreCam.Weighting.LOGIT : ScoreCam.Weighting.LOGIT_SOFTMAX;
	}

	/** The class is named though the map is the same for all. */
	private static PlaceMap rollout(final TokenNetwork network, final NetworkImage image, final int target) {
		final float[] map = Rollout.map(network, image);
		final float[] logits = image.logits(network, image.values())[0];
		final int[] grid = network.grid(image.height(), image.width());
		return new PlaceMap(map, grid[0], grid[1], target == PREDICTED ? best(logits) : target, logits);
	}

	/**
	 * {@return channels and places of the explained layer at this model's size, (C, h, w), of a network of clips (C, t, h, w);
	 *         where it is 1 x 1 no map shows anything}
	 *
	 * @param window frames that a network of clips sees at once; 0 = it sees images
	 */
	public int[] stage(final int window) {
		Torch.inference();
		final int size = classifier.config().size();
		final ImageNetwork network = classifier.network();
		final NetworkImage image = new NetworkImage(new float[Math.max(1, window) * size * size], 1, window, size, size);
		try (NDManager scope = network.manager().newSubManager(); NDArray x = image.array(image.values(), scope);
				ImageNetwork.Stage stage = network.stage(x, layer))
		{
			final long[] shape = stage.values().getShape().getShape();
			if (!(network instanceof TokenNetwork tokens)) return Arrays.stream(shape, 1, shape.length).mapToInt(Math::toIntExact)
				.toArray();
			final int[] grid = tokens.grid(size, size);
			return new int[] { (int) shape[2], grid[0], grid[1] };
		}
	}

	/**
	 * Forward to a layer, from there to the scores with a graph, and back. The layer's output is made a leaf, so nothing below
	 * it is recorded.
	 */
	static Pass pass(final ImageNetwork network, final NetworkImage image, final String layer, final int target) {
		Torch.inference();
		try (NDManager scope = network.manager().newSubManager(); NDArray x = image.array(image.values(), scope);
				ImageNetwork.Stage stage = network.stage(x, layer))
		{
			final NDArray features = stage.values();
			features.setRequiresGradient(true);
			return Torch.withGradient(() -> {
				try (NDArray logits = network.logits(stage)) {
					final float[] scores = logits.toFloatArray();
					final int chosen = target == PREDICTED ? best(scores) : target;
					final float[] one = new float[scores.length];
					one[chosen] = 1;
					try (NDArray which = Torch.floats(scope, one, 1, scores.length)) {
						Torch.backward(logits, which);
					}
					try (NDArray gradient = features.getGradient()) {
						return new Pass(maps(network, image, features), scores, maps(network, image, features.getShape(), gradient
							.toFloatArray()).values(), chosen);
					}
				}
			});
		}
	}

	private static Activations maps(final ImageNetwork network, final NetworkImage image, final NDArray values) {
		return maps(network, image, values.getShape(), values.toFloatArray());
	}

	private static Activations maps(final ImageNetwork network, final NetworkImage image, final Shape shape, final float[] values) {
		if (network instanceof TokenNetwork tokens) {
			final int[] grid = tokens.grid(image.height(), image.width());
			return Activations.ofTokens(values, (int) shape.get(2), grid[0], grid[1]);
		}
		final int last = shape.dimension() - 1;
		return new Activations(values, (int) shape.get(1), image.frames() == 0 ? 1 : (int) shape.get(2), (int) shape.get(last - 1),
			(int) shape.get(last));
	}

	private static int best(final float[] scores) {
		return Classifier.best(IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray());
	}
}
