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
package io.sonoflow.diffusion.translate;

import ai.djl.Device;

import com.google.gson.JsonObject;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.translate.Translator;
import io.sonoflow.nn.translate.TranslatorFile;
import io.sonoflow.train.Checkpoint;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.SavedLosses;

import java.nio.file.Path;
import java.util.Map;

/**
 * The {@link Checkpoint} of a training of a translator: {@code weights.safetensors} and {@code ema.safetensors} (the networks and
 * their average) are each a model of its own; the discriminator lies beside the optimiser's moments.
 */
public final class TranslationCheckpoint {

	private static final String AVERAGE = "ema.safetensors";

	private record Written(long seed, LossLog.State losses) {
	}

	private record Content(JsonObject losses) {
	}

	private TranslationCheckpoint() {
	}

	/**
	 * Saves a training and deletes older checkpoints.
	 *
	 * @param folder of the checkpoints; made if absent
	 * @param notes for the headers of the two models
	 * @throws SonoflowException.File if it cannot be written; the older checkpoint is untouched then
	 */
	public static void write(final Path folder, final TranslationState state, final TranslationPlan plan,
		final Map<String, String> notes, final Checkpoint.Origin origin)
	{
		Checkpoint.write(folder, state.steps(), origin, new Written(plan.seed(), state.log().state()), part -> {
			TranslatorFile.write(part.resolve(Checkpoint.WEIGHTS), state.network(), notes);
			TranslatorFile.write(part.resolve(AVERAGE), state.average(), notes);
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
	 * @throws SonoflowException.Input if the clips have changed since
	 */
	public static TranslationState read(final Path folder, final Device device, final TranslationPlan plan,
		final Checkpoint.Origin origin, final Monitor monitor)
	{
		final Checkpoint checkpoint = Checkpoint.open(folder);
		checkpoint.require(origin, monitor);
		final Content content = checkpoint.state(Content.class);
		if (content.losses == null) throw checkpoint.broken("its losses are missing");
		final Translator network = TranslatorFile.open(checkpoint.file(Checkpoint.WEIGHTS)).network(device);
		Translator average = null;
		TranslationState state = null;
		try {
			average = TranslatorFile.open(checkpoint.file(AVERAGE)).network(device);
			state = TranslationState.of(network, average, plan);
			checkpoint.fill(Checkpoint.OPTIMIZER, state.moments());
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
