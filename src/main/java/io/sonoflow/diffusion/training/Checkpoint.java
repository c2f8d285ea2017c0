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
import ai.djl.ndarray.NDArray;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.nn.unet.UNetHints;
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
import java.util.Optional;

/**
 * A training on disk, in a {@link CheckpointFolder}: a folder {@code step_<n>} with
 * <ul>
 * <li>{@code weights.safetensors}, {@code ema.safetensors}: the network and its average, each a model of its own,</li>
 * <li>{@code optimizer.safetensors}: first and second moments,</li>
 * <li>{@code state.json}: steps done, losses so far, what the choice of timesteps has learned, what the run was begun
 * with.</li>
 * </ul>
 * At any moment the newest {@code step_<n>} is whole. There is no state of a generator, as everything random is keyed by (seed,
 * step, item).
 */
public final class Checkpoint {

	private static final String WEIGHTS = "weights.safetensors";
	private static final String AVERAGE = "ema.safetensors";
	private static final String OPTIMIZER = "optimizer.safetensors";
	private static final String STATE = "state.json";
	private static final String AGAIN = "Start the training anew with overwrite=true.";

	/** A quartile without losses is NaN. */
	private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

	/**
	 * What must be the same when a training goes on.
	 *
	 * @param images a hash of all images
	 * @param threads of PyTorch, on which the last bits depend
	 */
	public record Origin(String images, int threads) {
	}

	/** The content of state.json. */
	private record Content(long steps, long seed, Origin origin, double[] timesteps, LossLog.State losses) {
	}

	private Checkpoint() {
	}

	/**
	 * Saves a training and deletes older checkpoints.
	 *
	 * @param folder of the checkpoints; made if absent
	 * @param notes for the headers of the two models
	 * @throws SonoflowException.File if it cannot be written; the older checkpoint is untouched then
	 */
	public static void write(final Path folder, final TrainingState state, final Plan plan,
		final Map<String, String> notes, final Origin origin)
	{
		CheckpointFolder.write(folder, state.steps(), part -> {
			UNetFile.write(part.resolve(WEIGHTS), UNetFile.arrays(state.network()), state.network().config(), notes);
			UNetFile.write(part.resolve(AVERAGE), UNetFile.arrays(state.average()), state.average().config(), notes);
			Safetensors.write(part.resolve(OPTIMIZER), tensors(state.moments()), Map.of());
			Files.writeString(part.resolve(STATE), GSON.toJson(new Content(state.steps(), plan.seed(), origin, state.timesteps()
				.state(), state.log().state())));
		});
	}

	private static Map<String, Tensor> tensors(final Map<String, NDArray> arrays) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		arrays.forEach((name, array) -> tensors.put(name, Tensor.of(array.toFloatArray(), array.getShape().getShape())));
		return tensors;
	}

	/** See {@link CheckpointFolder#clear}. */
	public static void clear(final Path folder) {
		CheckpointFolder.clear(folder);
	}

	/** See {@link CheckpointFolder#latest}. */
	public static Optional<Path> latest(final Path folder) {
		return CheckpointFolder.latest(folder);
	}

	/**
	 * @param checkpoint from {@link #latest}
	 * @param plan the one it was begun with
	 * @param origin what there is now
	 * @param monitor is warned if last bits will differ
	 * @return the training as it was
	 * @throws SonoflowException.File if it cannot be read
	 * @throws SonoflowException.Input if the images have changed since
	 */
	public static TrainingState read(final Path checkpoint, final Device device, final Plan plan, final Origin origin,
		final Monitor monitor)
	{
		final Content content = content(checkpoint);
		if (!content.origin.images.equals(origin.images)) throw new SonoflowException.Input(
			"The images are not those that the training in " + checkpoint +
				" was begun with. Put them back to finish it, or use overwrite=true to start anew.");
		if (content.origin.threads != origin.threads) monitor.warn("The training was begun with " + content.origin.threads +
			" threads and goes on with " + origin.threads + ": its last bits will not be those of an uninterrupted one.");
		final UNet network = UNetFile.open(checkpoint.resolve(WEIGHTS), UNetHints.NONE, monitor).network(device);
		UNet average = null;
		TrainingState state = null;
		try {
			average = UNetFile.open(checkpoint.resolve(AVERAGE), UNetHints.NONE, monitor).network(device);
			state = new TrainingState(network, average, plan);
			final StateDict moments = Weights.read(checkpoint.resolve(OPTIMIZER));
			state.moments().forEach((name, array) -> Torch.fill(array, moments.get(name).floats()));
			state.timesteps().restore(content.timesteps);
			state.log().restore(content.losses);
			state.resume(content.steps);
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

	private static Content content(final Path checkpoint) {
		final Path file = checkpoint.resolve(STATE);
		try {
			final Content content = GSON.fromJson(Files.readString(file), Content.class);
			if (content != null && content.origin != null && content.timesteps != null && content.losses != null) return content;
			throw new SonoflowException.File(file + " is no state of a training. " + AGAIN);
		}
		catch (final IOException | JsonParseException e) {
			throw new SonoflowException.File("Cannot read " + file + ": " + e.getMessage() + ". " + AGAIN, e);
		}
	}
}
