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
package io.sonoflow.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;

import com.sun.management.OperatingSystemMXBean;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.CrossEntropy;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * ResNet-18 of ours against the same network as TorchScript in the same JVM and libtorch: forward pass and training step
 * (forward, backward, fused AdamW), turn by turn, the forward pass folded ({@link Frozen}), too; then the resident memory over
 * 300 training steps.
 *
 * <pre>
 * python3 src/bench/python/make_resnet18.py SCRATCH
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.sonoflow.nn.ResNetBenchmark \
 *   -Dexec.args="SCRATCH/resnet18.pt 16 224 15 300"
 * </pre>
 *
 * Arguments: the TorchScript file, images a batch, their side in pixels, rounds, steps of the memory test (0 = none).
 */
public final class ResNetBenchmark {

	private static final int WARM = 3;
	private static final RateSchedule RATE = RateSchedule.constant(1e-4);

	private ResNetBenchmark() {
	}

	/** One of the two networks. */
	private static final class Side implements AutoCloseable {

		final NDManager manager = Torch.manager(Device.cpu());
		final Forward network;
		final AdamW optimizer;

		Side(final Forward network, final Map<String, NDArray> parameters) {
			this.network = network;
			this.optimizer = new AdamW(manager, List.of(new ParameterGroup(parameters, RATE, 1e-5)));
		}

		/** That does not train. */
		Side(final Forward network) {
			this.network = network;
			this.optimizer = null;
		}

		void forward(final float[] batch, final int n, final int size) {
			try (NDManager scope = manager.newSubManager()) {
				network.apply(Torch.floats(scope, batch, n, 1, size, size), false).toFloatArray();
			}
		}

		void train(final float[] batch, final int n, final int size) {
			try (NDManager scope = manager.newSubManager()) {
				final NDArray x = Torch.floats(scope, batch, n, 1, size, size);
				final int[] targets = new int[n];
				for (int i = 0; i < n; i += 2)
					targets[i] = 1;
				final NDArray losses = Torch.withGradient(() -> CrossEntropy.of(network.apply(x, true), targets));
				Torch.backward(losses, null);
				optimizer.step();
			}
		}

		@Override
		public void close() {
			if (optimizer != null) optimizer.close();
			manager.close();
		}
	}

	/** Images to logits. */
	private interface Forward {

		NDArray apply(NDArray images, boolean training);
	}

