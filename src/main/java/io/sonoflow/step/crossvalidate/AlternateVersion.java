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
package io.sonoflow.step.crossvalidate;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.Labelling;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.Inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The images of a data set in another version, e.g. with other burnt-in marks: networks that never saw a patient are
 * tested on both, and the difference is what the change did to them.
 *
 * @param dataset the other version; sample i is that of sample i of the data it belongs to
 * @param images by sample number
 */
record AlternateVersion(Dataset dataset, ImageCache images) {

	/** The table of predictions. */
	static final String FILE = "alternate.csv";

	/** Before the names of its figures. */
	static final String PREFIX = "alternate";

	/** The figure that says how much accuracy the change costs: accuracy - alternateaccuracy. */
	static final String DROP = "alternatedrop";

	private static final String ACCURACY = "accuracy";

	/** What two versions of an image have in common; the ending may differ, as that of a JPEG and its PNG. */
	private record Identity(String name, String patient) {

		static Identity of(final Sample sample) {
			return new Identity(ImageFiles.withoutEnding(sample.image().getFileName().toString()), sample.patient());
		}

		@Override
		public String toString() {
			return name + (patient.isEmpty() ? "" : " of patient " + patient);
		}
	}

	/**
	 * @param input as {@link Dataset#read} takes it; images that the data does not have are left aside
	 * @param data whose images are looked for: by file name without its ending, and patient
	 * @throws SonoflowException if an image has not exactly one partner, or one of another label, or it cannot be used
	 */
	static AlternateVersion read(final Path input, final LabelledImages data, final Monitor monitor) {
		final Dataset other = Dataset.read(input, monitor);
		final Map<Identity, List<Sample>> partners = new HashMap<>();
		other.samples().forEach(sample -> partners.computeIfAbsent(Identity.of(sample), key -> new ArrayList<>()).add(
			sample));
		final Map<Identity, Sample> taken = new HashMap<>();
		final List<Sample> matched = new ArrayList<>();
		for (final Sample sample : data.dataset().samples()) {
			final Identity identity = Identity.of(sample);
			if (taken.putIfAbsent(identity, sample) != null) throw problem(other, identity, "the input has it twice (" + taken.get(
				identity).image() + " and " + sample.image() + "). Give the images different names, or name the patients.");
			matched.add(partner(other, sample, identity, partners.getOrDefault(identity, List.of())));
		}
		final ImageCache images = ImageCache.of(matched);
		images.check(monitor);
		return new AlternateVersion(new Dataset(other.source(), matched), images);
	}

	private static Sample partner(final Dataset other, final Sample sample, final Identity identity,
		final List<Sample> candidates)
	{
		if (candidates.isEmpty()) throw problem(other, identity, "it is not there. Every image of the input needs its other" +
			" version, with the same file name (its ending aside) and the same patient.");
		if (candidates.size() > 1) throw problem(other, identity, "it is there " + candidates.size() + " times (" + candidates
			.get(0).image() + " and " + candidates.get(1).image() + "). Give the images different names, or name the patients.");
		final Sample found = candidates.get(0);
		if (!found.label().equals(sample.label())) throw problem(other, identity, "its label there is \"" + found.label() +
			"\", but \"" + sample.label() + "\" in the input. Both versions must have the same labels.");
		return found;
	}

	private static SonoflowException problem(final Dataset other, final Identity identity, final String what) {
		return new SonoflowException.Input("alternate " + other.source() + ", image " + identity + ": " + what);
	}

	/** {@return the scores on the labels as {@link #PREFIX}accuracy, ..., and {@link #DROP}} */
	Map<String, Double> figures(final LabelledImages data, final FoldPart part) {
		final Labelling labels = data.labellings().get(0);
		final Map<String, Double> scores = labels.figures(part.samples(), Inference.predictions(part.alternate()), part.alternate(),
			data.positive(), data.classes());
		return named(labels.scores(part.samples(), part.probabilities(), data.positive()).accuracy(), scores);
	}

	/** {@return the same of answers that do not depend on the image, given their scores on the labels} */
	static Map<String, Double> baseline(final Map<String, Double> figures) {
		final Map<String, Double> scores = new LinkedHashMap<>();
		Stream.concat(new ClassifierScores(0, 0, 0, 0, 0).byName().keySet().stream(), Stream.of(Labelling.KAPPA)).filter(
			figures::containsKey).forEach(name -> scores.put(name, figures.get(name)));
		return named(figures.get(ACCURACY), scores);
	}

	private static Map<String, Double> named(final double before, final Map<String, Double> scores) {
		final Map<String, Double> named = new LinkedHashMap<>();
		scores.forEach((name, value) -> named.put(PREFIX + name, value));
		named.put(DROP, before - scores.get(ACCURACY));
		return named;
	}
}
