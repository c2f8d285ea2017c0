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
import ai.djl.nn.Parameter;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All that changes while a classifier is trained: what its checkpoint holds. */
final class ClassifierState implements AutoCloseable {

	private static final String LISTENER = "listener.safetensors";

	/** The network, in messages. */
	private static final String WHAT = "classifier";

	private final ImageNetwork network;
	private final Optimizer optimizer;
	private final GradientNorm norm;
	private final ClassifierTraining.Hooks hooks;
	private final double[] means;
	private long steps;
	private long batches;
	private int epochs;
	private double sum;
	private int draws;

	/**
	 * What is saved beside the arrays.
	 *
	 * @param means loss of each epoch; 0 in those to come
	 * @param epochs that have ended
	 * @param sum of the losses of the running epoch
	 * @param draws of the running epoch
	 */
	private record Saved(double[] means, int epochs, double sum, int draws) {
	}

	/**
	 * @param optimizer of the network's parameters; closed with this
	 * @param steps of the whole training; batches drawn after them move statistics only
	 * @param epochs number of epochs, the last may be a part of one
	 */
	ClassifierState(final ImageNetwork network, final Optimizer optimizer, final ClassifierTraining.Hooks hooks,
		final long steps, final int epochs)
	{
		this.network = network;
		this.optimizer = optimizer;
		norm = new GradientNorm(network.manager(), network.named().values().stream().map(Parameter::getArray).filter(
			NDArray::hasGradient).toList(), network.precision());
		this.hooks = hooks;
		this.steps = steps;
		means = new double[epochs];
	}

	/** {@return number of batches drawn: the position of the draws} */
	long batches() {
		return batches;
	}

	/** {@return whether all steps of the optimiser are done} */
	boolean hasLearned() {
		return batches >= steps;
	}

	/** {@return number of epochs that have ended} */
	int epochs() {
		return epochs;
	}

	/** {@return mean loss of each epoch; 0 in those that have not ended} */
	double[] means() {
		return means;
	}

	/** {@return steps of the whole training} */
	long steps() {
		return steps;
	}

	/** No step is done any more; the running epoch ends as a part of one, as that of the last step does. */
	void end() {
		steps = batches;
		if (draws > 0) endEpoch(epochs);
	}

	private void endEpoch(final int epoch) {
		means[epoch] = sum / draws;
		epochs = epoch + 1;
		sum = 0;
		draws = 0;
	}

	/** {@return what holds the gradients} */
	GradientNorm norm() {
		return norm;
	}

	/** One step from the gradients in the parameters, of that length. */
	void update(final double length) {
		norm.step(optimizer, length);
	}

	private Map<String, NDArray> moments() {
		return norm.state(optimizer.state());
	}

	/** Counts a batch that was drawn after the last step. */
	void settled() {
		batches++;
	}

	/**
	 * Counts a batch whose step was done.
	 *
	 * @param last whether it is the last one of its epoch
	 * @return whether the epoch has ended and its mean loss is known
	 */
	boolean learned(final int epoch, final float[] losses, final boolean last) {
		for (final float loss : losses) {
			sum += loss;
			draws++;
		}
		batches++;
		if (!last && batches < steps) return false;
		endEpoch(epoch);
		return true;
	}

	private Checkpoint.Origin origin() {
		return new Checkpoint.Origin(hooks.checkpoint().inputs(), Torch.threads());
	}

	private Map<String, NDArray> weights() {
		final Map<String, NDArray> weights = new LinkedHashMap<>();
		network.named().forEach((name, parameter) -> weights.put(name, parameter.getArray()));
		return weights;
	}

	/** Writes a checkpoint. */
	void save() {
		final Map<String, Tensor> heard = new LinkedHashMap<>();
		hooks.listener().state().forEach((name, values) -> heard.put(name, Tensor.of(values, values.length)));
		hooks.checkpoint().write(folder -> Checkpoint.write(folder, batches, origin(), new Saved(means, epochs, sum, draws),
			part -> {
				Checkpoint.writeArrays(part.resolve(Checkpoint.WEIGHTS), weights());
				Checkpoint.writeArrays(part.resolve(Checkpoint.OPTIMIZER), moments());
				Safetensors.write(part.resolve(LISTENER), heard, Map.of());
			}));
	}

	/**
	 * Goes on from the checkpoint, if there is one of this training that can be used; one that cannot is passed over with a
	 * word, and nothing is changed.
	 */
	void resume(final String stage, final Monitor monitor) {
		final Optional<Checkpoint> last = hooks.checkpoint().latest(origin(), monitor);
		if (last.isEmpty()) return;
		try {
			restore(last.get());
		}
		catch (final SonoflowException.File | SonoflowException.Input e) {
			Checkpoint.passedOver(e, monitor);
			return;
		}
		monitor.message("Going on from step " + Math.min(batches, steps) + " of " + steps + " of " + stage + ".");
	}

	/** All is read and checked before anything is changed. */
	private void restore(final Checkpoint last) {
		final Saved saved = last.state(Saved.class);
		if (saved == null || saved.means == null || saved.means.length != means.length) throw last.broken("it has not " +
			means.length + " epochs");
		final StateDict weights = Weights.read(last.file(Checkpoint.WEIGHTS));
		StateLoader.check(network.named(), weights, WHAT);
		last.read(Checkpoint.OPTIMIZER, moments());
		final Map<String, double[]> heard = new LinkedHashMap<>();
		Weights.read(last.file(LISTENER)).tensors().forEach((name, tensor) -> heard.put(name, tensor.doubles()));
		hooks.listener().restore(heard);
		StateLoader.fill(network.named(), weights, WHAT);
		last.fill(Checkpoint.OPTIMIZER, moments());
		batches = last.steps();
		optimizer.resume(Math.min(batches, steps));
		System.arraycopy(saved.means, 0, means, 0, means.length);
		epochs = saved.epochs;
		sum = saved.sum;
		draws = saved.draws;
	}

	@Override
	public void close() {
		norm.close();
		optimizer.close();
	}
}
