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
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.learned.LearnedEntry;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.SeenSamples;
import io.sonoflow.dataset.learned.SetDigests;
import io.sonoflow.file.Tables;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether what a training starts from has learned from the patients on whom it is tested: counted, warned of, and written.
 *
 * <pre>
 * SeenCheck check = new SeenCheck(List.of(SeenCheck.Source.of("weights", file)));
 * check.look("folds", digests, samples, monitor);
 * check.write(folder);
 * </pre>
 */
public final class SeenCheck {

	/** The table of shares; only where a training starts from something. */
	public static final String FILE = "seen.csv";

	/** The column of a table of predictions, only where a patient was seen. */
	public static final String COLUMN = "seen";

	/** The columns. */
	public static final List<String> HEADER = List.of("start", "file", "role", "tested", "patients", "seenpatients", "byname",
		"images", "seenimages");

	/** Of all roles together. */
	private static final String ANY = "any";

	/** What stands in them of a start that does not say what it learned from. */
	public static final String UNKNOWN = "unknown";

	/**
	 * Something that a training starts from, or adds.
	 *
	 * @param key by which it was given, e.g. weights
	 * @param name of its file or folder
	 * @param learned what it was learned from
	 */
	public record Source(String key, String name, LearnedFrom learned) {

		/** {@return what a path says of itself} */
		public static Source of(final String key, final Path path) {
			final Path parent = path.toAbsolutePath().getParent();
			// Every set's table has this name.
			final boolean table = path.endsWith(Dataset.FILE) && parent.getFileName() != null;
			return new Source(key, (table ? parent : path).getFileName().toString(), LearnedFiles.of(path));
		}

		private List<LearnedEntry> known() {
			return learned.entries().stream().filter(LearnedEntry::isKnown).toList();
		}

		private String describe() {
			return key + "=" + name;
		}
	}

	private final List<Source> sources;
	private final List<Source> silent;
	private final List<List<String>> rows = new ArrayList<>();
	private final Map<String, Object> figures = new LinkedHashMap<>();
	private final Map<String, boolean[]> seen = new LinkedHashMap<>();

	/** @param sources those that say something of what they were learned from; others (real images) say nothing: that is said */
	public SeenCheck(final List<Source> sources) {
		this.silent = sources.stream().filter(source -> source.learned.isEmpty()).toList();
		this.sources = sources.stream().filter(source -> !source.learned.isEmpty()).toList();
	}

	/** {@return whether there is nothing to look at} */
	public boolean isEmpty() {
		return sources.isEmpty();
	}

	/**
	 * Tells which sources say nothing: that of real images is as it should be, that of generated ones hides whom the generator has
	 * seen.
	 */
	public void tellSilent(final Monitor monitor) {
		for (final Source source : silent)
			monitor.message(source.describe() + " says nothing of a generator. If its images are generated, nobody can tell whether " +
				"the generator has seen whom you test on.");
	}

	/**
	 * Looks at images that are tested; warns if some were seen.
	 *
	 * @param tested in a word: folds, holdout or test
	 * @param samples of the set those that are tested
	 */
	public void look(final String tested, final SetDigests set, final int[] samples, final Monitor monitor) {
		for (final Source source : sources) {
			SeenSamples any = null;
			for (final LearnedEntry entry : source.learned.entries()) {
				if (!entry.isKnown()) {
					rows.add(List.of(source.key, source.name, entry.role().word(), tested, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN));
					continue;
				}
				final SeenSamples found = set.seen(entry, monitor);
				rows.add(row(source, entry.role().word(), tested, found.count(samples)));
				any = any == null ? found : any.or(found);
			}
			if (any == null) continue;
			if (source.known().size() > 1) rows.add(row(source, ANY, tested, any.count(samples)));
			tell(source, tested, any.count(samples), monitor);
			add(tested, any.patients(), samples);
		}
	}

	private static List<String> row(final Source source, final String role, final String tested, final SeenSamples.Count count) {
		return List.of(source.key, source.name, role, tested, Integer.toString(count.patients()), Integer.toString(count
			.seenPatients()), Integer.toString(count.byName()), Integer.toString(count.images()), Integer.toString(count.seenImages()));
	}

	/** Those who are learned from may well have been seen: only of the tested ones it matters. */
	private void add(final String tested, final boolean[] patients, final int[] samples) {
		final boolean[] all = seen.computeIfAbsent(tested, key -> new boolean[patients.length]);
		for (final int i : samples)
			all[i] |= patients[i];
	}

	/** {@return the key, with a number where it names several: each has a figure of its own} */
	private String figure(final Source source) {
		final List<Source> alike = sources.stream().filter(each -> each.key.equals(source.key)).toList();
		return alike.size() < 2 ? source.key : source.key + (alike.indexOf(source) + 1);
	}

	private void tell(final Source source, final String tested, final SeenSamples.Count count, final Monitor monitor) {
		final String name = figure(source) + "." + tested;
		figures.put(name + ".patients", count.seenPatients() + " of " + count.patients());
		figures.put(name + ".images", count.seenImages() + " of " + count.images());
		if (count.patients() == 0) return;
		if (count.seenPatients() == 0) {
			monitor.message("None of the " + count.patients() + " patients tested (" + tested + ") is among those that " + source
				.describe() + " says it learned from.");
			return;
		}
		final String roles = source.known().stream().map(entry -> entry.role().text()).distinct().collect(Collectors.joining("; "));
		monitor.warn(String.format(Locale.ROOT,
			"%d of %d test patients (%.0f %%) and %d of %d test images (%s) are among those that " +
			"%s learned from (%s): the figures may be too good. %s%s", count.seenPatients(), count.patients(), 100.0 * count
				.seenPatients() / count.patients(), count.seenImages(), count.images(), tested, source.describe(), roles, count
					.seenPatients() == count.patients()
						? "No test patient is left to show the figures without them: start from what learned from others, and compare."
						: SeenScores.FILE + " shows the figures with and without them.", names(count)));
	}

	private static String names(final SeenSamples.Count count) {
		return count.byName() == 0 ? "" : " Of " + count.byName() + " of the patients only the name is known, not one image: if " +
			"they are other people (each hospital counts from 1), fill the column site of both data sets.";
	}

	/** {@return of each sample of the set whether it is tested and its patient was seen; empty if none was} */
	public boolean[] seen(final String tested) {
		final boolean[] found = seen.getOrDefault(tested, new boolean[0]);
		for (final boolean each : found)
			if (each) return found;
		return new boolean[0];
	}

	/** Writes the table, if there was something to look at. */
	public void write(final RunFolder folder) {
		if (isEmpty()) return;
		Tables.write(folder.resolve(FILE), HEADER, rows);
		if (!figures.isEmpty()) folder.figure("seen", figures);
	}
}
