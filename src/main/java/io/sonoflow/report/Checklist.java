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

import com.google.gson.reflect.TypeToken;

import io.sonoflow.run.RunInfo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Items of a reporting guideline, as far as records answer them.
 *
 * @param name of the guideline
 * @param source where it was published
 * @param answered those that the record answers, at least in part
 * @param open numbers and subjects of those that the authors must answer
 */
record Checklist(String name, String source, List<Entry> answered, List<Entry> open) {

	/** One item with what the record says. */
	record Entry(String number, String subject, String answer) {
	}

	/** An item of {@code checklists.json}; evidence is the name of what answers it, or empty. */
	private record Item(String number, String subject, String evidence) {
	}

	private record Guideline(String name, String source, List<Item> items) {
	}

	private static final List<Guideline> ALL = Chapter.load("checklists.json", new TypeToken<List<Guideline>>() {
	});

	/** {@return the guidelines; none where no network was tested} */
	static List<Checklist> of(final List<Section> sections, final Answer answer) {
		if (answer.about().performance() == null) return List.of();
		final Map<String, String> evidence = evidence(sections, answer);
		return ALL.stream().map(guideline -> new Checklist(guideline.name, guideline.source, entries(guideline, evidence, true),
			entries(guideline, evidence, false))).toList();
	}

	private static List<Entry> entries(final Guideline guideline, final Map<String, String> evidence, final boolean answered) {
		return guideline.items.stream().map(item -> new Entry(item.number, item.subject, evidence.getOrDefault(item.evidence, "")))
			.filter(entry -> entry.answer.isEmpty() != answered).toList();
	}

	private static Map<String, String> evidence(final List<Section> sections, final Answer answer) {
		final Section about = answer.about();
		final Performance performance = about.performance();
		final Map<String, String> keys = about.run().parameters();
		final Map<String, String> all = new HashMap<>();
		all.put("cohort", about.findings().cohort().isEmpty() ? "" : about.findings().cohort() + ".");
		all.put("outcome", (performance.classes().size() > 1 ? "Classes " : "Class ") + String.join(", ", performance.classes()
			.stream().map(block -> "\"" + block.sought() + "\"").toList()) + ", measured against " + (performance.truthKnown() ?
				"a known truth (simulated images)." : performance.basis().replaceFirst("(?s).*, against ", "") + " of the data set."));
		all.put("partition", partition(about));
		all.put("network", keys.getOrDefault("backbone", "Not recorded") + ", input of " + keys.getOrDefault("size", "?") +
			" pixels; see Model card.");
		final Course course = new Course(about.run());
		all.put("start", switch (course.start()) {
			case "" -> "";
			case "random weights" -> "Random weights.";
			default -> "Pretrained weights; see With what.";
		});
		all.put("training", training(about.run(), course));
		all.put("software", "Sonoflow " + about.run().versions().getOrDefault("sonoflow", "?") + ", " + about.run().versions()
			.getOrDefault("engine", "engine not recorded") + ", Java " + about.run().versions().getOrDefault("java", "?") + ".");
		all.put("measures", measures(performance));
		all.put("performance", performance.sentence());
		all.put("errors", performance.patientwise() + (performance.hasWorst() ? " The worst errors are shown." : ""));
		all.put("output", "A probability a class; " + performance.classes().get(0).calibrated());
		all.put("limits", answer.doubts().isEmpty() ? "" : String.join(" ", answer.doubts()));
		all.put("balance", about.run().command().matches("(Train|Cross-Validate) Classifier.*") ?
			"All labels are drawn equally often in training." : "");
		all.put("code", "Sonoflow is open source; every run can be repeated from the lines under Do it again" + (sections.stream()
			.anyMatch(section -> section.again().shortened()) ? ", once the paths are put in that this page does not name." : "."));
		all.put("preprocessing", step(sections, answer, "Crop"));
		all.put("labels", step(sections, answer, "Filter Noisy"));
		all.put("explained", any(sections, section -> section.run().command().startsWith("Explain")));
		all.put("compared", any(sections, section -> section.run().command().startsWith("Compare")));
		return all;
	}

	/** Where patients are not named nobody knows whether they were kept apart. */
	private static String partition(final Section about) {
		if (Answer.isMixed(about.run())) return "Images, not patients, were divided.";
		final Map<String, String> keys = about.run().parameters();
		final People people = about.findings().people();
		final String apart = people.split() ? " Some patients are in several parts, unless they are others of the same name." : people
			.all() ? "" : people.none() ? " No image names its patient: patients may be in training and test."
			: " Not all images name their patient: those that do not may show patients of the other part.";
		final String parts = keys.getOrDefault("groups", "").equals("site") ? "Each site left out once" : keys.get("folds") +
			" parts" + (people.none() ? "" : " by patient");
		if (keys.containsKey("folds")) return parts + ", " + keys
			.getOrDefault("seeds", "1") + " division(s), seed " + keys.getOrDefault("seed", "?") + (about.run().early().isEmpty() ? ""
				: ", ended early " + about.run().early()) + (apart.isEmpty() ? "; no patient is in training and test." : "." + apart);
		return "A part of the " + (people.none() ? "images" : "patients") + " was held out (holdout = " + keys.getOrDefault("holdout",
			"not recorded") + ")." + apart;
	}

	private static String training(final RunInfo run, final Course course) {
		final List<String> parts = new ArrayList<>();
		parts.add(course.length());
		parts.add(run.parameter("batch").isEmpty() ? "" : "batch " + run.parameter("batch"));
		parts.add(course.rates());
		parts.removeIf(String::isEmpty);
		final String text = String.join(", ", parts) + (run.early().isEmpty() ? "" : (parts.isEmpty() ? "" : "; ") +
			"ended early, " + run.early());
		return text.isEmpty() ? "All keys are under With what." : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) +
			"; all keys under With what.";
	}

	private static String measures(final Performance performance) {
		final Performance.Block first = performance.classes().get(0);
		return "Sensitivity, specificity, predictive values, accuracy" + (first.roc() == null ? "" : ", area under the ROC") + (first
			.curve() == null ? "" : ", calibration") + "; 95 % intervals over " + performance.people().over() + ".";
	}

	private static String step(final List<Section> sections, final Answer answer, final String command) {
		return Answer.lineage(sections, answer.about()).filter(section -> section.run().command().startsWith(command)).findFirst()
			.map(Checklist::says).orElse("");
	}

	private static String any(final List<Section> sections, final Predicate<Section> which) {
		final Optional<Section> found = sections.stream().filter(which).findFirst();
		return found.map(Checklist::says).orElse("");
	}

	private static String says(final Section section) {
		return "Step " + section.place().number() + ", " + section.chapter().title() + (section.findings().brief().isEmpty() ? "."
			: ": " + section.findings().brief() + ".");
	}
}
