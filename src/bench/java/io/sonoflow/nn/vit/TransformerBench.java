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
package io.sonoflow.nn.vit;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.Contest;
import io.sonoflow.HashFill;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.CrossEntropy;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;

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
import java.util.stream.LongStream;

/**
 * A Vision Transformer of ours against the same network as one TorchScript program in the same JVM and libtorch, forward pass
 * and training step (forward, backward, fused AdamW), turn by turn; then the masked autoencoder's encoder, three of four
 * patches removed, against the same encoder on all of them.
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.sonoflow.nn.vit.TransformerBench \
 *   -Dexec.args="384 6 8 224 7 200"
 * </pre>
 *
 * Arguments: width, heads, images a batch, their side in pixels, rounds, steps of the memory test (may be left out).
 */
public final class TransformerBench {

	private static final int WARM = 2;
	private static final int DEPTH = 12;
	private static final double RATIO = 0.75;

	private TransformerBench() {
	}

	/** One of the two, with its optimiser. */
	private static final class Side implements AutoCloseable {

		final VisionTransformer network;
		final Function<NDArray, NDArray> logits;
		final AdamW optimizer;
		final NDManager manager = Torch.manager(Device.cpu());

		Side(final VisionTransformer network, final Function<NDArray, NDArray> logits) {
			this.network = network;
			this.logits = logits;
			network.requireGradient(true);
			final Map<String, NDArray> parameters = new LinkedHashMap<>();
			network.named().forEach((name, parameter) -> parameters.put(name, parameter.getArray()));
			optimizer = new AdamW(manager, List.of(new ParameterGroup(parameters, RateSchedule.constant(1e-4), 0.05)));
		}

		void forward(final float[] batch, final int n, final int size) {
			try (NDManager scope = manager.newSubManager()) {
				logits.apply(Torch.floats(scope, batch, n, 1, size, size)).toFloatArray();
			}
		}

