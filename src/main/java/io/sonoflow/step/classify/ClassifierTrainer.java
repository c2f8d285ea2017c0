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
package io.sonoflow.step.classify;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.augment.AugmentationSettings;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Stem;
import io.sonoflow.nn.TokenNetwork;
import io.sonoflow.parameter.Lists;
import io.sonoflow.train.Batches;
import io.sonoflow.train.ClassifierTraining;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.RecipeSettings;
import io.sonoflow.train.TrainingSettings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a classifier is made: what the steps that train classifiers have in common.
 *
 * @param weights file to start from; null = from scratch
 * @param reading of it
 */
public record ClassifierTrainer(NetworkSettings network, Path weights, ModelFile.Reading reading, TrainingSettings training,
	AugmentationSettings augmentation)
{

	private static final String SUMMED = "first convolution summed";

	/** {@return the trainer that starts from the settings' own weights} */
	public static ClassifierTrainer of(final StartedNetworkSettings network, final TrainingSettings training,
		final AugmentationSettings augmentation)
	{
		return new ClassifierTrainer(network, Lists.path(network.weights), network.stem.reading(network.source.prefix),
			training, augmentation);
	}

	/** {@return architecture, e.g. resnet18} */
	public String backbone() {
		return network.backbone;
	}

	/** {@return side of the network's input in pixels} */
	public int size() {
		return network.size;
	}

	/**
	 * {@return how its weights are read, where earlier versions did it otherwise; empty if they did it so. Runs that an earlier
	 *         version began on weights of three channels are not gone on with}
	 */
	public Map<Path, String> readings() {
		if (weights == null) return Map.of();
		final boolean summed = reading.grey() == ModelFile.Grey.SUM && ModelFile.isColour(weights, reading.prefix(),
			network.backbone);
		final String how = (summed ? SUMMED : "") + (reading.normalisation().equals(Stem.AUTO) ? "" : " normalisation=" + reading
			.normalisation());
		return how.isEmpty() ? Map.of() : Map.of(weights, how);
	}

	/**
	 * Everything about the network that can be wrong, before any work.
	 *
	 * @throws SonoflowException if the backbone is unknown or the weights are not its own
	 */
	public void check(final int classes, final Monitor monitor) {
		if (weights != null && !Files.isRegularFile(weights)) throw new SonoflowException.Input("weights=" + weights +
			" is not a file. Give a file of weights, or leave it empty to start from scratch.");
		try (ImageNetwork started = start(classes, Device.cpu(), 0, monitor)) {
			started.checkSize(network.size, network.size);
			checkTransformer(started);
			final String rates = training.describeRates(started);
			if (!rates.isEmpty()) monitor.message(rates);
		}
	}

	private void checkTransformer(final ImageNetwork started) {
		if (started instanceof TokenNetwork) return;
		final RecipeSettings recipe = training.recipe;
		if (recipe.droppath > 0) throw onlyTransformers("droppath=" + recipe.droppath);
		if (recipe.pool.equals(RecipeSettings.MEAN)) throw onlyTransformers("pool=" + recipe.pool);
	}

	private SonoflowException onlyTransformers(final String key) {
		return new SonoflowException.Input(key + " is for transformers, and backbone=" + network.backbone +
			" is none. Leave it out, or use backbone=" + Networks.VIT_TINY16 + ", " + Networks.VIT_SMALL16 + " or " +
			Networks.VIT_BASE16 + ".");
	}

	/** {@return the network before its first step} */
	public ImageNetwork start(final int classes, final Device device, final long seed, final Monitor monitor) {
		final ImageNetwork started = weights == null ? fromScratch(classes, device, seed) : ModelFile.start(weights,
			new ModelFile.Start(reading, this::pool), network.backbone, classes, device, seed, monitor);
		if (started instanceof TokenNetwork tokens) tokens.dropPath(training.recipe.droppath);
		return started;
	}

	private ImageNetwork fromScratch(final int classes, final Device device, final long seed) {
		final ImageNetwork started = Networks.empty(network.backbone, device, 1, classes);
		pool(started);
		Initializer.fill(started, seed);
		return started;
	}

	private void pool(final ImageNetwork started) {
		if (started instanceof TokenNetwork tokens && training.recipe.pool.equals(RecipeSettings.MEAN)) tokens.poolMean();
	}

	/** {@return number of optimiser steps of a training on so many images} */
	public long steps(final int images) {
		return training.steps(images);
	}

	/**
	 * Trains in place.
	 *
	 * @param started the network, from {@link #start}
	 * @param part which of several trainings of this seed; each has draws of its own
	 * @param hooks is told of every draw; and where the training is saved
	 * @return losses and steps
	 */
	public ClassifierTraining.Course train(final ImageNetwork started, final ImageCache images, final int[] samples,
		final int[] labels,
		final long seed, final int part, final ClassifierTraining.Hooks hooks, final String stage, final Monitor monitor)
	{
		final long drawSeed = RandomStream.of(seed, "training", part).nextLong();
		return ClassifierTraining.run(started, images, samples, labels, new ClassifierTraining.Plan(training, network.size,
			augmentation.augmentation(), drawSeed, Batches.threads()), hooks, stage, monitor);
	}
}
