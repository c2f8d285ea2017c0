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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a reader must know before using the network: what it learned from, how good it is, where it ends. */
final class ModelCard {

	static final String PURPOSE = "Research on ultrasound images. Not for diagnosis: it is no medical device, and nobody has " +
		"shown that decisions made with it help patients.";

	private ModelCard() {
	}

	/** {@return on what else it was trained, a sentence with a blank before it; or nothing} */
	private static String extra(final Section about) {
		final Map<String, String> figures = about.run().figures();
		final String images = figures.getOrDefault("extra.images", "");
		return images.isEmpty() ? "" : " And from " + images + " extra images (" + figures.getOrDefault("extra.classes", "") +
			"), none of which was tested.";
	}

	/** {@return names and texts; empty where no network was tested} */
	static List<Section.Pair> of(final List<Section> sections, final Section about) {
		if (about.performance() == null) return List.of();
		final Map<String, String> keys = about.run().parameters();
		final List<Section.Pair> card = new ArrayList<>();
		add(card, "Meant for", PURPOSE);
		add(card, "Network", keys.getOrDefault("backbone", "not recorded") + ", input of " + keys.getOrDefault("size", "?") +
			" pixels a side, written by Sonoflow " + about.run().versions().getOrDefault("sonoflow", "of an unknown version"));
		add(card, "Answers", "One probability for each of its classes; the class of the highest is its answer. Sought: " + String
			.join(", ", about.performance().classes().stream().map(Performance.Block::sought).toList()) + ".");
		add(card, "Start", start(about));
		final String length = new Course(about.run()).length();
		add(card, "Trained for", (length.isEmpty() ? "not recorded" : length) + (about.run().early().isEmpty() ? "" :
			"; the run was ended early, " + about.run().early()) + (about.run().finished() ? "" : "; the run did not finish") + ".");
		add(card, "Learned from", about.findings().cohort().isEmpty() ? "not recorded" : (about.run().command().startsWith("Cross")
			? "Each network of the cross-validation from a part of " : (about.findings().people()
				.all() ? "Patients" : "Images") + " of the same data set that were not held out; the test: ") + about
					.findings().cohort() + "." + extra(about));
		add(card, "Images", Answer.lineage(sections, about).filter(section -> section != about).map(section -> section.place()
			.number() + ". " + section.chapter().title()).reduce((a, b) -> a + "; " + b).orElse(
				"Where they come from is not in this report."));
		add(card, "Tested on", about.performance().basis() + ".");
		add(card, "Result", about.performance().sentence());
		add(card, "Limits", "Images of other organs, scanners, settings and hospitals than those it learned from; images that were " +
			"not cropped in the same way; other classes than those above, for which it has no answer. See \"What to distrust\".");
		add(card, "Not in the record",
			"Age, sex, referral and scanner of the patients, ethics approval, who read the images and how.");
		return card;
	}

	private static String start(final Section about) {
		final String start = new Course(about.run()).start();
		return start.isEmpty() ? "not recorded" : about.run().parameter("weights").isEmpty() ? start : "weights of " + value(about,
			"weights");
	}

	private static String value(final Section section, final String name) {
		return section.origin().parameters().stream().filter(pair -> pair.name().equals(name)).map(Section.Pair::value)
			.findFirst().orElse("");
	}

	private static void add(final List<Section.Pair> card, final String name, final String text) {
		card.add(new Section.Pair(name, text));
	}
}
