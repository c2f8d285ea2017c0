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
package io.sonoflow.train.contrastive;

import io.sonoflow.file.Tables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Losses and signs of health over the training: means over the steps of a row, and the probe's scores where it was asked. */
public final class LossLog {

	/**
	 * Columns of losses.csv; what there is none of is empty. Losses in nats; matched and spread as in {@link NtXent.Result};
	 * neighbours and linear as in {@link Probe.Scores}.
	 */
	public static final List<String> HEADER = List.of("step", "loss", "contrastive", "organ", "matched", "spread",
		"gradient", "rate", "neighbours", "linear");

	/** Columns between the step and the probe's. */
	private static final int MEANS = 7;

	/** The step and the values of a finished row, as in {@link #HEADER}; NaN = none. */
	private final List<double[]> rows = new ArrayList<>();
	private double[] sums = new double[MEANS];
	private long steps;

	/** What is saved. */
	record State(List<double[]> rows, double[] sums, long steps) {
	}

	/** Adds a step: values in the order of {@link #HEADER}, without step and probe. */
	void add(final double... values) {
		for (int i = 0; i < MEANS; i++)
			sums[i] += values[i];
		steps++;
	}

	/** Ends a row. */
	double[] endRow(final long step, final Probe.Scores scores) {
		final double[] row = new double[HEADER.size()];
		row[0] = step;
		for (int i = 0; i < MEANS; i++)
			row[1 + i] = sums[i] / steps;
		row[1 + MEANS] = scores.neighbours();
		row[2 + MEANS] = scores.linear();
		rows.add(row);
		sums = new double[MEANS];
		steps = 0;
		return row;
	}

	State state() {
		return new State(List.copyOf(rows), sums.clone(), steps);
	}

	void restore(final State state) {
		rows.clear();
		rows.addAll(state.rows);
		sums = Arrays.copyOf(state.sums, MEANS);
		steps = state.steps;
	}

	/** {@return number of rows} */
	public int size() {
		return rows.size();
	}

	/**
	 * @param name of a column
	 * @return its values, NaN where there is none
	 */
	public double[] column(final String name) {
		final int column = HEADER.indexOf(name);
		return rows.stream().mapToDouble(row -> row[column]).toArray();
	}

	/** {@return the last value of a column that is one; NaN if there is none} */
	public double last(final String name) {
		final double[] values = Arrays.stream(column(name)).filter(value -> !Double.isNaN(value)).toArray();
		return values.length == 0 ? Double.NaN : values[values.length - 1];
	}

	/** Writes losses.csv. */
	public void write(final Path csv) {
		Tables.write(csv, HEADER, rows.stream().map(LossLog::texts).toList());
	}

	private static List<String> texts(final double[] row) {
		final List<String> texts = new ArrayList<>();
		texts.add(Long.toString((long) row[0]));
		for (int i = 1; i < row.length; i++)
			texts.add(Double.isNaN(row[i]) ? "" : Float.toString((float) row[i]));
		return texts;
	}
}
