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
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.LearnedRole;
import io.sonoflow.dataset.learned.SetDigests;
import io.sonoflow.run.RunFolder;
import io.sonoflow.train.ImageCache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What networks learn: the images of a data set as far as they are not tested, and extra ones, usually synthetic, that are
 * only ever learned: they are in no fold, no table of predictions, no figure and no count of patients.
 *
 * <pre>
 * ExtraImages learned = settings.read(data, monitor).apartFrom(tested, null, monitor);
 * trainer.train(network, learned.images(), learned.samples(training), learned.labels(), ...);
 * </pre>
 *
 * Without extra images it is the data set, to the bit.
 */
public final class ExtraImages {

	private final LabelledImages data;
	private final List<LabelledImages> sets;
	private final ExtraCopies copies;
	private final ImageCache images;
	private final int[] labels;
	private final int[] chosen;

	private ExtraImages(final LabelledImages data, final List<LabelledImages> sets, final ExtraCopies copies) {
		this.data = data;
		this.sets = List.copyOf(sets);
		this.copies = copies;
		ImageCache all = data.images();
		for (final LabelledImages set : sets)
			all = all.followedBy(set.images());
		this.images = all;
		this.labels = IntStream.concat(IntStream.of(data.labels()), sets.stream().flatMapToInt(set -> IntStream.of(set.labels())))
			.toArray();
		this.chosen = IntStream.range(0, labels.length - data.size()).filter(i -> labels[data.size() + i] != Labelling.NONE &&
			!copies.isLeftOut(i)).toArray();
	}

	/**
	 * @param paths of the extra images, as {@link Dataset#read} takes them; may be empty
	 * @param data whose labels are theirs
	 * @throws SonoflowException if a label is missing or none of the data's, an image cannot be used, or is there twice
	 */
	public static ExtraImages read(final List<Path> paths, final LabelledImages data, final Monitor monitor) {
		final List<LabelledImages> sets = new ArrayList<>();
		final Set<Path> files = new HashSet<>();
		for (final Path path : paths) {
			// Whose they are matters to nothing but the guard, which looks itself.
			final LabelledImages set = LabelledImages.forTest("extra", Dataset.read(path, false, monitor), data, monitor);
			final List<Path> twice = set.dataset().samples().stream().map(Sample::image).filter(image -> !files.add(image)).toList();
			if (!twice.isEmpty()) throw new SonoflowException.Input("extra=" + path + ": " + twice.size() +
				" of its images are named by another of the sets of extra, too (first: " + twice.get(0).getFileName() +
				"). Give each image once.");
			sets.add(set);
		}
		final ExtraImages extra = new ExtraImages(data, sets, ExtraCopies.NONE);
		if (!paths.isEmpty() && extra.chosen.length == 0) throw new SonoflowException.Input("extra=" + extra.sources() +
			": all labels were dropped, so there is nothing to learn. Give other images, or leave extra out.");
		return extra;
	}

	/**
	 * The same, known to be apart from what is tested.
	 *
	 * @param tested numbers of the data's samples that are held out at some time
	 * @param test a further set that is tested, or null
	 * @return these without the few that resemble a tested image more than chance does, but not surely
	 * @throws SonoflowException.Input if patients, clips or files of the extra images are tested, or copies of such images are
	 *           among them; all are counted, some named
	 */
	public ExtraImages apartFrom(final int[] tested, final LabelledImages test, final Monitor monitor) {
		if (isEmpty()) return this;
		return new ExtraImages(data, sets, new ExtraGuard(this, data, tested, test).require(monitor));
	}

	/** {@return whether there are none} */
	public boolean isEmpty() {
		return sets.isEmpty();
	}

	/** {@return the images by number: those of the data, then the extra ones} */
	public ImageCache images() {
		return images;
	}

	/** {@return the class of each of them} */
	public int[] labels() {
		return labels;
	}

	/** {@return numbers of those to learn: of some samples of the data those that have a label, and the extra ones} */
	public int[] samples(final int[] trained) {
		return IntStream.concat(IntStream.of(data.trainable(trained)), IntStream.of(chosen).map(i -> data.size() + i)).toArray();
	}

	/** {@return organs of some samples of the data that have a label, and of the extra ones} */
	public Set<String> organs(final int[] trained) {
		final Set<String> organs = new HashSet<>(data.organs(trained));
		IntStream.of(chosen).forEach(i -> organs.add(sample(i).organ()));
		return organs;
	}

	/** {@return the extra images, those that are left out, too} */
	public List<Sample> extras() {
		return sets.stream().flatMap(set -> set.dataset().samples().stream()).toList();
	}

	/** {@return the extra ones that are learned, counted from 0} */
	int[] chosen() {
		return chosen.clone();
	}

	/** {@return an extra image, counted from 0} */
	Sample sample(final int extra) {
		int at = extra;
		for (final LabelledImages set : sets) {
			if (at < set.size()) return set.dataset().samples().get(at);
			at -= set.size();
		}
		throw new IndexOutOfBoundsException(extra);
	}

	/** {@return its name as its data set has it} */
	String name(final int extra) {
		int at = extra;
		for (final LabelledImages set : sets) {
			if (at < set.size()) return set.name(at);
			at -= set.size();
		}
		throw new IndexOutOfBoundsException(extra);
	}

	/** {@return where they were read from} */
	String sources() {
		return paths().stream().map(Path::toString).collect(Collectors.joining(","));
	}

	private List<Path> paths() {
		return sets.stream().map(set -> set.dataset().source()).toList();
	}

	/** {@return the sets, and what each, or what lies beside its images, says of whom it was generated from} */
	List<SeenCheck.Source> origins() {
		return sets.stream().map(set -> {
			final SeenCheck.Source said = SeenCheck.Source.of("extra", set.dataset().source());
			return new SeenCheck.Source(said.key(), said.name(), said.learned().with(LearnedFrom.besideImages(set.dataset().samples()
				.stream().map(Sample::image).toList())));
		}).toList();
	}

	/** {@return the record of the extra ones that are learned} */
	LearnedFrom record(final long seed, final Monitor monitor) {
		return isEmpty() ? LearnedFrom.NOTHING : SetDigests.of(extras(), i -> images.get(data.size() + i), monitor).recorder(seed,
			monitor).record(LearnedRole.CLASSIFIER, chosen);
	}

	/**
	 * Says before any work whether boxes and organs of the extra images can be learned.
	 *
	 * @param masks whether masks are looked at
	 * @param told organs that the network is told; empty = none
	 * @throws SonoflowException if not
	 */
	public void check(final boolean masks, final List<String> told) {
		for (final LabelledImages set : sets) {
			if (masks) set.images().checkMasks();
			set.images().organs().check(told);
		}
	}

	/** Tells how many of each class are learned, records it, and lists what was left out. */
	public void tell(final RunFolder folder, final Monitor monitor) {
		if (isEmpty()) return;
		final String classes = IntStream.range(0, data.classes().size()).mapToObj(c -> data.classes().get(c) + " " + IntStream.of(
			chosen).filter(i -> labels[data.size() + i] == c).count()).collect(Collectors.joining(", "));
		monitor.message(chosen.length + " extra images (" + classes +
			") are trained on beside those of input in every training; none of them is tested.");
		folder.figure("extra.images", chosen.length);
		folder.figure("extra.classes", classes);
		copies.write(folder);
	}
}
