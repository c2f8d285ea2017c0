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
package io.sonoflow.train.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

import com.google.gson.JsonObject;

import io.sonoflow.Monitor;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.segment.SegmentationNetwork;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.Checkpoint;
import io.sonoflow.train.GradientNorm;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.Optimizer;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;
import io.sonoflow.train.SavedLosses;
import io.sonoflow.train.Sgd;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The training of a segmenter between two steps: network, optimiser, losses, and the weights that were best on the validation
 * part so far.
 */
public final class SegmentState implements AutoCloseable {

	/** Columns of the losses. */
	static final String LOSS = "loss", BCE = "bce", DICE = "dice", GRADIENT = "gradient", RATE = "rate", VALIDATION = "validation",
		THRESHOLD = "threshold";

	private static final String BEST = "best.safetensors";
	private static final String WHAT = "segmenter";

	private final SegmentationNetwork network;
	private final RateSchedule rates;
	private final Optimizer optimizer;
	private final GradientNorm norm;
	private final LossLog log = new LossLog(LOSS, BCE, DICE, GRADIENT, RATE, VALIDATION, THRESHOLD);
	private Choice choice = Choice.NONE;
	private Map<String, Tensor> best = Map.of();

	/**
	 * What was chosen on the validation part.
	 *
	 * @param step whose weights are the best; 0 = none was looked at
	 * @param dice of the validation part then; not a number if none was looked at
	 * @param threshold that gives it
	 */
	public record Choice(long step, double dice, double threshold) {

		/** Nothing was looked at. */
		public static final Choice NONE = new Choice(0, Double.NaN, ThresholdScan.Best.NONE.threshold());
	}

	private record Written(LossLog.State losses, Choice choice) {
	}

	private record Content(JsonObject losses, Choice choice) {
	}

	/** @param network before its first step; closed with this */
	public SegmentState(final SegmentationNetwork network, final SegmentPlan plan) {
		this.network = network;
		Torch.inference();
		rates = plan.update().rates(plan.steps());
		network.requireGradient(true);
		final List<ParameterGroup> groups = List.of(group(dimensions -> dimensions > 1, plan.update().decay), group(
			dimensions -> dimensions <= 1, 0));
		optimizer = plan.update().isSgd() ? new Sgd(network.manager(), groups, plan.update().momentum) : new AdamW(network
			.manager(), groups);
		norm = new GradientNorm(network.manager(), groups.stream().flatMap(group -> group.parameters().values().stream()).toList(),
			network.precision());
	}

	private ParameterGroup group(final IntPredicate dimensions, final double decay) {
		final Map<String, NDArray> chosen = new LinkedHashMap<>();
		network.trainable().forEach((name, parameter) -> {
			if (dimensions.test(parameter.getArray().getShape().dimension())) chosen.put(name, parameter.getArray());
		});
		return new ParameterGroup(chosen, rates, decay);
	}

	/** {@return what is trained} */
	public SegmentationNetwork network() {
		return network;
	}

	/** {@return the losses so far, means over the steps of each row; Dice of the validation part and its best threshold} */
	public LossLog log() {
		return log;
	}

	/** {@return number of steps done} */
	public long steps() {
		return optimizer.steps();
	}

	/** {@return what was chosen on the validation part so far} */
	public Choice choice() {
		return choice;
	}

	/** {@return the learning rate of the next step} */
	double rate() {
		return rates.rate(steps());
	}

	/** {@return what holds the gradients} */
	GradientNorm norm() {
		return norm;
	}

	/** One step from the gradients in the parameters, of that length. */
	void update(final double length) {
		norm.step(optimizer, length);
	}

	/** Keeps the weights as they are now, if they are the best so far. */
	void judge(final ThresholdScan.Best found) {
		if (Double.isNaN(found.dice()) || found.dice() <= choice.dice) return;
		choice = new Choice(steps(), found.dice(), found.threshold());
		best = new LinkedHashMap<>();
		network.trainable().forEach((name, parameter) -> {
			final NDArray array = parameter.getArray();
			best.put(name, Tensor.of(array.toFloatArray(), array.getShape().getShape()));
		});
	}

	/** Ends the training: the network gets the best weights, if any were chosen, and asks for no gradient any more. */
	public void choose() {
		network.requireGradient(false);
		final Map<String, Parameter> parameters = network.trainable();
		best.forEach((name, tensor) -> Torch.fill(parameters.get(name).getArray(), tensor.floats()));
	}

	private static Checkpoint.Origin origin(final String key) {
		return new Checkpoint.Origin(key, Torch.threads());
	}

	/**
	 * Saves the training and deletes older checkpoints.
	 *
	 * @param folder of the checkpoints; made if absent
	 * @param key a hash of all that decides the training
	 */
	public void save(final Path folder, final String key) {
		final Map<String, NDArray> weights = new LinkedHashMap<>();
		network.trainable().forEach((name, parameter) -> weights.put(name, parameter.getArray()));
		Checkpoint.write(folder, steps(), origin(key), new Written(log.state(), choice), part -> {
			Checkpoint.writeArrays(part.resolve(Checkpoint.WEIGHTS), weights);
			Checkpoint.writeArrays(part.resolve(Checkpoint.OPTIMIZER), norm.state(optimizer.state()));
			Safetensors.write(part.resolve(BEST), best, Map.of());
		});
	}

	/**
	 * Goes on from the newest checkpoint, if there is one of this training that can be used.
	 *
	 * @param folder of the checkpoints
	 * @param key as for {@link #save}
	 * @param monitor is told what was passed over
	 * @return whether there was one
	 */
	public boolean resume(final Path folder, final String key, final Monitor monitor) {
		return Checkpoint.latest(folder, origin(key), monitor).map(checkpoint -> {
			restore(checkpoint);
			return true;
		}).orElse(false);
	}

	private void restore(final Checkpoint checkpoint) {
		final Content content = checkpoint.state(Content.class);
		if (content == null || content.losses == null || content.choice == null) throw checkpoint.broken("its losses are missing");
		final StateDict saved = Weights.read(checkpoint.file(BEST));
		final Map<String, Tensor> kept = new LinkedHashMap<>();
		saved.tensors().forEach((name, tensor) -> kept.put(name, Tensor.of(tensor.floats(), tensor.shape())));
		if (content.choice.step > 0 && !kept.keySet().equals(network.trainable().keySet())) throw checkpoint.broken(BEST +
			" is not of this network");
		StateLoader.fill(network.trainable(), Weights.read(checkpoint.file(Checkpoint.WEIGHTS)), WHAT);
		checkpoint.fill(Checkpoint.OPTIMIZER, norm.state(optimizer.state()));
		log.restore(SavedLosses.read(content.losses));
		choice = content.choice;
		best = kept;
		optimizer.resume(checkpoint.steps());
	}

	@Override
	public void close() {
		norm.close();
		optimizer.close();
		network.close();
	}
}
