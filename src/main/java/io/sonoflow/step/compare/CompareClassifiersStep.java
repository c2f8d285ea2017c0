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
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares finished cross-validations of the same images and divisions: mean and spread of each, and the paired
 * difference of each from a baseline with an interval ({@link io.sonoflow.metric.PairedDifference}). It refuses what
 * cannot be paired, and warns of everything but the start and the labels in which the trainings differ.
 */
public final class CompareClassifiersStep {

	/** The menu label. */
	public static final String COMMAND = "Compare Classifiers...";

	private CompareClassifiersStep() {
	}

	/**
	 * @param input output folders of finished cross-validations, at least two
	 * @param output folder to write to
	 * @param names of the arms, as many as inputs, each once; empty = the folders' names
	 * @param baseline the arm from which differences are taken; empty = the first
	 * @param published number of the published table to show beside, or none
	 * @param confidence of the intervals, 0.5..0.999; usual 0.95
	 * @param overwrite whether a finished run may be replaced
	 */
	public record Config(List<Path> input, Path output, List<String> names, String baseline, String published,
		double confidence, boolean overwrite)
	{
	}

	/**
	 * @param output the folder
	 * @param columns of comparison.csv
	 * @param rows of comparison.csv: one for each arm and metric, numbers as texts, empty = there is none
	 */
	public record Result(Path output, List<String> columns, List<List<String>> rows) {
	}

	/**
	 * @throws SonoflowException if the inputs are no finished cross-validations or cannot be compared, or a value is wrong;
	 *           then nothing was written
	 */
	public static Result run(final Config config, final Monitor monitor) {
		final List<String> names = names(config);
		final String baseline = baseline(config, names);
		final PublishedTable published = published(config, names);
		if (!(config.confidence >= 0.5 && config.confidence <= 0.999)) throw new SonoflowException.Input("confidence=" +
			config.confidence + " is out of range. Allowed: a number from 0.5 to 0.999.");
		final List<ComparedArm> read = new ArrayList<>();
		for (int i = 0; i < names.size(); i++)
			read.add(ComparedArm.read(names.get(i), config.input.get(i)));
		final ComparedArms arms = new ComparedArms(read);
		final ComparedScores scores = new ComparedScores(arms, config.confidence);
		final List<String> warnings = Stream.concat(arms.warnings().stream(), scores.warnings(baseline).stream()).toList();
		warnings.forEach(monitor::warn);
		final List<Path> inputs = read.stream().flatMap(arm -> arm.files().stream()).toList();
		return RunFolder.execute(new RunFolder.Run(COMMAND, config, config.output, config.overwrite, inputs), monitor,
			folder -> {
				warnings.forEach(folder::warning);
				final ComparisonResults results = new ComparisonResults(scores, baseline, published, config.confidence);
				results.write(folder.path());
				results.figures(folder);
				monitor.message("By mean F1, best first: " + String.join(", ", results.order()) + ".");
				return new Result(folder.path(), ComparisonResults.HEADER, results.rows());
			});
	}

	private static List<String> names(final Config config) {
		if (config.input.size() < 2) throw new SonoflowException.Input("input names " + config.input.size() +
			" folder(s). Give two or more output folders of \"" + CrossValidateClassifier.LABEL +
			"\", separated by commas.");
		final Set<Path> folders = new HashSet<>();
		for (final Path input : config.input) {
			final Path folder = input.toAbsolutePath().normalize();
			if (!folders.add(folder)) throw new SonoflowException.Input("input=" + input +
				" is given twice. Name each folder once.");
			if (config.output != null && config.output.toAbsolutePath().normalize().startsWith(folder))
				throw new SonoflowException.Input("output=" + config.output + " lies in input=" + input +
					", and a comparison must not change what it compares. Give a folder beside it.");
		}
		final List<String> names = config.names.isEmpty() ? config.input.stream().map(path -> path.toAbsolutePath()
			.normalize().getFileName().toString()).toList() : config.names;
		if (names.size() != config.input.size()) throw new SonoflowException.Input("names=" + String.join(",", names) +
			" has " + names.size() + " names for " + config.input.size() + " inputs. Give one name an input, or none.");
		final Set<String> seen = new HashSet<>();
		for (final String name : names)
			if (name.isEmpty() || !seen.add(name)) throw new SonoflowException.Input("names: \"" + name +
				"\" is " + (name.isEmpty() ? "empty" : "there twice") + ". Give each input a name of its own with names=.");
		return names;
	}

	private static String baseline(final Config config, final List<String> names) {
		if (config.baseline.isEmpty()) return names.get(0);
		if (!names.contains(config.baseline)) throw new SonoflowException.Input("baseline=" + config.baseline +
			" is not one of the names: " + String.join(", ", names) + ".");
		return config.baseline;
	}

	private static PublishedTable published(final Config config, final List<String> names) {
		final PublishedTable table = PublishedTable.of(config.published);
		if (!table.rows().isEmpty() && names.stream().noneMatch(table::has)) throw new SonoflowException.Input("published=" +
			config.published + " has no row named as an input (" + String.join(", ", names) + "). Its rows: " + String.join(", ",
				table.rows().keySet()) + ". Set names accordingly, or published=none.");
		return table;
	}
}
