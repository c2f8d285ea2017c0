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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;

import java.util.Arrays;

/**
 * What a diffusion network is trained on (Nichol and Dhariwal, Improved DDPM, 2021): the mean square error of the noise
 * (or of what else it tells, see {@link Prediction}) plus, where it learns the variance, the term of the variational bound
 * in bits per value, whose mean is held fixed so that it teaches the variance only. The gradient is written out here, so no
 * graph need be recorded beyond the network:
 *
 * <pre>
 * NDArray noisy = loss.noisy(start, noise, timesteps);
 * DiffusionLoss.Terms terms = loss.of(start, noisy, noise, timesteps, factors, output);
 * Torch.backward(output, terms.gradient());
 * double[] losses = terms.read().loss();
 * </pre>
 *
 * All of it happens where the arrays are, in double precision; only N losses need ever be fetched.
 */
public final class DiffusionLoss implements AutoCloseable {

	private static final double LN2 = Math.log(2);

	/** In float64, whatever comes in. */
	private static final String CODE = """
		def at(self: __torch__.Ops, c: Tensor, i: int) -> Tensor:
		  return torch.slice(c, 1, i, torch.add(i, 1))
		def diffuse(self: __torch__.Ops, c: Tensor, start: Tensor, noise: Tensor) -> Tensor:
		  signal = torch.mul(torch.to(start, 7), self.at(c, 12))
		  return torch.to(torch.add(signal, torch.mul(torch.to(noise, 7), self.at(c, 13))), 6)
		def error(self: __torch__.Ops, c: Tensor, start: Tensor, noise: Tensor, output: Tensor) -> Tensor:
		  told = torch.to(torch.narrow(output, 1, 0, torch.size(start, 1)), 7)
		  eps = torch.mul(torch.to(noise, 7), self.at(c, 0))
		  return torch.sub(told, torch.add(eps, torch.mul(torch.to(start, 7), self.at(c, 1))))
		def mean(self: __torch__.Ops, c: Tensor, start: Tensor, x: Tensor) -> Tensor:
		  return torch.add(torch.mul(start, self.at(c, 5)), torch.mul(x, self.at(c, 6)))
		def predicted(self: __torch__.Ops, c: Tensor, x: Tensor, output: Tensor) -> Tuple[Tensor, Tensor]:
		  n = torch.size(x, 1)
		  told = torch.to(torch.narrow(output, 1, 0, n), 7)
		  start = torch.add(torch.mul(x, self.at(c, 3)), torch.mul(told, self.at(c, 4)))
		  share = torch.div(torch.add(torch.to(torch.narrow(output, 1, n, n), 7), 1.), 2.)
		  rest = torch.mul(torch.add(torch.neg(share), 1.), self.at(c, 8))
		  return (self.mean(c, start, x), torch.add(torch.mul(share, self.at(c, 9)), rest))
		def divergence(self: __torch__.Ops, c: Tensor, start: Tensor, x: Tensor, mean: Tensor, variance: Tensor) -> Tuple[Tensor, Tensor]:
		  posterior = self.at(c, 7)
		  ratio = torch.exp(torch.sub(posterior, variance))
		  apart = torch.sub(self.mean(c, start, x), mean)
		  distance = torch.mul(torch.mul(apart, apart), torch.exp(torch.neg(variance)))
		  term = torch.add(torch.add(torch.sub(torch.sub(variance, 1.), posterior), ratio), distance)
		  slope = torch.sub(torch.add(torch.neg(ratio), 1.), distance)
		  return (torch.mul(term, 0.5), torch.mul(slope, 0.5))
		def fixed(self: __torch__.Ops, c: Tensor, start: Tensor, noisy: Tensor, noise: Tensor, output: Tensor) -> List[Tensor]:
		  e = self.error(c, start, noise, output)
		  n = torch.size(start, 1)
		  mse = torch.div(torch.sum(torch.mul(e, e), [1]), n)
		  gradient = torch.to(torch.div(torch.mul(e, self.at(c, 2)), n), 6)
		  return [torch.stack([mse, torch.zeros_like(mse)], 1), gradient]
		def with_bound(self: __torch__.Ops, c: Tensor, fixed: List[Tensor], term: Tensor, slope: Tensor) -> List[Tensor]:
		  vb = torch.mul(torch.sum(term, [1]), torch.select(c, 1, 14))
		  way = torch.to(torch.mul(torch.mul(slope, self.at(c, 10)), self.at(c, 11)), 6)
		  values = torch.stack([torch.select(fixed[0], 1, 0), vb], 1)
		  return [values, torch.cat([fixed[1], way], 1)]
		def learned(self: __torch__.Ops, c: Tensor, start: Tensor, noisy: Tensor, noise: Tensor, output: Tensor) -> List[Tensor]:
		  x = torch.to(noisy, 7)
		  mean, variance, = self.predicted(c, x, output)
		  term, slope, = self.divergence(c, torch.to(start, 7), x, mean, variance)
		  return self.with_bound(c, self.fixed(c, start, noisy, noise, output), term, slope)
		def learned_first(self: __torch__.Ops, c: Tensor, start: Tensor, noisy: Tensor, noise: Tensor, output: Tensor) -> List[Tensor]:
		  s = torch.to(start, 7)
		  x = torch.to(noisy, 7)
		  mean, variance, = self.predicted(c, x, output)
		  term, slope, = self.divergence(c, s, x, mean, variance)
		  bits, down, = self.grey(s, mean, variance)
		  first = torch.gt(self.at(c, 15), 0.5)
		  both = self.fixed(c, start, noisy, noise, output)
		  return self.with_bound(c, both, torch.where(first, bits, term), torch.where(first, down, slope))
		""";

