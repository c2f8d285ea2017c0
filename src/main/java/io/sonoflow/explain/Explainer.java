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

import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Explains a classifier's decisions on the last convolutional stage.
 *
 * <pre>
 * HeatMap map = new Explainer(classifier, Method.GRADCAM_PLUS_PLUS).explain(image, Explainer.PREDICTED, monitor);
 * </pre>
 */
public final class Explainer {

	/** Instead of a class: the one with the highest probability. */
	public static final int PREDICTED = -1;

	private final Classifier classifier;
	private final Method method;

	/**
	 * @param classifier stays open
	 * @param method how channels are weighed
	 * @throws SonoflowException.Input if the network has tokens and no convolutional stage
	 */
	public Explainer(final Classifier classifier, final Method method) {
		if (classifier.network() instanceof TokenNetwork) throw new SonoflowException.Input("This model is a Vision Transformer (" +
			classifier.config().architecture() + "), whose decisions cannot be explained by maps of convolutions. Give a model of " +
			"another backbone.");
		this.classifier = classifier;
		this.method = method;
	}

	/** What one pass through the network gives. */
	record Pass(Activations activations, float[] logits, float[] gradient, int target) {
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
		monitor.checkCancelled();
		final float[] input = classifier.input(List.of(image));
		final int size = classifier.config().size();
		final ImageNetwork network = classifier.network();
		final Pass pass = pass(network, input, size, target);
		final double[] weights = switch (method) {
			case GRADCAM -> GradCam.weights(pass.activations, pass.gradient);
			case GRADCAM_PLUS_PLUS -> GradCam.plusPlusWeights(pass.activations, pass.gradient);
			case SCORECAM -> {
				final int[] all = IntStream.range(0, pass.activations.channels()).toArray();
				final float[][] logits = ScoreCam.maskedLogits(network, input, size, pass.activations, all, monitor);
				yield ScoreCam.weights(logits, null, pass.target, ScoreCam.Weighting.LOGIT_SOFTMAX);
			}
		};
		final int width = Images.width(image);
		final int height = Images.height(image);
		final float[] map = pass.activations.combine(weights);
		final HeatMap.State state = areNumbers(pass.logits) ? HeatMap.State.of(map) : HeatMap.State.UNDEFINED;
		return new HeatMap(state == HeatMap.State.OK ? Activations.stretch(pass.activations.upsample(map, width, height))
				: new float[width * height], width, height, pass.target, Classifier.softmax(pass.logits, network.classes())[0], state);
	}

	private static boolean areNumbers(final float[] values) {
		for (final float value : values)
			if (!Float.isFinite(value)) return false;
		return true;
	}

	/** {@return places in the last convolutional stage at this model's size, (h, w); where it is 1 x 1 no map shows anything} */
	public int[] stage() {
		Torch.inference();
		final int size = classifier.config().size();
		final ImageNetwork network = classifier.network();
		try (NDManager scope = network.manager().newSubManager();
				NDArray x = Torch.floats(scope, new float[size * size], 1, 1, size, size);
				NDArray features = network.features(x, false))
		{
			return new int[] { (int) features.getShape().get(2), (int) features.getShape().get(3) };
		}
	}

	/**
	 * Forward to the last convolutional stage, from there to the scores with a graph, and back. The stage's output is made a
	 * leaf, so nothing below it is recorded.
	 *
	 * @param input (1, S, S) values
	 */
	static Pass pass(final ImageNetwork network, final float[] input, final int size, final int target) {
		Torch.inference();
		try (NDManager scope = network.manager().newSubManager();
				NDArray x = Torch.floats(scope, input, 1, 1, size, size);
				NDArray features = network.features(x, false))
		{
			final Shape shape = features.getShape();
			features.setRequiresGradient(true);
			return Torch.withGradient(() -> {
				try (NDArray pooled = network.pool(features); NDArray logits = network.head(pooled)) {
					final float[] scores = logits.toFloatArray();
					final int chosen = target == PREDICTED ? best(scores) : target;
					final float[] one = new float[scores.length];
					one[chosen] = 1;
					try (NDArray which = Torch.floats(scope, one, 1, scores.length)) {
						Torch.backward(logits, which);
					}
					try (NDArray gradient = features.getGradient()) {
						return new Pass(new Activations(features.toFloatArray(), (int) shape.get(1), (int) shape.get(2),
							(int) shape.get(3)), scores, gradient.toFloatArray(), chosen);
					}
				}
			});
		}
	}

	private static int best(final float[] scores) {
		return Classifier.best(IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray());
	}
}
