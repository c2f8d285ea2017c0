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
package io.sonoflow.report;

import io.sonoflow.metric.PatientShare;
import io.sonoflow.run.RunInfo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How well a run's networks did on images that they were not trained on.
 *
 * @param basis on what and against which labels, in words
 * @param macro means over three or more classes; null where one alone is sought
 * @param test on images that no fold saw; null where there are none
 * @param classes one block for each class that is sought
 * @param others the same figures against other labels, one line each
 * @param patients results of each patient
 * @param patientwise the same in a sentence
 * @param worst answers that were wrong and sure
 * @param notes what is not shown, and why
 * @param sentence the answer in a sentence
 * @param truthKnown whether the labels are known to be right
 * @param people whose images they are
 */
record Performance(String basis, MacroFinding macro, Tested test, List<Block> classes, List<String> others, TableView patients,
	String patientwise, List<Picture> worst, List<String> notes, String sentence, boolean truthKnown, People people)
{

	/** Images of a gallery. */
	static final int SHOWN = 8;

	/** One class. */
	record Block(String sought, List<ClassFinding.Measure> measures, Picture roc, Picture curve, String calibrated) {

		private static Block of(final String sought, final ClassFinding finding) {
			return new Block(sought, finding.measures(), finding.roc(), finding.curve(), finding.calibrated());
		}
	}

	/**
	 * A test set.
	 *
	 * @param basis which images
	 * @param lines what the mean of the networks reaches
	 */
	record Tested(String basis, List<String> lines) {

		static Tested of(final Predictions all) {
			final List<Predictions.Row> rows = all.labelled(0);
			final List<String> lines = new ArrayList<>();
			final MacroFinding macro = MacroFinding.of(all, rows, 0);
			if (macro != null) lines.add(macro.line());
			for (final String sought : all.sought())
				lines.add("finding \u201c" + sought + "\u201d: " + new ClassFinding(all, rows, 0, sought).line());
			return new Tested(People.of(rows).describe() + ", against " + all.describe(0), lines);
		}

		private String sentence() {
			return " On a test set that no fold saw (" + basis + "), the mean of the networks: " + lines.get(0) + ".";
		}
	}

	private static final class Tally {

		private int images;
		private int wrong;
	}

	boolean hasWorst() {
		return !worst.isEmpty();
	}

	/** {@return number of pictures} */
	int pictures() {
		return worst.size() + (macro == null || macro.roc() == null ? 0 : 1) + classes.stream().mapToInt(block -> (block.roc() ==
			null ? 0 : 1) + (block.curve() == null ? 0 : 1))
			.sum();
	}

	boolean hasOthers() {
		return !others.isEmpty();
	}

	/** {@return the performance, if answers and labels of a test are recorded} */
	static Optional<Performance> of(final RunInfo run, final Tabular tables, final Redaction redaction) {
		final Tested test = Predictions.of(run, tables, "testpredictions.csv").map(Tested::of).orElse(null);
		return Predictions.of(run, tables).map(all -> of(run, all, test, redaction));
	}

	private static Performance of(final RunInfo run, final Predictions all, final Tested test, final Redaction redaction) {
		final List<Predictions.Row> rows = all.labelled(0);
		final People people = People.of(rows);
		final String basis = people.describe() + (rows.size() > people.images() ? ", " + rows.size() + " answers in all" : "") +
			", against " + all.describe(0);
		final List<Block> blocks = all.sought().stream().map(sought -> Block.of(sought, new ClassFinding(all, rows, 0, sought)))
			.toList();
		final List<String> others = new ArrayList<>();
		for (int i = 1; i < all.references().size(); i++)
			for (final String sought : all.sought())
				others.add("Against " + all.describe(i) + (all.sought().size() > 1 ? ", \"" + sought + "\"" : "") + ": " +
					new ClassFinding(all, all.labelled(i), i, sought).line() + ".");
		final Map<String, Tally> tallies = tally(rows);
		final Errors errors = Errors.of(run, all, rows, redaction);
		final MacroFinding macro = MacroFinding.of(all, rows, 0);
		return new Performance(basis, macro, test, blocks, others, table(tallies, people, redaction), patientwise(tallies, people),
			errors.pictures, errors.notes, sentence(all, rows, basis, macro) + (test == null ? "" : test.sentence()), all
				.isTruthKnown(), people);
	}

	private static String sentence(final Predictions all, final List<Predictions.Row> rows, final String basis,
		final MacroFinding macro)
	{
		final String sought = all.sought().get(0);
		final ClassFinding finding = new ClassFinding(all, rows, 0, sought);
		if (all.sought().size() > 1) return (macro == null ? "" : macro.sentence() + ". ") + "Called right: " + called(rows) +
			" of the images." + ClassFinding.worst(all, rows, 0).map(worst -> " Found worst: " + worst.found() + ".").orElse("") +
			" Measured on " + basis + "; in brackets 95 % intervals over " + People.of(rows).over() + ".";
		final String area = ClassFinding.text(finding.auc());
		return "It finds " + ClassFinding.text(finding.sensitivity()) + " of the images that are \"" + sought + "\" and passes " +
			ClassFinding.text(finding.specificity()) + " of the others" + (area.equals("-") ? "" : "; the area under the ROC is " +
				area) + ". Measured on " + basis + "; in brackets 95 % intervals over " + People.of(rows).over() + ".";
	}

	/** {@return share of the right answers, with its interval} */
	private static String called(final List<Predictions.Row> rows) {
		final boolean[] right = new boolean[rows.size()];
		for (int i = 0; i < right.length; i++)
			right[i] = rows.get(i).prediction().equals(rows.get(i).labels().get(0));
		return ClassFinding.text(PatientShare.of(right, rows.stream().map(Predictions.Row::patient).toArray(String[]::new),
			ClassFinding.CONFIDENCE));
	}

	/** {@return what is shown first of all: the curves of all classes, or of the only one that is sought} */
	Picture figure() {
		return macro != null && macro.roc() != null ? macro.roc() : classes.get(0).roc();
	}

	private static Map<String, Tally> tally(final List<Predictions.Row> rows) {
		final Map<String, Tally> tallies = new LinkedHashMap<>();
		for (final Predictions.Row row : rows) {
			final Tally tally = tallies.computeIfAbsent(row.patient(), name -> new Tally());
			tally.images++;
			if (!row.prediction().equals(row.labels().get(0))) tally.wrong++;
		}
		return tallies;
	}

	private static TableView table(final Map<String, Tally> tallies, final People people, final Redaction redaction) {
		final List<TableView.Line> lines = tallies.entrySet().stream().sorted(Comparator.comparing((
			final Map.Entry<String, Tally> each) -> -each.getValue().wrong)).map(each -> new TableView.Line(List.of(
				new TableView.Cell(name(each.getKey(), redaction), false), new TableView.Cell(Integer.toString(each
					.getValue().images), true), new TableView.Cell(Integer.toString(each.getValue().wrong), true)))).toList();
		return new TableView("Results of each " + (people.none() ? "image" : people.all() ? "patient" :
			"patient, and of each image without one"), List.of(people.none() ? "image" : people.all() ? "patient" :
				"patient or image", "answers", "wrong"), lines, "");
	}

	/** An image without a patient counts as one. */
	private static String name(final String patient, final Redaction redaction) {
		return patient.startsWith("\n") ? redaction.cell("image", patient.substring(1)) : redaction.patient(patient);
	}

	private static String patientwise(final Map<String, Tally> tallies, final People people) {
		final long none = tallies.values().stream().filter(each -> each.wrong == 0).count();
		final long all = tallies.values().stream().filter(each -> each.wrong == each.images).count();
		return (people.none() ? "No image names its patient. Of " + tallies.size() + " images, " : "Of " + people.groups(tallies
			.size()) + ", ") + none + " have no wrong answer, " + all + " have wrong answers only.";
	}

	/** What the network was sure of, and wrong. */
	private record Errors(List<Picture> pictures, List<String> notes) {

		static Errors of(final RunInfo run, final Predictions all, final List<Predictions.Row> rows, final Redaction redaction) {
			final List<Predictions.Row> wrong = rows.stream().filter(row -> !row.prediction().equals(row.labels().get(0))).sorted(
				Comparator.comparingDouble(row -> -sure(all, row))).toList();
			final Set<String> seen = new HashSet<>();
			final List<Picture> pictures = new ArrayList<>();
			final List<String> notes = new ArrayList<>();
			final TableImages images = new TableImages(run);
			int tried = 0;
			for (final Predictions.Row row : wrong) {
				if (tried == SHOWN || !seen.add(row.image())) continue;
				tried++;
				images.thumbnail(row.image(), "input", redaction.cell("image", row.image()) + ": called \"" + row.prediction() +
					"\"" + (Double.isNaN(sure(all, row)) ? "" : String.format(Locale.ROOT, " (%.2f)", sure(all, row))) + ", is \"" +
						row.labels().get(0) + "\"").ifPresent(pictures::add);
			}
			if (pictures.size() < tried) notes.add(tried - pictures.size() + " of the " + tried +
				" images of the worst errors lie no longer where they were, or are of a kind that a page cannot show.");
			if (wrong.isEmpty()) notes.add("No answer was wrong.");
			return new Errors(pictures, notes);
		}

		private static double sure(final Predictions all, final Predictions.Row row) {
			final int index = all.classes().indexOf(row.prediction());
			return index < 0 ? Double.NaN : row.probabilities()[index];
		}
	}
}