		void train(final float[] batch, final int n, final int size) {
			try (NDManager scope = manager.newSubManager()) {
				final NDArray x = Torch.floats(scope, batch, n, 1, size, size);
				final NDArray losses = Torch.withGradient(() -> CrossEntropy.of(logits.apply(x), new int[n]));
				Torch.backward(losses, null);
				optimizer.step();
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
		final int width = Integer.parseInt(args[0]);
		final int heads = Integer.parseInt(args[1]);
		final int n = Integer.parseInt(args[2]);
		final int size = Integer.parseInt(args[3]);
		final int rounds = Integer.parseInt(args[4]);
		Torch.inference();
		final TransformerShape shape = new TransformerShape(16, width, DEPTH, heads, size / 16, size / 16, true);
		System.out.printf(Locale.ROOT, "%s, width %d, %d images of %d x %d%n", Devices.describe(Device.cpu()), width, n, size, size);
		final float[] batch = HashFill.image(1, n, 1, size, size);
		try (Side ours = ours(shape); Side theirs = theirs(shape)) {
			new Contest().add("blocks", () -> Contest.Time.of(() -> ours.forward(batch, n, size))).add("one program",
				() -> Contest.Time.of(() -> theirs.forward(batch, n, size))).run(WARM, rounds).print("forward");
			new Contest().add("blocks", () -> Contest.Time.of(() -> ours.train(batch, n, size))).add("one program",
				() -> Contest.Time.of(() -> theirs.train(batch, n, size))).run(WARM, rounds).print("training step");
			if (args.length > 5) memory(Integer.parseInt(args[5]), () -> ours.train(batch, n, size));
		}
		masked(shape, batch, n, size, rounds);
	}

	/** Run with -XX:+AlwaysPreTouch, or the heap's own first touches are seen. */
	private static void memory(final int steps, final Runnable step) {
		for (int i = 0; i <= steps; i++) {
			step.run();
			if (i % (steps / 4) == 0) System.out.printf(Locale.ROOT, "resident after %d steps: %d MB%n", i + 1, resident() / 1024);
		}
	}

	private static long resident() {
		try {
			return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS")).mapToLong(
				line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static VisionTransformer network(final TransformerShape shape) {
		final VisionTransformer network = new VisionTransformer("vit", Device.cpu(), shape, 1, 2);
		Initializer.fill(network, 1);
		return network;
	}

	private static Side ours(final TransformerShape shape) {
		final VisionTransformer network = network(shape);
		return new Side(network, x -> network.logits(x, true));
	}

	private static Side theirs(final TransformerShape shape) {
		final VisionTransformer network = network(shape);
		final TorchScript program = TorchScript.compile(network.manager(), program(shape));
		final List<NDArray> parameters = network.named().values().stream().map(Parameter::getArray).toList();
		parameters.forEach(array -> array.setName("p[]"));
		return new Side(network, x -> {
			final List<NDArray> arrays = new ArrayList<>(List.of(x));
			arrays.addAll(parameters);
			return program.call("net", arrays.toArray(NDArray[]::new)).singletonOrThrow();
		});
	}

	/** The parameters p stand in PyTorch's order: class token, positions, patches, blocks, norm, head. */
	private static String program(final TransformerShape shape) {
		final String norm = "torch.layer_norm(%s, [" + shape.width() + "], p[%d], p[%d], 1.0000000000000001e-06)\n";
		final StringBuilder code = new StringBuilder(String.format(Locale.ROOT, """
			def net(self: __torch__.Ops, x: Tensor, p: List[Tensor]) -> Tensor:
			  n = torch.size(x, 0)
			  c = torch.transpose(torch.flatten(torch.conv2d(x, p[2], p[3], [16, 16], [0, 0], [1, 1], 1), 2), 1, 2)
			  t = torch.add(torch.cat([torch.expand(p[0], [n, -1, -1]), c], 1), p[1])
			"""));
		int at = 4;
		for (int i = 0; i < shape.depth(); i++, at += 12) {
			code.append("  a = ").append(String.format(Locale.ROOT, norm, "t", at, at + 1));
			code.append(String.format(Locale.ROOT, """
				  w = torch.view(torch.linear(a, p[%d], p[%d]), [n, -1, 3, %d, %d])
				  q, k, v = torch.unbind(torch.permute(w, [2, 0, 3, 1, 4]), 0)
				  o = torch.transpose(torch.scaled_dot_product_attention(q, k, v), 1, 2)
				  h = torch.add(t, torch.linear(torch.reshape(o, [n, -1, %d]), p[%d], p[%d]))
				""", at + 2, at + 3, shape.heads(), shape.width() / shape.heads(), shape.width(), at + 4, at + 5));
			code.append("  m = ").append(String.format(Locale.ROOT, norm, "h", at + 6, at + 7));
			code.append(String.format(Locale.ROOT,
				"  t = torch.add(h, torch.linear(torch.gelu(torch.linear(m, p[%d], p[%d])), p[%d], p[%d]))%n", at + 8, at + 9, at + 10,
				at + 11));
		}
		code.append("  y = ").append(String.format(Locale.ROOT, norm, "torch.select(t, 1, 0)", at, at + 1));
		return code.append(String.format(Locale.ROOT, "  return torch.linear(y, p[%d], p[%d])%n", at + 2, at + 3)).toString().replace(
			"\r", "");
	}

	private static void masked(final TransformerShape shape, final float[] batch, final int n, final int size, final int rounds) {
		try (MaskedAutoencoder network = new MaskedAutoencoder(Device.cpu(), shape, 1, new MaskedAutoencoder.Decoder(192, 2, 6))) {
			network.initialize(1);
			final Masking masking = Masking.draw(1, 1, LongStream.range(0, n).toArray(), shape.rows() * shape.columns(), RATIO);
			new Contest().add("a quarter", () -> Contest.Time.of(() -> encode(network, batch, n, size, masking))).add("all patches",
				() -> Contest.Time.of(() -> encode(network, batch, n, size, null))).run(WARM, rounds).print("encoder");
		}
	}

	private static void encode(final MaskedAutoencoder network, final float[] batch, final int n, final int size,
		final Masking masking)
	{
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray x = Torch.floats(scope, batch, n, 1, size, size);
			(masking == null ? network.forward(x, false) : network.encode(x, masking)).toFloatArray();
		}
	}
}
