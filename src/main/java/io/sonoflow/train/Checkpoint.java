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

import ai.djl.ndarray.NDArray;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Json;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A training on disk, the same for every kind of training: in a {@link CheckpointFolder} a folder {@code step_<n>} with
 * <ul>
 * <li>{@code weights.safetensors} (parameters and running statistics), {@code optimizer.safetensors}, and what else a
 * training has of arrays,</li>
 * <li>{@code state.json}: steps done, what the training was begun with, a checksum of each file, and in {@code training}
 * what the kind of training adds.</li>
 * </ul>
 * There is no state of a generator, as everything random is keyed by (seed, epoch or step, image): the number of steps is
 * the position of the draws.
 *
 * <pre>
 * Checkpoint.write(folder, steps, origin, state, part -&gt; Checkpoint.writeArrays(part.resolve(Checkpoint.WEIGHTS), arrays));
 * Optional&lt;Checkpoint&gt; last = Checkpoint.latest(folder, origin, monitor);
 * </pre>
 *
 * Checkpoints of version 0.1, which have neither checksums nor {@code training}, are read as well.
 */
public final class Checkpoint {

	/** Parameters and running statistics. */
	public static final String WEIGHTS = "weights.safetensors";

	/** The arrays of {@link Optimizer#state}. */
	public static final String OPTIMIZER = "optimizer.safetensors";

	private static final String STATE = "state.json";
	private static final String AGAIN = "Start the training anew with overwrite=true.";

	/** What there is none of is NaN. */
	private static final Gson GSON = Json.RECORDS;

	/** How state.json begins: a checksum of what follows. */
	private static final String SUM = "{\"sum\":\"%s\",";
	private static final int SUM_LENGTH = String.format(Locale.ROOT, SUM, "00000000").length();
	private static final Set<String> UNSUMMED = Set.of("steps", "origin", "files", "training");

	/**
	 * What must be the same when a training goes on.
	 *
	 * @param inputs a hash of all images and parameters
	 * @param threads of PyTorch, on which the last bits depend
	 */
	public record Origin(@SerializedName(value = "inputs", alternate = "images") String inputs, int threads) {
	}

	/** The content of state.json; files and training are null in version 0.1. */
	private record Content(long steps, Origin origin, Map<String, String> files, JsonElement training) {
	}

	private final Path folder;
	private final Content content;
	private final JsonElement training;

	private Checkpoint(final Path folder, final Content content, final JsonElement training) {
		this.folder = folder;
		this.content = content;
		this.training = training;
	}

	/**
	 * Saves a training and deletes older checkpoints.
	 *
	 * @param folder of the checkpoints; made if absent
	 * @param steps done
	 * @param origin what it was begun with
	 * @param state what this kind of training adds: a record of numbers, texts, lists and maps
	 * @param arrays writes the files of arrays
	 * @throws SonoflowException.File if it cannot be written; the older checkpoint is untouched then
	 */
	public static void write(final Path folder, final long steps, final Origin origin, final Object state,
		final CheckpointFolder.Content arrays)
	{
		CheckpointFolder.write(folder, steps, part -> {
			arrays.write(part);
			final String rest = GSON.toJson(new Content(steps, origin, Checksums.ofAll(part), GSON.toJsonTree(state))).substring(1);
			Files.writeString(part.resolve(STATE), String.format(Locale.ROOT, SUM, Checksums.of(rest)) + rest);
		});
	}

	/** Version 0.1 wrote no checksums. */
	private static boolean isWhole(final String text, final JsonObject json) {
		if (text.startsWith("{\"sum\":") && text.length() > SUM_LENGTH) {
			final String rest = text.substring(SUM_LENGTH);
			return text.equals(String.format(Locale.ROOT, SUM, Checksums.of(rest)) + rest);
		}
		return !json.has("files") || UNSUMMED.containsAll(json.keySet());
	}

