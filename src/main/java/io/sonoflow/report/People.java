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
import io.sonoflow.dataset.Dataset;
import io.sonoflow.file.Tables;
import io.sonoflow.run.RunInfo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose images they are, as far as it is recorded. Of images that name nobody it is not known whether they show somebody who is
 * in another one, too: nothing is said of them that a division by patient would give.
 *
 * @param images number of different images
 * @param patients number of different patients that are named
 * @param unnamed images without a patient
 * @param split whether somebody is seen to be in several parts of one division
 */
record People(long images, long patients, long unnamed, boolean split) {

	/** Nothing is recorded. */
	static final People UNKNOWN = new People(0, 0, 0, false);

	People(final long images, final long patients, final long unnamed) {
		this(images, patients, unnamed, false);
	}

	static People of(final List<Predictions.Row> rows) {
		return new People(rows.stream().map(Predictions.Row::image).distinct().count(), rows.stream().filter(
			Predictions.Row::isNamed).map(Predictions.Row::patient).distinct().count(), rows.stream().filter(row -> !row.isNamed())
				.map(Predictions.Row::image).distinct().count());
	}

	/** {@return whose the images of a run are that tells training and test apart: also those that are in no table of its own} */
	static People divided(final RunInfo run, final Tabular tables, final Optional<Cohort> cohort) {
		final People named = cohort.map(Cohort::people).orElse(UNKNOWN);
		final People own = new People(named.images, named.patients, named.unnamed, isSplit(tables));
		if (!run.command().startsWith("Train Classifier")) return own;
		return run.inputs().stream().filter(input -> input.path().equals(run.parameter("input"))).flatMap(input -> run.find(input)
			.stream()).map(path -> Files.isDirectory(path) ? path.resolve(Dataset.FILE) : path).filter(path -> path.endsWith(
				Dataset.FILE) && Files.isRegularFile(path)).findFirst().flatMap(People::read).orElse(own);
	}

	/** A division by site may have somebody at two of them, one by image anybody. */
	private static boolean isSplit(final Tabular tables) {
		final Map<List<String>, String> parts = new HashMap<>();
		return tables.get("predictions.csv", "patient", "seed", "fold").filter(table -> table.rows().stream().anyMatch(row -> {
			final String patient = row.get(table.column("patient"));
			final String part = row.get(table.column("fold"));
			return !patient.isBlank() && !part.equals(Objects.requireNonNullElse(parts.putIfAbsent(List.of(row.get(table.column(
				"seed")), patient), part), part));
		})).isPresent();
	}

	private static Optional<People> read(final Path dataset) {
		try {
			return Cohort.of(new Tabular(Map.of(Dataset.FILE, Tables.read(dataset)), List.of())).map(Cohort::people);
		}
		catch (final SonoflowException.File e) {
			return Optional.empty();
		}
	}

	/** {@return whether each image names its patient} */
	boolean all() {
		return images > 0 && unnamed == 0;
	}

	/** {@return whether no image does} */
	boolean none() {
		return images > 0 && patients == 0;
	}

	/** {@return all, some or none of the images name their patient; empty if nothing is recorded} */
	String named() {
		return images == 0 ? "" : all() ? "all" : none() ? "none" : "some";
	}

	/** {@return e.g. "96 images of 24 patients"} */
	String describe() {
		final String text = count(images, "image");
		if (none()) return text + ", patients not named";
		if (images == 0 || all()) return text + (patients == 0 ? "" : " of " + count(patients, "patient"));
		return text + ", " + (images - unnamed) + " of " + count(patients, "patient") + " and " + unnamed +
			" whose patient is not named";
	}

	/** {@return what intervals are over} */
	String over() {
		return all() ? "patients" : none() ? "images, as no patient is named" :
			"patients and, where none is named, images";
	}

	/** {@return why intervals are over them} */
	String why() {
		return all() ? "images of one patient are not independent" : "images of one patient are not independent, and where the " +
			"patient is not named, intervals may be too narrow";
	}

	/** {@return groups of images that count as a patient each, e.g. "24 patients"; empty where they are images} */
	String groups(final int count) {
		return none() ? "" : all() ? count(count, "patient") : count + " patients or images without one";
	}

	private static String count(final long count, final String what) {
		return count + " " + what + (count == 1 ? "" : "s");
	}
}
