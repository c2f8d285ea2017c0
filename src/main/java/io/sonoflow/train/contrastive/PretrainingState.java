package io.sonoflow.train.contrastive;

import ai.djl.ndarray.NDArray;

import io.sonoflow.nn.Torch;
import io.sonoflow.train.GradientNorm;
import io.sonoflow.train.Optimizer;
import io.sonoflow.train.ParameterGroup;

import java.util.Map;

/** All that changes while an encoder is pretrained: what a checkpoint holds. */
public final class PretrainingState implements AutoCloseable {

	private final ContrastiveNetwork network;
	private final ParameterGroup group;
	private final Optimizer optimizer;
	private final GradientNorm norm;
	private final LossLog log = new LossLog();

	/** @param network before its first step; closed with this */
	public PretrainingState(final ContrastiveNetwork network, final Plan plan) {
		this.network = network;
		Torch.inference();
		network.requireGradient(true);
		group = new ParameterGroup(network.trainable(), plan.update().rate(), plan.update().decay());
		optimizer = plan.update().optimizer(network.manager(), group);
		norm = new GradientNorm(network.manager(), group.parameters().values());
	}

	/** Sets the steps done, after all arrays were filled. */
	void resume(final long steps) {
		optimizer.resume(steps);
	}

	/** One step from the gradients in the parameters. */
	void update() {
		optimizer.step();
	}

	/** @return number of steps done */
	public long steps() {
		return optimizer.steps();
	}

	/** @return the learning rate of the next step */
	double rate() {
		return group.rate().rate(steps());
	}

	/** @return the length of the gradient */
	double gradientNorm() {
		return norm.get();
	}

	/** @return what is trained */
	public ContrastiveNetwork network() {
		return network;
	}

	/** @return the optimiser's own arrays by name */
	Map<String, NDArray> moments() {
		return optimizer.state();
	}

	/** @return the losses so far */
	public LossLog log() {
		return log;
	}

	@Override
	public void close() {
		norm.close();
		optimizer.close();
		network.close();
	}
}
