package io.sonoflow.report;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps out of a page that will be sent around what says who and where: absolute paths keep their last two parts, and
 * the values of {@code patient} columns become running numbers, the same for the same patient all over the page. What
 * a file's own name says stays.
 */
final class Redaction {

	/** A path at the beginning of a word: /a/b, C:\a\b, \\server\a, file:/a. */
	private static final Pattern ABSOLUTE = Pattern.compile(
		"(?<![\\w./:\\\\…-])(?:file:/{1,3}|[A-Za-z]:[\\\\/]|\\\\\\\\|/)(?:[^\\s\"'<>|,;()\\[\\]]*[^\\s\"'<>|,;()\\[\\].:])");

	private final Map<String, Integer> patients = new HashMap<>();

	/** @return a whole cell or value: if it is an absolute path it may hold blanks */
	static String value(final String value) {
		final String stripped = value.strip();
		if (stripped.matches("(?s)(?:file:/|[A-Za-z]:[\\\\/]|\\\\\\\\|/).+")) {
			final StringBuilder all = new StringBuilder();
			for (final String part : stripped.split(",(?=\\s*(?:/|[A-Za-z]:[\\\\/]))"))
				all.append(all.isEmpty() ? "" : ",").append(shorten(part.strip()));
			return all.toString();
		}
		return text(value);
	}

	/** @return the text with every absolute path in it shortened */
	static String text(final String text) {
		final Matcher matcher = ABSOLUTE.matcher(text);
		return matcher.replaceAll(match -> Matcher.quoteReplacement(shorten(match.group())));
	}

	private static String shorten(final String path) {
		final String[] parts = path.replaceFirst("^file:/*", "/").split("[\\\\/]+");
		final int n = parts.length;
		if (n <= 1) return path;
		return "…/" + (n > 2 && !parts[n - 2].isEmpty() && !parts[n - 2].endsWith(":") ? parts[n - 2] + "/" : "") + parts[n - 1];
	}

	/** @return a number in place of the patient's name */
	String patient(final String name) {
		return name.isBlank() ? "" : "patient " + patients.computeIfAbsent(name, key -> patients.size() + 1);
	}
}
