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

import io.sonoflow.run.RunInfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a reader should distrust in one run, found in its record and tables. */
final class Caveats {

	/** Below these a figure hangs on single patients or images. */
	static final int FEW_PATIENTS = 30;
	static final int FEW_IMAGES = 100;
	/** A class this rare can be ignored by a network at little cost in accuracy. */
	static final double RARE = 0.25;
	/** A class of which fewer images are found is missed. */
	private static final double MISSED = 0.5;

	private final RunInfo run;
	private final Tabular tables;
	private final Optional<Cohort> cohort;
	private final List<Doubt> found = new ArrayList<>();

	/**
	 * One reason to distrust.
	 *
	 * @param gravity how much it may change what a reader concludes, 0..100
	 * @param text the reason
	 */
	record Doubt(int gravity, String text) {
	}

	private Caveats(final RunInfo run, final Tabular tables, final Optional<Cohort> cohort) {
		this.run = run;
		this.tables = tables;
		this.cohort = cohort;
	}

	static List<Doubt> of(final RunInfo run, final Tabular tables, final Optional<Cohort> cohort,
		final List<Headline> headlines)
	{
		final Caveats doubts = new Caveats(run, tables, cohort);
		doubts.record();
		doubts.crops();
		doubts.options();
		if (run.command().matches("(Train|Cross-Validate) Classifier.*")) doubts.learning(headlines);
		cohort.ifPresent(doubts::patients);
		// That crops are flagged was said above, with what to do.
		run.warnings().stream().filter(warning -> !warning.contains("are to be looked at: see review.csv")).forEach(
			warning -> doubts.add(doubts.generates() ? 35 : isOfStart(warning) ? 97 : 60, Redaction.text(warning)));
		tables.broken().forEach(broken -> doubts.add(55, Redaction.text(broken)));
		return doubts.found.stream().distinct().toList();
	}

	/** Whether test patients were learned from before: what no division of the data set mends. */
	private static boolean isOfStart(final String warning) {
		return warning.matches("(?s)\\d+ of \\d+ test patients .* learned from .*|What arms start from has learned from patients.*");
	}

	private void add(final int gravity, final String text) {
		found.add(new Doubt(gravity, text));
	}

	private void record() {
		if (!run.finished()) add(95, "The run did not finish (status: " + (run.status().isEmpty() ? "not recorded" : run
			.status()) + (run.message().isEmpty() ? "" : "; " + Redaction.text(run.message()))
			+ "). What is shown is what it had written until then.");
		if (!run.missing().isEmpty()) add(30, "Its record (run.json) lacks: " + String.join(", ", run.missing())
			+ ". It was made by an older version or edited.");
	}

	private void crops() {
		tables.get("review.csv").ifPresent(table -> {
			final int flagged = table.rows().size();
			if (!run.command().startsWith("Crop")) {
				if (flagged > 0) add(50, flagged + (flagged == 1 ? " image" : " images") +
					" cannot be used and are left out: see review.csv.");
				return;
			}
			final int all = tables.get("dataset.csv").map(set -> set.rows().size()).orElse(0);
			if (flagged > 0) add(58, flagged + (all > 0 ? " of " + all + " crops" : flagged == 1 ? " crop" : " crops")
				+ (flagged == 1 ? " is" : " are") +
					" flagged as uncertain in review.csv. Look at them before trusting what was done with the set.");
		});
	}

	private void options() {
		tables.get("dataset.csv", "label", "truth").ifPresent(table -> {
			final int wrong = (int) table.rows().stream().filter(row -> !row.get(table.column("truth")).isBlank() && !row.get(table
				.column("label")).isBlank() && !row.get(table.column("truth")).equals(row.get(table.column("label")))).count();
			if (wrong > 0) add(40, wrong + " of " + table.rows().size() + " labels differ from the known truth in this set.");
		});
		if (Headline.number(run.parameter("biased")).orElse(0) > 0) add(85,
			"The markers were made to follow the label on purpose (biased = " + run.parameter("biased")
				+ "), so a network may learn the marker instead of the tissue.");
		for (final String key : List.of("grouped", "leak", "leaky", "byview"))
			if (run.parameter(key).equals(key.equals("grouped") ? "false" : "true")) add(100,
				"Images, not patients, were divided (" + key + "=" + run.parameter(key)
					+ "): images of one patient can be in training and test at once, which makes figures too good.");
	}

