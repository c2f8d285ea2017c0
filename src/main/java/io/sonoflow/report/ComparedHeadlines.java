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

import java.util.ArrayList;
import java.util.List;

/** The large figures of a comparison: F1 of each arm, and its difference from the baseline with an interval. */
final class ComparedHeadlines {

	private ComparedHeadlines() {
	}

	/** {@return F1 on each arm's own labels, then, if labels were cleaned, on the original ones; none without such a table} */
	static List<Headline> of(final RunInfo run, final Tabular tables, final Redaction redaction) {
		final List<Headline> all = new ArrayList<>();
		tables.get("comparison.csv", "arm", "metric", "mean", "std", "n", "difference", "low", "high").ifPresent(table -> {
			for (final String metric : List.of("f1", "originalf1"))
				for (final List<String> row : table.rows())
					if (row.get(table.column("metric")).equals(metric)) all.add(of(run, table, row, redaction));
		});
		return all;
	}

	private static Headline of(final RunInfo run, final Tables.Table table, final List<String> row, final Redaction redaction) {
		final double std = number(table, row, "std");
		final String against = against(run, table, row, redaction);
		final String name = row.get(table.column("metric")).equals("f1") ? "f1" : "f1 on the original labels";
		return new Headline(redaction.cell("arm", row.get(table.column("arm"))) + ": " + name, Digits.around(number(
			table, row, "mean"), std), (std > 0
			? "± " + Digits.around(std, std) + ", " : "") + "n = " + row.get(table.column("n")) + against, "",
			Headline.Standing.BETTER);
	}

	/** {@return what the difference from the baseline is; empty for the baseline} */
	private static String against(final RunInfo run, final Tables.Table table, final List<String> row,
		final Redaction redaction)
	{
		final String baseline = run.figures().getOrDefault("baseline", "");
		final double difference = number(table, row, "difference");
		if (Double.isNaN(difference)) return baseline.equals(row.get(table.column("arm"))) ? "; the baseline" : "";
		final double low = number(table, row, "low");
		return "; difference from " + (baseline.isEmpty() ? "the baseline" : redaction.cell("arm", baseline)) + " " + (Double
			.isNaN(low) ? Digits.around(
			difference, Double.NaN) + ", no interval from one training" : Digits.interval(difference, low, number(table, row,
				"high")));
	}

	private static double number(final Tables.Table table, final List<String> row, final String column) {
		return Headline.number(row.get(table.column(column))).orElse(Double.NaN);
	}
}
