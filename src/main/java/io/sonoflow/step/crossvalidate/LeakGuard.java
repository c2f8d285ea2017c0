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
import io.sonoflow.curate.copy.LeakSearch;
import io.sonoflow.curate.copy.Leaks;
import io.sonoflow.curate.copy.PatientOverlap;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier.Task;
import io.sonoflow.step.data.EqualPictures;
import io.sonoflow.step.data.LabelledImages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Warns of and lists what a {@link LeakSearch} finds in a data set, once for all shards and resumes of a run
 * ({@link LeakPart}). What is to be done the user knows.
 *
 * @param data the data set
 * @param sites whether sites are divided, not patients
 * @param pairs images of different patients (or sites) that are nearly the same, the most alike first
 * @param contradicting pictures that are there twice with different labels, whoever's they are: one of each label
 */
record LeakGuard(LabelledImages data, boolean sites, List<Leaks.Pair> pairs, List<List<Integer>> contradicting) {

	/** The table of pairs. */
	static final String FILE = "duplicates.csv";

	/** The table of equal pictures with different labels; only where there are any. */
	static final String CONTRADICTIONS = "contradictions.csv";

	/**
	 * Looks, and warns of what it finds.
	 *
	 * @param input of the run, from which the data was read
	 * @param sites whether sites are divided: then a patient's name says nothing, and pictures of one patient at two sites are
	 *          held against each other like any others
	 */
	static LeakGuard look(final LabelledImages data, final boolean sites, final Path input, final RunFolder folder,
		final Monitor monitor)
	{
		final List<Sample> samples = data.dataset().samples();
		final LeakSearch search = new LeakSearch(sites ? samples.stream().map(sample -> sample.inGroup(sample.site())).toList()
			: samples, data.images()::get);
		final String name = sites ? LeakPart.NAME + "-sites" : LeakPart.NAME;
		final LeakGuard guard = new LeakGuard(data, sites, LeakPart.pairs(name, LeakPart.key(folder.inputHash(input)), search, folder,
			monitor), EqualPictures.of(data.size(), data.images()::get, monitor).contradicting(i -> samples.get(i).original()));
		if (!guard.contradicting.isEmpty()) monitor.warn(EqualPictures.warning(guard.contradicting, data::name, i -> samples.get(i)
			.original()).replaceFirst("\\. One", "; all are in " + CONTRADICTIONS + ". One"));
		if (!guard.pairs.isEmpty()) monitor.warn(guard.pairs.size() + " pair(s) of images of different " + (sites ? "sites" :
			"patients") + " are nearly the same: " + some(guard.pairs.stream().map(guard::describe).toList()) + "; all are in " +
			FILE + guard.twoLabels() + ". Where one trains and the other tests, the figures are too good: remove copies, or give " +
			"both the same " + (sites ? "site" : "patient") + ".");
		return guard;
	}

	/** Warns if training and test are not, or may not be, separate: by what the data set says of its patients. */
	static void tellOverlap(final LabelledImages data, final List<Task> tasks, final boolean byView, final Monitor monitor) {
		final Map<Long, int[]> divisions = new TreeMap<>();
		tasks.forEach(task -> divisions.putIfAbsent(task.seed(), task.foldOf()));
		final PatientOverlap overlap = PatientOverlap.of(data.groups(false), divisions.values());
		if (byView) monitor.warn("byview=true: images, not patients, are divided. " + (overlap.pairs() == 0
			? "No patient is known to have several images, so this makes no difference that can be seen."
			: "Of " + overlap.pairs() + " pairs of images of one patient, " + range(overlap.parted()) +
				" are in training and test at once: these are not separate and the figures are too good."));
		else if (overlap.parted().getMax() > 0) throw new IllegalStateException(overlap.parted().getMax() +
			" pairs of one patient were parted");
	}

	/** {@return how many of the pairs have two labels, which is one too many; empty if none has} */
	private String twoLabels() {
		final long two = pairs.stream().filter(pair -> !label(pair.first()).equals(label(pair.second()))).count();
		return two == 0 ? "" : " (" + two + " of them with two labels)";
	}

	private String label(final int sample) {
		return data.dataset().samples().get(sample).label();
	}

	private static String range(final LongSummaryStatistics parted) {
		return parted.getMin() == parted.getMax() ? Long.toString(parted.getMin()) : parted.getMin() + " to " + parted.getMax() +
			" (by seed)";
	}

	static String some(final List<String> items) {
		return EqualPictures.some(items);
	}

	private String describe(final Leaks.Pair pair) {
		return String.format(Locale.ROOT, "%s and %s (correlation %.2f)", data.name(pair.first()), data.name(pair.second()),
			pair.similarity());
	}

	/** Writes the pairs, and the head of the table also if there are none: so one sees that they were looked for. */
	void write(final RunFolder folder) {
		writePairs(folder.resolve(FILE), pairs, data.dataset().samples(), IntStream.range(0, data.size()).mapToObj(data::name)
			.toList());
		folder.figure("duplicates", pairs.size());
		if (contradicting.isEmpty()) return;
		folder.figure("contradictions", contradicting.size());
		Tables.write(folder.resolve(CONTRADICTIONS), List.of("image", "copy", "patient", "copypatient", "label", "copylabel"),
			contradicting.stream().flatMap(each -> each.stream().skip(1).map(i -> row(each.get(0), i))).toList());
	}

	private List<String> row(final int first, final int copy) {
		final Sample a = data.dataset().samples().get(first);
		final Sample b = data.dataset().samples().get(copy);
		return List.of(data.name(first), data.name(copy), a.patient(), b.patient(), a.original(), b.original());
	}

	/** Writes pairs of images. */
	static void writePairs(final Path file, final List<Leaks.Pair> pairs, final List<Sample> samples, final List<String> names) {
		final List<List<String>> rows = new ArrayList<>();
		for (final Leaks.Pair pair : pairs) {
			final Sample a = samples.get(pair.first());
			final Sample b = samples.get(pair.second());
			rows.add(List.of(names.get(pair.first()), names.get(pair.second()), a.patient(), b.patient(), a.label(), b.label(),
				String.format(Locale.ROOT, "%.4f", pair.correlation()), Integer.toString(pair.bits()), String.format(Locale.ROOT,
					"%.4f", pair.registration().similarity()), pair.found().name().toLowerCase(Locale.ROOT), pair.registration()
						.describe()));
		}
		Tables.write(file, List.of("image", "copy", "patient", "copypatient", "label", "copylabel", "correlation", "bits",
			"similarity", "found", "transform"), rows);
	}
}