	/** Runs it. */
	public static void main(final String... args) throws IOException {
		final Path script = Path.of(args[0]);
		final int n = Integer.parseInt(args[1]);
		final int size = Integer.parseInt(args[2]);
		final int rounds = Integer.parseInt(args[3]);
		final int steps = Integer.parseInt(args[4]);
		Torch.inference();
		final float[] batch = new float[n * size * size];
		final RandomStream random = RandomStream.of(0, "benchmark");
		for (int i = 0; i < batch.length; i++)
			batch[i] = (float) random.nextGaussian();
		System.out.printf(Locale.ROOT, "%s, %d images of %d x %d%n", Devices.describe(Device.cpu()), n, size, size);
		try (ImageNetwork ours = Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 0);
				NDManager manager = Torch.manager(Device.cpu());
				Side java = ours(ours); Side torch = torchScript(script, manager))
		{
			compare("forward", rounds, () -> java.forward(batch, n, size), () -> torch.forward(batch, n, size));
			for (final boolean half : new boolean[] { false, true })
				try (Frozen frozen = new Frozen(ours); Side folded = new Side((x, training) -> frozen.logits(x))) {
					ours.infer(half ? Precision.BF16 : Precision.FP32);
					compare(half ? "folded bf16" : "folded", rounds, () -> folded.forward(batch, n, size), () -> torch.forward(batch, n,
						size));
				}
			ours.infer(Precision.FP32);
			compare("training step", rounds, () -> java.train(batch, n, size), () -> torch.train(batch, n, size));
			if (steps > 0) memory(steps, () -> java.train(batch, n, size));
		}
	}

	private static Side ours(final ImageNetwork network) {
		network.requireGradient(true);
		final Map<String, NDArray> parameters = new LinkedHashMap<>();
		for (final Map.Entry<String, Parameter> entry : network.named().entrySet())
			if (entry.getValue().requiresGradient()) parameters.put(entry.getKey(), entry.getValue().getArray());
		return new Side(network::logits, parameters);
	}

	private static Side torchScript(final Path script, final NDManager manager) throws IOException {
		final PtSymbolBlock block;
		try (InputStream in = new BufferedInputStream(Files.newInputStream(script))) {
			block = JniUtils.loadModule((PtNDManager) manager, in, false, false);
		}
		final Map<String, NDArray> parameters = new LinkedHashMap<>();
		for (final NDArray array : JniUtils.moduleGetParams(block, (PtNDManager) manager)) {
			array.setRequiresGradient(true);
			parameters.put(array.getName(), array);
		}
		return new Side((images, training) -> {
			if (training) JniUtils.enableTrainingMode(block);
			else JniUtils.enableInferenceMode(block);
			return IValueUtils.forward(block, new NDList(images), training).singletonOrThrow();
		}, parameters);
	}

	private static void compare(final String what, final int rounds, final Runnable ours, final Runnable theirs) {
		// Both warm: TorchScript optimises itself during its first runs.
		for (int i = 0; i < WARM; i++) {
			ours.run();
			theirs.run();
		}
		final double[][] clocks = new double[4][rounds];
		final double[][] ratios = new double[2][rounds];
		for (int i = 0; i < rounds; i++) {
			final double[] a = seconds(ours);
			final double[] b = seconds(theirs);
			for (int clock = 0; clock < 2; clock++) {
				clocks[clock][i] = a[clock];
				clocks[2 + clock][i] = b[clock];
				ratios[clock][i] = b[clock] / a[clock];
			}
		}
		print(what, "wall", rounds, clocks[0], clocks[2], ratios[0]);
		print(what, "cpu", rounds, clocks[1], clocks[3], ratios[1]);
	}

	private static void print(final String what, final String clock, final int rounds, final double[] ours,
		final double[] theirs, final double[] ratios)
	{
		System.out.printf(Locale.ROOT,
			"%-14s %-4s ours %.1f ms, TorchScript %.1f ms (medians of %d), speed ratio %.3f, median of the pairs' ratios %.3f%n",
			what, clock, 1000 * median(ours), 1000 * median(theirs), rounds, median(theirs) / median(ours), median(ratios));
	}

	/** {@return by the clock, and by the process's own use of the processor, which other programs disturb less} */
	private static double[] seconds(final Runnable work) {
		final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		final long cpu = system.getProcessCpuTime();
		final long start = System.nanoTime();
		work.run();
		final double wall = (System.nanoTime() - start) * 1e-9;
		return new double[] { wall, (system.getProcessCpuTime() - cpu) * 1e-9 };
	}

	private static double median(final double[] values) {
		final double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	/** Slope by least squares over the last two thirds, after the allocators have filled their pools. */
	private static void memory(final int steps, final Runnable step) {
		final double[] megabytes = new double[steps];
		for (int i = 0; i < steps; i++) {
			step.run();
			megabytes[i] = residentKilobytes() / 1024.0;
		}
		final int from = steps / 3;
		double sx = 0;
		double sy = 0;
		double sxx = 0;
		double sxy = 0;
		final int count = steps - from;
		for (int i = from; i < steps; i++) {
			sx += i;
			sy += megabytes[i];
			sxx += (double) i * i;
			sxy += i * megabytes[i];
		}
		final double slope = (count * sxy - sx * sy) / (count * sxx - sx * sx);
		System.out.printf(Locale.ROOT, "resident memory: %.0f MB after step 1, %.0f after %d, %.0f after %d; slope %.4f MB a step%n",
			megabytes[0], megabytes[from], from + 1, megabytes[steps - 1], steps, slope);
	}

	private static long residentKilobytes() {
		try {
			return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS")).mapToLong(
				line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
