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

import java.util.stream.IntStream;

/**
 * What a diffusion network is trained on (Nichol and Dhariwal, Improved DDPM, 2021): the mean square error of the noise
 * (or of what else it tells, see {@link Prediction}) plus, where it learns the variance, the term of the variational bound
 * in bits per value, whose mean is held fixed so that it teaches the variance only. The gradient is written out here, so no
 * graph need be recorded beyond the network:
 *
 * <pre>
 * DiffusionLoss.Terms terms = loss.of(start, noisy, noise, timesteps, factors, output.toFloatArray());
 * Torch.backward(output, Torch.floats(manager, terms.gradient(), output.getShape().getShape()));
 * </pre>
 *
 * Arrays are (N, C, H, W) in C order; images are worked on in parallel, with the same result however many threads.
 */
public final class DiffusionLoss {

	private static final double LN2 = Math.log(2);

	/** How much the variational term counts. */
	public enum Weighting {

		/** mse + vb: the published models. */
		MSE,

		/** mse + vb T / 1000. */
		RESCALED_MSE
	}

	/**
	 * The losses of a batch, one value an image, and the way down.
	 *
	 * @param mse mean square error of what the network tells
	 * @param vb the variational term in bits, with its weight; 0 where the variance is not learned
	 * @param loss their sum
	 * @param gradient of sum(factor * loss) with respect to the output, shaped like that
	 */
	public record Terms(double[] mse, double[] vb, double[] loss, float[] gradient) {
	}

	private final PosteriorStep[] table;
	private final Prediction prediction;
	private final double[] signal;
	private final double[] sigma;
	private final boolean learned;
	private final double weight;

	/**
	 * @param schedule trained on
	 * @param variance with a learned range the output has 2C channels, else C
	 */
	public DiffusionLoss(final NoiseSchedule schedule, final Variance variance, final Weighting weighting) {
		this(schedule, variance, weighting, Prediction.NOISE);
	}

	/**
	 * @param schedule trained on
	 * @param variance with a learned range the output has 2C channels, else C
	 * @param prediction what the first C of them tell
	 */
	public DiffusionLoss(final NoiseSchedule schedule, final Variance variance, final Weighting weighting,
		final Prediction prediction)
	{
		this.prediction = prediction;
		table = new PosteriorStep[schedule.steps()];
		signal = new double[table.length];
		sigma = new double[table.length];
		for (int t = 0; t < table.length; t++) {
			table[t] = PosteriorStep.of(schedule, variance, t);
			signal[t] = schedule.signal(t);
			sigma[t] = schedule.noise(t);
		}
		learned = variance == Variance.LEARNED_RANGE;
		weight = weighting == Weighting.MSE ? 1 : schedule.steps() / 1000.0;
	}

	/**
	 * @param start x_0, in [-1, 1]
	 * @param noisy x_t, see {@link NoiseSchedule#diffuse}
	 * @param noise in it
	 * @param timesteps t of each image, N
	 * @param factors of each image's loss in the total, N: e.g. 1/N, times {@link TimestepSampler.Draw#weights}
	 * @param output of the network for x_t: (N, C, H, W), or (N, 2C, H, W) with a learned range
	 */
	public Terms of(final float[] start, final float[] noisy, final float[] noise, final int[] timesteps,
		final double[] factors, final float[] output)
	{
		final int images = timesteps.length;
		final int values = start.length / images;
		if (output.length != start.length * (learned ? 2 : 1)) throw new IllegalArgumentException("an output of " +
			output.length + " values for images of " + start.length);
		final double[] mse = new double[images];
		final double[] vb = new double[images];
		final double[] loss = new double[images];
		final float[] gradient = new float[output.length];
		IntStream.range(0, images).parallel().forEach(n -> {
			final int at = n * values;
			final int out = n * (output.length / images);
			mse[n] = squared(timesteps[n], start, noise, at, output, out, values, factors[n], gradient);
			if (learned) vb[n] = bound(timesteps[n], start, noisy, at, output, out, values,
				factors[n], gradient);
			loss[n] = mse[n] + vb[n];
		});
		return new Terms(mse, vb, loss, gradient);
	}

	private double squared(final int t, final float[] start, final float[] noise, final int at, final float[] output,
		final int out, final int values, final double factor, final float[] gradient)
	{
		double sum = 0;
		for (int i = 0; i < values; i++) {
			final double error = output[out + i] - prediction.target(signal[t], sigma[t], start[at + i], noise[at + i]);
			sum += error * error;
			gradient[out + i] = (float) (factor * 2 * error / values);
		}
		return sum / values;
	}

	/** KL(q(x_{t-1} | x_t, x_0) || p(x_{t-1} | x_t)), or for the first step -log p(x_0 | x_1) of the grey levels. */
	private double bound(final int t, final float[] start, final float[] noisy, final int at, final float[] output,
		final int out, final int values, final double factor, final float[] gradient)
	{
		final PosteriorStep step = table[t];
		final double unit = weight / (LN2 * values);
		// d log variance / d v
		final double lever = 0.5 * (step.logHigh() - step.logLow());
		double sum = 0;
		for (int i = 0; i < values; i++) {
			final double x = noisy[at + i];
			final double mean = step.mean(told(t, x, output[out + i]), x);
			final double logVariance = step.logVariance(output[out + values + i]);
			final double slope;
			if (t == 0) {
				sum += GreyLikelihood.negativeLog(start[at + i], mean, logVariance);
				slope = GreyLikelihood.slope(start[at + i], mean, logVariance);
			}
			else {
				final double ratio = Math.exp(step.logPosterior() - logVariance);
				final double apart = step.mean(start[at + i], x) - mean;
				final double distance = apart * apart * Math.exp(-logVariance);
				sum += 0.5 * (-1 + logVariance - step.logPosterior() + ratio + distance);
				slope = 0.5 * (1 - ratio - distance);
			}
			gradient[out + values + i] = (float) (factor * unit * slope * lever);
		}
		return sum * unit;
	}

	/** {@return the x_0 that the network tells; of the noise by the table, to the bit as in every version} */
	private double told(final int t, final double x, final double output) {
		return prediction == Prediction.NOISE ? table[t].start(x, output) : prediction.start(signal[t], sigma[t], x, output);
	}
}
