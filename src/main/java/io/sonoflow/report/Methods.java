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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A paragraph on methods to copy into a paper, and its references.
 *
 * @param text the paragraph
 * @param bibtex the references that it cites
 */
record Methods(String text, String bibtex) {

	/**
	 * A sentence of {@code methods.json}.
	 *
	 * @param command whose runs it is about; {@code *}: of any; empty: said once at the end, if it applies to any
	 * @param when conditions with {@code &} between them, each {@code name=pattern} or {@code name!=pattern}: what {@link #value}
	 *          has of that name must match as a whole; empty = always
	 * @param text with names in braces; a sentence one of whose values is empty is left out: nothing is said that is not recorded
	 * @param cite keys of references, put behind it
	 */
	private record Sentence(String command, String when, String text, List<String> cite) {
	}

	/**
	 * A reference of {@code references.json}.
	 *
	 * @param cite as it stands in the text
	 * @param bibtex the entry
	 */
	private record Reference(String cite, String bibtex) {
	}

	private static final List<Sentence> SENTENCES = Chapter.load("methods.json", new TypeToken<List<Sentence>>() {
	});
	private static final Map<String, Reference> REFERENCES = Chapter.load("references.json",
		new TypeToken<Map<String, Reference>>() {
		});
	private static final Pattern PLACE = Pattern.compile("\\{([\\w:. ]+)}");

	/** Of runs that did not finish nothing is said: what they were to do did not happen. */
	static Methods of(final List<Section> all) {
		final List<Section> sections = all.stream().filter(section -> section.run().finished()).toList();
		final Set<String> said = new LinkedHashSet<>();
		final Set<String> cited = new LinkedHashSet<>();
		for (final Section section : sections)
			for (final Sentence sentence : SENTENCES)
				if (sentence.command.equals("*") || sentence.command.equals(section.run().command())) say(sentence, section, sections,
					said, cited);
		for (final Sentence sentence : SENTENCES)
			if (sentence.command.isEmpty()) sections.forEach(section -> say(sentence, section, sections, said, cited));
		final List<String> entries = new ArrayList<>();
		cited.forEach(key -> entries.add(REFERENCES.get(key).bibtex));
		return new Methods(String.join(" ", said), String.join("\n\n", entries));
	}

	private static boolean applies(final Sentence sentence, final Section section) {
		return sentence.when.isEmpty() || Stream.of(sentence.when.split(" & ")).allMatch(condition -> {
			final String[] parts = condition.split("!?=", 2);
			final String name = parts[0];
			// As it was given, not as it is shown.
			final String value = section.run().parameters().containsKey(name) ? section.run().parameter(name) : value(section,
				name);
			return condition.contains("!=") != value.matches(parts[1]);
		});
	}

	private static void say(final Sentence sentence, final Section section, final List<Section> sections,
		final Set<String> said, final Set<String> cited)
	{
		if (!applies(sentence, section)) return;
		final StringBuilder text = new StringBuilder();
		final Matcher places = PLACE.matcher(sentence.text);
		while (places.find()) {
			final String name = places.group(1);
			final String value = name.startsWith("version:") ? versions(sections, name.substring(8)) : value(section, name);
			if (value.isEmpty()) return;
			places.appendReplacement(text, Matcher.quoteReplacement(value));
		}
		places.appendTail(text);
		cited.addAll(sentence.cite);
		if (!sentence.cite.isEmpty()) text.insert(text.length() - 1, " (" + String.join("; ", sentence.cite.stream().map(
			key -> REFERENCES.get(key).cite).toList()) + ")");
		said.add(text.toString());
	}

	/** {@return all versions of it that the runs were made with} */
	private static String versions(final List<Section> sections, final String name) {
		return String.join(" and ", sections.stream().map(section -> section.run().versions().getOrDefault(name, "")).filter(
			version -> !version.isEmpty()).distinct().toList());
	}

	/** {@return a figure, a parameter, or what the record says in sum; empty if nothing} */
	private static String value(final Section section, final String name) {
		if (name.startsWith("figure:")) return Digits.round(section.run().figures().getOrDefault(name.substring(7), ""));
		final Performance performance = section.performance();
		return switch (name) {
			case "cohort" -> section.findings().cohort();
			case "early" -> section.run().early();
			case "named" -> section.findings().people().named();
			case "mixed" -> Boolean.toString(Answer.isMixed(section.run()));
			case "length" -> new Course(section.run()).length();
			case "rates" -> new Course(section.run()).rates();
			case "division" -> new Course(section.run()).division();
			case "split" -> Boolean.toString(section.findings().people().split());
			case "start" -> new Course(section.run()).start();
			case "tested" -> Boolean.toString(performance != null);
			case "people" -> performance == null ? "" : performance.people().named();
			case "area" -> Boolean.toString(performance != null && performance.classes().get(0).roc() != null);
			case "kappa" -> Boolean.toString(performance != null && performance.macro() != null && !performance.macro().kappa()
				.isEmpty());
			case "calibration" -> Boolean.toString(performance != null && performance.classes().get(0).curve() != null);
			default -> section.origin().parameters().stream().filter(pair -> pair.name().equals(name)).map(Section.Pair::value)
				.findFirst().orElse("").strip();
		};
	}
}
