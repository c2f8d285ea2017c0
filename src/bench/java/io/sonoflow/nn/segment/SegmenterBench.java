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
package io.sonoflow.nn.segment;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;

import io.sonoflow.Contest;
import io.sonoflow.HashFill;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;
import io.sonoflow.train.Sgd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The segmenter against the same network as one TorchScript program, operator by operator as torch.jit.trace writes it (instance
 * norm, leaky rectifier, FiLM as product and sum), in the same JVM and libtorch, with TorchScript's optimiser on (which ours do
 * without): forward pass and training step (forward, cross-entropy and Dice, backward, SGD), turn by turn.
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.sonoflow.nn.segment.SegmenterBench \
 *   -Dexec.args="512 1 32,64,128,256,512 5 1"
 * </pre>
 *
 * Arguments: side of the images in pixels, images a batch, widths, rounds, threads; a sixth, the steps of the memory test, may be
 * left out.
 */
public final class SegmenterBench {

	private static final int WARM = 2;

	private SegmenterBench() {
	}

	/** One of the two, with its optimiser. */
	private static final class Side implements AutoCloseable {

		final SegmentationNetwork network;
		final boolean optimised;
		final Function<NDArray, NDArray> logits;
		final Sgd optimizer;
		final NDManager manager = Torch.manager(Device.cpu());

		Side(final SegmentationNetwork network, final boolean optimised, final Function<NDArray, NDArray> logits) {
			this.network = network;
			this.optimised = optimised;
			this.logits = logits;
			network.requireGradient(true);
			final Map<String, NDArray> parameters = new LinkedHashMap<>();
			network.trainable().forEach((name, parameter) -> parameters.put(name, parameter.getArray()));
			optimizer = new Sgd(manager, List.of(new ParameterGroup(parameters, RateSchedule.constant(1e-6), 0)), 0.9);
		}

		float[] forward(final float[] batch, final int n, final int size) {
			return run(() -> {
				try (NDManager scope = manager.newSubManager()) {
					return logits.apply(Torch.floats(scope, batch, n, 1, size, size)).toFloatArray();
				}
			});
		}

		float[] train(final float[] batch, final int n, final int size) {
			return run(() -> {
				try (NDManager scope = manager.newSubManager()) {
					final NDArray x = Torch.floats(scope, batch, n, 1, size, size);
					final NDArray y = x.gt(0).toType(DataType.FLOAT32, false);
					final NDArray loss = Torch.withGradient(() -> MaskLosses.bceAndDice(logits.apply(x), y, 1).sum());
					Torch.backward(loss, null);
					optimizer.step();
					return loss.toFloatArray();
				}
			});
		}

		private float[] run(final Supplier<float[]> work) {
			JniUtils.setGraphExecutorOptimize(optimised);
			try {
				return work.get();
			}
			finally {
				JniUtils.setGraphExecutorOptimize(false);
			}
		}

		@Override
		public void close() {
			optimizer.close();
			network.close();
			manager.close();
		}
	}

	/** Runs it. */
	public static void main(final String... args) {
		final int size = Integer.parseInt(args[0]);
		final int n = Integer.parseInt(args[1]);
		final List<Integer> widths = Stream.of(args[2].split(",")).map(Integer::valueOf).toList();
		final int rounds = Integer.parseInt(args[3]);
		Torch.threads(Integer.parseInt(args[4]));
		Torch.inference();
		System.out.printf(Locale.ROOT, "%s, widths %s, %d images of %d x %d%n", Devices.describe(Device.cpu()), widths, n, size,
			size);
		final float[] batch = HashFill.image(1, n, 1, size, size);
		try (Side ours = ours(widths, n); Side theirs = theirs(widths, n)) {
			checkSame(ours.forward(batch, n, size), theirs.forward(batch, n, size));
			new Contest().add("ours", () -> Contest.Time.of(() -> ours.forward(batch, n, size))).add("one program", () -> Contest.Time
				.of(() -> theirs.forward(batch, n, size))).run(WARM, rounds).print("forward");
			new Contest().add("ours", () -> Contest.Time.of(() -> ours.train(batch, n, size))).add("one program", () -> Contest.Time.of(
				() -> theirs.train(batch, n, size))).run(WARM, rounds).print("training step");
			if (args.length > 5) memory(Integer.parseInt(args[5]), () -> ours.train(batch, n, size));
		}
	}

	private static void checkSame(final float[] ours, final float[] theirs) {
		double largest = 0;
		double worst = 0;
		for (int i = 0; i < ours.length; i++) {
			largest = Math.max(largest, Math.abs(theirs[i]));
			worst = Math.max(worst, Math.abs(ours[i] - theirs[i]));
		}
		System.out.printf(Locale.ROOT, "largest difference %.2g of %.2g%n", worst, largest);
		if (worst > 1e-4 * largest) throw new AssertionError("not the same network");
	}

