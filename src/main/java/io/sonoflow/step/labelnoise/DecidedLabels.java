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
package io.sonoflow.step.labelnoise;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.review.Decision;
import io.sonoflow.curate.review.DecisionFile;
import io.sonoflow.curate.review.Readers;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.EqualPictures;
import io.sonoflow.step.data.LabelledImages;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The labels of a data set that readers decided upon. */
final class DecidedLabels {

	private final LabelledImages data;
	private final Readers readers;

	private DecidedLabels(final LabelledImages data, final Readers readers) {
		this.data = data;
		this.readers = readers;
	}

	/**
	 * @param files of decisions, at least one
	 * @throws SonoflowException.Input if they were not made of this data set
	 */
	static DecidedLabels read(final List<Path> files, final LabelledImages data) {
		final Map<String, Integer> numbers = new HashMap<>();
		for (int i = 0; i < data.size(); i++)
			numbers.put(data.name(i), i);
		final Map<ReaderImage, Found> all = new LinkedHashMap<>();
		for (final Path file : files) {
			final List<Decision> decisions = new DecisionFile(file).read();
			requireKnown(file, decisions.stream().map(Decision::image).filter(image -> !numbers.containsKey(image)).distinct()
				.toList(), data);
			for (final Decision read : decisions) {
				final Decision each = completed(read, data);
				check(file, each, numbers.get(each.image()), data);
				final Found before = all.putIfAbsent(new ReaderImage(each.by(), each.image()), new Found(file, each));
				if (before != null && !before.decision.equals(each)) throw twice(before, new Found(file, each));
			}
		}
		return new DecidedLabels(data, new Readers(all.values().stream().map(Found::decision).toList()));
	}

	private record ReaderImage(String reader, String image) {
	}

	private record Found(Path file, Decision decision) {
	}

	/** Of two who gave no name, or one, the last would count in silence, and nobody would learn how far they agree. */
	private static SonoflowException twice(final Found first, final Found second) {
		return new SonoflowException.Input("decisions: \"" + first.decision.by() + "\" decided twice on " + first.decision.image() +
			": " + first.decision.verdict() + " (" + first.decision.time() + ") in " + first.file + ", " + second.decision.verdict() +
			" (" + second.decision.time() + ") in " + second.file + ". If these are two readers, give each a name in the column by; " +
			"if one, remove the rows that do not count.");
	}

	private static void requireKnown(final Path file, final List<String> unknown, final LabelledImages data) {
		if (unknown.isEmpty()) return;
		throw new SonoflowException.Input("decisions=" + file + ": " + EqualPictures.some(unknown) + (unknown.size() == 1
			? " is no image of " : " are no images of ") + data.dataset().source() +
			". Give the decisions and the input of one data set.");
	}

	/** {@return the decision; of two classes accept means the other one, also where a table does not say what was proposed} */
	private static Decision completed(final Decision decision, final LabelledImages data) {
		if (!decision.verdict().equals(Decision.ACCEPT) || !decision.proposed().isEmpty() || data.classes().size() != 2)
			return decision;
		final String other = data.classes().get(data.classes().get(0).equals(decision.label()) ? 1 : 0);
		return new Decision(decision.image(), decision.label(), decision.verdict(), decision.by(), decision.time(), other);
	}

	private static void check(final Path file, final Decision decision, final int number, final LabelledImages data) {
		final String start = "decisions=" + file + ": " + decision.image();
		final String label = data.dataset().samples().get(number).label();
		if (!label.equals(decision.label())) throw new SonoflowException.Input(start + " had the label \"" + decision.label() +
			"\" when " + decision.by() + " decided, but has \"" + label + "\" in " + data.dataset().source() +
			". Give the input of the run that was reviewed.");
		if (!decision.decided().isEmpty() && !data.classes().contains(decision.decided()) || decision.verdict().equals(
			Decision.ACCEPT) && decision.proposed().isEmpty()) throw new SonoflowException.Input(start + ": \"" + decision
				.verdict() + "\" gives it no label of the data set (" + String.join(", ", data.classes()) +
				"). Allowed are accept (of more than two labels with the right one in the column proposed), reject, unsure or one of these; " +
				"mend the row.");
	}

	/** {@return the label of a sample: what all sure readers gave it, else that which it has} */
	String label(final int sample) {
		return readers.label(data.name(sample)).orElse(data.dataset().samples().get(sample).label());
	}

	/** Records what was decided, and how far readers agree. */
	void tell(final RunFolder folder, final List<FilterNoisyLabels.Finding> findings, final Monitor monitor) {
		int changed = 0;
		int kept = 0;
		int disputed = 0;
		int unsure = 0;
		int left = 0;
		for (int i = 0; i < data.size(); i++) {
			final String name = data.name(i);
			if (readers.of(name).isEmpty()) left += findings.get(i).suspicious() ? 1 : 0;
			else if (readers.isDisputed(name)) disputed++;
			else if (readers.label(name).isEmpty()) unsure++;
			else if (label(i).equals(data.dataset().samples().get(i).label())) kept++;
			else changed++;
		}
		final Map<String, Integer> counts = new LinkedHashMap<>();
		counts.put("changed", changed);
		counts.put("kept", kept);
		counts.put("unsure", unsure);
		counts.put("disputed", disputed);
		counts.forEach((name, count) -> folder.figure("decisions " + name, count));
		monitor.message("Decisions of " + String.join(", ", readers.names()) + " on " + readers.images().size() + " images: " +
			String.join(", ", counts.entrySet().stream().map(each -> each.getValue() + " " + each.getKey()).toList()) + ".");
		if (left > 0) monitor.warn(left + (left == 1 ? " suspicious label was decided by nobody and is as it was."
			: " suspicious labels were decided by nobody and are as they were."));
		if (disputed > 0) monitor.warn("On " + disputed + (disputed == 1
			? " image sure readers disagree: its label is as it was."
			: " images sure readers disagree: their labels are as they were."));
		agreements(folder, monitor);
	}

	/** Of two readers the figures bear no names; of more each pair has its own. */
	private void agreements(final RunFolder folder, final Monitor monitor) {
		final List<Readers.Agreement> agreements = readers.agreements();
		for (final Readers.Agreement each : agreements) {
			monitor.message("Agreement: " + each.text() + ".");
			final String pair = each.first() + ", " + each.second();
			final String which = agreements.size() == 1 ? "" : " (" + pair + ")";
			folder.figure("kappa" + which, each.kappa().value());
			if (each.kappa().hasInterval()) {
				folder.figure("kappa low" + which, each.kappa().low());
				folder.figure("kappa high" + which, each.kappa().high());
			}
			if (agreements.size() == 1) folder.figure("kappa readers", pair);
		}
	}
}
