package io.sonoflow.train;

import ai.djl.ndarray.NDArray;

import java.util.Map;

/**
 * Changes parameters by their gradients.
 *
 * <pre>
 * Torch.withGradient(...loss...); Torch.backward(loss, null);
 * optimizer.step();
 * </pre>
 */
public interface Optimizer extends AutoCloseable {

	/** One step from the gradients that lie in the parameters, which are zero afterwards. */
	void step();

	/** @return number of steps done */
	long steps();

	/**
	 * @return what a resumed run needs beside the parameters and {@link #steps()}, by name; the live arrays, to be read for
	 *         a checkpoint or filled from one
	 */
	Map<String, NDArray> state();

	/** Sets the number of steps done, after {@link #state()} was filled from a checkpoint. */
	void resume(long steps);

	/** Frees the state; the parameters stay. */
	@Override
	void close();
}
