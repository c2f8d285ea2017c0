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
import ai.djl.nn.Parameter;

import io.sonoflow.Contest;
import io.sonoflow.RandomStream;
import io.sonoflow.nn.cpu.InstructionSet;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.unet.FrozenUNet;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.nn.unet.UNetScript;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.CrossEntropy;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The classifiers' networks, and the U-Net where it does not learn, against the same as TorchScript ({@link ConvNetScript},
 * {@link UNetScript}) in the same JVM and libtorch, turn by turn: a line a figure,
 * {@code ratio <network> <size> <forward|forward-bf16|train|train-bf16> <value>} (the script always in float32), how many times
 * as fast ours is by the medians of the elapsed time, and by processor time in brackets. Scores are compared first.
 * Under 10 minutes on 2 cores with {@code -Dbench=speed}, which measures the crop, too.
 */
public final class SpeedBench {

	private static final int BATCH = 16;
	private static final int WARM = 2;
	private static final String UNET = "unet";
	private static final int UNET_PIXELS = 8 * 64 * 64;
	private static final RateSchedule RATE = RateSchedule.constant(1e-4);

	private SpeedBench() {
	}

	/** @param args rounds (7), networks (all) */
	public static void main(final String... args) {
		final int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
		final List<String> names = args.length > 1 ? List.of(args).subList(1, args.length) : List.of(Networks.RESNET18,
			Networks.RESNET50, Networks.DENSENET121, UNET);
		Torch.inference();
		System.out.println("# " + Devices.describe(Device.cpu()) + ", " + BATCH + " images, of the U-Net " + UNET_PIXELS +
			" pixels, median of " + rounds + " rounds" + (InstructionSet.isLimited()
				? ". The CPU hides its caches: these figures say nothing of other machines" : ""));
		for (final String name : names)
			for (final int size : name.equals(UNET) ? new int[] { 64, 128 } : new int[] { 224, 64 })
				if (name.equals(UNET)) compareUNet(size, rounds);
				else compare(name, size, rounds);
	}

	/** Of 64 channels at the finest level, on as many pixels at either size. */
	private static void compareUNet(final int size, final int rounds) {
		final int count = UNET_PIXELS / (size * size);
		final float[] x = new float[UNET_PIXELS];
		Initializer.normal(x, RandomStream.of(0, "speed"), 1);
		final float[] steps = new float[count];
		Arrays.fill(steps, 500);
		try (UNet network = UNet.create(Device.cpu(), UNetConfig.builder(size).base(64).build(), 0)) {
			// Convolutions that begin as zeros would hide all others.
			network.named().forEach((name, parameter) -> {
				final float[] values = parameter.getArray().toFloatArray();
				if (values.length < 2 || !name.matches(".*(out_layers\\.3|proj_out|out\\.2)\\.weight")) return;
				Initializer.normal(values, RandomStream.of(1, name), Math.sqrt(0.3 / (values.length / parameter.getShape().get(0))));
				Torch.fill(parameter.getArray(), values);
			});
			try (UNetScript script = new UNetScript(network)) {
				try (FrozenUNet frozen = new FrozenUNet(network)) {
					requireEqual(frozen.evaluate(x, steps, new int[count]), script.evaluate(x, steps));
					print(UNET, size, "forward", contest(frozen, script, x, steps).run(WARM, rounds));
				}
				if (!InstructionSet.hasBfloat16()) return;
				network.compute(Precision.BF16);
				try (FrozenUNet frozen = new FrozenUNet(network)) {
					print(UNET, size, "forward-bf16", contest(frozen, script, x, steps).run(WARM, rounds));
				}
			}
		}
	}

	private static Contest contest(final FrozenUNet frozen, final UNetScript script, final float[] x, final float[] steps) {
		return new Contest().add("ours", () -> Contest.Time.of(() -> frozen.evaluate(x, steps, new int[steps.length]))).add("script",
			() -> Contest.Time.of(() -> script.evaluate(x, steps)));
	}

