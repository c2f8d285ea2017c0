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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Patients who may be one person, written in two ways: {@code P07}, {@code p7}, {@code "P-007 "}; {@code 7}, {@code 7.0}. */
public final class PatientNames {

	private static final Pattern TOKEN = Pattern.compile("\\p{L}+|\\p{Nd}+");
	private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=.)");

	private PatientNames() {
	}

	/**
	 * @param patients as written; empty ones are unknown and left out
	 * @return names that differ only in case, blanks and signs between their parts, leading zeros, the way a number is written,
	 *         the encoding of their letters or letters that nobody sees, one list for each such patient, sorted
	 */
	public static List<List<String>> alike(final Collection<String> patients) {
		final Map<String, TreeSet<String>> spellings = new LinkedHashMap<>();
		for (final String patient : patients)
			if (!patient.isEmpty()) spellings.computeIfAbsent(key(patient), key -> new TreeSet<>()).add(patient);
		return spellings.values().stream().filter(names -> names.size() > 1).map(List::copyOf).toList();
	}

	/**
	 * {@return what all ways to write a patient's name have in common: runs of letters and of digits, so that 1-1 and 11 stay
	 *         different and P1 and P-1 do not}
	 */
	public static String key(final String patient) {
		final String plain = Spelling.number(Spelling.plain(patient)).toLowerCase(Locale.ROOT);
		final Matcher matcher = TOKEN.matcher(plain);
		final StringBuilder key = new StringBuilder();
		while (matcher.find())
			key.append('|').append(LEADING_ZEROS.matcher(matcher.group()).replaceFirst(""));
		return key.isEmpty() ? "|" + plain : key.toString();
	}
}
