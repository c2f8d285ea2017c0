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
package io.sonoflow.step.data;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.augment.ClipWindow;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.mil.BagNetwork;
import io.sonoflow.nn.mil.BagPooling;
import io.sonoflow.train.ImageCache;

/** Models of classifiers that see clips: what their files say of it, and where they can be used. */
public final class ClipModels {

	/** The key of a model's header that says how many frames a network of clips sees at once. */
	static final String WINDOW = "window";

	private static final int MOST = 1024;

	private ClipModels() {
	}

	/** {@return the configuration, which now says how clips are pooled and, of a network of clips, how long its windows are} */
	public static ModelConfig note(final ModelConfig config, final ImageCache.Clips clips) {
		final ModelConfig pooled = config.withNote(ImageCache.Clips.KEY, clips.pooling().toString());
		return seesWindows(config.architecture()) ? pooled.withNote(WINDOW, Integer.toString(clips.window())) : pooled;
	}

	/** {@return whether an architecture sees windows of clips} */
	public static boolean seesWindows(final String architecture) {
		return Networks.clipNames().contains(architecture);
	}

	/**
	 * {@return how a model takes clips}
	 *
	 * @param settings which frames count
	 * @throws SonoflowException.File if its header cannot be understood
	 */
	public static ImageCache.Clips clips(final ModelConfig config, final FrameSettings settings) {
		final String pooling = config.notes().getOrDefault(ImageCache.Clips.KEY, BagPooling.MEAN.toString());
		final String window = config.notes().getOrDefault(WINDOW, Integer.toString(ClipWindow.published().frames()));
		if (!window.matches("[1-9]\\d{0,3}") || Integer.parseInt(window) > MOST) throw damaged("window is \"" + window + "\"", null);
		try {
			return new ImageCache.Clips(settings.choice(), BagPooling.of(pooling), BagPooling.USUAL_TOP, config.classes().indexOf(config
				.notes().getOrDefault("positive", "")) == 0, Integer.parseInt(window));
		}
		catch (final IllegalArgumentException e) {
			throw damaged(e.getMessage(), e);
		}
	}

	private static SonoflowException.File damaged(final String what, final Throwable cause) {
		return new SonoflowException.File("The header of the model is damaged: it does not say how clips are seen (" + what +
			"). Train the classifier again, or take another copy of the file.", cause);
	}

	/** {@return whether two models take clips alike} */
	public static boolean areAlike(final ModelConfig first, final ModelConfig second) {
		return seesWindows(first.architecture()) == seesWindows(second.architecture()) && first.notes().getOrDefault(WINDOW, "")
			.equals(second.notes().getOrDefault(WINDOW, "")) && isBag(first) == isBag(second);
	}

	private static boolean isBag(final ModelConfig config) {
		return BagPooling.of(config.notes().getOrDefault(ImageCache.Clips.KEY, BagPooling.MEAN.toString())).learns();
	}

	/**
	 * A model that sees windows of clips can say nothing of single images.
	 *
	 * @throws SonoflowException.Input if it is one
	 */
	public static void requireImages(final ModelConfig config) {
		if (seesWindows(config.architecture())) throw new SonoflowException.Input("The model sees clips (" + config.architecture() +
			"), and is to look at single images. Give clips to \"" + "Classify Ultrasound..." + "\", or use a model of images.");
	}

	/**
	 * {@return what a map of a decision can be made of: a classifier of windows, or of single images, of one that weighs frames
	 *         that of its frames; closed as the other}
	 */
	public static Classifier ofViews(final Classifier classifier) {
		return seesWindows(classifier.config().architecture()) ? classifier : ofFrames(classifier);
	}

	/** {@return the classifier of single images: of one that weighs the frames of clips that of its frames; closed as the other} */
	public static Classifier ofFrames(final Classifier classifier) {
		requireImages(classifier.config());
		return classifier.network() instanceof final BagNetwork bag ? new Classifier(bag.ofFrames(), classifier.config())
			: classifier;
	}
}
