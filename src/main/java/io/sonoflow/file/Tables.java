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

import io.sonoflow.SonoflowException;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Comma-separated tables with one header line, UTF-8 (RFC 4180). */
public final class Tables {

	private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n').setIgnoreEmptyLines(
		true).get();

	/** What else separates columns: in countries with decimal commas, in what a spreadsheet copies. */
	private static final Map<String, String> SEPARATORS = Map.of(";", "semicolons", "\t", "tabs", "|", "vertical bars");

	/**
	 * A table as texts.
	 *
	 * @param header the columns' names, each once
	 * @param rows each as long as the header
	 */
	public record Table(List<String> header, List<List<String>> rows) {

		/**
		 * @return the column's position
		 * @throws SonoflowException.File if there is none
		 */
		public int column(final String name) {
			final int index = header.indexOf(name);
			if (index < 0) throw new SonoflowException.File("The table has no column " + name + " (columns: " + String.join(
				", ", header) + "). Was it written by another program?");
			return index;
		}
	}

	/**
	 * A row as it stands in the file.
	 *
	 * @param row its number among those that are not empty, the header's is 1
	 * @param number of the line in which it ends, from 1
	 * @param values as many as there are
	 */
	public record Line(long row, long number, List<String> values) {
	}

	private Tables() {
	}

	/**
	 * @return the table
	 * @throws SonoflowException.File if it is missing, empty, not UTF-8, has a column twice or a row of another length;
	 *           names the file and the line
	 */
	public static Table read(final Path csv) {
		final List<Line> lines = lines(csv);
		final List<String> header = lines.get(0).values.stream().map(String::strip).toList();
		final Set<String> seen = new HashSet<>();
		for (final String column : header)
			if (!seen.add(column)) throw new SonoflowException.File(csv + " has the column \"" + column +
				"\" twice. Rename or remove one.");
		final List<List<String>> rows = new ArrayList<>();
		for (final Line line : lines.subList(1, lines.size())) {
			if (line.values.size() != header.size()) throw length(csv, line, header.size());
			rows.add(line.values);
		}
		return new Table(header, List.copyOf(rows));
	}

	/** {@return what is wrong with a row of another length than the header} */
	public static SonoflowException.File length(final Path csv, final Line line, final int columns) {
		return new SonoflowException.File(csv + ", row " + line.row + " (line " + line.number + "): " + line.values.size() +
			" values, but the header has " + columns + " columns. Put texts that contain commas in double quotes.");
	}

	/**
	 * @return all rows that are not empty, of any length, the header first
	 * @throws SonoflowException.File if it is missing, empty, not UTF-8 or not separated by commas; names the cause
	 */
	public static List<Line> lines(final Path csv) {
		final String text = TextFiles.read(csv);
		try (Reader reader = new StringReader(text); CSVParser parser = CSVParser.parse(reader, FORMAT)) {
			final List<Line> lines = new ArrayList<>();
			for (final CSVRecord record : parser)
				lines.add(new Line(record.getRecordNumber(), parser.getCurrentLineNumber(), List.copyOf(record.toList())));
			if (lines.isEmpty()) throw new SonoflowException.File(csv +
				" is empty. Its first line must name the columns, separated by commas.");
			checkSeparated(csv, lines.get(0).values);
			return lines;
		}
		catch (final IOException | UncheckedIOException e) {
			throw new SonoflowException.File(csv + " is not a proper comma-separated table: " + e.getMessage() +
				". Save it again as CSV.", e);
		}
	}

	/** The first name holds the others if something else separates them. */
	private static void checkSeparated(final Path csv, final List<String> header) {
		final String first = header.get(0);
		if (first.startsWith("#") || first.toLowerCase(Locale.ROOT).startsWith("sep=")) throw new SonoflowException.File(csv +
			": its first line, \"" + first + "\", does not name the columns. Remove it.");
		SEPARATORS.forEach((separator, name) -> {
			if (first.contains(separator)) throw new SonoflowException.File(csv + " is separated by " + name +
				". Save it with commas (and numbers with decimal points; in R write.csv, not write.csv2; in pandas to_csv without " +
				"sep).");
		});
	}

	/**
	 * Writes a table through a temporary name.
	 *
	 * @param rows each as long as the header
	 * @throws SonoflowException.File if it cannot be written
	 */
	public static void write(final Path csv, final List<String> header, final Iterable<? extends List<String>> rows) {
		AtomicFiles.write(csv, temporary -> print(temporary, header, rows));
	}

	/** Writes a table under just this name. */
	static void print(final Path csv, final List<String> header, final Iterable<? extends List<String>> rows)
		throws IOException
	{
		try (BufferedWriter out = Files.newBufferedWriter(csv, StandardCharsets.UTF_8); CSVPrinter printer = new CSVPrinter(out,
			FORMAT))
		{
			printer.printRecord(header);
			for (final List<String> row : rows) {
				if (row.size() != header.size()) throw new IllegalArgumentException(row.size() + " values for " + header.size() +
					" columns of " + csv);
				printer.printRecord(row);
			}
		}
	}
}
