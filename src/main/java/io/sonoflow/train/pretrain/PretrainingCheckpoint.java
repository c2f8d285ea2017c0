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
package io.sonoflow.train.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

import com.google.gson.JsonObject;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.train.Checkpoint;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.SavedLosses;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@link Checkpoint} of a pretraining: encoder and heads in one file of weights, and the losses so far. */
public final class PretrainingCheckpoint {

	/** A pretraining that is saved. */
	public interface Saved extends AutoCloseable {

		/** {@return all parameters and running statistics by name} */
		Map<String, Parameter> named();

		/** {@return the optimiser's own arrays by name} */
		Map<String, NDArray> moments();

		/** {@return the losses so far} */
		LossLog log();

		/** {@return number of steps done} */
		long steps();

		/** Sets the steps done, after all arrays were filled. */
		void resume(long steps);

		/** Frees all of it. */
		@Override
		void close();
	}

	private record Written(LossLog.State losses) {
	}

	private record Content(JsonObject losses) {
	}

	private PretrainingCheckpoint() {
	}

	/**
	 * Saves a pretraining and deletes older checkpoints.
	 *
	 * @param folder of the checkpoints; made if absent
	 * @throws SonoflowException.File if it cannot be written; the older checkpoint is untouched then
	 */
	public static void write(final Path folder, final Saved state, final Checkpoint.Origin origin) {
		final Map<String, NDArray> weights = new LinkedHashMap<>();
		state.named().forEach((name, parameter) -> weights.put(name, parameter.getArray()));
		Checkpoint.write(folder, state.steps(), origin, new Written(state.log().state()), part -> {
			Checkpoint.writeArrays(part.resolve(Checkpoint.WEIGHTS), weights);
			Checkpoint.writeArrays(part.resolve(Checkpoint.OPTIMIZER), state.moments());
		});
	}

	/**
	 * @param folder of one checkpoint, from {@link io.sonoflow.train.CheckpointFolder#latest}
	 * @param state new, of the same plan: filled
	 * @param origin what there is now
	 * @param monitor is warned if last bits will differ
	 * @throws SonoflowException.File if it cannot be read or was damaged
	 * @throws SonoflowException.Input if the inputs have changed since
	 */
	public static void read(final Path folder, final Saved state, final Checkpoint.Origin origin,
		final Monitor monitor)
	{
		final Checkpoint checkpoint = Checkpoint.open(folder);
		checkpoint.require(origin, monitor);
		final Content content = checkpoint.state(Content.class);
		if (content.losses == null) throw checkpoint.broken("its losses are missing");
		StateLoader.fill(state.named(), Weights.read(checkpoint.file(Checkpoint.WEIGHTS)), "encoder and heads");
		checkpoint.fill(Checkpoint.OPTIMIZER, state.moments());
		state.log().restore(SavedLosses.read(content.losses));
		state.resume(checkpoint.steps());
	}
}
