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
package io.sonoflow.step.compare;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Tables;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.Step;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier;
import io.sonoflow.step.data.PredictionTables;
import io.sonoflow.step.data.SeenCheck;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Compares finished cross-validations of the same images and divisions: mean and spread of each, and the paired
 * difference of each from a baseline with an interval ({@link io.sonoflow.metric.PairedDifference}). It refuses what
 * cannot be paired, and warns of everything but the start and the labels in which the trainings differ.
 */
public final class CompareClassifiers extends Step<CompareClassifiers.Result> {

	/** The menu label. */
	public static final String LABEL = "Compare Classifiers...";

	@Parameter(label = "Input", description = "Two or more output folders of \"Cross-Validate Classifier...\", finished, " +
		"separated by commas. Instead of a folder a table of predictions made elsewhere: columns image, prediction, and p_<class> " +
		"for each class; label, seed and fold where it has them.", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS), @Attr(name = Key.LIST) })
	public String input = "";

	@Parameter(label = "Output", description = "Folder for comparison.csv, paired.csv and pictures; made if absent.",
		style = "directory", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Parameter(label = "Names", description = "One name an input, separated by commas; empty = the folders' names.",
		attrs = @Attr(name = Key.LIST))
	public String names = "";

	@Parameter(label = "Baseline", description = "Name of the input from which differences are taken; empty = the first.")
	public String baseline = "";

	@Parameter(label = "Published", description = "Table whose published figures are shown beside inputs named as its rows: " +
		"3.1 = cleaned labels, 6.2 = starts, 6.3 = lambda, 6.4 = synthetic images, 8.1 = several organs.", choices = { PublishedTable.NONE, "3.1",
			"6.2", "6.3", "6.4", "8.1" })
	public String published = PublishedTable.NONE;

	@Parameter(label = "Confidence", description = "Confidence of the intervals of the differences, 0.5 to 0.999.", min = "0.5",
		max = "0.999")
	public double confidence = 0.95;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(
		name = Key.FRAME))
	public boolean overwrite = false;

	/**
	 * @param output the folder
	 * @param columns of comparison.csv
	 * @param rows of comparison.csv: one for each arm and metric, numbers as texts, empty = there is none
	 */
	public record Result(Path output, List<String> columns, List<List<String>> rows) {
	}

	public CompareClassifiers() {
	}

	/**
	 * @param input output folders of finished cross-validations, at least two, separated by commas
	 * @param output folder to write to
	 */
	public CompareClassifiers(final String input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public CompareClassifiers(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static CompareClassifiers of(final List<Path> input, final Path output) {
		return new CompareClassifiers(Lists.text(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/** @throws SonoflowException.Input if folders, names, baseline and published table do not fit each other */
	@Override
	protected void checkTogether() {
		final List<Path> folders = Lists.paths(input);
		checkFolders(folders);
		final List<String> arms = arms();
		checkNames(arms, folders.size());
		if (!arms.contains(baseline(arms))) throw new SonoflowException.Input("baseline=" + baseline(arms) +
			" is not one of the names: " + String.join(", ", arms) + ".");
		final PublishedTable table = PublishedTable.of(published);
		if (!table.rows().isEmpty() && arms.stream().noneMatch(table::has)) throw new SonoflowException.Input("published=" +
			published + " has no row named as an input (" + String.join(", ", arms) + "). Its rows: " + String.join(", ", table
				.rows().keySet()) + ". Set names accordingly, or published=none.");
	}

	private static boolean isTable(final Path input) {
		return Files.isRegularFile(input);
	}

	private void checkFolders(final List<Path> folders) {
		if (folders.size() > 1 && folders.stream().allMatch(CompareClassifiers::isTable)) throw new SonoflowException.Input(
			"input names tables of predictions only. Give at least one output folder of \"" + CrossValidateClassifier.LABEL +
				"\": which images are tested together is read from it.");
		if (folders.size() < 2) throw new SonoflowException.Input("input names " + folders.size() +
			" folder(s). Give two or more output folders of \"" + CrossValidateClassifier.LABEL +
			"\", separated by commas.");
		final Set<Path> seen = new HashSet<>();
		for (final Path folder : folders) {
			if (!seen.add(folder)) throw new SonoflowException.Input("input=" + folder +
				" is given twice. Name each folder once.");
			if (Lists.path(output).startsWith(folder)) throw new SonoflowException.Input("output=" + output +
				" lies in input=" + folder + ", and a comparison must not change what it compares. Give a folder beside it.");
		}
	}

	private void checkNames(final List<String> arms, final int inputs) {
		if (arms.size() != inputs) throw new SonoflowException.Input("names=" + names + " has " + arms.size() + " names for " +
			inputs + " inputs. Give one name an input, or none.");
		final Set<String> seen = new HashSet<>();
		for (final String name : arms)
			if (name.isEmpty() || !seen.add(name)) throw new SonoflowException.Input("names: \"" + name + "\" is " + (name
				.isEmpty() ? "empty" : "there twice") + ". Give each input a name of its own with names=.");
	}

	/** {@return the names of the arms: as given, or the folders' own} */
	private List<String> arms() {
		final List<String> given = Lists.texts(names);
		return given.isEmpty() ? Lists.paths(input).stream().map(CompareClassifiers::name).toList() : given;
	}

	/** {@return a folder's own name; that of a table without its ending, or, if that says nothing, that of its folder} */
	private static String name(final Path input) {
		final String name = input.getFileName().toString();
		if (!isTable(input)) return name;
		return name.equals(PredictionTables.PREDICTIONS) && input.getParent().getFileName() != null ? input.getParent().getFileName()
			.toString() : name.replaceFirst("[.][A-Za-z]+$", "");
	}

	private String baseline(final List<String> arms) {
		return baseline == null || baseline.isBlank() ? arms.get(0) : baseline.strip();
	}

	/**
	 * @throws SonoflowException if the inputs are no finished cross-validations or cannot be compared; then nothing was
	 *           written
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final List<String> names = arms();
		final List<Path> folders = Lists.paths(input);
		final List<ComparedArm> read = read(names, folders, monitor);
		final ComparedArms arms = new ComparedArms(read);
		final ComparedScores scores = new ComparedScores(arms, confidence);
		final ComparedStarts starts = new ComparedStarts(arms);
		final PublishedTable table = PublishedTable.of(published);
		final List<String> warnings = Stream.of(arms.warnings(), starts.warnings(), scores.warnings(baseline(names)), table
			.differences(read.get(0))).flatMap(List::stream).toList();
		warnings.forEach(monitor::warn);
		final Result result = inFolder(record(read.stream().flatMap(arm -> arm.files().stream()).toList()), monitor, folder -> {
			warnings.forEach(folder::warning);
			final ComparisonResults results = new ComparisonResults(scores, baseline(names), table, confidence);
			results.write(folder.path());
			results.figures(folder);
			writeStarts(starts, baseline(names), folder);
			monitor.message("By mean F1, best first: " + String.join(", ", results.order()) + ".");
			return new Result(folder.path(), ComparisonResults.HEADER, results.rows());
		});
		monitor.message("Wrote " + result.output());
		return result;
	}

	/** What starts have seen of the patients who are tested, and the comparison without these. */
	private void writeStarts(final ComparedStarts starts, final String base, final RunFolder folder) {
		final List<List<String>> rows = starts.rows();
		if (!rows.isEmpty()) Tables.write(folder.resolve(SeenCheck.FILE), Stream.concat(Stream.of("arm"), SeenCheck.HEADER.stream())
			.toList(), rows);
		final List<ComparedArm> unseen = starts.unseen();
		if (!unseen.isEmpty()) Tables.write(folder.resolve(ComparedStarts.UNSEEN), ComparisonResults.HEADER, new ComparisonResults(
			new ComparedScores(new ComparedArms(unseen), confidence, false), base, PublishedTable.of(PublishedTable.NONE), confidence)
				.rows());
	}

	/** Predictions made elsewhere are brought to the images of the first cross-validation. */
	private static List<ComparedArm> read(final List<String> names, final List<Path> inputs, final Monitor monitor) {
		final ComparedArm[] read = new ComparedArm[names.size()];
		ComparedArm first = null;
		for (int i = 0; i < read.length; i++) {
			if (isTable(inputs.get(i))) continue;
			read[i] = ComparedArm.read(names.get(i), inputs.get(i));
			if (first == null) first = read[i];
		}
		for (int i = 0; i < read.length; i++)
			if (read[i] == null) read[i] = new ForeignPredictions(names.get(i), inputs.get(i), first, monitor).arm();
		return List.of(read);
	}
}
