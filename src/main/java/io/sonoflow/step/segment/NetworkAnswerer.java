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
package io.sonoflow.step.segment;

import ai.djl.Device;

import com.google.gson.Gson;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.image.mask.PostProcessing;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.step.data.KnownOrgans;
import io.sonoflow.step.data.ModelFiles;
import io.sonoflow.train.segment.Segmented;
import io.sonoflow.train.segment.Segmenter;

import java.nio.file.Path;
import java.util.List;

/** Models of Train Segmenter, told the organ. */
final class NetworkAnswerer implements Answerer {

	/**
	 * What is done.
	 *
	 * @param threshold not a number = the model's
	 * @param uncertainty whether it is told how far answers are apart
	 */
	record Settings(double threshold, PostSettings post, Segmenter.Answers answers, boolean uncertainty) {
	}

	private final Segmenter segmenter;
	private final OrganStructures known;
	private final OrganValues values;
	private final List<String> organs;
	private final Settings settings;

	private NetworkAnswerer(final Segmenter segmenter, final List<String> organs, final Settings settings) {
		this.segmenter = segmenter;
		this.organs = organs;
		this.settings = settings;
		known = OrganStructures.of(segmenter.config());
		values = OrganValues.of(segmenter.config());
	}

	/** {@return the files of a model: itself, or those of an output folder of Train Segmenter} */
	static List<Path> files(final Path model) {
		return ModelFiles.of(model, "a segmenter", "\"" + TrainSegmenter.LABEL + "\"");
	}

	/** {@return what the models are, by the first one's header} */
	static SegmentationConfig config(final List<Path> files) {
		return SegmentationFile.config(files.get(0));
	}

	/**
	 * Which organ each picture shows.
	 *
	 * @param given by the user for all; empty = as the pictures say
	 * @throws SonoflowException.Input if the model must know it and does not
	 */
	static List<String> organs(final SegmentationConfig config, final String given, final List<Sample> samples) {
		final boolean any = config.organs().equals(List.of(SegmentSource.UNNAMED));
		final List<String> known = any ? List.of() : config.organs();
		return new KnownOrgans(known, config.film() && !any).of(given, samples).stream().map(sample -> any && sample.organ()
			.isBlank() ? SegmentSource.UNNAMED : sample.organ()).toList();
	}

	/** Loads the models. @param organs of {@link #organs} */
	static NetworkAnswerer load(final List<Path> files, final List<String> organs, final Settings settings, final Device device) {
		for (final Path file : files)
			requireLearned(SegmentationFile.config(file), organs);
		return new NetworkAnswerer(Segmenter.load(files, device), organs, settings);
	}

	/** A network may know an organ's name and never have seen it. */
	private static void requireLearned(final SegmentationConfig config, final List<String> organs) {
		final List<String> unlearned = List.of(new Gson().fromJson(config.notes().getOrDefault(OrganStructures.UNLEARNED, "[]"),
			String[].class));
		final List<String> asked = organs.stream().filter(unlearned::contains).distinct().toList();
		if (config.film() && !asked.isEmpty()) throw new SonoflowException.Input("The model knows " + String.join(", ", asked) +
			" by name only: no picture of it was learned from. Train on patients with it, or leave those pictures out.");
	}

	double threshold() {
		return Double.isNaN(settings.threshold) ? segmenter.threshold() : settings.threshold;
	}

	@Override
	public List<String> structures() {
		return segmenter.config().structures();
	}

	@Override
	public OutputValues values(final int picture) {
		return values.of(organs.get(picture));
	}

	@Override
	public String legend() {
		return values.describe(known);
	}

	@Override
	public String organ(final int picture) {
		return organs.get(picture);
	}

	@Override
	public Answer answer(final Frame frame) {
		final String organ = organs.get(frame.picture());
		final int number = segmenter.config().organs().contains(organ) ? segmenter.config().organ(organ) : 0;
		final boolean[] allowed = known.allowed(organ, structures());
		final Segmented found = segmenter.segment(Images.pixels(frame.gray()), Images.width(frame.gray()),
			Images.height(frame.gray()), frame.box(), number, allowed, settings.answers);
		final List<Mask> masks = found.masks(threshold(), allowed);
		final PostProcessing.Result post = settings.post.apply(masks, organ);
		return new Answer(post.masks(), null, settings.uncertainty ? found.deviation() : null,
			post.emptied().stream().map(structures()::get).toList());
	}

	@Override
	public void close() {
		segmenter.close();
	}
}
