package io.sonoflow.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;

import java.util.stream.IntStream;

/** What a trained classifier says of images. */
public final class Inference {

	/** Images in a batch; fixed, because the last bits of a probability depend on it. */
	private static final int BATCH = 32;

	private Inference() {
	}

	/**
	 * @param network in any state; unchanged
	 * @param images all images
	 * @param samples which of them
	 * @param size side of the network's input in pixels
	 * @param stage what is being done, for the progress
	 * @param monitor asked at each batch whether to stop
	 * @return (samples, classes) probabilities, in the order asked
	 */
	public static double[][] probabilities(final ImageNetwork network, final ImageCache images, final int[] samples,
		final int size, final String stage, final Monitor monitor)
	{
		Torch.inference();
		final double[][] result = new double[samples.length][];
		int done = 0;
		final ClassifierInput input = new ClassifierInput(images, size, ClassifierInput.Augmentation.NONE, 0);
		try (Batches batches = new Batches(1, epoch -> samples, BATCH, input, size * size, Batches.threads())) {
			while (batches.hasNext()) {
				monitor.checkCancelled();
				final Batches.Batch batch = batches.next();
				for (final double[] row : probabilities(network, batch, size))
					result[done++] = row;
				batches.recycle(batch);
				monitor.progress(stage, done, samples.length);
			}
		}
		return result;
	}

	private static double[][] probabilities(final ImageNetwork network, final Batches.Batch batch, final int size) {
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray x = Torch.floats(scope, batch.values(), batch.samples().length, 1, size, size);
			return CrossEntropy.softmax(network.logits(x, false).toFloatArray(), network.classes());
		}
	}

	/** @return the most probable class of each sample */
	public static int[] predictions(final double[][] probabilities) {
		final int[] predicted = new int[probabilities.length];
		for (int i = 0; i < predicted.length; i++) {
			final double[] row = probabilities[i];
			predicted[i] = IntStream.range(0, row.length).reduce((a, b) -> row[b] > row[a] ? b : a).orElseThrow();
		}
		return predicted;
	}
}
