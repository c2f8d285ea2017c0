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
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * How much a sampler smooths by itself: with a network that makes no error. In a normal distribution every wave of an image is a
 * normal variable of its own, of a variance lambda, and the best answer to its noisy value x is known: noise = sigma x / (alpha²
 * lambda + sigma²). The sampler gives it the variance lambda g(lambda); g below 1 takes detail away. From g and the mean spectrum
 * of phantoms follows how much wider the speckle of images drawn by this sampler would be, were it normal.
 * <p>
 * Arguments: folder of phantoms of 64 px with {@code dataset.csv}.
 */
public final class SmoothingBench {

	private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine(1000);
	private static final int DRAWS = 4000;
	/** A window that lies within every testis, as PhantomQuality has it. */
	private static final int X = 22, Y = 16, WIDTH = 20, HEIGHT = 16;
	private static final double[] LAMBDAS = { 1e-4, 1e-3, 1e-2, 0.1, 1 };

	private SmoothingBench() {
	}

	/** @param args see above */
	public static void main(final String... args) {
		final double[][] spectrum = spectrum(Dataset.read(Path.of(args[0]).resolve(Dataset.FILE), Monitor.NONE).samples());
		final double axial = width(spectrum, 0, 1, lambda -> 1);
		final double lateral = width(spectrum, 1, 0, lambda -> 1);
		System.out.printf(Locale.ROOT, "phantoms: grey levels' width axial %.3f, lateral %.3f px; variance of a wave %.1e to %.1e%n",
			axial, lateral, Arrays.stream(spectrum).flatMapToDouble(Arrays::stream).filter(each -> each > 0).min().orElse(0), Arrays
				.stream(spectrum).flatMapToDouble(Arrays::stream).max().orElse(0));
		samplers().forEach((name, sampler) -> {
			final StringBuilder text = new StringBuilder();
			for (final double lambda : LAMBDAS)
				text.append(String.format(Locale.ROOT, " %.3f", gain(sampler, lambda)));
			final Map<Double, Double> gains = new LinkedHashMap<>();
			final DoubleUnaryOperator gain = lambda -> gains.computeIfAbsent(lambda, each -> gain(sampler, each));
			System.out.printf(Locale.ROOT, "%s, %d calls: g at 1e-4 .. 1:%s; width axial %+.1f %%, lateral %+.1f %%%n", name, sampler
				.steps(), text, 100 * (width(spectrum, 0, 1, gain) / axial - 1), 100 * (width(spectrum, 1, 0, gain) / lateral - 1));
		});
	}

	private static Map<String, Sampler> samplers() {
		final Map<String, Sampler> samplers = new LinkedHashMap<>();
		for (final int steps : new int[] { 10, 20, 50 })
			samplers.put("dpm++ " + steps, new DpmSolver(SCHEDULE, trailing(steps), false));
		for (final int steps : new int[] { 20, 50 })
			samplers.put("ddim " + steps, new Ddim(SCHEDULE, trailing(steps), 0, false));
		samplers.put("ddim 50 eta 1", new Ddim(SCHEDULE, trailing(50), 1, false));
		for (final int calls : new int[] { 19, 35, 49 })
			samplers.put("heun " + calls, new HeunSampler(SCHEDULE, calls, 0, false));
		samplers.put("heun 49 eta .3", new HeunSampler(SCHEDULE, 49, 0.3, false));
		samplers.put("heun 49 eta 1", new HeunSampler(SCHEDULE, 49, 1, false));
		for (final int steps : new int[] { 50, 250 })
			samplers.put("ddpm " + steps, new AncestralSampler(SCHEDULE.respaced(Integer.toString(steps)), Variance.FIXED_LARGE,
				false));
		return samplers;
	}

	private static int[] trailing(final int steps) {
		return Spacing.TRAILING.timesteps(SCHEDULE.steps(), steps);
	}

	/** {@return the variance of what the sampler makes of a wave, of lambda} */
	private static double gain(final Sampler sampler, final double lambda) {
		final RandomStream random = RandomStream.of(1, "smoothing");
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = Torch.doubles(manager, gaussians(random), 1, DRAWS);
			final Sampler.Update update = sampler.start(x);
			for (int step = 0; step < sampler.steps(); step++) {
				final double alpha = SCHEDULE.signal(sampler.timestep(step));
				final double sigma = SCHEDULE.noise(sampler.timestep(step));
				try (NDArray output = x.mul(sigma / (alpha * alpha * lambda + sigma * sigma));
						NDArray noise = sampler.isRandom(step) ? Torch.doubles(manager, gaussians(random), 1, DRAWS) : null)
				{
					update.advance(step, output, noise);
				}
			}
			return Arrays.stream(x.toDoubleArray()).map(each -> each * each).sum() / DRAWS / lambda;
		}
	}

	/** Of exactly the variance 1, so that the draws' chance is not taken for the sampler's. */
	private static double[] gaussians(final RandomStream random) {
		final double[] x = new double[DRAWS];
		for (int i = 0; i < DRAWS; i++)
			x[i] = random.nextGaussian();
		final double scale = Math.sqrt(DRAWS / Arrays.stream(x).map(each -> each * each).sum());
		return Arrays.stream(x).map(each -> each * scale).toArray();
	}

	/** {@return mean variance of the waves (row, column) of the window in greys of -1..1, each image's mean taken off} */
	private static double[][] spectrum(final List<Sample> samples) {
		final double[][] sum = new double[HEIGHT][WIDTH];
		for (final Sample sample : samples) {
			final byte[] pixels = Images.pixels(ImageFiles.readGray(sample.image()));
			final double[] window = new double[WIDTH * HEIGHT];
			for (int i = 0; i < window.length; i++)
				window[i] = (pixels[(Y + i / WIDTH) * 64 + X + i % WIDTH] & 255) / 127.5 - 1;
			final double mean = Arrays.stream(window).average().orElseThrow();
			for (int row = 0; row < HEIGHT; row++)
				for (int column = 0; column < WIDTH; column++)
					sum[row][column] += power(window, mean, row, column) / samples.size();
		}
		return sum;
	}

	private static double power(final double[] window, final double mean, final int row, final int column) {
		double real = 0;
		double imaginary = 0;
		for (int i = 0; i < window.length; i++) {
			final double phase = 2 * Math.PI * ((double) row * (i / WIDTH) / HEIGHT + (double) column * (i % WIDTH) / WIDTH);
			real += (window[i] - mean) * Math.cos(phase);
			imaginary += (window[i] - mean) * Math.sin(phase);
		}
		return (real * real + imaginary * imaginary) / window.length;
	}

	/** {@return full width at half maximum of the autocovariance along x or y, pixels} */
	private static double width(final double[][] spectrum, final int dx, final int dy, final DoubleUnaryOperator gain) {
		final double[] covariance = new double[8];
		for (int row = 0; row < HEIGHT; row++)
			for (int column = 0; column < WIDTH; column++) {
				final double lambda = spectrum[row][column];
				// The mean was taken off.
				if (row + column == 0) continue;
				final double power = lambda * gain.applyAsDouble(lambda);
				for (int lag = 0; lag < covariance.length; lag++)
					covariance[lag] += power * Math.cos(2 * Math.PI * lag * ((double) dy * row / HEIGHT + (double) dx * column / WIDTH));
			}
		for (int lag = 1; lag < covariance.length; lag++) {
			final double before = covariance[lag - 1] / covariance[0];
			final double here = covariance[lag] / covariance[0];
			if (here < 0.5) return 2 * (lag - 1 + (before - 0.5) / (before - here));
		}
		return Double.NaN;
	}
}
