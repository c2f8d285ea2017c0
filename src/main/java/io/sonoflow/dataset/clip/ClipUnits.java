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
package io.sonoflow.dataset.clip;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A data set in which each sample is a clip or an image: rows that name the same patient and clip (frames, as "Crop
 * Ultrasound..." writes them) are one sample, the first row's.
 *
 * @param dataset one sample a unit
 * @param files of each unit: one, which may be a clip, or one a frame in the order of the rows
 */
public record ClipUnits(Dataset dataset, List<List<Path>> files) {

	/** How a data set is read whose rows of a clip are joined. */
	public static final String JOINED = "rows of a clip as one clip";

	private static final Column LABEL = new Column("label", Sample::label);

	private static final List<Column> LABELS = List.of(LABEL, new Column(Sample.ORIGINAL, Sample::original), new Column("truth",
		Sample::truth));

	/** In which the rows of a clip must agree. */
	private record Column(String name, Function<Sample, String> value) {
	}

	/**
	 * @throws SonoflowException.Input if frames of a clip have several labels, original labels or truths
	 */
	public static ClipUnits of(final Dataset rows, final Monitor monitor) {
		return of(rows, LABELS, monitor);
	}

	/**
	 * The same where the label alone matters.
	 *
	 * @throws SonoflowException.Input if frames of a clip have several labels
	 */
	public static ClipUnits labelled(final Dataset rows, final Monitor monitor) {
		return of(rows, List.of(LABEL), monitor);
	}

	/** {@return the same where labels do not matter, and may differ} */
	public static ClipUnits unlabelled(final Dataset rows, final Monitor monitor) {
		return of(rows, List.of(), monitor);
	}

	private static ClipUnits of(final Dataset rows, final List<Column> columns, final Monitor monitor) {
		final Map<Object, List<Sample>> units = new LinkedHashMap<>();
		for (final Sample sample : rows.samples())
			units.computeIfAbsent(key(sample), key -> new ArrayList<>()).add(sample);
		if (units.size() == rows.samples().size()) return alone(rows);
		for (final List<Sample> unit : units.values())
			columns.forEach(column -> requireOne(rows, unit, column));
		monitor.message(rows.samples().size() + " rows are frames of " + units.size() + " clips and images (column " + Sample.CLIP +
			"): each clip counts as one.");
		return new ClipUnits(new Dataset(rows.source(), units.values().stream().map(unit -> unit.get(0)).toList()), units.values()
			.stream().map(unit -> unit.stream().map(Sample::image).toList()).toList());
	}

	/** {@return what the rows of one sample have in common, and no others: patient and clip, or of an image its file} */
	public static Object key(final Sample row) {
		return row.clip().isEmpty() ? row.image() : List.of(row.patient(), row.clip());
	}

	/** {@return those whose label was not dropped; see {@link Sample#isDropped}} */
	public ClipUnits withoutDropped() {
		return new ClipUnits(dataset.withoutDropped(), IntStream.range(0, files.size()).filter(i -> !dataset.samples().get(i)
			.isDropped()).mapToObj(files::get).toList());
	}

	/** {@return how a run's input is read, for its record, if rows are joined: each was an image of its own once} */
	public Map<Path, String> readings(final Path input) {
		return files.stream().anyMatch(unit -> unit.size() > 1) ? Map.of(input, JOINED) : Map.of();
	}

	/** {@return units of a row each} */
	public static ClipUnits alone(final Dataset rows) {
		return new ClipUnits(rows, rows.samples().stream().map(sample -> List.of(sample.image())).toList());
	}

	private static void requireOne(final Dataset rows, final List<Sample> unit, final Column column) {
		final List<String> values = unit.stream().map(column.value).map(value -> value.isEmpty() ? "none" : value).distinct()
			.toList();
		if (values.size() > 1) throw new SonoflowException.Input("input " + rows.source() + ": frames of the clip \"" + unit.get(0)
			.clip() + "\" have several labels in the column " + column.name + ": " + String.join(", ", values) +
			". A clip has one. Correct that column, or empty the column " + Sample.CLIP + " of frames that stand for themselves.");
	}
}
