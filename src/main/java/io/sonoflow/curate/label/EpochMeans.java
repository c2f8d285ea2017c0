package io.sonoflow.curate.label;

import java.util.Arrays;

/**
 * Means of a value over the draws of each image in each epoch, gathered draw by draw: the tables of a
 * {@link TrainingRecord}.
 *
 * <pre>
 * EpochMeans losses = new EpochMeans(images, epochs);
 * losses.add(image, epoch, loss); // for every draw
 * double[][] loss = losses.table();
 * </pre>
 *
 * Not thread-safe.
 */
public final class EpochMeans {

	private final double[][] sum;
	private final int[][] count;

	/**
	 * @param images number of images of the data set
	 * @param epochs number of epochs
	 */
	public EpochMeans(final int images, final int epochs) {
		sum = new double[images][epochs];
		count = new int[images][epochs];
	}

	/** Adds the value of one draw of an image in an epoch (from 0). */
	public void add(final int image, final int epoch, final double value) {
		sum[image][epoch] += value;
		count[image][epoch]++;
	}

	/** @return [image][epoch] mean over the draws; not a number where there was none */
	public double[][] table() {
		final double[][] mean = new double[sum.length][];
		for (int i = 0; i < mean.length; i++) {
			final int image = i;
			mean[i] = new double[sum[i].length];
			Arrays.setAll(mean[i], epoch -> count[image][epoch] == 0 ? Double.NaN : sum[image][epoch] / count[image][epoch]);
		}
		return mean;
	}
}
