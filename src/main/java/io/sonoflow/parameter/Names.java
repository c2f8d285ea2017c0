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
package io.sonoflow.parameter;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Guessing which name was meant. */
public final class Names {

	private Names() {
	}

	/** {@return " (did you mean ...?)." if a name is near, else a full stop} */
	public static String hint(final String wrong, final List<String> names) {
		return names.stream().min(Comparator.comparingInt(name -> distance(lower(wrong), lower(name))))
			.filter(name -> distance(lower(wrong), lower(name)) <= Math.max(1, name.length() / 3)).map(
				name -> " (did you mean " + name + "?).").orElse(".");
	}

	/** Turkish, too, must make i of I. */
	private static String lower(final String name) {
		return name.toLowerCase(Locale.ROOT);
	}

	/** Levenshtein's distance, with two letters exchanged counting as one step. */
	private static int distance(final String a, final String b) {
		final int[][] d = new int[a.length() + 1][b.length() + 1];
		for (int i = 0; i <= a.length(); i++)
			for (int j = 0; j <= b.length(); j++)
				d[i][j] = i == 0 ? j : j == 0 ? i : step(a, b, d, i, j);
		return d[a.length()][b.length()];
	}

	private static int step(final String a, final String b, final int[][] d, final int i, final int j) {
		final int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
		final int best = Math.min(Math.min(d[i][j - 1], d[i - 1][j]) + 1, d[i - 1][j - 1] + other);
		final boolean exchanged = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
		return exchanged ? Math.min(best, d[i - 2][j - 2] + 1) : best;
	}
}
