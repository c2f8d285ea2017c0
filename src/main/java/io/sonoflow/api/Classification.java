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
package io.sonoflow.api;

import io.sonoflow.Monitor;
import io.sonoflow.Shutdown;
import io.sonoflow.SonoflowException;
import io.sonoflow.explain.Explainer;
import io.sonoflow.explain.Method;
import io.sonoflow.image.GrayLevels;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.TokenNetwork;
import io.sonoflow.step.data.ClipModels;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * What a trained classifier says of images, and why. A model is the file {@code model.safetensors} of Train Classifier, or
 * one in {@code models/} of Cross-Validate Classifier; it is opened and closed inside, so many images are best given
 * together.
 *
 * <pre>
 * Prediction prediction = Classification.classify(picture, model);
 * double probability = prediction.probabilities().get("inhomogeneous");
 * RandomAccessibleInterval&lt;FloatType&gt; map = Classification.explain(picture, model).heatMap();
 * </pre>
 */
public final class Classification {

	/** Computes on the first GPU if there is one that works, else on the CPU. */
	public static final String AUTO = "auto";

	private Classification() {
	}

	/**
	 * Classifies one image.
	 *
	 * @implNote op names='ultrasound.classify'
	 * @param <T> pixel type
	 * @param image grey or colour, any size
	 * @param model file of a trained classifier
	 * @return the most probable class and the probabilities of all
	 * @throws SonoflowException if the image or the file is not as described
	 */
	public static <T extends NumericType<T>> Prediction classify(final RandomAccessibleInterval<T> image, final File model) {
		return classify(List.of(Arguments.image(image)), model, AUTO, Monitor.NONE).get(0);
	}

	/**
	 * Classifies images in batches.
	 *
	 * @param <T> pixel type
	 * @param images grey or colour, any sizes
	 * @param model file of a trained classifier
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param monitor hears of the progress, is asked whether to stop
	 * @return one prediction an image
	 * @throws SonoflowException if an image, the file or the device is not as described
	 */
	public static <T extends NumericType<T>> List<Prediction> classify(
		final List<? extends RandomAccessibleInterval<T>> images, final File model, final String device, final Monitor monitor)
	{
		final List<RandomAccessibleInterval<UnsignedByteType>> grey = Arguments.all(images, "images",
			"images (x, y)").stream().map(image -> GrayLevels.of(Arguments.image(image))).toList();
		check(model, device, monitor);
		if (grey.isEmpty()) return List.of();
		return with(model, device, monitor, (classifier, asked) -> Arrays.stream(ClipModels.ofFrames(classifier).classify(grey,
			asked)).map(probabilities -> prediction(classifier.config().classes(), probabilities)).toList());
	}

	/**
	 * Shows on which part of an image the classifier's decision rests, for the most probable class: by Grad-CAM++, of a Vision
	 * Transformer by Score-CAM of 64 channels.
	 *
	 * @implNote op names='ultrasound.explain'
	 * @param <T> pixel type
	 * @param image grey or colour, any size
	 * @param model file of a trained classifier
	 * @return heat map, class and probabilities
	 * @throws SonoflowException if the image or the file is not as described
	 */
	public static <T extends NumericType<T>> Explanation explain(final RandomAccessibleInterval<T> image,
		final File model)
	{
		return explain(image, model, AUTO, "", AUTO, Monitor.NONE);
	}

	/**
	 * Gives the heat map of {@link #explain(RandomAccessibleInterval, File)} alone.
	 *
	 * @implNote op names='ultrasound.heatMap'
	 * @param <T> pixel type
	 * @param image grey or colour, any size
	 * @param model file of a trained classifier
	 * @return (x, y) in the image's size, 0..1
	 * @throws SonoflowException if the image or the file is not as described
	 */
	public static <T extends NumericType<T>> RandomAccessibleInterval<FloatType> heatMap(
		final RandomAccessibleInterval<T> image, final File model)
	{
		return explain(image, model).heatMap();
	}

