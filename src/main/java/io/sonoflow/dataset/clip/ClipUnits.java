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

	private static final List<Function<Sample, String>> LABELS = List.of(Sample::label, Sample::original, Sample::truth);

	/**
	 * @throws SonoflowException.Input if frames of a clip have several labels
	 */
	public static ClipUnits of(final Dataset rows, final Monitor monitor) {
		final Map<Object, List<Sample>> units = new LinkedHashMap<>();
		for (final Sample sample : rows.samples())
			units.computeIfAbsent(key(sample), key -> new ArrayList<>()).add(sample);
		if (units.size() == rows.samples().size()) return alone(rows);
		for (final List<Sample> unit : units.values())
			for (final Function<Sample, String> column : LABELS)
				requireOne(rows, unit, column);
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

	/** {@return the same where labels do not matter, and may differ} */
	public static ClipUnits unlabelled(final Dataset rows, final Monitor monitor) {
		final ClipUnits units = of(new Dataset(rows.source(), rows.samples().stream().map(ClipUnits::withoutLabels).toList()),
			monitor);
		final Map<Path, Sample> byImage = new LinkedHashMap<>();
		rows.samples().forEach(sample -> byImage.putIfAbsent(sample.image(), sample));
		return new ClipUnits(new Dataset(rows.source(), units.dataset.samples().stream().map(sample -> byImage.get(sample.image()))
			.toList()), units.files);
	}

	private static Sample withoutLabels(final Sample sample) {
		return new Sample(sample.image(), sample.patient(), "", "", "", "", null, "", Map.of(Sample.CLIP, sample.clip()));
	}

	/** {@return units of a row each} */
	public static ClipUnits alone(final Dataset rows) {
		return new ClipUnits(rows, rows.samples().stream().map(sample -> List.of(sample.image())).toList());
	}

	private static void requireOne(final Dataset rows, final List<Sample> unit, final Function<Sample, String> column) {
		final List<String> values = unit.stream().map(column).distinct().toList();
		if (values.size() > 1) throw new SonoflowException.Input("input " + rows.source() + ": frames of the clip \"" + unit.get(0)
			.clip() + "\" have several labels: " + String.join(", ", values) +
			". A clip has one. Correct the label, or empty the column " + Sample.CLIP + " of frames that stand for themselves.");
	}
}
