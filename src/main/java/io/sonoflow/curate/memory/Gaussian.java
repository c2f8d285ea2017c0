package io.sonoflow.curate.memory;

import java.util.Arrays;

/** Blurring of small square images; at the border the mean is over what lies inside. */
final class Gaussian {

	private static final int REACH = 3;

	private Gaussian() {
	}

	/**
	 * @param pixels rows of side
	 * @param deviation standard deviation in pixels
	 * @return the blurred image
	 */
	static float[] blur(final float[] pixels, final int side, final double deviation) {
		final int reach = (int) Math.ceil(REACH * deviation);
		final float[] weights = new float[2 * reach + 1];
		for (int i = -reach; i <= reach; i++)
			weights[i + reach] = (float) StrictMath.exp(-i * i / (2 * deviation * deviation));
		return columns(columns(pixels, side, weights), side, weights);
	}

	/** @return blurred along the columns and transposed; twice, that is the blurred image */
	private static float[] columns(final float[] pixels, final int side, final float[] weights) {
		final int reach = weights.length / 2;
		final float[] target = new float[pixels.length];
		final float[] sums = new float[side];
		for (int row = 0; row < side; row++) {
			float weight = 0;
			Arrays.fill(sums, 0);
			for (int j = Math.max(0, row - reach); j <= Math.min(side - 1, row + reach); j++) {
				final float w = weights[j - row + reach];
				weight += w;
				for (int i = 0; i < side; i++)
					sums[i] += w * pixels[j * side + i];
			}
			for (int i = 0; i < side; i++)
				target[i * side + row] = sums[i] / weight;
		}
		return target;
	}
}
