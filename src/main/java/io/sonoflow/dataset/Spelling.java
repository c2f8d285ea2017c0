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
package io.sonoflow.dataset;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Texts as people and programs write them into tables and names of folders: which mean nothing, and which mean the same. */
public final class Spelling {

	/**
	 * What pandas, R and spreadsheets write where a value is missing (the words that pandas.read_csv takes for missing, R's NA, a
	 * date's NaT, a cell's error); in these letters only: "none" may be a class.
	 */
	private static final Set<String> MISSING = Set.of("nan", "NaN", "NAN", "-nan", "-NaN", "NA", "N/A", "n/a", "null", "NULL",
		"Null", "None", "<NA>", "#N/A", "#N/A N/A", "#NA", "NaT", "1.#IND", "1.#QNAN", "-1.#IND", "-1.#QNAN", "#NULL!", "#REF!",
		"#VALUE!", "#DIV/0!", "#NAME?", "#NUM!");

	private static final Pattern BETWEEN = Pattern.compile("[\\s_]+|(?<=[\\p{L}\\p{Nd}])-+(?=[\\p{L}\\p{Nd}])");
	private static final Pattern AT_END = Pattern.compile("[\\s.,;:]+$");
	private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,15}(\\.\\d{0,15})?(e[+-]?\\d{1,2})?");
	/** Longest text that may be a number: identifiers of DICOM are no numbers. */
	private static final int LONGEST = 24;

	private Spelling() {
	}

	/** {@return whether a value says that there is none} */
	static boolean isMissing(final String value) {
		return value.isEmpty() || MISSING.contains(value);
	}

	/** {@return whether a person's name says that there is none, in whatever letters: nobody is called so, but a class may be} */
	static boolean saysNobody(final String value) {
		return MISSING.stream().anyMatch(value::equalsIgnoreCase);
	}

	/** {@return the text without blanks at its ends, and its letters in one encoding (NFC)} */
	static String clean(final String text) {
		return Normalizer.normalize(stripped(text), Normalizer.Form.NFC);
	}

	/** {@return the text without blanks at its ends, be they fixed, without width or control letters} */
	static String stripped(final String text) {
		int from = 0;
		int to = text.length();
		while (from < to && isBlank(text.charAt(from)))
			from++;
		while (to > from && isBlank(text.charAt(to - 1)))
			to--;
		return text.substring(from, to);
	}

	/** Java's own idea of blanks knows neither the fixed one of spreadsheets nor those without width. */
	private static boolean isBlank(final char letter) {
		return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || Character.getType(letter) == Character.FORMAT ||
			Character.getType(letter) == Character.CONTROL;
	}

	/**
	 * @return labels that differ only in capitals, blanks, underscores, a dot at the end, the encoding of their letters, or the
	 *         way a number is written (1, 1.0, 01), one sorted list for each such label; signs count
	 */
	public static List<List<String>> alike(final Collection<String> labels) {
		final Map<String, TreeSet<String>> spellings = new LinkedHashMap<>();
		for (final String label : labels)
			if (!label.isEmpty()) spellings.computeIfAbsent(key(label), key -> new TreeSet<>()).add(label);
		return spellings.values().stream().filter(names -> names.size() > 1).map(List::copyOf).toList();
	}

	private static String key(final String label) {
		final String plain = clean(Normalizer.normalize(label, Normalizer.Form.NFKC)).toLowerCase(Locale.ROOT);
		return number(AT_END.matcher(BETWEEN.matcher(plain).replaceAll(" ")).replaceFirst(""));
	}

	/** {@return a number in its shortest form; what is none as it is} */
	static String number(final String text) {
		if (text.length() > LONGEST || !NUMBER.matcher(text.toLowerCase(Locale.ROOT)).matches()) return text;
		final BigDecimal number = new BigDecimal(text);
		return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
	}

	/** {@return the names in quotes, e.g. "a" and "A"} */
	static String quoted(final List<String> names) {
		return String.join(" and ", names.stream().map(name -> '"' + name + '"').toList());
	}

	/** {@return the first few of several texts} */
	static String some(final List<String> texts, final int count) {
		final String list = String.join(", ", texts.subList(0, Math.min(count, texts.size())));
		return texts.size() <= count ? list : list + ", and " + (texts.size() - count) + " more";
	}
}
