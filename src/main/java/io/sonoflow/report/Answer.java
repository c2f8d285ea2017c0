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

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What stands on the first screen.
 *
 * @param question what was asked
 * @param sentence the answer with its interval
 * @param more what a comparison adds; may be empty
 * @param which of several tested classifiers it is about; may be empty
 * @param doubts the gravest reasons to distrust it, at most {@value #DOUBTS}
 * @param figure one picture, or null
 * @param about the section that it is taken from, or null
 */
record Answer(String question, String sentence, String more, String which, List<String> doubts, Picture figure, Section about) {

	private static final int DOUBTS = 3;
	/** What the step itself is doubted for weighs more than what those before it are. */
	private static final int OWN = 10;

	boolean hasDoubts() {
		return !doubts.isEmpty();
	}

	/** {@return how many other tested classifiers there are, in words, or empty} */
	private static String others(final List<Section> sections, final Section about) {
		final long others = sections.stream().filter(section -> section.performance() != null && section != about).count();
		final boolean crossed = about.run().command().startsWith("Cross");
		return others == 0 ? "" : "This is step " + about.place().number() + ", the last " + (crossed ? "cross-validation" :
			"training with a test") + "; " + (others == 1 ? "another tested classifier is" : others +
				" other tested classifiers are") + " under Steps.";
	}

	static Answer of(final List<Section> sections) {
		final Optional<Section> tested = principal(sections);
		final Section about = tested.orElseGet(() -> sections.get(sections.size() - 1));
		final List<String> doubts = doubts(sections, about);
		final String more = sections.stream().map(section -> section.findings().comparison()).filter(text -> !text.isEmpty())
			.findFirst().orElse("");
		if (tested.isEmpty()) return new Answer("What was done, and what came of it?", about.chapter().title() + (about.findings()
			.brief().isEmpty() ? ": no figures are recorded." : ": " + about.findings().brief() + "."), more, "", doubts, about
				.exhibits().pictures().stream().findFirst().orElse(null), about);
		final Performance performance = about.performance();
		final Performance.Block block = performance.classes().get(0);
		final String sought = performance.classes().size() > 1 ? "the classes" : "\"" + block.sought() + "\" images";
		return new Answer("How well does the network tell " + sought + (performance.classes().size() > 1 ? "" : " from others") +
			unseen(about), performance.sentence(), more,
			others(sections, about), doubts, performance.figure(), about);
	}

	/** Of images that name nobody nothing can be kept apart. */
	private static String unseen(final Section about) {
		if (isMixed(about.run())) return "? (Patients were not kept apart.)";
		final People people = about.findings().people();
		if (people.split()) return "? (Some patients are in several parts.)";
		if (isKnownToStart(about.run())) return "? (What it started from, or what generated its extra images, has seen patients of " +
			"the test.)";
		return people.all() && about.performance().people().all() ? " in patients it never saw?" : people.none() ?
			" in images it never saw? (Patients are not named.)" : " in images it never saw? (Not all patients are named.)";
	}

	/** {@return whether something that the training started from, or added, has learned from patients who are tested} */
	private static boolean isKnownToStart(final RunInfo run) {
		return run.figures().entrySet().stream().anyMatch(each -> each.getKey().matches("seen[.].*[.]patients") && !each.getValue()
			.startsWith("0 of "));
	}

	/** {@return whether images of one patient may be in training and test} */
	static boolean isMixed(final RunInfo run) {
		return run.parameter("grouped").equals("false") || Stream.of("leak", "leaky", "byview").anyMatch(key -> run.parameter(
			key).equals("true"));
	}

	/** {@return the last cross-validation, or else the last training with a test} */
	private static Optional<Section> principal(final List<Section> sections) {
		return sections.stream().filter(section -> section.performance() != null).max(Comparator.<Section>comparingInt(
			section -> section.run().command().startsWith("Cross") ? 1 : 0).thenComparing(section -> section.run().start()));
	}

	/** Those of the section and of all that it was made from. */
	private static List<String> doubts(final List<Section> sections, final Section about) {
		final Set<Integer> numbers = new TreeSet<>();
		gather(sections, about, numbers);
		final Set<String> said = new HashSet<>();
		return numbers.stream().flatMap(number -> sections.get(number - 1).findings().ranked().stream().map(
			doubt -> number == about.place().number() ? new Caveats.Doubt(doubt.gravity() + OWN, doubt.text()) : doubt)).sorted(
				Comparator.comparingInt((final Caveats.Doubt doubt) -> -doubt.gravity())).filter(doubt -> said.add(doubt.text()
					.replaceAll("\\d+", "0"))).limit(DOUBTS).map(Caveats.Doubt::text).toList();
	}

	private static void gather(final List<Section> sections, final Section from,
		final Set<Integer> numbers)
	{
		if (!numbers.add(from.place().number())) return;
		from.place().sources().forEach(link -> gather(sections, sections.get(link.number() - 1), numbers));
	}

	/** {@return the sections that this one was made from, and itself, in their order} */
	static Stream<Section> lineage(final List<Section> sections, final Section from) {
		final Set<Integer> numbers = new TreeSet<>();
		gather(sections, from, numbers);
		return numbers.stream().map(number -> sections.get(number - 1));
	}
}
