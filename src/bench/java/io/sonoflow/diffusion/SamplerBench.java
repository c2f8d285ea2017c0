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

import io.sonoflow.Contest.Time;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.FrozenUNet;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.nn.unet.UNetConfig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Images a second of each sampler on the same weights (64 px): ddpm with 250 calls of the network, ddim with 50, dpm++ with 20,
 * heun with 35; and the share of it that the network alone takes, asked as often. They take their steps in turn, and at most so
 * many as given are taken of each, as all cost the same.
 *
 * <pre>
 * mvn -q -Pbench -Dbench=samplers
 * </pre>
 *
 * Arguments: threads (1), base (32), batch (4), steps of each (50). About 2 minutes.
 */
public final class SamplerBench {

	private static final int SIZE = 64;
	private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine(1000);
	private static final Map<String, Integer> SAMPLERS = new LinkedHashMap<>();

	static {
		SAMPLERS.put("ddpm", 250);
		SAMPLERS.put("ddim", 50);
		SAMPLERS.put("dpm++", 20);
		SAMPLERS.put("heun", 35);
	}

	private SamplerBench() {
	}

	/** One sampler on its way. */
	private static final class Run implements AutoCloseable {

		final Sampler sampler;
		final Sampling sampling;
		final List<Time> times = new ArrayList<>();

		Run(final String name, final int steps, final NoisePredictor network, final int batch) {
			sampler = Samplers.of(name, steps, 0, SCHEDULE, Variance.LEARNED_RANGE);
			final int[] classes = new int[batch];
			Arrays.fill(classes, NoisePredictor.NO_CLASS);
			sampling = new Sampling(sampler, network, NoiseSource.seeded(0), SIZE * SIZE, LongStream.range(0, batch).toArray(),
				classes);
		}

		void step() {
			if (sampling.hasNext()) times.add(Time.of(sampling::next));
		}

		@Override
		public void close() {
			sampling.close();
		}
	}

	private static double median(final List<Time> times, final boolean elapsed) {
		final double[] sorted = times.stream().mapToDouble(elapsed ? Time::elapsed : Time::processor).sorted().toArray();
		return sorted[sorted.length / 2];
	}

	/** @param arguments threads, base, batch, steps of each */
	public static void main(final String... arguments) {
		final int[] values = { 1, 32, 4, 50 };
		for (int i = 0; i < arguments.length; i++)
			values[i] = Integer.parseInt(arguments[i]);
		run(values[0], values[1], values[2], values[3]);
	}

	/** Prints it. */
	public static void run(final int threads, final int base, final int batch, final int steps) {
		Torch.threads(threads);
		Torch.inference();
		try (UNet network = UNet.create(Device.cpu(), UNetConfig.builder(SIZE).base(base).build(), 1);
				FrozenUNet frozen = new FrozenUNet(network))
		{
			final Map<String, Run> runs = new LinkedHashMap<>();
			SAMPLERS.forEach((name, calls) -> runs.put(name, new Run(name, calls, NoisePredictor.of(frozen), batch)));
			final List<Time> alone = new ArrayList<>();
			final float[] x = new float[batch * SIZE * SIZE];
			final float[] t = new float[batch];
			final int[] none = IntStream.range(0, batch).map(i -> NoisePredictor.NO_CLASS).toArray();
			for (int i = 0; i < 3; i++)
				frozen.evaluate(x, t, none);
			for (int i = 0; i < steps; i++) {
				runs.values().forEach(Run::step);
				alone.add(Time.of(() -> frozen.evaluate(x, t, none)));
			}
			print(runs, alone, threads, base, batch);
			runs.values().forEach(Run::close);
		}
	}

	private static void print(final Map<String, Run> runs, final List<Time> alone, final int threads, final int base,
		final int batch)
	{
		System.out.printf(Locale.ROOT, "Sampling, %d px, base %d, batch %d, %d thread(s); the network alone: %.0f ms of processor " +
			"time a call (median), %.0f elapsed%n", SIZE, base, batch, threads, 1e3 * median(alone, false), 1e3 * median(alone,
				true));
		runs.forEach((name, run) -> {
			final int steps = run.sampler.steps();
			System.out.printf(Locale.ROOT, "  %s-%d: %.4f images a second of processor time, %.4f elapsed (%d steps measured); " +
				"the network alone takes %.3f of it%n", name, steps, batch / (steps * median(run.times, false)), batch / (steps * median(
					run.times, true)), run.times.size(), median(alone, false) / median(run.times, false));
		});
	}
}
