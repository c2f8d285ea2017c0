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
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.augment.AugmentationSettings;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Stem;
import io.sonoflow.nn.TokenNetwork;
import io.sonoflow.nn.mil.BagNetwork;
import io.sonoflow.nn.mil.BagPooling;
import io.sonoflow.nn.segment.OrganHeads;
import io.sonoflow.nn.segment.OrganNetwork;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.parameter.Lists;
import io.sonoflow.step.data.ExtraImages;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.train.Batches;
import io.sonoflow.train.ClassifierTraining;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.RecipeSettings;
import io.sonoflow.train.TrainingSettings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How a classifier is made: what the steps that train classifiers have in common.
 *
 * @param weights file to start from; null = from scratch
 * @param reading of it
 * @param subjects what it is to learn
 */
public record ClassifierTrainer(NetworkSettings network, Path weights, ModelFile.Reading reading, TrainingSettings training,
	AugmentationSettings augmentation, Subjects subjects)
{

	/**
	 * What a network is to learn.
	 *
	 * @param classes in the order of its outputs
	 * @param organs that it is told by FiLM; empty = none
	 * @param heads organ to its labels, where each organ has a head; empty = there is one for all
	 * @param pooling of clips' frames; it matters where it is learned
	 */
	public record Subjects(List<String> classes, List<String> organs, Map<String, List<Integer>> heads, BagPooling pooling) {

		/** Of images. */
		public Subjects(final List<String> classes, final List<String> organs, final Map<String, List<Integer>> heads) {
			this(classes, organs, heads, BagPooling.MEAN);
		}

		/** Copies the lists. */
		public Subjects {
			classes = List.copyOf(classes);
			organs = List.copyOf(organs);
			heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
		}

		/** {@return the organs of which each image must be one; empty if the network is told nothing} */
		public List<String> told() {
			return organs.isEmpty() ? List.copyOf(heads.keySet()) : organs;
		}

		/** {@return what the network's file will say, where it starts from weights} */
		private Map<String, String> header(final Path weights) {
			if (pooling.learns()) return BagNetwork.continued(Weights.read(weights).metadata(), pooling);
			return heads.isEmpty() ? Map.of() : OrganHeads.entry(heads);
		}
	}

	/** Whose networks can be told the organ. */
	private static final List<String> TOLD = List.of(Networks.RESNET18, Networks.CBAM_RESNET18, Networks.UNET_FLAT,
		Networks.UNET_POOLED);

	private static final String SUMMED = "first convolution summed";

	/**
	 * {@return the trainer that starts from the settings' own weights}
	 *
	 * @throws SonoflowException.Input if it is to be told the organ, and cannot be
	 */
	public static ClassifierTrainer of(final StartedNetworkSettings network, final TrainingSettings training,
		final AugmentationSettings augmentation, final LabelledImages data)
	{
		ClipCheck.of(network, training, data);
		requireMasks(training, data);
		final List<String> all = network.film ? organs("film=true", data) : network.organHeads() ? organs("heads=organ", data) : List
			.of();
		final List<String> organs = network.film ? all : List.of();
		if (network.film && !TOLD.contains(network.backbone)) throw new SonoflowException.Input("film=true is for backbone=" + String
			.join(", ", TOLD) + ", not for " + network.backbone + ". Use one of them, or film=false.");
		if (network.organHeads() && network.backbone.startsWith("vit")) throw new SonoflowException.Input("heads=organ is for " +
			"convolutional networks, not for " + network.backbone + ". Use another backbone, or heads=single.");
		if (network.organHeads() && training.recipe.smoothing > 0) throw new SonoflowException.Input("smoothing=" + training
			.recipe.smoothing + " spreads a part of the target over all labels, and with heads=organ an image has those of its organ " +
			"only. Use smoothing=0, or heads=single.");
		return new ClassifierTrainer(network, Lists.path(network.weights), network.stem.reading(network.source.prefix),
			training, augmentation, new Subjects(data.classes(), organs, network.organHeads() ? heads(all, data) : Map.of(), data
				.images().clips().pooling()));
	}

	/**
	 * Says before any work whether there are boxes where they are to be learned.
	 *
	 * @throws SonoflowException if there are none, or a mask cannot be used
	 */
	public static void requireMasks(final TrainingSettings training, final LabelledImages data) {
		if (training.recipe.boxloss > 0 && data.images().checkMasks() == 0) throw new SonoflowException.Input("boxloss=" +
			training.recipe.boxloss + " needs masks, and no image has one. Fill the column mask of the dataset.csv, or leave boxloss " +
			"out.");
	}

	/** {@return organ to the labels that its images have} */
	private static Map<String, List<Integer>> heads(final List<String> organs, final LabelledImages data) {
		final Map<String, List<Integer>> heads = new LinkedHashMap<>();
		for (final String organ : organs)
			heads.put(organ, IntStream.range(0, data.size()).filter(i -> data.dataset().samples().get(i).organ().equals(organ)).flatMap(
				i -> IntStream.of(data.labels()[i], data.strata()[i])).filter(label -> label >= 0).distinct().sorted().boxed().toList());
		final List<String> one = organs.stream().filter(organ -> heads.get(organ).size() < 2).toList();
		if (!one.isEmpty()) throw new SonoflowException.Input("heads=organ: there is nothing to tell apart where all images have " +
			"the same label, as those of " + String.join(", ", one) + ". Leave them out, add others, or use heads=single.");
		return heads;
	}

	private static List<String> organs(final String key, final LabelledImages data) {
		final List<Sample> without = data.dataset().samples().stream().filter(sample -> sample.organ().isBlank()).toList();
		if (!without.isEmpty()) throw new SonoflowException.Input(key + " needs the organ of each image, and " + without.size() +
			" of " + data.size() + " have none (first: " + without.get(0).image().getFileName() +
			"). Fill the column organ of the dataset.csv, or leave " + key + " out.");
		return data.dataset().samples().stream().map(Sample::organ).distinct().sorted().toList();
	}

	/** {@return architecture, e.g. resnet18; a ResNet that is told the organ has another name} */
	public String backbone() {
		return !subjects.organs.isEmpty() && network.backbone.endsWith(Networks.RESNET18) ? Networks.FILM + network.backbone
			: network.backbone;
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
		return weights == null ? Map.of() : readings(weights, reading, backbone());
	}

	/** The same of any network that is started from weights. */
	public static Map<Path, String> readings(final Path weights, final ModelFile.Reading reading, final String backbone) {
		final boolean summed = reading.grey() == ModelFile.Grey.SUM && ModelFile.isColour(weights, reading.prefix(), backbone);
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
			started.compute(training.numbers());
			final String rates = training.describeRates(started);
			if (!rates.isEmpty()) monitor.message(rates);
		}
	}

	/**
	 * Says before any work whether extra images can be learned.
	 *
	 * @throws SonoflowException if a mask cannot be used, or the network cannot be told an organ, or has no head for a label
	 */
	public void check(final ExtraImages extra) {
		extra.check(training.recipe.boxloss > 0, subjects.told());
		for (final Sample sample : extra.extras())
			if (subjects.heads.containsKey(sample.organ()) && !sample.label().isEmpty() && !subjects.heads.get(sample.organ()).contains(
				subjects.classes.indexOf(sample.label()))) throw new SonoflowException.Input("heads=organ: the image " + sample.image()
					.getFileName() + " of extra shows " + sample.organ() + " with the label \"" + sample.label() +
					"\", which no image of input of that organ has. Leave it out, or use heads=single.");
	}

	private void checkTransformer(final ImageNetwork started) {
		if (BagNetwork.frames(started) instanceof TokenNetwork) return;
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
			new ModelFile.Start(reading, subjects.header(weights), empty -> prepare(empty, seed), this::learned), backbone(), classes,
			device, seed, monitor);
		if (BagNetwork.frames(started) instanceof TokenNetwork tokens) tokens.dropPath(training.recipe.droppath);
		if (!subjects.pooling.learns() || started instanceof BagNetwork) return started;
		return BagNetwork.of(started, subjects.pooling, BagPooling.USUAL_TOP, BagNetwork.USUAL_HIDDEN, seed);
	}

	private ImageNetwork fromScratch(final int classes, final Device device, final long seed) {
		final ImageNetwork started = Networks.empty(backbone(), device, 1, classes, subjects.heads.isEmpty() ? Map.of()
			: OrganHeads.entry(subjects.heads));
		prepare(started, seed);
		if (!(started instanceof OrganNetwork) || !subjects.heads.isEmpty()) Initializer.fill(started, seed);
		return started;
	}

	/** A whole classifier of the same classes goes on learning: a second phase on other images is a second run. */
	private List<String> learned(final ImageNetwork empty) {
		return empty instanceof OrganNetwork ? subjects.classes : List.of();
	}

	private void prepare(final ImageNetwork started, final long seed) {
		if (started instanceof OrganNetwork organ) organ.prepare(subjects.organs, network.size, seed);
		if (BagNetwork.frames(started) instanceof TokenNetwork tokens && training.recipe.pool.equals(RecipeSettings.MEAN)) tokens
			.poolMean();
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
