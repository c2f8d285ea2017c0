package io.sonoflow.command;

import java.util.Comparator;
import java.util.List;

/** Guessing which name was meant. */
final class Names {

	private Names() {
	}

	/** @return " (did you mean ...?)." if a name is near, else a full stop */
	static String hint(final String wrong, final List<String> names) {
		return names.stream().min(Comparator.comparingInt(name -> distance(wrong.toLowerCase(), name.toLowerCase())))
			.filter(name -> distance(wrong.toLowerCase(), name.toLowerCase()) <= Math.max(1, name.length() / 3)).map(
				name -> " (did you mean " + name + "?).").orElse(".");
	}

	/** Levenshtein's distance. */
	private static int distance(final String a, final String b) {
		int[] previous = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++)
			previous[j] = j;
		for (int i = 1; i <= a.length(); i++) {
			final int[] row = new int[b.length() + 1];
			row[0] = i;
			for (int j = 1; j <= b.length(); j++)
				row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + (a.charAt(i - 1) == b.charAt(j -
					1) ? 0 : 1));
			previous = row;
		}
		return previous[b.length()];
	}
}
