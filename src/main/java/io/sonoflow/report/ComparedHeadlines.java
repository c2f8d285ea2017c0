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
import io.sonoflow.run.RunInfo;

import java.util.List;
import java.util.Optional;

/** The large figures of a comparison: F1 of each arm, and its difference from the baseline with an interval. */
final class ComparedHeadlines {

	/** F1 against the labels that are the same task for all arms comes first. */
	private static final List<String> METRICS = List.of("truthf1", "f1", "originalf1");
	/** From fewer trainings no interval is taken, also where an older version did. */
	private static final int FEWEST = 3;
	/** An interval of differences as wide as this leaves everything open. */
	private static final double WIDE = 1;
	/** Arms that a sentence tells of. */
	private static final int TOLD = 3;

	private final Tables.Table table;
	private final String baseline;
	private final Redaction redaction;

	private ComparedHeadlines(final RunInfo run, final Tables.Table table, final Redaction redaction) {
		this.table = table;
		this.baseline = run.figures().getOrDefault("baseline", "");
		this.redaction = redaction;
	}

	private static Optional<ComparedHeadlines> read(final RunInfo run, final Tabular tables, final Redaction redaction) {
		return tables.get("comparison.csv", "arm", "metric", "mean", "std", "n", "difference", "low", "high").map(
			table -> new ComparedHeadlines(run, table, redaction));
	}

	/** {@return F1 on the truth, on each arm's own labels and on the original ones, as far as there are; none without a table} */
	static List<Headline> of(final RunInfo run, final Tabular tables, final Redaction redaction) {
		return read(run, tables, redaction).map(all -> METRICS.stream().flatMap(metric -> all.rows(metric).stream().map(
			row -> all.headline(metric, row))).toList()).orElse(List.of());
	}

	/** {@return how the arms differ, on the truth where it is known; empty if this is no comparison} */
	static String sentence(final RunInfo run, final Tabular tables, final Redaction redaction) {
		return read(run, tables, redaction).map(ComparedHeadlines::sentence).orElse("");
	}

	private String sentence() {
		final String metric = rows("truthf1").isEmpty() ? "f1" : "truthf1";
		final List<List<String>> rows = rows(metric).stream().filter(row -> !Double.isNaN(number(row, "difference"))).toList();
		if (rows.isEmpty()) return "";
		final List<String> said = rows.stream().limit(TOLD).map(row -> "F1" + labels(metric) + " of \"" + arm(row) + "\" is " +
			value(row) + "; difference from " + baseline() + " " + difference(row) + "." + verdict(row)).toList();
		return "Compared arms: " + String.join(" ", said) + (rows.size() > TOLD ? " " + (rows.size() - TOLD) +
			" more are under Steps." : "");
	}

	private List<List<String>> rows(final String metric) {
		return table.rows().stream().filter(row -> row.get(table.column("metric")).equals(metric)).toList();
	}

	/** {@return what F1 is measured against; which labels matters only where there are several} */
	private String labels(final String metric) {
		return switch (metric) {
			case "truthf1" -> " on the known truth";
			case "originalf1" -> " on the original labels";
			default -> rows("truthf1").isEmpty() && rows("originalf1").isEmpty() ? "" : " on each arm's own labels";
		};
	}

	private Headline headline(final String metric, final List<String> row) {
		final double std = number(row, "std");
		return new Headline(arm(row) + ": f1" + labels(metric), value(row), (std > 0 ? "± " + Digits.around(std, std) + ", " : "") +
			"n = " + row.get(table.column("n")) + against(row), "", Headline.Standing.BETTER);
	}

	private String arm(final List<String> row) {
		return redaction.cell("arm", row.get(table.column("arm")));
	}

	private String baseline() {
		return baseline.isEmpty() ? "the baseline" : redaction.cell("arm", baseline);
	}

	private String value(final List<String> row) {
		return Digits.around(number(row, "mean"), number(row, "std"));
	}

	/** {@return what the difference from the baseline is; empty for the baseline} */
	private String against(final List<String> row) {
		if (Double.isNaN(number(row, "difference"))) return baseline.equals(row.get(table.column("arm"))) ? "; the baseline" : "";
		return "; difference from " + baseline() + " " + difference(row);
	}

	private double low(final List<String> row) {
		return Math.max(-1, number(row, "low"));
	}

	private double high(final List<String> row) {
		return Math.min(1, number(row, "high"));
	}

	private boolean hasInterval(final List<String> row) {
		return number(row, "n") >= FEWEST && high(row) - low(row) > 1e-9;
	}

	private String difference(final List<String> row) {
		final double difference = number(row, "difference");
		if (hasInterval(row)) return Digits.share(difference, low(row), high(row)) + (high(row) - low(row) >= WIDE
			? ", too wide to tell anything (n = " + row.get(table.column("n")) + ")" : "");
		final double n = number(row, "n");
		return Digits.around(difference, Double.NaN) + ", no interval: " + (n < FEWEST ? row.get(table.column("n")) + (n == 1
			? " training is" : " trainings are") + " too few" : "it is the same in all trainings");
	}

	private String verdict(final List<String> row) {
		if (!hasInterval(row)) return " Whether that is chance is open.";
		return low(row) > 0 ? " The interval is above 0: better on these images." : high(row) < 0
			? " The interval is below 0: worse on these images." : " The interval holds 0: which is better is open.";
	}

	private double number(final List<String> row, final String column) {
		return Headline.number(row.get(table.column(column))).orElse(Double.NaN);
	}
}
