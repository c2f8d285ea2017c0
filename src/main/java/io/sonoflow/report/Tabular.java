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
package io.sonoflow.report;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.Tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The CSV tables of a run's folder (not of its sub-folders).
 *
 * @param tables by file name, in the order in which they are to be shown
 * @param broken what could not be read, as messages
 */
record Tabular(Map<String, Tables.Table> tables, List<String> broken) {

	static Tabular read(final Path folder, final List<String> order) {
		final List<Path> files;
		try (Stream<Path> list = Files.list(folder)) {
			files = list.filter(path -> path.getFileName().toString().endsWith(".csv") && Files.isRegularFile(path)).sorted(
				Comparator.<Path>comparingInt(path -> rank(order, path)).thenComparing(Comparator.naturalOrder())).toList();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("The folder " + folder + " cannot be listed (" + e
				+ "). Check that you may read it.", e);
		}
		final Map<String, Tables.Table> tables = new LinkedHashMap<>();
		final List<String> broken = new ArrayList<>();
		for (final Path file : files) {
			try {
				tables.put(file.getFileName().toString(), Tables.read(file));
			}
			catch (final SonoflowException.File e) {
				// What it quotes of a table without columns may be a patient.
				broken.add("A table is not shown: " + e.getMessage().replaceAll("\"[^\"]*\"", "\"...\""));
			}
		}
		return new Tabular(tables, broken);
	}

	private static int rank(final List<String> order, final Path file) {
		final int index = order.indexOf(file.getFileName().toString());
		return index < 0 ? order.size() : index;
	}

	/** {@return the table of this file name, if it is there and has all these columns} */
	Optional<Tables.Table> get(final String name, final String... columns) {
		return Optional.ofNullable(tables.get(name)).filter(table -> table.header().containsAll(List.of(columns)));
	}

	/** {@return the cells of one column} */
	static List<String> column(final Tables.Table table, final String name) {
		final int index = table.column(name);
		return table.rows().stream().map(row -> row.get(index)).toList();
	}
}
