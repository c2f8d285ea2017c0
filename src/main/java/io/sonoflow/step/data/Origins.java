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

import io.sonoflow.Monitor;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.LearnedRole;
import io.sonoflow.dataset.learned.SetDigests;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the classifiers of a run come from: the images that they learn, what they start from, and whether that has seen the
 * patients on whom they are tested.
 *
 * @param digests of the images of the run's data set
 * @param recorder of those that a network learns
 * @param before what all that it starts from was learned from
 * @param check of the patients who are tested
 */
public record Origins(SetDigests digests, SetDigests.Recorder recorder, LearnedFrom before, SeenCheck check) {

	/** What the folds of a cross-validation are called. */
	public static final String FOLDS = "folds";

	/** What held-out patients of a training are called. */
	public static final String HOLDOUT = "holdout";

	/** What a test set of its own is called. */
	public static final String TEST = "test";

	/**
	 * @param data that is divided into training and test
	 * @param learned the same with the extra images, which are learned, too
	 * @param input it was read from
	 * @param sources by key what a training starts from or adds, e.g. weights; null = not given
	 */
	public static Origins of(final LabelledImages data, final ExtraImages learned, final Path input,
		final Map<String, Path> sources, final long seed, final Monitor monitor)
	{
		final SetDigests digests = SetDigests.of(data.dataset().samples(), data.images()::get, monitor);
		final List<SeenCheck.Source> said = new ArrayList<>();
		LearnedFrom before = learned.record(seed, monitor);
		for (final Map.Entry<String, Path> each : sources.entrySet())
			if (each.getValue() != null) {
				final SeenCheck.Source source = SeenCheck.Source.of(each.getKey(), each.getValue());
				said.add(source);
				before = before.with(source.learned());
			}
		for (final SeenCheck.Source source : learned.origins()) {
			said.add(source);
			before = before.with(source.learned());
		}
		final SeenCheck check = new SeenCheck(said);
		check.tellSilent(monitor);
		return new Origins(digests, digests.recorder(seed, monitor), before.with(LearnedFrom.beside(input)), check);
	}

	/** Looks at some of the images, which are tested. */
	public void look(final String tested, final int[] samples, final Monitor monitor) {
		if (!check.isEmpty() && samples.length > 0) check.look(tested, digests, samples, monitor);
	}

	/** Looks at all images of another data set, which are tested. */
	public void look(final String tested, final LabelledImages other, final Monitor monitor) {
		if (!check.isEmpty()) check.look(tested, SetDigests.of(other.dataset().samples(), other.images()::get, monitor), IntStream
			.range(0, other.size()).toArray(), monitor);
	}

	/** Writes what was seen. */
	public void write(final RunFolder folder) {
		check.write(folder);
	}

	/**
	 * {@return the note of a classifier's file that learns some of the images}
	 *
	 * @param trained numbers of images of the data set; the extra ones are learned by every network, and are in the note as it is
	 */
	public String note(final int[] trained) {
		return recorder.record(LearnedRole.CLASSIFIER, trained).with(before).encode();
	}
}
