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
package io.sonoflow.file;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts what stands for them in the place of names of files and patients in texts: in one pass, so that nothing is replaced in
 * what was put in, the longest name first, and only where a name stands as a whole word. The time grows with the text, not
 * with the number of names.
 *
 * <pre>
 * names.learn("Mueller", "p-5f2c90a1b7e4");
 * names.text("Mueller_2 is no Muellerin");  // p-5f2c90a1b7e4_2 is no Muellerin
 * </pre>
 */
public final class NameReplacer {

	/** What a column of a table names. */
	public enum Naming {
		/** Files. */
		FILE,
		/** People, by name, number or date of birth. */
		PATIENT,
		/** Nobody that its name tells of. */
		NOBODY
	}

	/** Columns of files whatever stands in them, without blanks and underscores. */
	private static final Set<String> FILES = Set.of("image", "source", "clip", "nearest", "file", "filename", "filepath", "path",
		"mask", "marks", "name", "real", "synthetic", "resembles", "picture");

	/** Of these some tables hold pictures, others how many there are. */
	private static final Set<String> COUNTED = Set.of("real", "synthetic");

	/** Columns of people, likewise. */
	private static final Set<String> PEOPLE = Set.of("patient", "patientid", "patientname", "subject", "subjectid", "subjectname",
		"copypatient", "mrn", "pid", "accession", "accessionnumber", "birthdate", "dateofbirth", "dob");

	/** A name of an image or a clip in a text. */
	private static final Pattern FILE = Pattern.compile(
		"(?i)[^\\s\"'/\\\\,;:()\\[\\]=]+\\.(?:png|jpe?g|bmp|gif|tiff?|dcm|dicom|avi|pgm|mha|mhd|nrrd|mp4|mov|mpe?g)\\b");

	/** Pictures that are called so in every run. */
	private static final Pattern OWN = Pattern.compile("sheet(?:_\\d+)?\\.png");

	/** Shorter names are no more than letters. */
	private static final int LETTERS = 2;

	/** Shorter numbers, unless they begin with 0, are counts more often than names. */
	private static final int DIGITS = 3;

	/** A name and where it may be replaced. */
	private record Alias(String text, boolean inPathsOnly) {
	}

	private final Map<String, Alias> known = new HashMap<>();
	/** Lengths of names, the longest first. */
	private final Set<Integer> lengths = new TreeSet<>(Comparator.reverseOrder());
	/** Of files that were not learned; null to leave these. */
	private final UnaryOperator<String> file;

	/** @param file what stands for a file that was not learned, by its name; null to leave such names */
	public NameReplacer(final UnaryOperator<String> file) {
		this.file = file;
	}

	/** {@return what a column of this name names, in capitals or not, with blanks, hyphens, underscores or without} */
	public static Naming naming(final String column) {
		final String plain = column.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]+", "");
		return PEOPLE.contains(plain) ? Naming.PATIENT : FILES.contains(plain) ? Naming.FILE : Naming.NOBODY;
	}

	/** {@return what a cell of such a column names: a whole number of real or synthetic ones is how many there are} */
	public static Naming naming(final String column, final String cell) {
		return cell.matches("\\d+") && COUNTED.contains(column) ? Naming.NOBODY : naming(column);
	}

	/**
	 * Learns a name. Of a name learned before the first alias stays. One letter, and a number of one or two digits that does
	 * not begin with 0, cannot be told from other words and is not learned.
	 */
	public void learn(final String name, final String alias) {
		final String word = name.strip();
		if (word.length() < LETTERS || word.length() < DIGITS && word.matches("[1-9]\\d")) return;
		put(word, new Alias(alias, false));
	}

	/**
	 * Learns the name of a folder. If it is one word, as crops or data are, it is replaced only next to a slash or an equals
	 * sign or where the text is nothing else.
	 */
	public void learnFolder(final String name, final String alias) {
		if (name.matches("[\\p{L}]+|[\\p{L}]+\\.csv")) put(name, new Alias(alias, true));
		else learn(name, alias);
	}

	private void put(final String name, final Alias alias) {
		if (name.isEmpty()) return;
		known.merge(name, alias, (old, now) -> old.inPathsOnly && !now.inPathsOnly ? now : old);
		lengths.add(name.length());
	}

	/** {@return the text with what stands for the names in it} */
	public String text(final String text) {
		if (known.isEmpty() && file == null) return text;
		final StringBuilder told = new StringBuilder();
		final Matcher files = FILE.matcher(text);
		boolean more = file != null && files.find();
		int i = 0;
		while (i < text.length()) {
			while (more && files.start() < i)
				more = files.find(i);
			final int name = isWord(text, i - 1) ? 0 : name(text, i);
			if (more && files.start() == i && files.end() - i > name) {
				told.append(OWN.matcher(files.group()).matches() ? files.group() : file.apply(files.group()));
				i = files.end();
			}
			else if (name > 0) {
				told.append(known.get(text.substring(i, i + name)).text);
				i += name;
			}
			else told.append(text.charAt(i++));
		}
		return told.toString();
	}

	/** {@return the length of the longest name that stands here, or 0} */
	private int name(final String text, final int start) {
		for (final int length : lengths) {
			final int end = start + length;
			if (end > text.length() || isWord(text, end)) continue;
			final String name = text.substring(start, end);
			final Alias alias = known.get(name);
			if (alias == null || alias.inPathsOnly && !isInPath(text, start, end)) continue;
			if (name.matches("\\d+") && isDecimal(text, start, end)) continue;
			return length;
		}
		return 0;
	}

	private static boolean isInPath(final String text, final int start, final int end) {
		return start == 0 && end == text.length() || start > 0 && "/\\=".indexOf(text.charAt(start - 1)) >= 0 || end < text
			.length() && "/\\".indexOf(text.charAt(end)) >= 0;
	}

	/** {@return whether digits are a part of a number such as 0.123} */
	private static boolean isDecimal(final String text, final int start, final int end) {
		return start > 1 && text.charAt(start - 1) == '.' && Character.isDigit(text.charAt(start - 2)) || end + 1 < text.length() &&
			text.charAt(end) == '.' && Character.isDigit(text.charAt(end + 1));
	}

	private static boolean isWord(final String text, final int at) {
		if (at < 0 || at >= text.length()) return false;
		final char c = text.charAt(at);
		return Character.isLetterOrDigit(c) || Character.isSurrogate(c);
	}

	/** {@return the last name of a path of whatever system} */
	public static String last(final String path) {
		final List<String> names = List.of(path.strip().split("[/\\\\]+"));
		return names.isEmpty() ? "" : names.get(names.size() - 1);
	}
}
