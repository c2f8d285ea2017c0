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
package io.sonoflow.legacy.window;

import io.sonoflow.file.NameReplacer;
import io.sonoflow.file.Tables;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which columns of a table of texts are numbers. One that names patients or files never is, nor one with a value that would
 * read otherwise as a number: patient 007 must not become 7, nor the label 1d a 1.
 */
final class CellTypes {

	private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?|-?Infinity|NaN");

	private CellTypes() {
	}

	/** {@return the rows, with numbers in the columns that have them; an empty text among numbers is null} */
	static List<List<Object>> of(final Tables.Table table) {
		final boolean[] numeric = new boolean[table.header().size()];
		for (int i = 0; i < numeric.length; i++) {
			final int column = i;
			numeric[i] = NameReplacer.naming(table.header().get(i)) == NameReplacer.Naming.NOBODY && table.rows().stream().allMatch(
				row -> row.get(column).isEmpty() || NUMBER.matcher(row.get(column)).matches());
		}
		return table.rows().stream().map(row -> IntStream.range(0, numeric.length).mapToObj(i -> cell(row.get(i), numeric[i]))
			.collect(ArrayList<Object>::new, ArrayList::add, ArrayList::addAll)).map(row -> (List<Object>) row).toList();
	}

	private static Object cell(final String text, final boolean numeric) {
		return !numeric ? text : text.isEmpty() ? null : Double.valueOf(text);
	}
}
