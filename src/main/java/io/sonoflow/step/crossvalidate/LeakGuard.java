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
import io.sonoflow.curate.copy.CopySearch;
import io.sonoflow.curate.copy.Duplicates;
import io.sonoflow.curate.copy.PatientNames;
import io.sonoflow.curate.copy.PerceptualHash;
import io.sonoflow.curate.copy.Registration;
import io.sonoflow.curate.copy.SpeckleStructure;
import io.sonoflow.curate.copy.Structure;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.LabelledImages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Looks for ways in which the test part of a data set may be known to the training although no patient is in both: patients
 * under two names, and copies of an image under two patients, by a hash ({@link Duplicates}) and by an embedding and
 * registration ({@link CopySearch}). It warns and lists; what is to be done the user knows.
 *
 * @param data the data set
 * @param pairs images of different patients that are nearly the same, the most alike first
 */
record LeakGuard(LabelledImages data, List<Pair> pairs) {

	/** The table of pairs. */
	static final String FILE = "duplicates.csv";

	private static final int NAMED = 3;

	/**
	 * Two images.
	 *
	 * @param first number of a sample
	 * @param second number of a later one
	 * @param bits of the hash that differ
	 * @param correlation of the fine structures, unaligned, up to 1
	 * @param found which way: hash, embedding or both
	 * @param registration of the second on the first
	 */
	record Pair(int first, int second, int bits, double correlation, String found, Registration registration) {

		double likeness() {
			return Math.max(correlation, registration.similarity());
		}
	}

	/** Looks, and warns of what it finds. */
	static LeakGuard look(final LabelledImages data, final Monitor monitor) {
		final List<Sample> samples = data.dataset().samples();
		final List<List<String>> alike = PatientNames.alike(samples.stream().map(Sample::patient).toList());
		if (!alike.isEmpty()) monitor.warn(alike.size() + " patient(s) may be written in several ways: " + some(alike.stream()
			.map(names -> String.join(" and ", names.stream().map(name -> '"' + name + '"').toList())).toList()) +
			". If they are one person, training and test are not separate and the figures are too good: write each " +
			"patient in one way in the column patient.");
		final LeakGuard guard = new LeakGuard(data, pairs(data, monitor));
		if (!guard.pairs.isEmpty()) monitor.warn(guard.pairs.size() + " pair(s) of images of different patients are nearly the " +
			"same: " + some(guard.pairs.stream().map(guard::describe).toList()) + "; all are in " + FILE +
			". Where one trains and the other tests, the figures are too good: remove copies, or give both the same patient.");
		return guard;
	}

	private static List<Pair> pairs(final LabelledImages data, final Monitor monitor) {
		final Map<List<Integer>, Pair> pairs = new LinkedHashMap<>();
		for (final Duplicates.Pair pair : Duplicates.across(data.dataset().samples(), data.images()::get, monitor))
			pairs.put(List.of(pair.first(), pair.second()), new Pair(pair.first(), pair.second(), pair.bits(), pair
				.correlation(), "hash", registration(data, pair)));
		for (final CopySearch.Copy copy : CopySearch.across(data.images()::get, data.groups(false), monitor))
			pairs.merge(List.of(copy.first(), copy.second()), embedded(data, copy), (hash, found) -> new Pair(hash.first, hash
				.second, hash.bits, hash.correlation, "both", found.registration));
		return pairs.values().stream().sorted(Comparator.comparingDouble(pair -> -pair.likeness())).toList();
	}

	private static Registration registration(final LabelledImages data, final Duplicates.Pair pair) {
		return Registration.of(Structure.of(data.images().get(pair.first())), Structure.of(data.images().get(pair
			.second())));
	}

	private static Pair embedded(final LabelledImages data, final CopySearch.Copy copy) {
		final var first = data.images().get(copy.first());
		final var second = data.images().get(copy.second());
		return new Pair(copy.first(), copy.second(), PerceptualHash.of(first).distance(PerceptualHash.of(second)), SpeckleStructure.of(
			first).correlation(SpeckleStructure.of(second)), "embedding", copy.registration());
	}

	private static String some(final List<String> items) {
		final String list = String.join("; ", items.subList(0, Math.min(NAMED, items.size())));
		return items.size() <= NAMED ? list : list + "; and " + (items.size() - NAMED) + " more";
	}

	private String describe(final Pair pair) {
		return String.format(Locale.ROOT, "%s and %s (correlation %.2f)", data.name(pair.first()), data.name(pair.second()),
			pair.likeness());
	}

	/** Writes the pairs, and the head of the table also if there are none: so one sees that they were looked for. */
	void write(final RunFolder folder) {
		final List<Sample> samples = data.dataset().samples();
		final List<List<String>> rows = new ArrayList<>();
		for (final Pair pair : pairs) {
			final Sample a = samples.get(pair.first());
			final Sample b = samples.get(pair.second());
			rows.add(List.of(data.name(pair.first()), data.name(pair.second()), a.patient(), b.patient(), a.label(), b.label(),
				String.format(Locale.ROOT, "%.4f", pair.correlation()), Integer.toString(pair.bits()), String.format(Locale.ROOT,
					"%.4f", pair.registration().similarity()), pair.found(), pair.registration().describe()));
		}
		Tables.write(folder.resolve(FILE), List.of("image", "copy", "patient", "copypatient", "label", "copylabel",
			"correlation", "bits", "similarity", "found", "transform"), rows);
		folder.figure("duplicates", pairs.size());
	}
}
