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
package io.sonoflow.step.crop;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.crop.CropWriter.Crop;
import io.sonoflow.step.crop.CropWriter.Written;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of all crops, and the sheets.
 *
 * @param out the run's folder
 * @param items files that were cropped
 * @param plans theirs
 * @param written what was written of each
 */
record CropTables(RunFolder out, List<CropItem> items, List<CropPlan> plans, List<Written> written) {

	private static final List<String> TEXT_COLUMNS = List.of("image", "x", "y", "w", "h");

	/** {@return rows of review.csv: the image as in dataset.csv, and the reason} */
	static List<List<String>> review(final List<Crop> crops) {
		return crops.stream().filter(crop -> !crop.region().field().certain()).map(crop -> List.of("images/" + crop.file(), crop
			.region().field().reason())).toList();
	}

	List<Crop> crops() {
		return written.stream().flatMap(each -> each.crops().stream()).toList();
	}

	List<Sample> samples() {
		return written.stream().flatMap(each -> each.samples().stream()).toList();
	}

	/** {@return rows of text.csv, in pixels of the crop; of a clip its first frame stands for all} */
	List<List<String>> text() {
		return crops().stream().flatMap(crop -> crop.text().stream().map(box -> List.of("images/" + crop.file(), String.valueOf(
			box.x()), String.valueOf(box.y()), String.valueOf(box.w()), String.valueOf(box.h())))).toList();
	}

	private List<List<String>> boxes() {
		final List<List<String>> rows = new ArrayList<>();
		for (int i = 0; i < items.size(); i++) {
			final String source = items.get(i).source(out.path());
			for (final Crop crop : written.get(i).crops())
				rows.add(BoxRow.row(source, crop.region(), plans.get(i).layout()));
		}
		return rows;
	}

	/**
	 * @param review rows
	 * @return dataset.csv, which comes last
	 */
	Path write(final List<List<String>> review, final Monitor monitor) {
		final Path table = out.resolve(Dataset.FILE);
		Tables.write(out.resolve(CropBoxes.FILE), BoxRow.COLUMNS, boxes());
		Tables.write(out.resolve("text.csv"), TEXT_COLUMNS, text());
		Opened.write(out.path(), review);
		CropSheets.write(out.path(), crops(), monitor);
		Dataset.write(table, samples());
		return table;
	}
}