	/** Of published weights nobody will know it. */
	private void starts() {
		tables.get("seen.csv", "file", "patients").ifPresent(table -> table.rows().stream().filter(row -> row.get(table.column(
			"patients")).equals("unknown")).map(row -> row.get(table.column("file"))).distinct().forEach(file -> add(34, Redaction.text(
				file) +
				", from which the training started or which it added, or what that was made from does not say what it learned from: " +
				"whether it has seen the test patients is not known.")));
	}

	private void learning(final List<Headline> headlines) {
		starts();
		if (tables.get("predictions.csv", "truth").isPresent()) add(92,
			"The images are simulated (phantoms). The figures show that the programs work; they say nothing about patients.");
		outside();
		final String extra = run.figures().getOrDefault("extra.images", "");
		if (!extra.isEmpty()) add(58, extra + " extra images were trained on. If they were generated, the generator must not have " +
			"learned from anybody who is tested: what it knows of them makes the figures too good.");
		final boolean known = tables.get("predictions.csv", "truth").isPresent();
		for (final Headline headline : headlines)
			if (headline.standing() != Headline.Standing.BETTER) add(!known ? 88 : headline.name().startsWith("truth") ? 89 : 71,
				measured(headline.name()) + " = " + headline.value() + " " + headline.spread() + (headline
					.standing() == Headline.Standing.WORSE ? " is below " : " is not clearly better than ") + headline.baseline() +
					"." +
					(headline.spread().contains("n = ")
						? " (This is the mean over the test parts; the answer pools the images of all parts.)" : ""));
		Predictions.of(run, tables).flatMap(all -> ClassFinding.worst(all, all.labelled(0), 0)).filter(worst -> worst.sensitivity()
			.share() < MISSED).ifPresent(worst -> add(90, "Most images of a class are missed: " + worst.found() +
				" found. Accuracy hides that, as do other figures over all images."));
		if (tables.get("folds.csv").map(table -> table.rows().size() == 1).orElse(false)) add(52,
			"There is one test part only, so it is unknown how much the figures vary.");
		cohort.filter(set -> set.labels().size() > 1).ifPresent(set -> {
			final Map.Entry<String, Integer> rarest = set.labels().entrySet().stream().reduce((first, last) -> last)
				.orElseThrow();
			final double share = (double) rarest.getValue() / set.labelled();
			if (share < RARE) add(45, String.format(Locale.ROOT,
				"The classes are unequal: \"%s\" has %d of %d images (%.0f %%). Accuracy alone misleads; look at f1 and auc.",
				rarest.getKey(), rarest.getValue(), set.labelled(), 100 * share));
		});
		cohort.filter(set -> set.images() < FEW_IMAGES).ifPresent(set -> add(65, "Only " + set.images()
			+ " different images were tested; one more or less in error changes the figures visibly."));
	}

	/** What is known of images from elsewhere. */
	private void outside() {
		final boolean sites = run.parameter("groups").equals("site");
		final boolean set = !run.parameter("test").isBlank();
		if (sites) add(36, "Each site was left out once: the figures hold for sites that the networks did not see, of those in " +
			"the data. Others were not tested.");
		if (set) add(36, "A test set that no fold saw was scored; whether it is of other scanners, hospitals and readers is not " +
			"recorded.");
		if (!sites && !set) add(48,
			"Scanners, hospitals and readers that are not in the data were not tested: no external validation is recorded.");
	}

	/** {@return a figure's name with the labels that it is measured against, where there are several} */
	private String measured(final String name) {
		final boolean cleaned = tables.get("predictions.csv", "original").isPresent();
		if (name.startsWith("truth")) return name.substring("truth".length()) + " on the known truth";
		if (name.startsWith("original")) return name.substring("original".length()) + " on the labels as they were before cleaning";
		return cleaned ? name + " on the cleaned labels" : tables.get("predictions.csv", "truth").isPresent() ? name +
			" on the labels as given" : name;
	}

	/** Its images show nobody. */
	private boolean generates() {
		return run.command().matches("(Train Diffusion|Generate|Filter Synthetic|Evaluate Synthetic).*");
	}

	private void patients(final Cohort set) {
		if (generates()) return;
		if (set.labels().isEmpty() && !run.command().startsWith("Cross") && !run.command().startsWith("Train")) return;
		if (set.unnamed() == set.images()) add(90,
			"No image names its patient. Each image counts as a patient of its own; if some show the same patient, training and test are not separate and the figures are too good.");
		else if (set.unnamed() > 0) add(70, set.unnamed() + " of " + set.images()
			+ " images do not name their patient and count as patients of their own.");
		set.patients().filter(count -> count < FEW_PATIENTS).ifPresent(count -> add(72, "Only " + count
			+ (count == 1 ? " patient" : " patients") + ". Such a small group does not stand for others."));
	}
}
