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
package io.sonoflow.diffusion.training;

import io.sonoflow.diffusion.DiffusionLoss;
import io.sonoflow.file.Tables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Losses over the training: means over the steps of a row, of all images and of each quartile of the timesteps (q0 = least
 * noise). With loss-aware timesteps means are weighted, so that they are those of uniform ones.
 */
public final class LossLog {

	/** Columns of losses.csv; a quartile that was not drawn in a row is empty. */
	static final List<String> HEADER = List.of("step", "loss", "mse", "vb", "q0", "q1", "q2", "q3", "gradient", "rate");

	private static final int QUARTILES = 4;

	/** Places in a row's sums: weight, then loss, mse, vb, then (weight, loss) of each quartile, then norms, rates, steps. */
	private static final int QUARTER = 4;
	private static final int NORM = QUARTER + 2 * QUARTILES;
	private static final int LENGTH = NORM + 3;

	/** The step and the values of a finished row, as in {@link #HEADER}; NaN = none. */
	private final List<double[]> rows = new ArrayList<>();
	private double[] sums = new double[LENGTH];

	/** What is saved. */
	record State(List<double[]> rows, double[] sums) {
	}

	/** Adds images of a step. */
	void add(final DiffusionLoss.Terms terms, final int[] timesteps, final double[] weights, final int of) {
		for (int n = 0; n < timesteps.length; n++) {
			sums[0] += weights[n];
			sums[1] += weights[n] * terms.loss()[n];
			sums[2] += weights[n] * terms.mse()[n];
			sums[3] += weights[n] * terms.vb()[n];
			final int quarter = QUARTER + 2 * (QUARTILES * timesteps[n] / of);
			sums[quarter] += weights[n];
			sums[quarter + 1] += weights[n] * terms.loss()[n];
		}
	}

	/** Adds what there is once a step. */
	void addStep(final double norm, final double rate) {
		sums[NORM] += norm;
		sums[NORM + 1] += rate;
		sums[NORM + 2]++;
	}

	/** Ends a row. */
	double[] endRow(final long step) {
		final double[] row = new double[HEADER.size()];
		row[0] = step;
		for (int i = 1; i < QUARTER; i++)
			row[i] = sums[i] / sums[0];
		for (int q = 0; q < QUARTILES; q++)
			row[QUARTER + q] = sums[QUARTER + 2 * q + 1] / sums[QUARTER + 2 * q];
		row[QUARTER + QUARTILES] = sums[NORM] / sums[NORM + 2];
		row[QUARTER + QUARTILES + 1] = sums[NORM + 1] / sums[NORM + 2];
		rows.add(row);
		sums = new double[LENGTH];
		return row;
	}

	State state() {
		return new State(List.copyOf(rows), sums.clone());
	}

	void restore(final State state) {
		rows.clear();
		rows.addAll(state.rows);
		sums = Arrays.copyOf(state.sums, LENGTH);
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
