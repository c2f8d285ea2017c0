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

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads dataset.csv. */
final class DatasetTable {

	private final Path csv;
	private final Map<Path, Integer> lines = new HashMap<>();
	private final List<String> missing = new ArrayList<>();

	private DatasetTable(final Path csv) {
		this.csv = csv;
	}

	static Dataset read(final Path csv, final Monitor monitor) {
		return new DatasetTable(csv).read(monitor);
	}

	private Dataset read(final Monitor monitor) {
		final Tables.Table table = Tables.read(csv);
		if (!table.header().contains("image")) throw new SonoflowException.File(csv +
			" has no column image (columns: " + String.join(", ", table.header()) +
			"). Add it: the path of each image, relative to the table.");
		if (table.rows().isEmpty()) throw new SonoflowException.File(csv +
			" has a header but no rows. Add one row for each image.");
		final List<Sample> samples = new ArrayList<>();
		for (int i = 0; i < table.rows().size(); i++)
			samples.add(sample(table.header(), table.rows().get(i), i + 2));
		if (!missing.isEmpty()) throw new SonoflowException.File(csv + " names " + missing.size() +
			" files that do not exist, first " + missing.get(0) + ". Paths are relative to the table's folder.");
		warnOfPatients(samples, monitor);
		return new Dataset(csv, samples);
	}

	private Sample sample(final List<String> header, final List<String> values, final int line) {
		final Map<String, String> row = new LinkedHashMap<>();
		for (int i = 0; i < header.size(); i++)
			row.put(header.get(i), values.get(i).strip());
		final String name = row.remove("image");
		if (name.isEmpty()) throw new SonoflowException.File(csv + ", line " + line +
			": the column image is empty. Fill it or remove the row.");
		final Path image = file("image", name, line);
		final Integer first = lines.putIfAbsent(image, line);
		if (first != null) throw new SonoflowException.File(csv + ", line " + line + ": the image " + name +
			" is already in line " + first + ". An image twice would be counted twice and could be in training and test " +
			"at once; remove one row.");
		final String mask = take(row, "mask");
		row.computeIfPresent(Sample.MARKS, (column, marks) -> marks.isEmpty() ? "" : file(column, marks, line).toString());
		return new Sample(image, take(row, "patient"), take(row, "side"), take(row, "view"), take(row, "label"), take(row,
			"organ"), mask.isEmpty() ? null : file("mask", mask, line), take(row, "truth"), row);
	}

	private static String take(final Map<String, String> row, final String column) {
		final String value = row.remove(column);
		return value == null ? "" : value;
	}

	private Path file(final String column, final String name, final int line) {
		try {
			final Path path = csv.getParent().resolve(name).normalize();
			if (!Files.isRegularFile(path)) missing.add(name + " (line " + line + ", column " + column + ")");
			return path;
		}
		catch (final InvalidPathException e) {
			throw new SonoflowException.File(csv + ", line " + line + ": " + name + " in column " + column +
				" cannot be a path: " + e.getReason() + ".", e);
		}
	}

	private void warnOfPatients(final List<Sample> samples, final Monitor monitor) {
		final long unknown = samples.stream().filter(sample -> sample.patient().isEmpty()).count();
		if (unknown > 0) monitor.warn(csv.getFileName() + ": the patient of " + unknown + " of " + samples.size() +
			" images is not given; each counts as a patient of its own. If one patient has several, scores come out too good.");
	}
}
