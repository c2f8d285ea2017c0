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
import io.sonoflow.file.Tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A list of samples and where they came from. The order is that of dataset.csv, or of the file names.
 *
 * @param source the file or folder it was read from, absolute
 * @param samples at least one
 */
public record Dataset(Path source, List<Sample> samples) {

	/** The name of the table inside a folder. */
	public static final String FILE = "dataset.csv";

	private static final List<String> STANDARD = List.of("image", "patient", "side", "view", "label", "organ", "mask",
		"truth");

	/** Tables that people try to give. */
	private static final Set<String> SPREADSHEETS = Set.of("tsv", "tab", "xlsx", "xls", "ods", "parquet", "feather", "rds");

	/** Our own loader, not the thread's: in ImageJ the two differ. */
	private static final List<SourceCheck> CHECKS = checks(Dataset.class.getClassLoader());

	/** Copies the list. */
	public Dataset {
		samples = List.copyOf(samples);
	}

	/**
	 * Reads an image file, a folder of images, a folder whose sub-folders are the classes, a dataset.csv or a folder
	 * that holds one, or a {@linkplain ChallengeList list} of the UUSIC challenge. Images are not opened, but must exist.
	 *
	 * @throws SonoflowException.Input if {@code input} is null, or was written by a run that is not finished
	 * @throws SonoflowException.File if there is nothing to read or a row is wrong
	 */
	public static Dataset read(final Path input, final Monitor monitor) {
		return read(input, true, monitor);
	}

	/**
	 * As {@link #read(Path, Monitor)}.
	 *
	 * @param grouped whether it matters whose the images are: then the monitor is warned of images that name no patient
	 */
	public static Dataset read(final Path input, final boolean grouped, final Monitor monitor) {
		if (input == null) throw new SonoflowException.Input(
			"input is missing. Give an image, a folder of images, a folder of class folders or a dataset.csv.");
		final Path source = input.toAbsolutePath().normalize();
		if (!Files.exists(source)) throw new SonoflowException.File("input " + input +
			" does not exist. Check the path; relative paths start at the working directory " + Path.of("")
				.toAbsolutePath() + ".");
		if (!Files.isDirectory(source) && !isTable(source)) return readUnchecked(source, grouped, monitor);
		required(CHECKS).forEach(check -> check.check(source));
		final Dataset read = readUnchecked(source, grouped, monitor);
		for (final Path folder : read.foldersElsewhere())
			CHECKS.forEach(check -> check.check(folder));
		return read;
	}

