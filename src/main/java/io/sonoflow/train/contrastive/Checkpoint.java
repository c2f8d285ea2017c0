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

import ai.djl.ndarray.NDArray;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.train.CheckpointFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A pretraining on disk, in a {@link CheckpointFolder}: {@code weights.safetensors} (encoder and heads),
 * {@code optimizer.safetensors} and {@code state.json} (steps done, losses so far, what it was begun with). There is no
 * state of a generator, as everything random is keyed by (seed, epoch, image).
 */
public final class Checkpoint {

	private static final String WEIGHTS = "weights.safetensors";
	private static final String OPTIMIZER = "optimizer.safetensors";
	private static final String STATE = "state.json";
	private static final String AGAIN = "Start the pretraining anew with overwrite=true.";

	/** What there is none of is NaN. */
	private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

	/**
	 * What must be the same when a pretraining goes on.
	 *
	 * @param inputs a hash of all images and parameters
	 * @param threads of PyTorch, on which the last bits depend
	 */
	public record Origin(String inputs, int threads) {
	}

	/** The content of state.json. */
	private record Content(long steps, Origin origin, LossLog.State losses) {
	}

	private Checkpoint() {
	}

	/**
	 * Saves a pretraining and deletes older checkpoints.
	 *
	 * @param folder of the checkpoints; made if absent
	 * @throws SonoflowException.File if it cannot be written; the older checkpoint is untouched then
	 */
	public static void write(final Path folder, final PretrainingState state, final Origin origin) {
		final Map<String, NDArray> weights = new LinkedHashMap<>();
		state.network().named().forEach((name, parameter) -> weights.put(name, parameter.getArray()));
		CheckpointFolder.write(folder, state.steps(), part -> {
			Safetensors.write(part.resolve(WEIGHTS), tensors(weights), Map.of());
			Safetensors.write(part.resolve(OPTIMIZER), tensors(state.moments()), Map.of());
			Files.writeString(part.resolve(STATE), GSON.toJson(new Content(state.steps(), origin, state.log().state())));
		});
	}

	private static Map<String, Tensor> tensors(final Map<String, NDArray> arrays) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		arrays.forEach((name, array) -> tensors.put(name, Tensor.of(array.toFloatArray(), array.getShape().getShape())));
		return tensors;
	}

	/**
	 * @param checkpoint of {@link CheckpointFolder#latest}
	 * @param state new, of the same plan: filled
	 * @param origin what there is now
	 * @param monitor is warned if last bits will differ
	 * @throws SonoflowException.File if it cannot be read
	 * @throws SonoflowException.Input if the inputs have changed since
	 */
	public static void read(final Path checkpoint, final PretrainingState state, final Origin origin,
		final Monitor monitor)
	{
		final Content content = content(checkpoint);
		if (!content.origin.inputs.equals(origin.inputs)) throw new SonoflowException.Input(
			"The images or parameters are not those that the pretraining in " + checkpoint +
				" was begun with. Put them back to finish it, or use overwrite=true to start anew.");
		if (content.origin.threads != origin.threads) monitor.warn("The pretraining was begun with " + content.origin.threads +
			" threads and goes on with " + origin.threads + ": its last bits will not be those of an uninterrupted one.");
		StateLoader.fill(state.network().named(), Weights.read(checkpoint.resolve(WEIGHTS)), "encoder and heads");
		final StateDict moments = Weights.read(checkpoint.resolve(OPTIMIZER));
		state.moments().forEach((name, array) -> Torch.fill(array, moments.get(name).floats()));
		state.log().restore(content.losses);
		state.resume(content.steps);
	}

	private static Content content(final Path checkpoint) {
		final Path file = checkpoint.resolve(STATE);
		try {
			final Content content = GSON.fromJson(Files.readString(file), Content.class);
			if (content != null && content.origin != null && content.losses != null) return content;
			throw new SonoflowException.File(file + " is no state of a pretraining. " + AGAIN);
		}
		catch (final IOException | JsonParseException e) {
			throw new SonoflowException.File("Cannot read " + file + ": " + e.getMessage() + ". " + AGAIN, e);
		}
	}
}
