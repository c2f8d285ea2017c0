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
package io.sonoflow.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.nn.unet.UNetFile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Networks on a GPU. {@code numbers DEVICE}: their outputs and gradients against the CPU's of this process, and whether two
 * trainings of the same seed end with the same bits. {@code serve DEVICE}: for each line of standard input, such as
 * {@code resnet18 fp32 train 20}, does so many passes and prints the seconds; see src/bench/gpu/README.md.
 */
public final class GpuBench {

	private static final int SIDE = 256;
	private static final int CLASSIFIED = 64;
	private static final int GENERATED = 8;
	private static final int STEPS = 5;

	private GpuBench() {
	}

	/** A network, its optimiser and a batch, on one device. */
	private static final class Side implements AutoCloseable {

		final NDManager manager;
		final Map<String, NDArray> parameters = new LinkedHashMap<>();
		final int[] targets;
		final boolean isUNet;
		final AdamW optimizer;
		final GradientNorm norm;
		private ImageNetwork classifier;
		private UNet generator;
		private final NDArray x;
		private final NDArray t;

		/** @param base of a U-Net */
		Side(final String name, final String precision, final Device device, final int base, final int n, final int side) {
			manager = Torch.manager(device);
			isUNet = name.equals("unet");
			if (isUNet) {
				generator = UNet.create(device, UNetConfig.builder(side).base(base).build(), 1);
				generator.compute(Precision.named(precision));
				parameters.putAll(UNetFile.arrays(generator));
				parameters.forEach(Side::spread);
				generator.requireGradient(true);
			}
			else {
				classifier = Networks.create(name, device, 1, 2, 1);
				classifier.compute(Precision.named(precision));
				classifier.infer(Precision.named(precision));
				classifier.requireGradient(true);
				for (final Map.Entry<String, Parameter> entry : classifier.named().entrySet())
					if (entry.getValue().requiresGradient()) parameters.put(entry.getKey(), entry.getValue().getArray());
			}
			optimizer = new AdamW(manager, List.of(new ParameterGroup(parameters, RateSchedule.constant(1e-4), 1e-5)));
			norm = new GradientNorm(manager, parameters.values(), Precision.named(precision));
			final float[] data = new float[n * side * side];
			Initializer.normal(data, RandomStream.of(1, "gpu"), 1);
			x = Torch.floats(manager, data, n, 1, side, side);
			final float[] times = new float[n];
			targets = new int[n];
			for (int i = 0; i < n; i++) {
				times[i] = i * 100;
				targets[i] = i % 2;
			}
			t = Torch.floats(manager, times, n);
		}

		/** A fresh U-Net answers 0. */
		private static void spread(final String name, final NDArray array) {
			if (array.getShape().dimension() < 2) return;
			final float[] values = new float[(int) array.size()];
			Initializer.normal(values, RandomStream.of(1, name), Math.sqrt((double) array.getShape().get(0) / values.length));
			Torch.fill(array, values);
		}

		/** {@return the output, on the device} */
		NDArray forward(final boolean training) {
			return isUNet ? generator.forward(x, t, null, training) : classifier.logits(x, training);
		}

		/** {@return loss and the gradient's norm, on the host} */
		double[] backward() {
			try (NDManager scope = manager.newSubManager()) {
				final NDArray loss = Torch.withGradient(() -> {
					final NDArray y = forward(true);
					y.attach(scope);
					final NDArray found = isUNet ? y.square().mean() : CrossEntropy.of(y, targets).mean();
					found.attach(scope);
					return found;
				});
				final double value = Torch.read(loss)[0];
				norm.backward(loss);
				return new double[] { value, norm.get() };
			}
		}

		double[] train() {
			final double[] values = backward();
			norm.step(optimizer, values[1]);
			return values;
		}

		/** Passes until the device has done them all. */
		double seconds(final String work, final int passes) {
			final long start = System.nanoTime();
			for (int i = 0; i < passes; i++)
				if (work.equals("train")) train();
				else try (NDArray y = forward(false); NDArray first = y.get(0)) {
					// The last pass waits for the device.
					if (i == passes - 1) Torch.read(first);
				}
			return (System.nanoTime() - start) * 1e-9;
		}

		@Override
		public void close() {
			norm.close();
			optimizer.close();
			if (isUNet) generator.close();
			else classifier.close();
			manager.close();
		}
	}

	/** Runs it. */
	public static void main(final String... args) throws IOException {
		Torch.inference();
		final Device device = Devices.parse(args[1], Monitor.NONE);
		if (args[0].equals("serve")) serve(device);
		else numbers(device);
	}