	/** {@return folders outside of the source's to which links or the rows of a table lead} */
	private Set<Path> foldersElsewhere() {
		final Set<Path> folders = new LinkedHashSet<>();
		samples.forEach(sample -> folders.add(sample.image().toAbsolutePath().normalize().getParent()));
		try {
			final Path home = (Files.isDirectory(source) ? source : source.getParent()).toRealPath();
			final Set<Path> elsewhere = new LinkedHashSet<>();
			for (final Path folder : folders) {
				final Path real = folder.toRealPath();
				if (!real.startsWith(home)) elsewhere.add(real);
			}
			return elsewhere;
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read the folders of " + source + ": " + AtomicFiles.reason(e) +
				". Check that they exist and that you may read them.", e);
		}
	}

	static List<SourceCheck> checks(final ClassLoader loader) {
		return ServiceLoader.load(SourceCheck.class, loader).stream().map(ServiceLoader.Provider::get).toList();
	}

	/** A jar put together of several may have lost the list of checks: that must not pass as if all were well. */
	static List<SourceCheck> required(final List<SourceCheck> checks) {
		if (checks.isEmpty()) throw new SonoflowException.File("Unfinished image sets cannot be told from finished ones: the " +
			"file META-INF/services/" + SourceCheck.class.getName() + " is missing from the jar. Install Sonoflow again.");
		return checks;
	}

	/** {@return as {@link #read}, but also of a run that is not finished: to tell of a set, not to learn from it} */
	public static Dataset readUnchecked(final Path input, final Monitor monitor) {
		return readUnchecked(input, true, monitor);
	}

	private static Dataset readUnchecked(final Path input, final boolean grouped, final Monitor monitor) {
		final Path source = input.toAbsolutePath().normalize();
		if (Files.isDirectory(source)) {
			final Path table = source.resolve(FILE);
			return Files.isRegularFile(table) ? DatasetTable.read(table, grouped, monitor) : ImageFolder.read(source, grouped,
				monitor);
		}
		if (isTable(source)) return DatasetTable.read(source, grouped, monitor);
		if (ChallengeList.isOne(source)) return ChallengeList.read(source);
		if (SPREADSHEETS.contains(ImageFiles.extension(source))) throw new SonoflowException.File("input " + input +
			" is a table of a kind that is not read. Save it as \"CSV UTF-8\" under a name that ends in .csv, separated by commas.");
		return new Dataset(source, List.of(Sample.of(source)));
	}

	private static boolean isTable(final Path source) {
		return ImageFiles.extension(source).equals("csv");
	}

	/**
	 * Writes dataset.csv: paths of images, masks and marks relative to it with forward slashes, standard columns that any
	 * sample has, then the extra columns in order of appearance.
	 */
	public static void write(final Path csv, final List<Sample> samples) {
		final Path folder = csv.toAbsolutePath().normalize().getParent();
		final Set<String> filled = new HashSet<>();
		final Set<String> extra = new LinkedHashSet<>();
		for (final Sample sample : samples) {
			columns(sample, folder).forEach((column, value) -> {
				if (!value.isEmpty()) filled.add(column);
			});
			extra.addAll(sample.extra().keySet());
		}
		final List<String> header = new ArrayList<>(STANDARD.stream().filter(column -> column.equals("image") || filled.contains(
			column)).toList());
		header.addAll(extra);
		// Row by row: those of a long clip's frames would take more memory than the samples.
		final Iterable<List<String>> rows = () -> samples.stream().map(sample -> columns(sample, folder)).map(row -> header.stream()
			.map(column -> row.getOrDefault(column, "")).toList()).iterator();
		Tables.write(csv, header, rows);
	}

	private static Map<String, String> columns(final Sample sample, final Path folder) {
		final Map<String, String> row = new LinkedHashMap<>();
		row.put("image", relative(folder, sample.image()));
		row.put("patient", sample.patient());
		row.put("side", sample.side());
		row.put("view", sample.view());
		row.put("label", sample.label());
		row.put("organ", sample.organ());
		row.put("mask", sample.mask() == null ? "" : relative(folder, sample.mask()));
		row.put("truth", sample.truth());
		row.putAll(sample.extra());
		if (sample.marks() != null) row.put(Sample.MARKS, relative(folder, sample.marks()));
		return row;
	}

	private static String relative(final Path folder, final Path file) {
		try {
			return folder.relativize(file).toString().replace('\\', '/');
		}
		catch (final IllegalArgumentException e) {
			// Another drive of Windows has no relative path.
			return file.toString();
		}
	}

	/** {@return how many samples each label has, labels sorted; the empty label is not counted} */
	public Map<String, Integer> labelCounts() {
		final Map<String, Integer> counts = new TreeMap<>();
		for (final Sample sample : samples)
			if (!sample.label().isEmpty()) counts.merge(sample.label(), 1, Integer::sum);
		return counts;
	}

	/** {@return the samples whose label was not dropped; see {@link Sample#isDropped}} */
	public Dataset withoutDropped() {
		return new Dataset(source, samples.stream().filter(sample -> !sample.isDropped()).toList());
	}

	/**
	 * @return the two or more classes, sorted; those of dropped samples do not count
	 * @throws SonoflowException.Input if a sample has and had no label or there are fewer than two classes
	 */
	public List<String> requireClasses() {
		final List<Sample> unlabelled = samples.stream().filter(sample -> sample.original().isEmpty()).toList();
		if (!unlabelled.isEmpty()) throw new SonoflowException.Input("input " + source + ": " + unlabelled.size() +
			" of " + samples.size() + " images have no label (first: " + unlabelled.get(0).image().getFileName() +
			"). Give a dataset.csv with a filled column label, or a folder whose sub-folders are the classes.");
		requireDistinctLabels();
		final List<String> classes = List.copyOf(labelCounts().keySet());
		if (classes.size() < 2) throw new SonoflowException.Input("input " + source + ": " + (classes.isEmpty()
			? "all labels were dropped" : "all images have the label " + classes.get(0)) +
				", but at least two classes are needed to train or test a classifier.");
		return classes;
	}

	/**
	 * Two spellings of one label would be two classes.
	 *
	 * @throws SonoflowException.Input naming labels that differ only in capitals, blanks and the like
	 */
	public void requireDistinctLabels() {
		final Map<String, Integer> counts = labelCounts();
		final List<List<String>> alike = Spelling.alike(counts.keySet());
		if (alike.isEmpty()) return;
		final String named = alike.stream().map(names -> names.stream().map(name -> "\"" + Spelling
			.shown(name) + "\" (" + counts.get(name) +
			" images)").collect(Collectors.joining(" and "))).collect(Collectors.joining("; "));
		throw new SonoflowException.Input("input " + source + ": labels that differ only in capitals, blanks, unseen letters or " +
			"the way they are written would be classes of their own: " + named + ". Write each label in one way, or give different " +
			"classes names that differ in more.");
	}

	/** {@return number of different patients; an image of unknown patient counts as one} */
	public int groups() {
		return samples.stream().map(Sample::group).collect(Collectors.toSet()).size();
	}
}
