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
package io.sonoflow.step.reading;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What readers have answered.
 *
 * @param readers by the names of their tables
 * @param called (readers, items): real or synthetic; null = not answered
 */
record ReadingAnswers(List<String> readers, List<List<String>> called) {

	/** Items that a message names. */
	private static final int NAMED = 5;

	/**
	 * @param answers a table, or a folder of one a reader
	 * @param items names of all that were shown
	 * @throws SonoflowException.File if a table has an item twice, one that was not shown, or another answer; names it
	 */
	static ReadingAnswers read(final Path answers, final List<String> items, final Monitor monitor) {
		final List<Path> tables = tables(answers);
		if (tables.isEmpty()) throw new SonoflowException.File("answers=" + answers +
			" holds no table. Give a folder of the filled " + ReadingSheet.ANSWERS + ", one a reader, e.g. reader1.csv.");
		final List<String> readers = tables.stream().map(table -> table.getFileName().toString().replaceFirst("(?i)\\.csv$", ""))
			.toList();
		return new ReadingAnswers(readers, tables.stream().map(table -> one(table, items, monitor)).toList());
	}

	private static List<Path> tables(final Path answers) {
		if (!Files.isDirectory(answers)) return List.of(answers);
		try (Stream<Path> files = Files.list(answers)) {
			return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")).sorted().toList();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read the folder " + answers + ": " + AtomicFiles.reason(e) + ".", e);
		}
	}

	private static List<String> one(final Path csv, final List<String> items, final Monitor monitor) {
		final Tables.Table table = Tables.read(csv);
		final int item = table.column(ReadingSheet.ANSWER_COLUMNS.get(0));
		final int answer = table.column(ReadingSheet.ANSWER_COLUMNS.get(1));
		final List<String> called = new ArrayList<>(Collections.nCopies(items.size(), null));
		final List<String> named = new ArrayList<>();
		for (final List<String> row : table.rows()) {
			final String name = row.get(item).strip();
			final int number = items.indexOf(name);
			if (number < 0) throw wrong(csv, "the item " + name + " was not shown. Give answers to the sheet of the same real, " +
				"synthetic, count and seed, whose files have not changed since.");
			if (named.contains(name)) throw wrong(csv, "the item " + name + " is there twice. Leave the answer that counts.");
			named.add(name);
			called.set(number, answer(csv, name, row.get(answer)));
		}
		final List<String> missing = IntStream.range(0, items.size()).filter(i -> called.get(i) == null).mapToObj(items::get)
			.toList();
		if (missing.size() == items.size()) throw wrong(csv, "nothing is answered. Fill the column answer with real or synthetic.");
		if (!missing.isEmpty()) monitor.warn(csv.getFileName() + " has no answer to " + missing.size() + " of " + items.size() +
			" items, which do not count for this reader: " + missing.stream().limit(NAMED).collect(Collectors.joining(", ")) + (missing
				.size() > NAMED ? ", ..." : "") + ".");
		return called;
	}

	private static String answer(final Path csv, final String item, final String text) {
		final String answer = text.strip().toLowerCase(Locale.ROOT);
		if (answer.isEmpty()) return null;
		if (answer.equals(ReadingItem.REAL) || answer.equals(ReadingItem.SYNTHETIC)) return answer;
		throw wrong(csv, "the answer \"" + text.strip() + "\" to the item " + item + " is unknown. Allowed: real, synthetic, or " +
			"empty = not answered.");
	}

	private static SonoflowException.File wrong(final Path csv, final String what) {
		return new SonoflowException.File("The answers " + csv + ": " + what);
	}
}