	/** Run with -XX:+AlwaysPreTouch, or the heap's own first touches are seen. */
	private static void memory(final int steps, final Runnable step) {
		for (int i = 0; i <= steps; i++) {
			step.run();
			if (i % Math.max(1, steps / 4) == 0) System.out.printf(Locale.ROOT, "after %d steps: resident %d MB, peak %d MB%n", i + 1,
				status("VmRSS") / 1024, status("VmHWM") / 1024);
		}
	}

	private static long status(final String key) {
		try {
			return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith(key)).mapToLong(
				line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static SegmentationNetwork network(final List<Integer> widths) {
		return SegmentationNetwork.create(Device.cpu(), new SegmentationConfig(List.of("it"), List.of("a", "b", "c"), widths, true,
			512, 0.5, Normalisation.CLASSIFIER, Map.of()), 1);
	}

	private static int[] organs(final int n) {
		final int[] organs = new int[n];
		for (int i = 0; i < n; i++)
			organs[i] = i % 3;
		return organs;
	}

	private static Side ours(final List<Integer> widths, final int n) {
		final SegmentationNetwork network = network(widths);
		return new Side(network, false, x -> network.forward(x, organs(n)));
	}

	private static Side theirs(final List<Integer> widths, final int n) {
		final SegmentationNetwork network = network(widths);
		final List<NDArray> parameters = new ArrayList<>();
		final TorchScript program = TorchScript.compile(network.manager(), program(network, widths.size(), parameters));
		parameters.forEach(array -> array.setName("p[]"));
		final int[] organs = organs(n);
		return new Side(network, true, x -> {
			final List<NDArray> arrays = new ArrayList<>(List.of(x, x.getManager().create(organs).toType(DataType.INT64, false)));
			arrays.addAll(parameters);
			return program.call("net", arrays.toArray(NDArray[]::new)).singletonOrThrow();
		});
	}

	/** Writes the network out. */
	private static final class Writer {

		final StringBuilder code = new StringBuilder("def net(self: __torch__.Ops, x: Tensor, i: Tensor, p: List[Tensor]) -> Tensor:\n");
		final SegmentationNetwork network;
		final List<NDArray> parameters;
		int made;

		Writer(final SegmentationNetwork network, final List<NDArray> parameters) {
			this.network = network;
			this.parameters = parameters;
		}

		/** {@return a new variable of this value, in which NAME stands for a parameter of the prefix} */
		String add(final String value, final String prefix, final String... names) {
			String text = value;
			for (final String name : names) {
				text = text.replaceFirst("\\?", "p[" + parameters.size() + "]");
				parameters.add(network.named().get(prefix + name).getArray());
			}
			final String variable = "v" + made++;
			code.append("  ").append(variable).append(" = ").append(text).append('\n');
			return variable;
		}

		String block(final String input, final String prefix) {
			String x = input;
			for (int u = 0; u < 2; u++) {
				final String unit = prefix + ".u" + u + ".";
				x = add("torch.conv2d(" + x + ", ?, ?, [1, 1], [1, 1], [1, 1], 1)", unit + "conv.", "weight", "bias");
				x = add("torch.instance_norm(" + x + ", ?, ?, None, None, True, 0.10000000000000001, 1.0000000000000001e-05, True)",
					unit + "norm.", "weight", "bias");
				x = add("torch.leaky_relu(" + x + ", 0.01)", "");
				final String h = add("torch.linear(torch.relu(torch.linear(e, ?, ?)), ?, ?)", unit + "film.", "fc1.weight", "fc1.bias",
					"fc2.weight", "fc2.bias");
				final String c = add("torch.size(" + x + ", 1)", "");
				final String g = add("torch.add(torch.unsqueeze(torch.unsqueeze(torch.slice(" + h + ", 1, 0, " + c + "), -1), -1), 1)", "");
				final String b = add("torch.unsqueeze(torch.unsqueeze(torch.slice(" + h + ", 1, " + c + "), -1), -1)", "");
				x = add("torch.add(torch.mul(" + g + ", " + x + "), " + b + ")", "");
			}
			return x;
		}
	}

	private static String program(final SegmentationNetwork network, final int scales, final List<NDArray> parameters) {
		final Writer out = new Writer(network, parameters);
		out.code.append("  e = torch.embedding(p[0], i)\n");
		parameters.add(network.named().get("embed.weight").getArray());
		final List<String> skips = new ArrayList<>();
		String x = "x";
		for (int i = 0; i < scales; i++) {
			if (i > 0) x = out.add("torch.max_pool2d(" + x + ", [2, 2], [2, 2], [0, 0], [1, 1], False)", "");
			x = out.block(x, "enc." + i);
			skips.add(x);
		}
		for (int i = scales - 2; i >= 0; i--) {
			x = out.add("torch.conv_transpose2d(" + x + ", ?, ?, [2, 2], [0, 0], [0, 0], 1, [1, 1])", "up." + i + ".", "weight", "bias");
			x = out.block(out.add("torch.cat([" + x + ", " + skips.get(i) + "], 1)", ""), "dec." + i);
		}
		x = out.add("torch.conv2d(" + x + ", ?, ?, [1, 1], [0, 0], [1, 1], 1)", "head.", "weight", "bias");
		return out.code.append("  return ").append(x).append('\n').toString();
	}
}
