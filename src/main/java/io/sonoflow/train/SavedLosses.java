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

import com.google.gson.Gson;
import com.google.gson.JsonObject;

import java.util.Arrays;

/**
 * Reads the losses in a checkpoint, those of version 0.1 too, in which diffusion and pretraining each had a log of their
 * own.
 */
public final class SavedLosses {

	private static final int QUARTILES = 4;

	private SavedLosses() {
	}

	/**
	 * @param json of {@link LossLog.State}, or of a log of version 0.1
	 * @return the state of a log with the same columns
	 */
	public static LossLog.State read(final JsonObject json) {
		final Gson gson = new Gson();
		final LossLog.State state = gson.fromJson(json, LossLog.State.class);
		if (state.weights() != null) return state;
		return json.has("steps") ? pretraining(state, json.get("steps").getAsLong()) : diffusion(state);
	}

	/** Seven sums and one count of steps; the probe's two columns had no sums. */
	private static LossLog.State pretraining(final LossLog.State old, final long steps) {
		final double[] weights = new double[old.sums().length];
		Arrays.fill(weights, steps);
		return new LossLog.State(old.rows(), old.sums(), weights);
	}

	/** Weight, loss, mse, vb, then weight and loss of each quartile, then gradient, rate, steps. */
	private static LossLog.State diffusion(final LossLog.State old) {
		final double[] from = old.sums();
		final double[] sums = new double[3 + QUARTILES + 2];
		final double[] weights = new double[sums.length];
		for (int i = 0; i < 3; i++) {
			sums[i] = from[1 + i];
			weights[i] = from[0];
		}
		for (int q = 0; q < QUARTILES; q++) {
			sums[3 + q] = from[4 + 2 * q + 1];
			weights[3 + q] = from[4 + 2 * q];
		}
		for (int i = 0; i < 2; i++) {
			sums[3 + QUARTILES + i] = from[4 + 2 * QUARTILES + i];
			weights[3 + QUARTILES + i] = from[4 + 2 * QUARTILES + 2];
		}
		return new LossLog.State(old.rows(), sums, weights);
	}
}