	private static void compare(final String name, final int size, final int rounds) {
		final float[] batch = new float[BATCH * size * size];
		final RandomStream random = RandomStream.of(0, "speed");
		for (int i = 0; i < batch.length; i++)
			batch[i] = (float) random.nextGaussian();
		try (ImageNetwork ours = Networks.create(name, Device.cpu(), 1, 2, 0);
				ImageNetwork theirs = Networks.create(name, Device.cpu(), 1, 2, 0);
				ConvNetScript script = new ConvNetScript(theirs))
		{
			try (Frozen frozen = new Frozen(ours)) {
				requireEqual(scores(frozen::logits, batch, size), scores(images -> script.logits(images, false), batch, size));
				contest(name, size, "forward", () -> scores(frozen::logits, batch, size), () -> scores(images -> script.logits(images,
					false), batch, size), rounds);
			}
			final boolean half = InstructionSet.hasBfloat16();
			if (half) try (Frozen frozen = new Frozen(ours)) {
				ours.infer(Precision.BF16);
				contest(name, size, "forward-bf16", () -> scores(frozen::logits, batch, size), () -> scores(images -> script.logits(
					images, false), batch, size), rounds);
				ours.infer(Precision.FP32);
			}
			try (Trained a = new Trained(ours, ours::logits); Trained b = new Trained(theirs, script::logits)) {
				contest(name, size, "train", () -> a.step(batch, size), () -> b.step(batch, size), rounds);
				if (!half) return;
				ours.compute(Precision.BF16);
				contest(name, size, "train-bf16", () -> a.step(batch, size), () -> b.step(batch, size), rounds);
			}
		}
	}

	private static void contest(final String name, final int size, final String what, final Runnable ours, final Runnable script,
		final int rounds)
	{
		print(name, size, what, new Contest().add("ours", () -> Contest.Time.of(ours)).add("script", () -> Contest.Time.of(script))
			.run(WARM, rounds));
	}

	/** Images to scores. */
	private interface Forward {

		NDArray apply(NDArray images);
	}

	private static float[] scores(final Forward forward, final float[] batch, final int size) {
		try (NDManager scope = Torch.manager(Device.cpu())) {
			return forward.apply(Torch.floats(scope, batch, BATCH, 1, size, size)).toFloatArray();
		}
	}

	/** That the scores are the same to 1e-5, of large ones 1e-5 of their size. */
	static void requireEqual(final float[] ours, final float[] theirs) {
		for (int i = 0; i < ours.length; i++)
			if (!(Math.abs(ours[i] - theirs[i]) <= 1e-5 * Math.max(1, Math.abs(theirs[i])))) throw new IllegalStateException(
				"not the same network: " + ours[i] + " instead of " + theirs[i]);
	}

	private static void print(final String name, final int size, final String what, final Contest contest) {
		System.out.printf(Locale.ROOT, "ratio %s %d %s %.2f (processor time %.2f; %.1f and %.1f ms)%n", name, size, what, contest
			.elapsed("script") / contest.elapsed("ours"), contest.median("script") / contest.median("ours"), 1e3 * contest.elapsed(
				"ours"), 1e3 * contest.elapsed("script"));
	}

	/** A network with its optimiser. */
	private static final class Trained implements AutoCloseable {

		private final NDManager manager = Torch.manager(Device.cpu());
		private final BiFunction<NDArray, Boolean, NDArray> logits;
		private final AdamW optimizer;

		Trained(final ImageNetwork network, final BiFunction<NDArray, Boolean, NDArray> logits) {
			this.logits = logits;
			network.requireGradient(true);
			final Map<String, NDArray> parameters = new LinkedHashMap<>();
			for (final Map.Entry<String, Parameter> entry : network.named().entrySet())
				if (entry.getValue().requiresGradient()) parameters.put(entry.getKey(), entry.getValue().getArray());
			optimizer = new AdamW(manager, List.of(new ParameterGroup(parameters, RATE, 1e-5)));
		}

		void step(final float[] batch, final int size) {
			try (NDManager scope = manager.newSubManager()) {
				final NDArray images = Torch.floats(scope, batch, BATCH, 1, size, size);
				final NDArray losses = Torch.withGradient(() -> CrossEntropy.of(logits.apply(images, true), new int[BATCH]));
				Torch.backward(losses, null);
				optimizer.step();
			}
		}

		@Override
		public void close() {
			optimizer.close();
			manager.close();
		}
	}
}
