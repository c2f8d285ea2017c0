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
package io.sonoflow.train;

import io.sonoflow.file.Tables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Losses and other figures over the steps of a training: each row holds weighted means of what was added since the row
 * before.
 *
 * <pre>
 * LossLog log = new LossLog("loss", "rate");
 * log.add("loss", 0.7, 1);
 * log.endRow(10); // 10, 0.7, and no rate
 * log.write(folder.resolve("losses.csv"));
 * </pre>
 */
public final class LossLog {

	/** The columns after the step. */
	private final List<String> columns;
	/** The step and the means of each finished row; NaN = nothing was added. */
	private final List<double[]> rows = new ArrayList<>();
	private double[] sums;
	private double[] weights;

	/**
	 * What is saved of a log.
	 *
	 * @param rows finished ones: the step, then a mean for each column
	 * @param sums of the running row, a column each: weight times value
	 * @param weights of the running row, a column each
	 */
	public record State(List<double[]> rows, double[] sums, double[] weights) {
	}

	/** @param columns names, without that of the step */
	public LossLog(final String... columns) {
		this.columns = List.of(columns);
		clearSums();
	}

	private void clearSums() {
		sums = new double[columns.size()];
		weights = new double[columns.size()];
	}

	/** Adds a value to the mean of a column in the running row; of NaN the mean is NaN. */
	public void add(final String column, final double value, final double weight) {
		final int at = at(column);
		sums[at] += weight * value;
		weights[at] += weight;
	}

	private int at(final String column) {
		final int at = columns.indexOf(column);
		if (at < 0) throw new IllegalArgumentException("no column " + column + " in " + columns);
		return at;
	}

	/** Ends a row: {@return the step and the means} */
	public double[] endRow(final long step) {
		final double[] row = new double[1 + columns.size()];
		row[0] = step;
		for (int i = 0; i < sums.length; i++)
			row[1 + i] = sums[i] / weights[i];
		rows.add(row);
		clearSums();
		return row;
	}

	/** {@return whether the last row ends at this step} */
	public boolean endsAt(final long step) {
		return !rows.isEmpty() && rows.get(rows.size() - 1)[0] == step;
	}

	/** {@return what {@link #restore} takes} */
	public State state() {
		return new State(List.copyOf(rows), sums.clone(), weights.clone());
	}

	/** Goes on from a state of a log with the same columns. */
	public void restore(final State state) {
		rows.clear();
		rows.addAll(state.rows);
		sums = Arrays.copyOf(state.sums, columns.size());
		weights = Arrays.copyOf(state.weights, columns.size());
	}

	/** {@return number of finished rows} */
	public int size() {
		return rows.size();
	}

	/**
	 * @param name of a column, or {@code step}
	 * @return its values in the finished rows, NaN where there is none
	 */
	public double[] column(final String name) {
		final int column = name.equals("step") ? 0 : 1 + at(name);
		return rows.stream().mapToDouble(row -> row[column]).toArray();
	}

	/** {@return the last value of a column that is one; NaN if there is none} */
	public double last(final String name) {
		final double[] values = Arrays.stream(column(name)).filter(value -> !Double.isNaN(value)).toArray();
		return values.length == 0 ? Double.NaN : values[values.length - 1];
	}

	/** Writes the finished rows as a table; what there is none of is empty. */
	public void write(final Path csv) {
		final List<String> header = new ArrayList<>(List.of("step"));
		header.addAll(columns);
		Tables.write(csv, header, rows.stream().map(LossLog::texts).toList());
	}

	private static List<String> texts(final double[] row) {
		final List<String> texts = new ArrayList<>();
		texts.add(Long.toString((long) row[0]));
		for (int i = 1; i < row.length; i++)
			texts.add(Double.isNaN(row[i]) ? "" : Float.toString((float) row[i]));
		return texts;
	}
}
