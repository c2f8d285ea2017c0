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
import ai.djl.ndarray.NDManager;

import io.sonoflow.train.AdamW;
import io.sonoflow.train.CrossEntropy;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A training step of ResNet-18 on quiet and on busy cores, for PyTorch's threads that spin, that sleep while they wait, and that
 * look for a while before they sleep (as Sonoflow has it where the user says nothing; on Linux): each
 * way in a process of its own, as OpenMP reads its variable but once.
 *
 * <pre>
 * mvn -q -Pbench -Dbench=wait
 * </pre>
 *
 * Arguments: images a batch (16), their side in pixels (128), steps timed each way (9; the median counts). Let nothing else run.
 * About 5 minutes.
 */
public final class WaitPolicyBench {

	private static final int WARM = 2;
	private static final String ACTIVE = "ACTIVE", LOOKING = "LOOKING";

	private WaitPolicyBench() {
	}

	/** Runs all ways; with a fourth argument, which the processes get, only one. */
	public static void main(final String... given) throws IOException, InterruptedException {
		final String[] args = given.length == 0 ? new String[] { "16", "128", "9" } : given;
		if (args.length > 3) {
			one(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
			return;
		}
		System.out.println("policy    threads  quiet ms   busy ms  busy/quiet");
		for (final int threads : new int[] { 1, Runtime.getRuntime().availableProcessors() })
			for (final String policy : List.of(ACTIVE, LOOKING, WaitPolicy.PASSIVE)) {
				final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-cp", System.getProperty("java.class.path"), WaitPolicyBench.class.getName(), args[0], args[1], args[2], "one");
				builder.environment().put(WaitPolicy.VARIABLE, policy.equals(ACTIVE) ? ACTIVE : WaitPolicy.PASSIVE);
				if (policy.equals(LOOKING)) builder.environment().put(WaitPolicy.LOOKS, WaitPolicy.looks());
				else builder.environment().remove(WaitPolicy.LOOKS);
				builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
				builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT).start().waitFor();
			}
	}

	private static void one(final int n, final int size, final int rounds) throws InterruptedException {
		Torch.inference();
		try (ImageNetwork network = Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 0);
				NDManager manager = Torch.manager(Device.cpu()))
		{
			network.requireGradient(true);
			final Map<String, NDArray> parameters = new LinkedHashMap<>();
			network.named().forEach((name, parameter) -> {
				if (parameter.requiresGradient()) parameters.put(name, parameter.getArray());
			});
			final AdamW optimizer = new AdamW(manager, List.of(new ParameterGroup(parameters, RateSchedule.constant(1e-4), 1e-5)));
			final Runnable step = () -> step(network, optimizer, manager, n, size);
			final double quiet = median(step, rounds);
			final double busy = busy(() -> median(step, rounds));
			System.out.printf(Locale.ROOT, "%-9s %7d %9.0f %9.0f %11.2f%n", System.getenv(WaitPolicy.LOOKS) == null ? WaitPolicy
				.value().orElse("none") : LOOKING, Torch.threads(),
				quiet, busy, busy / quiet);
		}
	}

	private static void step(final ImageNetwork network, final AdamW optimizer, final NDManager manager, final int n,
		final int size)
	{
		try (NDManager scope = manager.newSubManager()) {
			final float[] pixels = new float[n * size * size];
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = i % 17 / 8f - 1;
			final NDArray x = Torch.floats(scope, pixels, n, 1, size, size);
			final int[] labels = new int[n];
			for (int i = 0; i < n; i += 2)
				labels[i] = 1;
			Torch.backward(Torch.withGradient(() -> CrossEntropy.of(network.logits(x, true), labels)), null);
			optimizer.step();
		}
	}

	/** {@return milliseconds} */
	private static double median(final Runnable step, final int rounds) {
		for (int i = 0; i < WARM; i++)
			step.run();
		final double[] times = new double[rounds];
		for (int i = 0; i < rounds; i++) {
			final long start = System.nanoTime();
			step.run();
			times[i] = (System.nanoTime() - start) * 1e-6;
		}
		Arrays.sort(times);
		return times[rounds / 2];
	}

	/** As if other programs wanted all cores. */
	private static double busy(final java.util.function.DoubleSupplier work) throws InterruptedException {
		final boolean[] done = { false };
		final Thread[] threads = new Thread[Runtime.getRuntime().availableProcessors()];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> spin(done), "busy core");
			threads[i].start();
		}
		try {
			return work.getAsDouble();
		}
		finally {
			synchronized (done) {
				done[0] = true;
			}
			for (final Thread each : threads)
				each.join();
		}
	}

	private static void spin(final boolean[] done) {
		double x = 1;
		while (true) {
			for (int i = 0; i < 1_000_000; i++)
				x = Math.fma(x, 0.999, 1e-3);
			synchronized (done) {
				if (done[0] || x < 0) return;
			}
		}
	}
}
