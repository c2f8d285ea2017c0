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
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Comma-separated tables with one header line, UTF-8 (RFC 4180). */
public final class Tables {

	private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n').setIgnoreEmptyLines(
		true).get();

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

	private Tables() {
	}

	/**
	 * @return the table
	 * @throws SonoflowException.File if it is missing, empty, not UTF-8, has a column twice or a row of another length;
	 *           names the file and the line
	 */
	public static Table read(final Path csv) {
		final String text = text(csv);
		try (Reader reader = new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text);
				CSVParser parser = CSVParser.parse(reader, FORMAT))
		{
			final List<CSVRecord> records = parser.getRecords();
			if (records.isEmpty()) throw new SonoflowException.File(csv +
				" is empty. Its first line must name the columns, separated by commas.");
			final List<String> header = header(csv, records.get(0));
			final List<List<String>> rows = new ArrayList<>();
			for (final CSVRecord record : records.subList(1, records.size())) {
				if (record.size() != header.size()) throw new SonoflowException.File(csv + ", row " + record
					.getRecordNumber() + ": " + record.size() + " values, but the header has " + header.size() +
					" columns. Put texts that contain commas in double quotes.");
				rows.add(List.copyOf(record.toList()));
			}
			return new Table(header, List.copyOf(rows));
		}
		catch (final IOException | UncheckedIOException e) {
			throw new SonoflowException.File(csv + " is not a proper comma-separated table: " + e.getMessage() +
				". Save it again as CSV.", e);
		}
	}

	private static String text(final Path csv) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(csv))).toString();
		}
		catch (final CharacterCodingException e) {
			throw new SonoflowException.File(csv +
				" is not UTF-8 text. Save it as \"CSV UTF-8\" (spreadsheets offer it) and try again.", e);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read the table " + csv + ": " + AtomicFiles.reason(e) +
				". Check the path and the permissions.", e);
		}
	}

	private static List<String> header(final Path csv, final CSVRecord record) {
		final List<String> header = record.toList().stream().map(String::strip).toList();
		final Set<String> seen = new HashSet<>();
		for (final String column : header)
			if (!seen.add(column)) throw new SonoflowException.File(csv + " has the column \"" + column +
				"\" twice. Rename or remove one.");
		if (header.size() == 1 && header.get(0).contains(";")) throw new SonoflowException.File(csv +
			" is separated by semicolons. Save it with commas.");
		return header;
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
