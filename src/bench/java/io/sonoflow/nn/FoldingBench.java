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
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.Contest;
import io.sonoflow.nn.folded.Affine;
import io.sonoflow.nn.folded.Folding;
import io.sonoflow.nn.folded.Layout;
import io.sonoflow.nn.folded.Pass;
import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.script.TorchScript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What each idea gives where a ResNet does not learn, alone and on top of those before it, as times the speed of the same network
 * as TorchScript ({@link ConvNetScript}), turn by turn in one process: our operators one by one; batch norms folded into the
 * convolutions, one program; the same with channels last; the same with weights in oneDNN's order, sums and rectifiers done as
 * convolutions write ({@link Layout#CHANNELS_LAST}); all in oneDNN's blocks ({@link Layout#BLOCKED}). The last two are used, by
 * the images' size. A line each, {@code idea <network> <size> <what> <ratio>}.
 */
public final class FoldingBench {

	private static final int BATCH = 16, WARM = 2, STAGES = 4;

	private FoldingBench() {
	}

	/** @param args rounds (7), networks (ResNet-18 and 50) */
	public static void main(final String... args) {
		final int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
		Torch.inference();
		for (final String name : args.length > 1 ? List.of(args).subList(1, args.length) : List.of(Networks.RESNET18,
			Networks.RESNET50))
			for (final int size : new int[] { 224, 64 })
				compare(name, size, rounds);
	}

	private static void compare(final String name, final int size, final int rounds) {
		try (ImageNetwork network = Networks.create(name, Device.cpu(), 1, 2, 0);
				ConvNetScript script = new ConvNetScript(network);
				NDManager manager = network.manager().newSubManager())
		{
			final NDArray images = manager.randomNormal(0, 1, new Shape(BATCH, 1, size, size),
				DataType.FLOAT32);
			final Map<String, UnaryOperator<NDArray>> ways = new LinkedHashMap<>();
			ways.put("script", x -> script.logits(x, false));
			ways.put("operators", x -> network.logits(x, false));
			try (FoldedScript plain = new FoldedScript(network, false); FoldedScript last = new FoldedScript(network, true);
					Pass fused = pass(network, Layout.CHANNELS_LAST, images); Pass blocked = pass(network, Layout.BLOCKED, images))
			{
				ways.put("folded", x -> head(network, plain.features(x)));
				ways.put("folded-channels-last", x -> head(network, last.features(x)));
				ways.put("folded-fused-channels-last", x -> head(network, fused.of(x)));
				ways.put("folded-blocked", x -> head(network, blocked.of(x)));
				contest(name, size, ways, images, rounds);
			}
		}
	}

	private static Pass pass(final ImageNetwork network, final Layout layout, final NDArray images) {
		return Folding.in(layout, network.manager(), images.getShape(), program -> ((Layer) network).write(program, Program.IMAGES))
			.orElseThrow();
	}

	private static NDArray head(final ImageNetwork network, final NDArray features) {
		try (features; NDArray pooled = network.pool(features)) {
			return network.head(pooled);
		}
	}

	private static void contest(final String name, final int size, final Map<String, UnaryOperator<NDArray>> ways,
		final NDArray images, final int rounds)
	{
		final float[] wanted = scores(ways.get("script"), images);
		final Contest contest = new Contest();
		ways.forEach((what, way) -> SpeedBench.requireEqual(scores(way, images), wanted));
		ways.forEach((what, way) -> contest.add(what, () -> Contest.Time.of(() -> scores(way, images))));
		contest.run(WARM, rounds);
		for (final String what : ways.keySet())
			System.out.printf(Locale.ROOT, "idea %s %d %s %.2f (%.1f ms)%n", name, size, what, contest.elapsed("script") / contest
				.elapsed(what), 1e3 * contest.elapsed(what));
	}

	private static float[] scores(final UnaryOperator<NDArray> way, final NDArray images) {
		try (NDArray y = way.apply(images)) {
			return y.toFloatArray();
		}
	}

	/** A ResNet's features with its batch norms in the convolutions. */
	private static final class FoldedScript implements AutoCloseable {

		private final Map<String, NDArray> from = new LinkedHashMap<>();
		private final List<NDArray> arrays = new ArrayList<>();
		private final StringBuilder code = new StringBuilder();
		private final boolean last;
		private final NDManager manager;
		private final TorchScript program;
		private int steps;

		/** @param last whether images and weights have the channels of a place beside each other in memory */
		FoldedScript(final ImageNetwork network, final boolean last) {
			this.last = last;
			manager = network.manager().newSubManager();
			network.named().forEach((name, parameter) -> from.put(name, parameter.getArray()));
			final String first = last ? step("torch.contiguous(x, memory_format=2)") : "x";
			String y = step("torch.max_pool2d(%s, [3, 3], [2, 2], [1, 1], [1, 1], False)", rectified(convolution(first, "conv1", "bn1",
				2, 3)));
			for (int stage = 1; stage <= STAGES; stage++)
				for (int block = 0; from.containsKey("layer" + stage + "." + block + ".conv1.weight"); block++)
					y = block(y, "layer" + stage + "." + block, stage > 1 && block == 0 ? 2 : 1);
			program = TorchScript.compile(manager, "def of(self: __torch__.Ops, x: Tensor, p: List[Tensor]) -> Tensor:\n" + code +
				"  return " + y + "\n");
		}

		private String step(final String form, final Object... values) {
			code.append("  v").append(++steps).append(" = ").append(String.format(Locale.ROOT, form, values)).append('\n');
			return "v" + steps;
		}

		private String rectified(final String x) {
			return step("torch.relu_(%s)", x);
		}

		private String convolution(final String x, final String name, final String norm, final int stride, final int padding) {
			final Affine affine = Affine.of(from.get(norm + ".weight"), from.get(norm + ".bias"), from.get(norm + ".running_mean"), from
				.get(norm + ".running_var"), 1e-5);
			keep(from.get(name + ".weight").toType(DataType.FLOAT64, true).mul(affine.scale().reshape(-1, 1, 1, 1)));
			keep(affine.shift());
			final int place = arrays.size();
			return step("torch.conv2d(%s, p[%d], p[%d], [%d, %d], [%d, %d], [1, 1], 1)", x, place - 2, place - 1, stride, stride, padding,
				padding);
		}

		private void keep(final NDArray wide) {
			final NDArray array = wide.toType(DataType.FLOAT32, true);
			array.attach(manager);
			final NDArray ordered = last && array.getShape().dimension() == 4 ? Operators.last(array) : array;
			ordered.attach(manager);
			ordered.setName("p[]");
			arrays.add(ordered);
		}

		private String block(final String x, final String name, final int stride) {
			final int convolutions = from.containsKey(name + ".conv3.weight") ? 3 : 2;
			String y = x;
			for (int i = 1; i <= convolutions; i++) {
				final boolean wide = convolutions == 2 || i == 2;
				y = convolution(y, name + ".conv" + i, name + ".bn" + i, i == convolutions - 1 ? stride : 1, wide ? 1 : 0);
				if (i < convolutions) y = rectified(y);
			}
			final String shortcut = from.containsKey(name + ".downsample.0.weight") ? convolution(x, name + ".downsample.0", name +
				".downsample.1", stride, 0) : x;
			return rectified(step("torch.add_(%s, %s)", y, shortcut));
		}

		NDArray features(final NDArray images) {
			final List<NDArray> arguments = new ArrayList<>(List.of(images));
			arguments.addAll(arrays);
			return program.call("of", arguments.toArray(NDArray[]::new)).singletonOrThrow();
		}

		@Override
		public void close() {
			program.close();
			manager.close();
		}
	}
}
