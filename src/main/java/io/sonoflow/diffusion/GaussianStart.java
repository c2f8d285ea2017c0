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
package io.sonoflow.diffusion;

import io.sonoflow.RandomStream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The normal distribution nearest to a set of images, coarsely: at high noise the images of a diffusion process can hardly
 * be told from it, so generation may start there instead of in pure noise and skip the steps above (Wang and Vastola, "The
 * unreasonable effectiveness of Gaussian score approximation for diffusion models", 2024; truncated diffusion, Zheng et
 * al., 2022). It gives the image its mean level and contrast, which a network whose group norms have one channel a group
 * cannot see.
 * <p>
 * It holds the mean and the leading principal components of the images averaged over cells, and one variance for all that is
 * finer. It is written as a text of about 45 KB, so that it fits into a model file's header beside untouched tensors.
 *
 * @param side of the images, pixels
 * @param grid cells along a side; divides side
 * @param mean of each cell (grid * grid), in [-1, 1]
 * @param components (K, grid * grid), each as long as its standard deviation
 * @param residual standard deviation of a pixel that mean and components do not explain
 */
public record GaussianStart(int side, int grid, float[] mean, float[][] components, float residual) {

	private static final int FINEST = 16;
	private static final int COMPONENTS = 32;
	private static final int ROUNDS = 60;

	/** The draw of the components' factors; no step has this number. */
	private static final int FACTORS = Integer.MAX_VALUE;

	/** Gives one image. */
	@FunctionalInterface
	public interface Images {

		/**
		 * @param index of the image
		 * @param target gets side * side values in [-1, 1], row by row
		 */
		void read(int index, float[] target);
	}

	/**
	 * @param count images, at least 1
	 * @param side of them, pixels
	 * @param images read one by one, once each
	 * @param mirrored whether each counts once more with left and right exchanged
	 * @return the distribution of these images
	 */
	public static GaussianStart fit(final int count, final int side, final Images images, final boolean mirrored) {
		final int grid = grid(side);
		final Moments moments = new Moments(grid * grid);
		final float[] image = new float[side * side];
		for (int i = 0; i < count; i++) {
			images.read(i, image);
			moments.add(cells(image, side, grid, false), squares(image));
			if (mirrored) moments.add(cells(image, side, grid, true), squares(image));
		}
		final double[] mean = moments.mean();
		final double[][] components = leading(moments.covariance(mean), Math.min(COMPONENTS, moments.count - 1));
		double explained = 0;
		for (int cell = 0; cell < mean.length; cell++) {
			explained += mean[cell] * mean[cell];
			for (final double[] component : components)
				explained += component[cell] * component[cell];
		}
		final double rest = moments.squares / moments.count / image.length - explained / mean.length;
		return new GaussianStart(side, grid, floats(mean), IntStream.range(0, components.length).mapToObj(k -> floats(
			components[k])).toArray(float[][]::new), (float) Math.sqrt(Math.max(0, rest)));
	}

	/**
	 * @param source of standard normal numbers
	 * @param schedule whose last step the result is noised to
	 * @return a source of the same numbers, but that images start from this distribution at that step. An image's start
	 *         depends on its own numbers alone
	 */
	public NoiseSource over(final NoiseSource source, final NoiseSchedule schedule) {
		final int last = schedule.steps() - 1;
		final double signal = schedule.signal(last);
		final double spread = Math.hypot(schedule.noise(last), signal * residual);
		return (image, draw, target) -> {
			source.fill(image, draw, target);
			if (draw != NoiseSource.START) return;
			final double[] factors = new double[components.length];
			source.fill(image, FACTORS, factors);
			final double[] cells = new double[mean.length];
			for (int cell = 0; cell < cells.length; cell++) {
				cells[cell] = mean[cell];
				for (int k = 0; k < factors.length; k++)
					cells[cell] += factors[k] * components[k][cell];
			}
			for (int i = 0; i < target.length; i++)
				target[i] = signal * cells[cell(i)] + spread * target[i];
		};
	}

	private int cell(final int pixel) {
		final int width = side / grid;
		return pixel / side % side / width * grid + pixel % side / width;
	}

