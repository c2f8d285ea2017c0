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
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.explain.Explainer;
import io.sonoflow.step.data.ClipModels;
import io.sonoflow.step.data.FrameSettings;
import io.sonoflow.step.explain.ExplainedClip;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.Inference;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What a trained classifier says of clips, and why, as {@link Classification} does of images. The model is one of images or of
 * clips; frames that are the one before again (less than half a grey level apart) do not count.
 *
 * <pre>
 * Prediction prediction = Clips.classify(frames, model);
 * ClipExplanation why = Clips.explain(frames, model); // which frames counted, and a map of each
 * </pre>
 */
public final class Clips {

	private Clips() {
	}

	/**
	 * Classifies a clip, whose frames become one answer as the model says (key pooling of its training).
	 *
	 * @implNote op names='ultrasound.classifyClip'
	 * @param <T> pixel type
	 * @param frames grey or colour, of one size, in their order; those that are the one before again do not count
	 * @param model file of a trained classifier, of images or of clips
	 * @return the most probable class of the clip and the probabilities of all
	 * @throws SonoflowException if the frames or the file are not as described
	 */
	public static <T extends NumericType<T>> Prediction classify(final List<? extends RandomAccessibleInterval<T>> frames,
		final File model)
	{
		return classify(frames, model, Classification.AUTO, Monitor.NONE);
	}

	/**
	 * Classifies a clip.
	 *
	 * @param <T> pixel type
	 * @param frames grey or colour, of one size, in their order
	 * @param model file of a trained classifier, of images or of clips
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param monitor hears of the progress, is asked whether to stop
	 * @return the most probable class of the clip and the probabilities of all
	 * @throws SonoflowException if the frames, the file or the device are not as described
	 */
	public static <T extends NumericType<T>> Prediction classify(final List<? extends RandomAccessibleInterval<T>> frames,
		final File model, final String device, final Monitor monitor)
	{
		final FrameReader clip = Arguments.clip(frames, "classify");
		final List<ArrayImg<UnsignedByteType, ByteArray>> grey = new ArrayList<>();
		final int[] numbers = FrameChoice.ALL.look(clip, grey::add);
		return Classification.with(model, device, monitor, (classifier, asked) -> {
			final ImageCache.Clips clips = ClipModels.clips(classifier.config(), new FrameSettings());
			final Inference.Frames found = Inference.clip(classifier.network(), clips, numbers, grey::get, classifier.config()
				.size(), "classifying", asked);
			return Classification.prediction(classifier.config().classes(), found.pooled(clips));
		});
	}

	/**
	 * Shows on which frames of a clip, and where in these, the classifier's decision rests, for the clip's most probable class.
	 *
	 * @implNote op names='ultrasound.explainClip'
	 * @param <T> pixel type
	 * @param frames grey or colour, of one size, in their order; those that are the one before again do not count
	 * @param model file of a trained classifier, of images or of clips
	 * @return class and probabilities of the clip, how much each frame counted, and its heat map
	 * @throws SonoflowException if the frames or the file are not as described
	 */
	public static <T extends NumericType<T>> ClipExplanation explain(
		final List<? extends RandomAccessibleInterval<T>> frames, final File model)
	{
		return explain(frames, model, new Classification.Way(Classification.AUTO, Explainer.AUTO, 0), "", Classification.AUTO,
			Monitor.NONE);
	}

	/**
	 * Shows on which frames of a clip, and where in these, the classifier's decision rests.
	 *
	 * @param <T> pixel type
	 * @param frames grey or colour, of one size, in their order
	 * @param model file of a trained classifier, of images or of clips
	 * @param way method, layer and channels
	 * @param target the class to explain; empty = the most probable one of the clip
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param monitor hears of the progress, is asked whether to stop
	 * @return class and probabilities of the clip, how much each frame counted, and its heat map
	 * @throws SonoflowException if the frames, the file or another argument are not as described
	 */
	public static <T extends NumericType<T>> ClipExplanation explain(
		final List<? extends RandomAccessibleInterval<T>> frames, final File model, final Classification.Way way, final String target,
		final String device, final Monitor monitor)
	{
		final FrameReader clip = Arguments.clip(frames, "explain");
		Classification.check(way, target);
		return Classification.with(model, device, monitor, (classifier, asked) -> {
			final ExplainedClip explained = ExplainedClip.of(classifier, way.explainer(ClipModels.ofViews(classifier)), clip,
				Classification.index(classifier, target), asked);
			final List<String> classes = classifier.config().classes();
			return new ClipExplanation(classes.get(explained.target()), Classification.prediction(classes, explained.probabilities()),
				IntStream.of(explained.numbers()).boxed().toList(), DoubleStream.of(explained.weights()).boxed().toList(), explained
					.maps().stream().map(map -> Explanation.of(map, classes)).toList());
		});
	}
}
