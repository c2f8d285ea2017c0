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
package io.sonoflow.step.pretrain;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Folds;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.LearnedRole;
import io.sonoflow.dataset.learned.SetDigests;
import io.sonoflow.nn.mil.BagPooling;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.contrastive.OrganLoss;
import io.sonoflow.train.pretrain.Probe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Images that are fit to pretrain on: all of them were checked.
 *
 * @param samples whose images they are
 * @param images by sample number
 * @param organNames sorted, without the empty one
 * @param organs index of each sample's organ, or {@link OrganLoss#UNKNOWN}
 * @param probe labelled images on which progress is measured; null = none
 * @param readings how inputs are read, if otherwise than once
 */
record PretrainingData(List<Sample> samples, ImageCache images, List<String> organNames, int[] organs, Probe probe,
	Map<Path, String> readings)
{

	private static final int PROBE_FOLDS = 5;

	/**
	 * @param inputs as {@link Dataset#read} takes them; their images are pooled
	 * @param organs of the images of each input where its table names none; empty = unknown, no items = all unknown
	 * @param probe the same as an input, with labels; null = none
	 * @param choice which frames of clips count
	 * @param together whether rows of one clip are one sample
	 * @throws SonoflowException if an image cannot be used or comes twice, the numbers of inputs and organs differ, the probe has
	 *           no labels that could be recognised
	 */
	static PretrainingData read(final List<Path> inputs, final List<String> organs, final Path probe, final FrameChoice choice,
		final boolean together, final Monitor monitor)
	{
		if (!organs.isEmpty() && organs.size() != inputs.size()) throw new SonoflowException.Input("organs has " + organs
			.size() + " item(s), but input and more are " + inputs.size() +
			" data set(s) together. Name one organ for each, separated by commas, or leave organs empty.");
		final List<Sample> samples = new ArrayList<>();
		final List<List<Path>> files = new ArrayList<>();
		final List<String> shown = new ArrayList<>();
		final Map<Path, Path> seen = new HashMap<>();
		final Map<Path, String> readings = new HashMap<>();
		for (int i = 0; i < inputs.size(); i++) {
			final Dataset rows = Dataset.read(inputs.get(i), monitor);
			for (final Sample sample : rows.samples()) {
				final Path other = seen.put(sample.image(), inputs.get(i));
				if (other != null) throw new SonoflowException.Input("The image " + sample.image() + " comes twice: in " + other +
					" and in " + inputs.get(i) + ". A copy cannot be told from itself: take it out of one of them.");
			}
			final ClipUnits own = together ? ClipUnits.unlabelled(rows, monitor) : ClipUnits.alone(rows);
			files.addAll(own.files());
			readings.putAll(own.readings(inputs.get(i)));
			for (final Sample sample : own.dataset().samples()) {
				samples.add(sample);
				shown.add(sample.organ().isEmpty() && !organs.isEmpty() ? organs.get(i) : sample.organ());
			}
		}
		final List<String> names = shown.stream().filter(organ -> !organ.isEmpty()).distinct().sorted().toList();
		final ImageCache images = ImageCache.of(new ClipUnits(new Dataset(inputs.get(0), samples), files), new ImageCache.Clips(
			choice, BagPooling.MEAN, 1, false));
		images.check(monitor);
		return new PretrainingData(samples, images, names, shown.stream().mapToInt(organ -> organ.isEmpty() ? OrganLoss.UNKNOWN
			: names.indexOf(organ)).toArray(), probe == null ? null : probe(probe, monitor), Map.copyOf(readings));
	}

	/** @throws SonoflowException.Input if there is no clip */
	void requireClips() {
		if (!images.hasClips()) throw new SonoflowException.Input("pairs=frames takes two frames of one clip, and there is no clip " +
			"of several frames. Give clips, or a dataset.csv with the column clip, or use pairs=views.");
	}

	private static Probe probe(final Path input, final Monitor monitor) {
		final LabelledImages data = LabelledImages.read(input, "", new Monitor() {

			@Override
			public void warn(final String text) {
				monitor.warn("The probe: " + text);
			}

			@Override
			public boolean isCancelled() {
				return monitor.isCancelled();
			}
		});
		final List<String> groups = data.groups(false);
		final int rarest = IntStream.range(0, data.classes().size()).boxed().min(Comparator.comparingInt(c -> patients(data, groups,
			c))).orElseThrow();
		final int least = patients(data, groups, rarest);
		if (least < 2) throw new SonoflowException.Input("probe=" + input + ": the label \"" + data.classes().get(rarest) +
			"\" has one patient only, so that it " +
			"cannot be recognised from other patients' images. Give labelled images of at least 2 patients of each label.");
		final int folds = Math.min(PROBE_FOLDS, least);
		monitor.message("The probe: " + data.size() + " images with the labels " + String.join(", ", data.classes()) +
			", recognised from the images of other patients (" + folds + " parts).");
		return new Probe(data.images(), data.labels(), data.classes().size(), Folds.grouped(groups, data.labels(), data
			.classes(), folds, 0));
	}

	private static int patients(final LabelledImages data, final List<String> groups, final int label) {
		return IntStream.range(0, data.size()).filter(i -> data.labels()[i] == label).mapToObj(groups::get).collect(Collectors
			.toSet()).size();
	}

	/** {@return the record of what a network learns from these images, for its file} */
	LearnedFrom learned(final LearnedRole role, final long seed, final LearnedFrom before, final Monitor monitor) {
		return SetDigests.of(samples, images::get, monitor).record(role, seed, monitor).with(before);
	}

	/** {@return number of images} */
	int size() {
		return organs.length;
	}

	/**
	 * Whether organs are told; says what is done and why.
	 *
	 * @param lambda weight of the organs' loss
	 * @param contrastive whether views are compared
	 * @throws SonoflowException.Input if nothing is left to learn
	 */
	boolean tellsOrgans(final double lambda, final boolean contrastive, final Monitor monitor) {
		final boolean several = organNames.size() > 1;
		if (!contrastive && !several) throw new SonoflowException.Input("contrastive=false leaves only the organs to be " +
			"learned, but input has " + (organNames.isEmpty() ? "none" : "only " + organNames.get(0)) +
			" in its column organ. Give a dataset.csv with two or more organs, name them with organs=, or use contrastive=true.");
		if (contrastive && (lambda == 0 || !several)) {
			monitor.message(several ? "lambda=0: organs are not told apart." : (organNames.isEmpty() ? "No organ is"
				: "One organ is") + " named: the loss is that of the views alone.");
			return false;
		}
		final long unknown = IntStream.of(organs).filter(organ -> organ == OrganLoss.UNKNOWN).count();
		if (unknown > 0) monitor.warn(unknown + " of " + organs.length +
			" images have no organ: they have no part in the organs' loss.");
		monitor.message("Organs: " + String.join(", ", organNames) + ".");
		return true;
	}
}