	/**
	 * Shows on which part of an image the classifier's decision rests.
	 *
	 * @param <T> pixel type
	 * @param image grey or colour, any size
	 * @param model file of a trained classifier
	 * @param method gradcam++, gradcam, scorecam (needs no gradient, takes hundreds of times as long), rollout (Vision
	 *          Transformers) or auto (gradcam++; of a Vision Transformer scorecam of 64 channels)
	 * @param target the class to explain; empty = the most probable one
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param monitor hears of the progress of scorecam, is asked whether to stop
	 * @return heat map, class and probabilities
	 * @throws SonoflowException if the image, the file or another argument is not as described
	 */
	public static <T extends NumericType<T>> Explanation explain(final RandomAccessibleInterval<T> image, final File model,
		final String method, final String target, final String device, final Monitor monitor)
	{
		return explain(image, model, new Way(method, Explainer.AUTO, 0), target, device, monitor);
	}

	/**
	 * How a heat map is made.
	 *
	 * @param method gradcam++, gradcam, scorecam, rollout or auto
	 * @param layer on whose places, named as the network's blocks, e.g. layer3 or blocks.10.norm1; auto = the usual one
	 * @param top how many channels scorecam takes, the most active ones; 0 = all
	 */
	public record Way(String method, String layer, int top) {

		Explainer explainer(final Classifier classifier) {
			final Way settled = settled(classifier.network());
			return new Explainer(classifier, Method.of(settled.method), settled.layer, settled.top);
		}

		/** {@return this, or what is usual for a network} */
		private Way settled(final ImageNetwork network) {
			if (!method.equals(AUTO)) return this;
			final boolean tokens = network instanceof TokenNetwork;
			return new Way(Method.usual(tokens).key(), layer, tokens && top == 0 ? Method.USUAL_TOP : top);
		}
	}

	/**
	 * Shows on which part of an image the classifier's decision rests, on a layer of choice.
	 *
	 * @param <T> pixel type
	 * @param image grey or colour, any size
	 * @param model file of a trained classifier
	 * @param way method, layer and channels
	 * @param target the class to explain; empty = the most probable one
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param monitor hears of the progress of scorecam, is asked whether to stop
	 * @return heat map, class and probabilities
	 * @throws SonoflowException if the image, the file or another argument is not as described; the message names the layers
	 */
	public static <T extends NumericType<T>> Explanation explain(final RandomAccessibleInterval<T> image, final File model,
		final Way way, final String target, final String device, final Monitor monitor)
	{
		final RandomAccessibleInterval<UnsignedByteType> grey = GrayLevels.of(Arguments.image(image));
		check(way, target);
		return with(model, device, monitor, (classifier, asked) -> Explanation.of(way.explainer(ClipModels.ofFrames(classifier))
			.explain(grey, index(classifier, target), asked), classifier.config().classes()));
	}

	static void check(final Way way, final String target) {
		Arguments.given(target, "target", "the name of a class, or \"\" for the most probable one");
		Arguments.given(way, "way", "new Way(method, layer, top)");
		Arguments.given(way.layer, "layer", "the name of a layer, or " + Explainer.AUTO);
		if (!AUTO.equals(way.method)) Method.of(way.method);
		if (way.top < 0) throw new SonoflowException.Input("top=" + way.top + " must be at least 0; 0 = all channels.");
	}

	static int index(final Classifier classifier, final String target) {
		return target.isEmpty() ? Explainer.PREDICTED : classifier.config().indexOf(target);
	}

	private static void check(final File model, final String device, final Monitor monitor) {
		if (model == null) throw new SonoflowException.Input(
			"model is missing. Give the model.safetensors of \"Train Classifier...\".");
		Arguments.device(device);
		Arguments.monitor(monitor);
	}

	static <R> R with(final File model, final String device, final Monitor monitor,
		final BiFunction<Classifier, Monitor, R> question)
	{
		check(model, device, monitor);
		try (Shutdown.Work work = Shutdown.begin("Classification", monitor);
				Classifier classifier = Classifier.load(model.toPath(), Devices.parse(device, work.monitor())))
		{
			return question.apply(classifier, work.monitor());
		}
	}

	static Prediction prediction(final List<String> classes, final double[] probabilities) {
		return new Prediction(classes.get(Classifier.best(probabilities)), Prediction.byName(classes, probabilities));
	}
}