	/** How much the variational term counts. */
	public enum Weighting {

		/** mse + vb: the published models. */
		MSE,

		/** mse + vb T / 1000. */
		RESCALED_MSE
	}

	/**
	 * The losses of a batch and the way down, where the batch is.
	 *
	 * @param values (N, 2), float64, see {@link Losses}
	 * @param gradient of sum(factor * loss) with respect to the output, shaped like that, float32
	 */
	public record Terms(NDArray values, NDArray gradient) {

		/** {@return the losses, fetched} */
		public Losses read() {
			try (NDArray host = values.toDevice(Device.cpu(), true)) {
				final double[] all = host.toDoubleArray();
				final double[] mse = new double[all.length / 2];
				final double[] vb = new double[mse.length];
				final double[] loss = new double[mse.length];
				for (int n = 0; n < mse.length; n++) {
					mse[n] = all[2 * n];
					vb[n] = all[2 * n + 1];
					loss[n] = mse[n] + vb[n];
				}
				return new Losses(mse, vb, loss);
			}
		}
	}

	/**
	 * One value an image.
	 *
	 * @param mse mean square error of what the network tells
	 * @param vb the variational term in bits, with its weight; 0 where the variance is not learned
	 * @param loss their sum
	 */
	public record Losses(double[] mse, double[] vb, double[] loss) {
	}

	private final PosteriorStep[] table;
	private final Prediction prediction;
	private final double[] signal;
	private final double[] sigma;
	private final boolean learned;
	private final double weight;
	private final TorchScript ops;

	/**
	 * @param manager owns the operators
	 * @param schedule trained on
	 * @param variance with a learned range the output has 2C channels, else C
	 * @param prediction what the first C of them tell
	 */
	public DiffusionLoss(final NDManager manager, final NoiseSchedule schedule, final Variance variance, final Weighting weighting,
		final Prediction prediction)
	{
		ops = TorchScript.compile(manager, GreyLikelihood.CODE + CODE);
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
	 * @param start x_0, (N, values) in [-1, 1], float32
	 * @param noise standard normal, as many
	 * @param timesteps t of each image, N
	 * @return x_t, shaped like them and attached to start's manager
	 */
	public NDArray noisy(final NDArray start, final NDArray noise, final int[] timesteps) {
		try (NDArray rows = rows(start, timesteps, new double[timesteps.length])) {
			return ops.call("diffuse", rows, start, noise).singletonOrThrow();
		}
	}

	/**
	 * In a thread that records no gradients ({@link io.sonoflow.nn.Torch#inference}).
	 *
	 * @param start x_0, (N, values) in [-1, 1], float32; all arrays on one device
	 * @param noisy x_t, see {@link #noisy}
	 * @param noise in it
	 * @param timesteps t of each image, N
	 * @param factors of each image's loss in the total, N: e.g. 1/N, times {@link TimestepSampler.Draw#weights}
	 * @param output of the network for x_t: (N, values), or (N, 2 values) with a learned range, in as many dimensions as one
	 *          likes
	 * @return attached to start's manager
	 */
	public Terms of(final NDArray start, final NDArray noisy, final NDArray noise, final int[] timesteps, final double[] factors,
		final NDArray output)
	{
		if (output.size() != start.size() * (learned ? 2 : 1)) throw new IllegalArgumentException("an output of " + output.size() +
			" values for images of " + start.size());
		final String method = !learned ? "fixed" : Arrays.stream(timesteps).anyMatch(t -> t == 0) ? "learned_first" : "learned";
		try (NDArray rows = rows(start, timesteps, factors); NDArray flat = output.reshape(timesteps.length, -1)) {
			final NDList result = ops.call(method, rows, start, noisy, noise, flat);
			try (NDArray gradient = result.get(1)) {
				return new Terms(result.get(0), gradient.reshape(output.getShape()));
			}
		}
	}

	/** {@return a row of numbers for each image, in the order in which the code asks for them} */
	private NDArray rows(final NDArray start, final int[] timesteps, final double[] factors) {
		final double unit = weight / (LN2 * (start.size() / timesteps.length));
		final double[][] rows = new double[timesteps.length][];
		for (int n = 0; n < rows.length; n++) {
			final int t = timesteps[n];
			final PosteriorStep step = table[t];
			final double alpha = signal[t];
			final double beta = sigma[t];
			final boolean eps = prediction == Prediction.NOISE;
			rows[n] = new double[] {
				// what the network should tell, of the noise and of x_0: linear in both
				prediction.target(alpha, beta, 0, 1), prediction.target(alpha, beta, 1, 0), factors[n] * 2,
				// the x_0 that it tells, of x_t and of the output; of the noise by the table
				eps ? step.now() : prediction.start(alpha, beta, 1, 0), eps ? -step.noise() : prediction.start(alpha, beta, 0, 1),
				step.meanStart(), step.meanNow(), step.logPosterior(), step.logLow(), step.logHigh(),
				// d log variance / d v
				factors[n] * unit, 0.5 * (step.logHigh() - step.logLow()), alpha, beta, unit, t == 0 ? 1 : 0 };
		}
		return Torch.doubles(start.getManager(), Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), rows.length,
			rows[0].length);
	}

	@Override
	public void close() {
		ops.close();
	}
}
