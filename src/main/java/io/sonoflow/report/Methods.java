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
	 * @param command whose runs it is about; empty: said once at the end
	 * @param when {@code key=pattern} or {@code key!=pattern} that the parameter must match; empty = always
	 * @param text with {@code {key}} for parameters and {@code {figure:name}} for figures; a sentence one of which is empty is left
	 *          out
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

	static Methods of(final List<Section> sections) {
		final Set<String> said = new LinkedHashSet<>();
		final Set<String> cited = new LinkedHashSet<>();
		for (final Section section : sections)
			for (final Sentence sentence : SENTENCES)
				if (sentence.command.equals(section.run().command()) && applies(sentence, section)) say(sentence, section, said, cited);
		SENTENCES.stream().filter(sentence -> sentence.command.isEmpty() && (sentence.when.isEmpty() || sections.stream().anyMatch(
			section -> section.performance() != null))).forEach(sentence -> say(sentence, sections.get(sections.size() - 1), said,
				cited));
		final List<String> entries = new ArrayList<>();
		cited.forEach(key -> entries.add(REFERENCES.get(key).bibtex));
		return new Methods(String.join(" ", said), String.join("\n\n", entries));
	}

	private static boolean applies(final Sentence sentence, final Section section) {
		if (sentence.when.isEmpty()) return true;
		final boolean not = sentence.when.contains("!=");
		final String[] parts = sentence.when.split("!?=", 2);
		return not != section.run().parameter(parts[0]).matches(parts[1]);
	}

	private static void say(final Sentence sentence, final Section section, final Set<String> said,
		final Set<String> cited)
	{
		final StringBuilder text = new StringBuilder();
		final Matcher places = PLACE.matcher(sentence.text);
		while (places.find()) {
			final String value = value(section, places.group(1));
			if (value.isEmpty()) return;
			places.appendReplacement(text, Matcher.quoteReplacement(value));
		}
		places.appendTail(text);
		cited.addAll(sentence.cite);
		if (!sentence.cite.isEmpty()) text.insert(text.length() - 1, " (" + String.join("; ", sentence.cite.stream().map(
			key -> REFERENCES.get(key).cite).toList()) + ")");
		said.add(text.toString());
	}

	private static String value(final Section section, final String name) {
		if (name.equals("cohort")) return section.findings().cohort();
		if (name.startsWith("version:")) return section.run().versions().getOrDefault(name.substring(8), "");
		if (name.startsWith("figure:")) return Digits.round(section.run().figures().getOrDefault(name.substring(7), ""));
		return section.origin().parameters().stream().filter(pair -> pair.name().equals(name)).map(Section.Pair::value)
			.findFirst().orElse("").strip();
	}
}