	private static void serve(final Device device) throws IOException {
		final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		System.out.println(Devices.describe(device));
		String key = "";
		Side side = null;
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			final String[] words = line.strip().split(" ");
			if (!key.equals(words[0] + words[1])) {
				if (side != null) side.close();
				side = words[0].equals("none") ? null : new Side(words[0], words[1], device, 128, words[0].equals("unet") ? GENERATED
					: CLASSIFIED, SIDE);
				key = words[0] + words[1];
			}
			System.out.println(side == null ? 0 : side.seconds(words[2], Integer.parseInt(words[3])));
			System.out.flush();
		}
		if (side != null) side.close();
	}

	private static void numbers(final Device device) {
		for (final String name : new String[] { Networks.RESNET18, "vit-small16", "unet" })
			try {
				final int n = name.equals("unet") ? 2 : 4;
				final int side = name.equals("unet") ? 128 : 224;
				compare(name, device, n, side);
				repeat(name, device, n, side);
			}
			catch (final RuntimeException e) {
				System.out.println(name + " FAILED " + e);
				e.printStackTrace(System.out);
			}
	}

	private static void compare(final String name, final Device device, final int n, final int side) {
		try (Side host = new Side(name, "fp32", Device.cpu(), 64, n, side); Side other = new Side(name, "fp32", device, 64, n,
			side))
		{
			forward(name + " fp32 forward", host, other);
			final double[] a = host.backward();
			final double[] b = other.backward();
			System.out.printf(Locale.ROOT, "%s fp32 loss cpu %.8g, device %.8g; gradient's norm %.8g, %.8g%n", name, a[0], b[0], a[1],
				b[1]);
			gradients(name, host, other);
			for (final Precision half : List.of(Precision.BF16, Precision.FP16)) {
				if (name.equals("unet")) other.generator.compute(half);
				else if (name.equals(Networks.RESNET18)) other.classifier.infer(half);
				else continue;
				forward(name + " " + half + " forward", host, other);
			}
		}
	}

	private static void forward(final String what, final Side host, final Side other) {
		try (NDArray a = host.forward(false); NDArray b = other.forward(false)) {
			print(what, Torch.read(a), Torch.read(b));
		}
	}

	/** Of all gradients the one that is furthest off, by the largest value in its tensor. */
	private static void gradients(final String name, final Side host, final Side other) {
		double worst = 0;
		String where = "";
		for (final String each : host.parameters.keySet())
			try (NDArray a = host.parameters.get(each).getGradient(); NDArray b = other.parameters.get(each).getGradient()) {
				final double[] off = off(Torch.read(a), Torch.read(b));
				if (off[0] > worst * Math.max(off[1], 1e-12)) {
					worst = off[0] / Math.max(off[1], 1e-12);
					where = each;
				}
			}
		System.out.printf(Locale.ROOT, "%s fp32 gradients: furthest off %.2g of the largest value, in %s%n", name, worst, where);
	}

	private static void print(final String what, final float[] a, final float[] b) {
		final double[] off = off(a, b);
		System.out.printf(Locale.ROOT, "%s: furthest off %.2g of %.2g (relative %.2g)%n", what, off[0], off[1], off[0] / off[1]);
	}

	/** {@return largest difference, and largest absolute value of a; not a number if any is none} */
	private static double[] off(final float[] a, final float[] b) {
		double difference = 0;
		double largest = 0;
		for (int i = 0; i < a.length; i++) {
			final double d = Math.abs(a[i] - b[i]);
			difference = Double.isNaN(d) ? Double.NaN : Math.max(difference, d);
			largest = Math.max(largest, Math.abs(a[i]));
		}
		return new double[] { difference, largest };
	}

	private static void repeat(final String name, final Device device, final int n, final int side) {
		final float[][] ends = new float[2][];
		for (int run = 0; run < 2; run++)
			try (Side one = new Side(name, "fp32", device, 64, n, side)) {
				final StringBuilder losses = new StringBuilder();
				for (int step = 0; step < STEPS; step++)
					losses.append(String.format(Locale.ROOT, " %.8g", one.train()[0]));
				System.out.println(name + " fp32 losses, run " + (run + 1) + ":" + losses);
				ends[run] = Torch.read(one.parameters.values().iterator().next());
			}
		final double[] off = off(ends[0], ends[1]);
		System.out.printf(Locale.ROOT, "%s: two trainings of %d steps %s%n", name, STEPS, off[0] == 0 ? "end with the same bits"
			: String.format(Locale.ROOT, "differ by %.2g of %.2g", off[0], off[1]));
	}
}