	/** {@return all of it in letters; {@link #decode} reads it} */
	public String encode() {
		final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * (1 + mean.length * (1 + components.length))).order(
			ByteOrder.LITTLE_ENDIAN);
		final FloatBuffer floats = bytes.asFloatBuffer().put(residual).put(mean);
		for (final float[] component : components)
			floats.put(component);
		return String.format(Locale.ROOT, "%d,%d,%d,", side, grid, components.length) + Base64.getEncoder().encodeToString(bytes
			.array());
	}

	/**
	 * @param text of {@link #encode}
	 * @throws IllegalArgumentException if it is not; the message says what is wrong
	 */
	public static GaussianStart decode(final String text) {
		final String[] parts = text.split(",", -1);
		if (parts.length != 4) throw new IllegalArgumentException(parts.length + " parts instead of 4");
		final int side = Integer.parseInt(parts[0]);
		final int grid = Integer.parseInt(parts[1]);
		final int count = Integer.parseInt(parts[2]);
		if (side < 1 || grid < 1 || grid > FINEST || side % grid != 0 || count < 0 || count > COMPONENTS)
			throw new IllegalArgumentException("side " + side + ", grid " + grid + ", " + count + " components");
		final FloatBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(parts[3])).order(ByteOrder.LITTLE_ENDIAN)
			.asFloatBuffer();
		if (floats.remaining() != 1 + grid * grid * (1 + count)) throw new IllegalArgumentException(floats.remaining() +
			" numbers");
		for (int i = 0; i < floats.remaining(); i++)
			if (!Float.isFinite(floats.get(i))) throw new IllegalArgumentException("number " + i + " is " + floats.get(i));
		final float residual = floats.get();
		final float[] mean = new float[grid * grid];
		floats.get(mean);
		final float[][] components = new float[count][grid * grid];
		for (final float[] component : components)
			floats.get(component);
		return new GaussianStart(side, grid, mean, components, residual);
	}

	private static int grid(final int side) {
		return IntStream.iterate(FINEST, grid -> grid - 1).filter(grid -> side % grid == 0).findFirst().getAsInt();
	}

	private static double[] cells(final float[] image, final int side, final int grid, final boolean mirrored) {
		final int width = side / grid;
		final double[] cells = new double[grid * grid];
		for (int i = 0; i < image.length; i++) {
			final int column = i % side / width;
			cells[i / side / width * grid + (mirrored ? grid - 1 - column : column)] += image[i];
		}
		for (int cell = 0; cell < cells.length; cell++)
			cells[cell] /= width * width;
		return cells;
	}

	private static double squares(final float[] image) {
		double sum = 0;
		for (final float value : image)
			sum += value * value;
		return sum;
	}

	private static float[] floats(final double[] values) {
		final float[] floats = new float[values.length];
		for (int i = 0; i < floats.length; i++)
			floats[i] = (float) values[i];
		return floats;
	}

	/** Subspace iteration: what it mixes up are components of about equal length, which does not matter here. */
	private static double[][] leading(final double[][] covariance, final int wanted) {
		final int count = Math.min(wanted, covariance.length);
		final double[][] basis = new double[count][covariance.length];
		final RandomStream random = RandomStream.of(0, "gaussian-start");
		for (final double[] vector : basis)
			for (int i = 0; i < vector.length; i++)
				vector[i] = random.nextGaussian();
		orthonormalise(basis);
		for (int round = 0; round < ROUNDS; round++) {
			for (int k = 0; k < count; k++)
				basis[k] = product(covariance, basis[k]);
			orthonormalise(basis);
		}
		for (final double[] vector : basis) {
			final double variance = dot(vector, product(covariance, vector));
			for (int i = 0; i < vector.length; i++)
				vector[i] *= Math.sqrt(Math.max(0, variance));
		}
		return basis;
	}

	private static void orthonormalise(final double[][] basis) {
		for (int k = 0; k < basis.length; k++) {
			for (int j = 0; j < k; j++) {
				final double share = dot(basis[k], basis[j]);
				for (int i = 0; i < basis[k].length; i++)
					basis[k][i] -= share * basis[j][i];
			}
			final double length = Math.sqrt(dot(basis[k], basis[k]));
			for (int i = 0; i < basis[k].length; i++)
				basis[k][i] = length > 0 ? basis[k][i] / length : 0;
		}
	}

	private static double[] product(final double[][] matrix, final double[] vector) {
		final double[] result = new double[vector.length];
		for (int i = 0; i < result.length; i++)
			result[i] = dot(matrix[i], vector);
		return result;
	}

	private static double dot(final double[] a, final double[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++)
			sum += a[i] * b[i];
		return sum;
	}

	/** Sums over images. */
	private static final class Moments {

		private final double[] sum;
		private final double[][] products;
		private double squares;
		private int count;

		Moments(final int cells) {
			sum = new double[cells];
			products = new double[cells][cells];
		}

		void add(final double[] cells, final double energy) {
			count++;
			squares += energy;
			for (int i = 0; i < cells.length; i++) {
				sum[i] += cells[i];
				for (int j = 0; j < cells.length; j++)
					products[i][j] += cells[i] * cells[j];
			}
		}

		double[] mean() {
			final double[] mean = sum.clone();
			for (int i = 0; i < mean.length; i++)
				mean[i] /= count;
			return mean;
		}

		double[][] covariance(final double[] mean) {
			final double[][] covariance = new double[mean.length][mean.length];
			for (int i = 0; i < mean.length; i++)
				for (int j = 0; j < mean.length; j++)
					covariance[i][j] = products[i][j] / count - mean[i] * mean[j];
			return covariance;
		}
	}
}
