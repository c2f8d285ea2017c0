package io.sonoflow.diffusion;

import java.util.Arrays;

/**
 * Asks a network for a fixed number of images at a time, the rest filled up with copies of the last: PyTorch chooses its
 * kernels by the batch's size, so the last bits of an image's result would otherwise depend on how many others are left.
 */
public final class FixedBatch implements NoisePredictor {

	private final NoisePredictor network;
	private final int size;

	/** @param size at least 1 */
	public FixedBatch(final NoisePredictor network, final int size) {
		if (size < 1) throw new IllegalArgumentException("batch " + size);
		this.network = network;
		this.size = size;
	}

	@Override
	public void predict(final double[][] x, final int timestep, final int[] classes, final double[][] output) {
		for (int first = 0; first < x.length; first += size) {
			final int count = Math.min(size, x.length - first);
			final double[][] images = new double[size][];
			final double[][] results = new double[size][];
			final int[] labels = Arrays.copyOfRange(classes, first, first + size);
			for (int n = 0; n < size; n++) {
				images[n] = x[first + Math.min(n, count - 1)];
				labels[n] = classes[first + Math.min(n, count - 1)];
				results[n] = n < count ? output[first + n] : new double[output[first].length];
			}
			network.predict(images, timestep, labels, results);
		}
	}
}
