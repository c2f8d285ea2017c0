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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Tables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A table as pandas, R and spreadsheets write it: columns of numbers without a name, row names, rows of nothing but commas,
 * known columns in capitals, words for missing values. All of it is understood and said, or refused.
 *
 * @param header the columns' names, known ones in small letters
 * @param rows each with a value for every column
 */
record ForeignTable(List<String> header, List<Row> rows) {

	/** What pandas calls a column without a name. */
	private static final Pattern UNNAMED = Pattern.compile("(?i)unnamed: *\\d+.*|");

	/** Columns of paths. */
	private static final Set<String> FILES = Set.of("image", "mask", Sample.MARKS);

	private static final int NAMED = 5;

	/**
	 * @param line of the file in which it ends
	 * @param values by column; known columns without blanks round the text and words for missing values
	 */
	record Row(long line, Map<String, String> values) {
	}

	/**
	 * @param known columns that are recognised in capitals, too, and whose missing values are empty
	 * @throws SonoflowException.File if a column is there twice, or a row is of another length
	 */
	static ForeignTable read(final Path csv, final Set<String> known, final Monitor monitor) {
		final String name = csv.getFileName().toString();
		final List<Tables.Line> lines = Tables.lines(csv);
		final List<Tables.Line> content = lines.subList(1, lines.size()).stream().filter(line -> line.values().stream().anyMatch(
			value -> !value.isBlank())).toList();
		if (content.size() < lines.size() - 1) monitor.message(name + ": " + (lines.size() - 1 - content.size()) +
			" rows without any value are left out.");
		final List<String> header = new ArrayList<>(lines.get(0).values().stream().map(column -> known(column, known)).toList());
		final int width = header.size();
		final boolean rowNames = !content.isEmpty() && content.stream().allMatch(line -> line.values().size() == width + 1) &&
			content.stream().anyMatch(line -> !line.values().get(width).isBlank());
		if (rowNames) header.add(0, "");
		final boolean[] keep = keep(header, content, name, monitor);
		checkTwice(csv, header, lines.get(0).values(), keep, rowNames ? 1 : 0);
		final List<Row> rows = content.stream().map(line -> row(csv, header, keep, line)).toList();
		emptyMissing(rows, known, name, monitor);
		return new ForeignTable(header.stream().filter(column -> !UNNAMED.matcher(column).matches()).toList(), rows);
	}

	private static String known(final String written, final Set<String> known) {
		final String name = Spelling.clean(written);
		final String small = name.toLowerCase(Locale.ROOT);
		return known.contains(small) ? small : name;
	}

	/** Columns without a name are the index of a data frame or nothing at all. */
	private static boolean[] keep(final List<String> header, final List<Tables.Line> content, final String name,
		final Monitor monitor)
	{
		final boolean[] keep = new boolean[header.size()];
		for (int i = 0; i < keep.length; i++) {
			final int column = i;
			keep[i] = !UNNAMED.matcher(header.get(i)).matches();
			if (!keep[i] && content.stream().anyMatch(line -> line.values().size() > column && !line.values().get(column).isBlank()))
				monitor.message(name + ": column " + (i + 1) + (header.get(i).isEmpty() ? " has no name and is" : ", " + header.get(
					i) + ", is") + " taken for row numbers or row names, and left out.");
		}
		return keep;
	}

	private static void checkTwice(final Path csv, final List<String> header, final List<String> written, final boolean[] keep,
		final int offset)
	{
		final Map<String, Integer> seen = new HashMap<>();
		for (int i = 0; i < keep.length; i++) {
			final Integer first = keep[i] ? seen.putIfAbsent(header.get(i), i) : null;
			if (first == null) continue;
			final String one = written.get(first - offset).strip();
			final String two = written.get(i - offset).strip();
			throw new SonoflowException.File(csv + " has the column \"" + header.get(i) + "\" twice" + (one.equals(two) ? "" : " (" +
				one + " and " + two + ")") + ". Rename or remove one.");
		}
	}

	private static Row row(final Path csv, final List<String> header, final boolean[] keep, final Tables.Line line) {
		final List<String> values = line.values();
		final int size = header.size();
		if (values.size() < size || values.subList(size, values.size()).stream().anyMatch(value -> !value.isBlank()))
			throw Tables.length(csv, line, size);
		final Map<String, String> row = new LinkedHashMap<>();
		for (int i = 0; i < size; i++)
			if (keep[i]) row.put(header.get(i), Spelling.stripped(values.get(i)));
		return new Row(line.number(), row);
	}

	private static void emptyMissing(final List<Row> rows, final Set<String> known, final String name, final Monitor monitor) {
		final Map<String, Map<String, Integer>> missing = new TreeMap<>();
		for (final Row row : rows)
			row.values.replaceAll((column, value) -> {
				if (!known.contains(column)) return value;
				// A file's name is that of the disk, whatever its encoding.
				final String clean = FILES.contains(column) ? Spelling.stripped(value) : Spelling.clean(value);
				// Nobody is called so, however it is written; a class may be.
				final boolean empty = Spelling.isMissing(clean) || column.equals("patient") && Spelling.saysNobody(clean);
				if (empty && !clean.isEmpty()) missing.computeIfAbsent(column, key -> new TreeMap<>()).merge('"' + clean + '"', 1,
					Integer::sum);
				return empty ? "" : clean;
			});
		missing.forEach((column, words) -> monitor.warn(name + ": " + words.values().stream().mapToInt(Integer::intValue).sum() +
			" values of the column " + column + " say " + Spelling.some(List.copyOf(words.keySet()), NAMED) +
			", as people, pandas, R, Stata, SAS or spreadsheets write a missing value: they count as empty." + (column
				.equals("label")
				? " If that is a class, give it another name." : "")));
	}
}
