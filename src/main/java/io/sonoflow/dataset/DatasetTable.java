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

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads dataset.csv. */
final class DatasetTable {

	/** What is known of an image; everything else is carried through as it is. */
	private static final Set<String> KNOWN = Set.of("image", "patient", "side", "view", "label", "organ", "mask", "truth",
		Sample.MARKS, Sample.ORIGINAL, Sample.SITE, Sample.CLIP, Sample.SPLIT);

	/** What others call the columns that matter most, without signs. */
	private static final Map<String, Set<String>> OTHERS = Map.of("image", Set.of("file", "filename", "filepath", "path",
		"img", "images", "imagename", "imagepath", "imagefile", "imgpath", "frame"), "patient", Set.of("patientid", "patients",
			"pid", "patid", "subject", "subjectid", "case", "caseid", "study", "studyid"), "label", Set.of("labels", "class",
				"classname", "category", "target", "diagnosis", "pathology", "y"));

	private final Path csv;
	private final TablePaths paths;
	private final Map<Path, First> firsts = new LinkedHashMap<>();

	/** Where an image stands first, and with which label. */
	private record First(long line, String label) {
	}

	private DatasetTable(final Path csv) {
		this.csv = csv;
		this.paths = new TablePaths(csv);
	}

	/** @param grouped see {@link Dataset#read(Path, boolean, Monitor)} */
	static Dataset read(final Path csv, final boolean grouped, final Monitor monitor) {
		return new DatasetTable(csv).read(grouped, monitor);
	}

	private Dataset read(final boolean grouped, final Monitor monitor) {
		final ForeignTable table = ForeignTable.read(csv, KNOWN, monitor);
		final List<String> header = table.header();
		if (!header.contains("image")) throw new SonoflowException.File(csv + " has no column image (columns: " + String.join(
			", ", header) + "). Add it: the path of each image, relative to the table." + likely("image", header));
		if (table.rows().isEmpty()) throw new SonoflowException.File(csv +
			" has a header but no rows. Add one row for each image.");
		final List<Sample> samples = table.rows().stream().map(this::sample).toList();
		paths.requireAll();
		paths.tell(monitor);
		final String name = place().toString();
		if (!header.contains("label") && !likely("label", header).isEmpty()) monitor.message(name + " has no column label." +
			likely("label", header));
		Doubts.check(csv, samples);
		if (grouped) warnOfPatients(header, samples, monitor);
		new Doubts(name, samples, monitor).tell(grouped);
		MaskNames.warnOfRows(name, samples, monitor);
		return new Dataset(csv, samples);
	}

	/** {@return a sentence on the column that may be meant, with a blank before it; or nothing} */
	private static String likely(final String wanted, final List<String> header) {
		return header.stream().filter(column -> OTHERS.get(wanted).contains(column.toLowerCase(Locale.ROOT).replaceAll("[^a-z]",
			""))).findFirst().map(column -> " If the column " + column + " is meant, call it " + wanted + ".").orElse("");
	}

	private Sample sample(final ForeignTable.Row read) {
		final Map<String, String> row = new LinkedHashMap<>(read.values());
		final String name = take(row, "image");
		if (name.isEmpty()) throw new SonoflowException.File(csv + ", line " + read.line() +
			": the column image is empty. Fill it or remove the row.");
		final Path image = paths.file("image", name, read.line());
		final String label = take(row, "label");
		checkOnce(image, name, label, read.line());
		final String mask = take(row, "mask");
		row.computeIfPresent(Sample.MARKS, (column, marks) -> marks.isEmpty() ? "" : paths.file(column, marks, read.line())
			.toString());
		return new Sample(image, take(row, "patient"), take(row, "side"), take(row, "view"), label, take(row, "organ"), mask
			.isEmpty() ? null : paths.file("mask", mask, read.line()), take(row, "truth"), row);
	}

	private void checkOnce(final Path image, final String name, final String label, final long line) {
		final First first = firsts.putIfAbsent(image, new First(line, label));
		if (first != null) throw new SonoflowException.File(csv + ", line " + line + ": the image " + name +
			" is already in line " + first.line + (first.label.equals(label) ? "" : ", with the label \"" + first.label +
				"\" there and \"" + label + "\" here") +
			". An image twice would be counted twice and could be in training and test at once; remove one row.");
	}

	private static String take(final Map<String, String> row, final String column) {
		final String value = row.remove(column);
		return value == null ? "" : value;
	}

	/** {@return the file with its folder, which is what tells one data set from another} */
	private Path place() {
		final Path all = csv.toAbsolutePath().normalize();
		return all.getNameCount() < 2 ? all.getFileName() : all.subpath(all.getNameCount() - 2, all.getNameCount());
	}

	private void warnOfPatients(final List<String> header, final List<Sample> samples, final Monitor monitor) {
		final long unknown = samples.stream().filter(sample -> sample.patient().isEmpty() && sample.clip().isEmpty()).count();
		if (unknown > 0) monitor.warn(place() + ": the patient of " + unknown + " of " + samples.size() +
			" images is not given; each counts as a patient of its own. If one patient has several, scores come out too good." +
			(header.contains("patient") ? "" : likely("patient", header)));
	}
}
