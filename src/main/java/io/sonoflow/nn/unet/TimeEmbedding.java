package io.sonoflow.nn.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Linear;
import io.sonoflow.nn.Torch;

/**
 * Time steps (N) to vectors (N, 4 base): cosines and sines of t exp(-ln(10000) k / (base / 2)), k = 0 .. base/2 - 1, then two
 * linear layers {@code 0} and {@code 2} with SiLU between.
 */
final class TimeEmbedding extends Layer {

	private static final float LOG_PERIOD = (float) Math.log(10000);

	private final Operators ops;
	/** A constant, not a parameter: no weights hold it. */
	private final NDArray frequencies;
	private final Parameter like;
	private final Linear first;
	private final Linear second;
	private final int width;

	TimeEmbedding(final NDManager manager, final Operators ops, final int base) {
		this.ops = ops;
		width = 4 * base;
		frequencies = Torch.floats(manager, frequencies(base / 2), base / 2);
		first = child("0", new Linear(manager, base, width));
		second = child("2", new Linear(manager, width, width));
		like = first.named().get("weight");
	}

	/**
	 * In the order and precision of the original, but each exponential the nearest float: PyTorch's differ from build to
	 * build by one bit, which at t = 999 is up to 6e-5 in a sine.
	 */
	private static float[] frequencies(final int half) {
		final float[] values = new float[half];
		for (int k = 0; k < half; k++)
			values[k] = (float) StrictMath.exp(-LOG_PERIOD * k / half);
		return values;
	}

	/** @return (N, base): the cosines and sines */
	NDArray waves(final NDArray steps) {
		return ops.call("embed_time", steps, frequencies, like.getArray());
	}

	@Override
	public NDArray forward(final NDArray steps, final boolean training) {
		final NDArray hidden = then(waves(steps), first, training);
		try (hidden; NDArray activated = ops.call("silu", hidden)) {
			return second.forward(activated, training);
		}
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), width);
	}
}
