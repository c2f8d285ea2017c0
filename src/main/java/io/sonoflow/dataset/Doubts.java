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
package io.sonoflow.dataset;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is doubtful in a data set by its texts alone: two spellings of one label or patient, patients of several sites, clips of
 * several patients, parts that no command keeps apart. All of it makes classes or leaks that nobody meant.
 *
 * @param name of the set, for messages
 */
record Doubts(String name, List<Sample> samples, Monitor monitor) {

	private static final int NAMED = 20;
	/** Spellings are all named, so that a run's record holds the list; beyond so many it is the table's whole column. */
	private static final int SPELLINGS = 200;
	/** Of the values of one patient or clip. */
	private static final int FEW = 3;
	/** So many patients tell whether most of them share names of clips. */
	private static final int SEVERAL = 4;

	/**
	 * @param source of the samples
	 * @throws SonoflowException.File if two samples are one file, by a link
	 */
	static void check(final Path source, final List<Sample> samples) {
		final Map<Path, Path> folders = new HashMap<>();
		final Map<Path, Path> seen = new HashMap<>();
		for (final Sample sample : samples) {
			final Path first = seen.putIfAbsent(real(sample.image(), folders), sample.image());
			if (first != null) throw new SonoflowException.File(source + ": " + sample.image() + " and " + first +
				" are one file, by a link. An image twice would be counted twice and could be in training and test at once; " +
				"remove one.");
		}
	}