	/** Writes arrays by name as one file of float32 tensors. */
	public static void writeArrays(final Path file, final Map<String, NDArray> arrays) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		arrays.forEach((name, array) -> tensors.put(name, Torch.lent(array)));
		Safetensors.write(file, tensors, Map.of());
	}

	/**
	 * @param folder of one checkpoint, from {@link CheckpointFolder#latest}
	 * @throws SonoflowException.File if it cannot be read or was damaged
	 */
	public static Checkpoint open(final Path folder) {
		final Path file = folder.resolve(STATE);
		try {
			final String text = Files.readString(file);
			final JsonObject json = GSON.fromJson(text, JsonObject.class);
			final Content content = GSON.fromJson(json, Content.class);
			if (content == null || content.origin == null || content.origin.inputs == null) throw new SonoflowException.File(
				file + " is no state of a training. " + AGAIN);
			if (!isWhole(text, json)) throw new SonoflowException.File(file + " was damaged after it was written. " + AGAIN);
			if (content.steps < 0 || content.steps != CheckpointFolder.stepOf(folder)) throw new SonoflowException.File(file +
				" says that " + content.steps + " steps were done, but its folder is " + folder.getFileName() +
				": one of them was changed. " + AGAIN);
			if (content.files != null) for (final Map.Entry<String, String> each : content.files.entrySet())
				if (!Checksums.of(folder.resolve(each.getKey())).equals(each.getValue())) throw new SonoflowException.File(folder
					.resolve(each.getKey()) + " was damaged after it was written. " + AGAIN);
			return new Checkpoint(folder, content, content.training == null ? json : content.training);
		}
		catch (final IOException | JsonParseException | InvalidPathException e) {
			throw new SonoflowException.File("Cannot read " + file + " and what belongs to it: " + e.getMessage() + ". " + AGAIN,
				e);
		}
	}

	/**
	 * For trainings of which little is lost: what is not whole or not of this training is passed over with a word.
	 *
	 * @param folder of the checkpoints
	 * @param origin what there is now
	 * @param monitor is told what was passed over, and warned if last bits will differ
	 * @return the newest checkpoint, if it can be used
	 */
	public static Optional<Checkpoint> latest(final Path folder, final Origin origin, final Monitor monitor) {
		final Optional<Path> newest = CheckpointFolder.latest(folder);
		if (newest.isEmpty()) return Optional.empty();
		try {
			final Checkpoint checkpoint = open(newest.get());
			checkpoint.require(origin, monitor);
			return Optional.of(checkpoint);
		}
		catch (final SonoflowException.File | SonoflowException.Input e) {
			passedOver(e, monitor);
			return Optional.empty();
		}
	}

	/** Warns of one that cannot be used. */
	static void passedOver(final SonoflowException reason, final Monitor monitor) {
		monitor.warn("The training starts anew, as its checkpoint cannot be used: " + reason.getMessage());
	}

	/**
	 * @param now what there is now
	 * @param monitor is warned if last bits will differ
	 * @throws SonoflowException.Input if the inputs have changed since
	 */
	public void require(final Origin now, final Monitor monitor) {
		if (!content.origin.inputs.equals(now.inputs)) throw new SonoflowException.Input(
			"The images are not those that the training in " + folder + " was begun with, or its parameters have changed. " +
				"Put them back to finish it, or use overwrite=true to start anew.");
		if (content.origin.threads != now.threads) monitor.warn("The training was begun with " + content.origin.threads +
			" threads and goes on with " + now.threads + ": its last bits will not be those of an uninterrupted one.");
	}

	/** {@return number of steps done} */
	public long steps() {
		return content.steps;
	}

	/** {@return a file of it} */
	public Path file(final String name) {
		return folder.resolve(name);
	}

	/**
	 * @param type of what was given to {@link #write}
	 * @return what this kind of training added
	 * @throws SonoflowException.File if it is another kind's
	 */
	public <S> S state(final Class<S> type) {
		try {
			return GSON.fromJson(training, type);
		}
		catch (final JsonParseException e) {
			throw broken(e.getMessage());
		}
	}

	/** {@return what to throw if the content does not fit} */
	public SonoflowException.File broken(final String why) {
		return new SonoflowException.File(folder.resolve(STATE) + " is no state of this training (" + why + "). " + AGAIN);
	}

	/**
	 * Fills arrays with what was given to {@link #writeArrays} under the same names.
	 *
	 * @throws SonoflowException.File if one is missing or of another size; then none was filled
	 */
	public void fill(final String file, final Map<String, NDArray> arrays) {
		final StateDict saved = read(file, arrays);
		arrays.forEach((name, array) -> Torch.fill(array, saved.get(name).floats()));
	}

	/**
	 * Reads what {@link #fill} would fill arrays with, and changes nothing.
	 *
	 * @throws SonoflowException.File if one is missing or of another size
	 */
	StateDict read(final String file, final Map<String, NDArray> arrays) {
		final StateDict saved = Weights.read(file(file));
		arrays.forEach((name, array) -> {
			if (!saved.has(name) || !Arrays.equals(saved.get(name).shape(), array.getShape().getShape())) throw broken(file +
				" has no " + name + " of the shape " + array.getShape());
		});
		return saved;
	}
}
