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
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.FrozenUNet;
import io.sonoflow.nn.unet.UNet;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a diffusion model makes of its training images at high noise: how far the image that its answer implies is from the
 * true one, in units of how far the mean image is (above 1 it would be better to answer with that), and by how much its
 * noise follows an offset and a factor of the noisy image.
 * <p>
 * Arguments: folder of the training images, number of images, models.
 */
public final class AmplitudeBench {

	private static final int[] TIMESTEPS = { 999, 989, 949, 899, 849, 749, 499 };
	private static final double OFFSET = 0.1;
	private static final double FACTOR = 1.1;

	private AmplitudeBench() {
	}

	/** @param args see above */
	public static void main(final String[] args) {
		final List<Sample> all = Dataset.read(Path.of(args[0]).resolve(Dataset.FILE), Monitor.NONE).samples();
		final int count = Integer.parseInt(args[1]);
		final List<Sample> samples = IntStream.range(0, count).mapToObj(i -> all.get(i * all.size() / count))
			.toList();
		Torch.inference();
		for (final String path : Arrays.copyOfRange(args, 2, args.length)) {
			final GeneratorModel model = GeneratorModel.open(Path.of(path), new ForeignModelSettings(), Monitor.NONE);
			try (UNet network = model.file().network(Devices.parse("cpu", Monitor.NONE))) {
				for (final int t : TIMESTEPS)
					measure(path, model, network, samples, t);
			}
		}
	}

	private static void measure(final String path, final GeneratorModel model, final UNet network,
		final List<Sample> samples, final int t)
	{
		final double signal = model.schedule().signal(t);
		final double sigma = model.schedule().noise(t);
		final double[][] images = samples.stream().map(AmplitudeBench::image).toArray(double[][]::new);
		final int[] classes = samples.stream().mapToInt(sample -> model.file().config().indexOf(sample.label())).toArray();
		final double[][] x = new double[images.length][images[0].length];
		for (int n = 0; n < x.length; n++) {
			NoiseSource.seeded(1).fill(n, NoiseSource.START, x[n]);
			for (int i = 0; i < x[n].length; i++)
				x[n][i] = signal * images[n][i] + sigma * x[n][i];
		}
		final double[][] eps;
		final double[][] moved;
		final double[][] scaled;
		try (FrozenUNet frozen = new FrozenUNet(network)) {
			final NoisePredictor predictor = model.prediction().noise(NoisePredictor.of(frozen), model.schedule());
			eps = predict(predictor, x, t, classes);
			moved = predict(predictor, changed(x, 1, OFFSET), t, classes);
			scaled = predict(predictor, changed(x, FACTOR, 0), t, classes);
		}
		double error = 0;
		double prior = 0;
		double follows = 0;
		double grows = 0;
		for (int n = 0; n < x.length; n++) {
			for (int i = 0; i < x[n].length; i++) {
				final int pixel = i;
				final double mean = Arrays.stream(images).mapToDouble(image -> image[pixel]).average().getAsDouble();
				prior += Math.pow(images[n][i] - mean, 2);
				error += Math.pow((x[n][i] - sigma * eps[n][i]) / signal - images[n][i], 2);
			}
			follows += (mean(moved[n]) - mean(eps[n])) / OFFSET / x.length;
			grows += (spread(scaled[n]) / spread(eps[n]) - 1) / (FACTOR - 1) / x.length;
		}
		System.out.printf(Locale.ROOT, "%s t %d: error of the image %.3f of the mean image's; noise follows an offset by " +
			"%.0f %%, a factor by %.0f %%; spread %.3f%n", path, t, Math.sqrt(error / prior), 100 * follows, 100 * grows, spread(eps[0]));
	}

	private static double[] image(final Sample sample) {
		final byte[] pixels = Images.pixels(ImageFiles.readGray(sample.image()));
		final double[] image = new double[pixels.length];
		for (int i = 0; i < image.length; i++)
			image[i] = GreyRange.toUnit(pixels[i] & 255);
		return image;
	}

	private static double[][] predict(final NoisePredictor predictor, final double[][] x, final int t, final int[] classes) {
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray images = Torch.doubles(manager, Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray(), x.length,
				x[0].length);
			final double[] output = predictor.predict(images, t, classes).get(":, :" + x[0].length).toDoubleArray();
			final int values = x[0].length;
			return IntStream.range(0, x.length).mapToObj(n -> Arrays.copyOfRange(output, n * values, (n + 1) * values))
				.toArray(double[][]::new);
		}
	}

	private static double[][] changed(final double[][] x, final double factor, final double offset) {
		return Arrays.stream(x).map(image -> Arrays.stream(image).map(value -> factor * value + offset).toArray()).toArray(
			double[][]::new);
	}

	private static double mean(final double[] values) {
		return Arrays.stream(values).average().getAsDouble();
	}

	private static double spread(final double[] values) {
		final double mean = mean(values);
		return Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().getAsDouble());
	}
}
