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

import ai.djl.Device;

import com.google.gson.JsonObject;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.nn.unet.UNetHints;
import io.sonoflow.train.Checkpoint;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.SavedLosses;

import java.nio.file.Path;
import java.util.Map;

/**
 * The {@link Checkpoint} of a training of a diffusion network: its two files of weights, {@code weights.safetensors} and
 * {@code ema.safetensors} (the network and its average), are each a model of its own; beside the losses it holds what the
 * choice of timesteps has learned.
 */
public final class DiffusionCheckpoint {

	private static final String AVERAGE = "ema.safetensors";

	private record Written(long seed, double[] timesteps, LossLog.State losses) {
	}

	private record Content(double[] timesteps, JsonObject losses) {
	}

	private DiffusionCheckpoint() {
	}

	/**
	 * Saves a training and deletes older checkpoints.
	 *
	 * @param folder of the checkpoints; made if absent
	 * @param notes for the headers of the two models
	 * @throws SonoflowException.File if it cannot be written; the older checkpoint is untouched then
	 */
	public static void write(final Path folder, final TrainingState state, final Plan plan,
		final Map<String, String> notes, final Checkpoint.Origin origin)
	{
		Checkpoint.write(folder, state.steps(), origin, new Written(plan.seed(), state.timesteps().state(), state.log()
			.state()), part -> {
				UNetFile.write(part.resolve(Checkpoint.WEIGHTS), UNetFile.arrays(state.network()), state.network().config(),
					notes);
				UNetFile.write(part.resolve(AVERAGE), UNetFile.arrays(state.average()), state.average().config(), notes);
				Checkpoint.writeArrays(part.resolve(Checkpoint.OPTIMIZER), state.moments());
			});
	}

	/**
	 * @param folder of one checkpoint, from {@link io.sonoflow.train.CheckpointFolder#latest}
	 * @param plan the one it was begun with
	 * @param origin what there is now
	 * @param monitor is warned if last bits will differ
	 * @return the training as it was
	 * @throws SonoflowException.File if it cannot be read or was damaged
	 * @throws SonoflowException.Input if the images have changed since
	 */
	public static TrainingState read(final Path folder, final Device device, final Plan plan,
		final Checkpoint.Origin origin, final Monitor monitor)
	{
		final Checkpoint checkpoint = Checkpoint.open(folder);
		checkpoint.require(origin, monitor);
		final Content content = checkpoint.state(Content.class);
		if (content.timesteps == null || content.losses == null) throw checkpoint.broken("its losses are missing");
		final UNet network = UNetFile.open(checkpoint.file(Checkpoint.WEIGHTS), UNetHints.NONE, monitor).network(device);
		UNet average = null;
		TrainingState state = null;
		try {
			average = UNetFile.open(checkpoint.file(AVERAGE), UNetHints.NONE, monitor).network(device);
			state = new TrainingState(network, average, plan);
			checkpoint.fill(Checkpoint.OPTIMIZER, state.moments());
			state.timesteps().restore(content.timesteps);
			state.log().restore(SavedLosses.read(content.losses));
			state.resume(checkpoint.steps());
			return state;
		}
		catch (final RuntimeException e) {
			if (state != null) state.close();
			else {
				network.close();
				if (average != null) average.close();
			}
			throw e;
		}
	}
}
