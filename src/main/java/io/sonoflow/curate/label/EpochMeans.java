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
package io.sonoflow.curate.label;

import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

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

	/** {@return [image][epoch] mean over the draws; not a number where there was none} */
	public double[][] table() {
		final double[][] mean = new double[sum.length][];
		Arrays.setAll(mean, this::row);
		return mean;
	}

	/** {@return [epoch] mean over the draws of one image so far; not a number where there was none} */
	double[] row(final int image) {
		final double[] mean = new double[sum[image].length];
		Arrays.setAll(mean, epoch -> count[image][epoch] == 0 ? Double.NaN : sum[image][epoch] / count[image][epoch]);
		return mean;
	}

	/** Puts sums and counts into a map, under names that begin with this one. */
	void save(final String name, final Map<String, double[]> target) {
		target.put(name + ".sum", Arrays.stream(sum).flatMapToDouble(Arrays::stream).toArray());
		target.put(name + ".count", Arrays.stream(count).flatMapToInt(Arrays::stream).asDoubleStream().toArray());
	}

	/** @throws SonoflowException.File if they are not there for as many images and epochs */
	void check(final String name, final Map<String, double[]> source) {
		final int values = Arrays.stream(sum).mapToInt(row -> row.length).sum();
		for (final String kind : List.of(".sum", ".count")) {
			final double[] saved = source.get(name + kind);
			if (saved == null || saved.length != values) throw new SonoflowException.File("There are not " + values +
				" values of " + name + kind + ", one for each of " + sum.length +
				" images and each epoch. Start the training anew with overwrite=true.");
		}
	}

	/** Takes them up again: of as many images and epochs. */
	void restore(final String name, final Map<String, double[]> source) {
		check(name, source);
		final double[] sums = source.get(name + ".sum");
		final double[] counts = source.get(name + ".count");
		for (int i = 0, at = 0; i < sum.length; i++)
			for (int epoch = 0; epoch < sum[i].length; epoch++, at++) {
				sum[i][epoch] = sums[at];
				count[i][epoch] = (int) counts[at];
			}
	}
}
