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
package io.sonoflow.step.compare;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.sonoflow.SonoflowException;
import io.sonoflow.metric.Summary;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A published table of classifiers' scores, from {@code published.json}, where they are in percent as printed.
 *
 * @param name the table's number, e.g. 6.2; none = no table
 * @param conditions of its trainings; empty = not said here
 * @param rows by name: mean and standard deviation of each metric that was published, as shares in [0, 1]
 */
record PublishedTable(String name, String conditions, Map<String, Map<String, Summary>> rows) {

	/** The choice of no table. */
	static final String NONE = "none";

	/** Published: 3 folds x 4 seeds. */
	private static final int TRAININGS = 12;

	/**
	 * @param name of the table, or {@link #NONE}: a choice of the key {@code published}
	 */
	static PublishedTable of(final String name) {
		if (name.equals(NONE)) return new PublishedTable(NONE, "", Map.of());
		try (InputStream in = PublishedTable.class.getResourceAsStream("published.json")) {
			for (final JsonElement table : JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
				.getAsJsonArray())
				if (table.getAsJsonObject().get("table").getAsString().equals(name)) return of(name, table.getAsJsonObject());
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		throw new SonoflowException.Input("published=" + name + " is no published table. Give none, or the number of one that is.");
	}

	private static PublishedTable of(final String name, final JsonObject table) {
		final Map<String, Map<String, Summary>> rows = new LinkedHashMap<>();
		for (final JsonElement row : table.getAsJsonArray("rows")) {
			final Map<String, Summary> metrics = new LinkedHashMap<>();
			row.getAsJsonObject().entrySet().stream().filter(entry -> entry.getValue().isJsonArray()).forEach(entry -> {
				// In decimal: 68.59 % is 0.6859, and not what a division of binary numbers makes of it.
				final List<Double> values = StreamSupport.stream(entry.getValue().getAsJsonArray().spliterator(), false).map(
					value -> value.getAsBigDecimal().movePointLeft(2).doubleValue()).toList();
				// Of some tables the spread was not published.
				metrics.put(entry.getKey(), new Summary(values.get(0), values.size() > 1 ? values.get(1) : Double.NaN, TRAININGS));
			});
			rows.put(row.getAsJsonObject().get("arm").getAsString(), metrics);
		}
		final JsonElement conditions = table.get("conditions");
		return new PublishedTable(name, conditions == null ? "" : conditions.getAsString(), rows);
	}

	/** {@return whether the table has a row of this name, whatever its case} */
	boolean has(final String arm) {
		return rows.keySet().stream().anyMatch(row -> row.equalsIgnoreCase(arm));
	}

	/**
	 * {@return what differs besides the patients: the conditions of the table and of a cross-validation that stands beside it; none
	 * where they are not said}
	 */
	List<String> differences(final ComparedArm arm) {
		if (conditions.isEmpty() || arm.isForeign()) return List.of();
		final List<ComparedArm.Item> items = arm.parts().values().stream().flatMap(List::stream).toList();
		final String steps = arm.run().parameter("steps").filter(each -> !each.equals("0")).map(each -> each + " steps").orElseGet(
			() -> arm.run().parameter("epochs").orElse("?") + " epochs");
		final long images = items.stream().map(ComparedArm.Item::identity).distinct().count();
		final long patients = items.stream().map(ComparedArm.Item::patient).distinct().count();
		return List.of(String.format(Locale.ROOT, "What differs from the published table %s: there %s; here %d images of %d " +
			"patients, %s pixels, %s of batch %s, %s (%s).", name, conditions, images, patients, arm.run().parameter("size").orElse("?"), steps,
			arm.run().parameter("batch").orElse("?"), arm.run().parameter("backbone").orElse("?"), arm.name()));
	}

	/** {@return what was published of a metric of the arm of this name, if it was} */
	Optional<Summary> figure(final String arm, final String metric) {
		return rows.entrySet().stream().filter(row -> row.getKey().toLowerCase(Locale.ROOT).equals(arm.toLowerCase(
			Locale.ROOT))).findFirst().map(row -> row.getValue().get(metric));
	}
}