	private static Path real(final Path file, final Map<Path, Path> folders) {
		try {
			if (Files.isSymbolicLink(file)) return file.toRealPath();
			final Path parent = file.getParent();
			if (!folders.containsKey(parent)) folders.put(parent, parent.toRealPath());
			return folders.get(parent).resolve(file.getFileName());
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + file + ": " + AtomicFiles.reason(e) + ". Check the permissions.", e);
		}
	}

	/**
	 * Warns of all of it.
	 *
	 * @param grouped whether clips that name no patient matter, too
	 */
	void tell(final boolean grouped) {
		labels();
		patients();
		sites();
		clips();
		if (grouped) unknownPatients();
		splits();
	}

	private void labels() {
		final Set<String> labels = samples.stream().flatMap(sample -> Stream.of(sample.label(), sample.original(), sample
			.truth())).collect(Collectors.toCollection(TreeSet::new));
		final List<List<String>> alike = Spelling.alike(labels);
		if (!alike.isEmpty()) monitor.warn(name + ": labels that may be one are written in several ways: " + some(alike) +
			". Each counts as a class of its own: write each label in one way.");
		final List<String> unseen = labels.stream().filter(Spelling::hasUnseen).toList();
		if (!unseen.isEmpty() && alike.isEmpty()) monitor.warn(name + ": labels hold letters that nobody sees: " + Spelling
			.quoted(unseen) + ". Typed anew, such a label is another class: remove them.");
		maybeMissing("label", values(Sample::label), "a class of its own");
	}

	private void patients() {
		final List<List<String>> alike = PatientNames.alike(samples.stream().map(Sample::patient).distinct().toList());
		maybeMissing("patient", values(Sample::patient), "one person");
		if (!alike.isEmpty()) monitor.warn(name + ": " + alike.size() + " patient(s) may be written in several ways: " + some(
			alike) + ". If they are one person, training and test are not separate and the figures are too good: write each " +
			"patient in one way in the column patient.");
	}

	private void maybeMissing(final String column, final Set<String> values, final String counted) {
		final List<String> words = values.stream().filter(Spelling::mayBeMissing).toList();
		if (!words.isEmpty()) monitor.warn(name + ": the " + column + " " + Spelling.quoted(words) +
			" may say that there is none, but counts as " + counted + ". Leave the " + column + " empty if it is not known.");
	}

	private void sites() {
		final List<List<String>> alike = Spelling.alike(values(Sample::site));
		if (!alike.isEmpty()) monitor.warn(name + ": sites that may be one are written in several ways: " + some(alike) +
			". Write each site in one way.");
		final List<String> several = several(Sample::patient, Sample::site);
		if (!several.isEmpty()) monitor.warn(name + ": " + several.size() + " patient(s) have images of several sites: " + Spelling
			.some(several, NAMED) + ". They count as one person each and stay together where patients are divided. If the sites " +
			"number their patients by themselves, put the site before the number in the column patient.");
	}

	/**
	 * Rows of one patient and clip are a clip: names such as 1 or L1, which most of several patients have, are each one's own. A
	 * name that few of them share may be one clip under two patients.
	 */
	private void clips() {
		final Set<String> shared = shared(Sample::clip, Sample::patient).keySet();
		final List<Sample> known = samples.stream().filter(sample -> !sample.clip().isEmpty() && !sample.patient().isEmpty())
			.toList();
		final long concerned = known.stream().filter(sample -> shared.contains(sample.clip())).map(Sample::patient).distinct()
			.count();
		final long patients = known.stream().map(Sample::patient).distinct().count();
		if (shared.isEmpty() || patients >= SEVERAL && 2 * concerned > patients) return;
		monitor.warn(name + ": " + shared.size() + " clip(s) have images of several patients: " + Spelling.some(several(Sample::clip,
			Sample::patient), NAMED) + ". Each patient's count as a clip of their own. If they are one clip, its frames are nearly " +
			"the same picture, so that training and test are not separate: correct the columns clip and patient.");
	}

	private void unknownPatients() {
		final long unknown = samples.stream().filter(sample -> sample.patient().isEmpty() && !sample.clip().isEmpty()).count();
		if (unknown > 0) monitor.warn(name + ": the patient of " + unknown + " of " + samples.size() +
			" images is not given, but their clip is; each clip counts as a patient of its own. If one patient has several, " +
			"scores come out too good.");
	}

	private void splits() {
		final Map<String, Long> parts = samples.stream().map(Sample::split).filter(part -> !part.isEmpty()).collect(Collectors
			.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
		if (parts.size() > 1) monitor.warn(name + " is divided into " + parts.entrySet().stream().map(part -> part.getKey() + " (" +
			part.getValue() + " images)").collect(Collectors.joining(", ")) +
			". The column split is carried through, but no command divides by it: all images are used together. To train on a " +
			"part only, give that part's folder or a table of its rows.");
		final List<String> several = several(sample -> sample.patient().isEmpty() ? sample.clip() : sample.patient(), Sample::split);
		if (!several.isEmpty()) monitor.warn(name + ": " + several.size() + " patient(s) are in several parts of the split: " +
			Spelling.some(several, NAMED) + ". Figures of such a division are too good.");
	}

	private Set<String> values(final Function<Sample, String> column) {
		return samples.stream().map(column).collect(Collectors.toCollection(TreeSet::new));
	}

	/** {@return what has several values of another column, with those} */
	private List<String> several(final Function<Sample, String> of, final Function<Sample, String> column) {
		return shared(of, column).entrySet().stream().map(each -> each.getKey() + " (" + Spelling.some(List.copyOf(each.getValue()),
			FEW) + ")").toList();
	}

	private Map<String, TreeSet<String>> shared(final Function<Sample, String> of, final Function<Sample, String> column) {
		final Map<String, TreeSet<String>> values = new TreeMap<>();
		for (final Sample sample : samples)
			if (!of.apply(sample).isEmpty() && !column.apply(sample).isEmpty()) values.computeIfAbsent(of.apply(sample),
				key -> new TreeSet<>()).add(column.apply(sample));
		values.values().removeIf(each -> each.size() < 2);
		return values;
	}

	private static String some(final List<List<String>> alike) {
		return Spelling.some(alike.stream().map(Spelling::quoted).toList(), SPELLINGS);
	}
}
