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

import io.sonoflow.file.Tables;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which images a run was about: each counted once, however often it was predicted.
 *
 * @param images number of different images
 * @param patients number of different patients; empty if no patient is named
 * @param unnamed images without a patient
 * @param labels images a class, most frequent first; empty if there are no labels
 */
record Cohort(int images, Optional<Integer> patients, int unnamed, Map<String, Integer> labels) {

	/** {@return the images of predictions.csv, else of dataset.csv, if one of them is there and names any} */
	static Optional<Cohort> of(final Tabular tables) {
		return tables.get("predictions.csv", "image").or(() -> tables.get("dataset.csv", "image")).filter(
			table -> !table.rows().isEmpty()).map(table -> of(table, "label"));
	}

	/** {@return the same images by the labels of another column of predictions.csv, if it has one} */
	static Optional<Cohort> of(final Tabular tables, final String labels) {
		return tables.get("predictions.csv", "image", labels).filter(table -> !table.rows().isEmpty()).map(table -> of(table,
			labels));
	}

	private static Cohort of(final Tables.Table table, final String labelled) {
		final List<String> images = Tabular.column(table, "image");
		final boolean hasPatient = table.header().contains("patient");
		final boolean hasLabel = table.header().contains(labelled);
		final Set<String> seen = new HashSet<>();
		final Set<String> patients = new HashSet<>();
		final Map<String, Integer> labels = new HashMap<>();
		int unnamed = 0;
		for (int i = 0; i < images.size(); i++) {
			if (!seen.add(images.get(i))) continue;
			final String patient = hasPatient ? table.rows().get(i).get(table.column("patient")) : "";
			if (patient.isBlank()) unnamed++;
			else patients.add(patient);
			final String label = hasLabel ? table.rows().get(i).get(table.column(labelled)) : "";
			if (!label.isBlank()) labels.merge(label, 1, Integer::sum);
		}
		final Map<String, Integer> sorted = new LinkedHashMap<>();
		labels.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
			.thenComparing(Map.Entry.comparingByKey())).forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
		return new Cohort(seen.size(), patients.isEmpty() ? Optional.empty() : Optional.of(patients.size()), unnamed, sorted);
	}

	/** {@return whose they are} */
	People people() {
		return new People(images, patients.orElse(0), unnamed);
	}

	/** {@return number of images that have a label} */
	int labelled() {
		return labels.values().stream().mapToInt(Integer::intValue).sum();
	}

	/** {@return share of a class among the labelled images, if it is there} */
	Optional<Double> share(final String label) {
		return Optional.ofNullable(labels.get(label)).map(count -> (double) count / labelled());
	}

	/** {@return e.g. "96 images of 24 patients: homogeneous 77, inhomogeneous 19"} */
	String describe() {
		final StringBuilder text = new StringBuilder(people().describe());
		String separator = ": ";
		for (final Map.Entry<String, Integer> label : labels.entrySet()) {
			text.append(separator).append(label.getKey()).append(' ').append(label.getValue());
			separator = ", ";
		}
		return text.toString();
	}
}
