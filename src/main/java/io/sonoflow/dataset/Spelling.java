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
	 * date's NaT); in these letters only: "none" may be a class.
	 */
	private static final Set<String> MISSING = Set.of("nan", "NaN", "NAN", "-nan", "-NaN", "NA", "N/A", "n/a", "null", "NULL",
		"Null", "None", "<NA>", "#N/A", "#N/A N/A", "#NA", "NaT", "1.#IND", "1.#QNAN", "-1.#IND", "-1.#QNAN", "#NV", "#N/D");
	/**
	 * The same by their form: "n.a." with its dots, signs alone (people's "?", "-" and "--", Stata's and SAS's "." and ".a"), a
	 * cell's error in any language ("#REF!", "#WERT!", "#NAME?").
	 */
	private static final Pattern NOTHING = Pattern.compile(
		"[nN]\\. ?[aA]\\.?|[?.*/\\p{Pd}\\u2212\\u2026\\ufffd]+|\\._|\\.[a-zA-Z]|#[\\p{Lu}/0\\u00a1]+[!?]");
	/** What people write where they do not know, but what may be a class as well. */
	private static final Set<String> MAYBE = Set.of("missing", "unknown", "unbekannt", "inconnu", "desconocido", "unclear",
		"none", "nothing", "nil", "na", "nd", "n.d.", "n.d", "k.a.", "k. a.", "k.a", "keine", "keine angabe", "not available",
		"not applicable", "not known", "not specified", "unspecified", "not given", "undefined", "empty", "blank", "no data",
		"tbd", "to do", "todo", "unlabeled", "unlabelled");

	/** Letters that nobody sees: without width, for the direction of writing, variants of the letter before. */
	private static final Pattern UNSEEN = Pattern.compile(
		"[\\p{Cf}\\p{Cc}\\u034f\\u115f\\u1160\\u3164\\uffa0\\u180b-\\u180f\\ufe00-\\ufe0f&&[^\\t\\n\\r]]");
	/** What looks like a common blank. */
	private static final Pattern ODD_BLANK = Pattern.compile("[\\p{Z}\\t\\n\\r&&[^ ]]");
	private static final Pattern DASH = Pattern.compile("[\\p{Pd}\\u2212]");
	private static final Pattern APOSTROPHE = Pattern.compile("[\\u2018\\u2019\\u02bc\\u00b4`]");
	private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Z}_]+|(?<=[\\p{L}\\p{Nd}])-+(?=[\\p{L}\\p{Nd}])");
	private static final Pattern AT_END = Pattern.compile("[\\s.,;:]+$");
	private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,15}([.,]\\d{0,15})?(e[+-]?\\d{1,2})?");
	/** Longest text that may be a number: identifiers of DICOM are no numbers. */
	private static final int LONGEST = 24;
	private static final Pattern THOUSANDS = Pattern.compile("[1-9]\\d{0,2}([, ']\\d{3})+([.,]0*)?");

	private Spelling() {
	}

	/** {@return whether a value says that there is none} */
	static boolean isMissing(final String value) {
		return value.isEmpty() || MISSING.contains(value) || NOTHING.matcher(value).matches();
	}

	/** {@return whether a value may say that there is none, or be one} */
	static boolean mayBeMissing(final String value) {
		return MAYBE.contains(value.toLowerCase(Locale.ROOT));
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

	/** {@return whether a text holds letters that nobody sees} */
	static boolean hasUnseen(final String text) {
		return UNSEEN.matcher(text).find();
	}

	/** {@return the text in plain letters: wide, joined and unseen ones, fixed blanks, dashes and apostrophes made common} */
	static String plain(final String text) {
		final String common = UNSEEN.matcher(Normalizer.normalize(UNSEEN.matcher(text).replaceAll(""), Normalizer.Form.NFKC))
			.replaceAll("");
		return clean(APOSTROPHE.matcher(DASH.matcher(common).replaceAll("-")).replaceAll("'"));
	}

	/** {@return the text with what nobody sees in it by its number, e.g. be&lt;U+200B&gt;nign} */
	public static String shown(final String text) {
		final String seen = UNSEEN.matcher(text).replaceAll(found -> String.format("<U+%04X>", found.group().codePointAt(0)));
		return ODD_BLANK.matcher(seen).replaceAll(found -> String.format("<U+%04X>", found.group().codePointAt(0)));
	}

	/**
	 * @return labels that differ only in capitals, blanks, underscores, a dot at the end, the encoding of their letters, letters
	 *         that nobody sees, or the way a number is written (1, 1.0, 1,0, 01), one sorted list for each; signs count
	 */
	public static List<List<String>> alike(final Collection<String> labels) {
		final Map<String, TreeSet<String>> spellings = new LinkedHashMap<>();
		for (final String label : labels)
			if (!label.isEmpty()) spellings.computeIfAbsent(key(label), key -> new TreeSet<>()).add(label);
		return spellings.values().stream().filter(names -> names.size() > 1).map(List::copyOf).toList();
	}

	private static String key(final String label) {
		final String plain = plain(label).toLowerCase(Locale.ROOT);
		return number(AT_END.matcher(BETWEEN.matcher(plain).replaceAll(" ")).replaceFirst(""));
	}

	/** {@return a number in its shortest form, also of decimal commas and signs between thousands; others as they are} */
	static String number(final String text) {
		if (text.length() > LONGEST) return text;
		final String digits = THOUSANDS.matcher(text).matches() ? text.replaceAll("[, '](?=\\d{3}(?!\\d))", "") : text;
		if (!NUMBER.matcher(digits.toLowerCase(Locale.ROOT)).matches()) return text;
		final BigDecimal number = new BigDecimal(digits.replace(',', '.'));
		return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
	}

	/** {@return the names in quotes, e.g. "a" and "A"} */
	static String quoted(final List<String> names) {
		return String.join(" and ", names.stream().map(name -> '"' + shown(name) + '"').toList());
	}

	/** {@return the first few of several texts} */
	public static String some(final List<String> texts, final int count) {
		final String list = String.join(", ", texts.subList(0, Math.min(count, texts.size())));
		return texts.size() <= count ? list : list + ", and " + (texts.size() - count) + " more";
	}
}
