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

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.script.TorchScript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A ResNet or DenseNet as one TorchScript program that calls the operators that PyTorch's own classes call, in their order, as a
 * trace of torchvision's model does: what ours is measured against.
 */
final class ConvNetScript implements AutoCloseable {

	private static final int STAGES = 4;

	private final StringBuilder code = new StringBuilder();
	private final Map<String, Integer> places = new HashMap<>();
	private final List<NDArray> arrays = new ArrayList<>();
	private final TorchScript program;
	private int steps;

	/** @param network whose arrays the program uses and, where it trains, changes */
	ConvNetScript(final ImageNetwork network) {
		this(network, Parameter::getArray);
	}

	/**
	 * @param network whose layers the program has
	 * @param values of a parameter of it, the array that is used instead, e.g. in double precision; an own one for each
	 */
	ConvNetScript(final ImageNetwork network, final Function<Parameter, NDArray> values) {
		for (final Map.Entry<String, Parameter> entry : network.named().entrySet()) {
			places.put(entry.getKey(), arrays.size());
			final NDArray array = values.apply(entry.getValue());
			array.setName("p[]");
			arrays.add(array);
		}
		final boolean dense = places.containsKey("features.conv0.weight");
		final String features = dense ? dense() : residual();
		final String head = dense ? "classifier" : "fc";
		final String mean = step("torch.adaptive_avg_pool2d(%s, [1, 1])", features);
		final String body = code + "  return torch.linear(torch.flatten(" + mean + ", 1), " + p(head + ".weight") + ", " + p(head +
			".bias") + ")\n";
		program = TorchScript.compile(network.manager(), method("test", body.replace("TRAINING", "False")) + method("train", body
			.replace("TRAINING", "True")));
	}

	private static String method(final String name, final String body) {
		return "def " + name + "(self: __torch__.Ops, x: Tensor, p: List[Tensor]) -> Tensor:\n" + body;
	}

	private String p(final String name) {
		return "p[" + places.get(name) + "]";
	}

	private String step(final String form, final Object... values) {
		final String name = "v" + steps++;
		code.append("  ").append(name).append(" = ").append(String.format(Locale.ROOT, form, values)).append('\n');
		return name;
	}

	private String convolution(final String x, final String name, final int stride, final int padding) {
		return step("torch.conv2d(%s, %s, None, [%d, %d], [%d, %d], [1, 1], 1)", x, p(name + ".weight"), stride, stride, padding,
			padding);
	}

	private String norm(final String x, final String name) {
		return step("torch.batch_norm(%s, %s, %s, %s, %s, TRAINING, 0.10000000000000001, 1.0000000000000001e-05, True)", x, p(
			name + ".weight"), p(name + ".bias"), p(name + ".running_mean"), p(name + ".running_var"));
	}

	private String rectified(final String x) {
		return step("torch.relu_(%s)", x);
	}

	private String stem(final String convolution, final String norm) {
		return step("torch.max_pool2d(%s, [3, 3], [2, 2], [1, 1], [1, 1], False)", rectified(norm(convolution("x", convolution, 2, 3),
			norm)));
	}

	private String residual() {
		String y = stem("conv1", "bn1");
		for (int stage = 1; stage <= STAGES; stage++)
			for (int block = 0; places.containsKey("layer" + stage + "." + block + ".conv1.weight"); block++)
				y = block(y, "layer" + stage + "." + block, stage > 1 && block == 0 ? 2 : 1);
		return y;
	}

	private String block(final String x, final String name, final int stride) {
		final boolean bottleneck = places.containsKey(name + ".conv3.weight");
		final int last = bottleneck ? 3 : 2;
		String y = x;
		for (int i = 1; i <= last; i++) {
			final boolean wide = !bottleneck || i == 2;
			y = norm(convolution(y, name + ".conv" + i, i == last - 1 ? stride : 1, wide ? 1 : 0), name + ".bn" + i);
			if (i < last) y = rectified(y);
		}
		final String shortcut = places.containsKey(name + ".downsample.0.weight") ? norm(convolution(x, name + ".downsample.0",
			stride, 0), name + ".downsample.1") : x;
		return rectified(step("torch.add_(%s, %s)", y, shortcut));
	}

	private String dense() {
		String y = stem("features.conv0", "features.norm0");
		for (int block = 1; block <= STAGES; block++) {
			final String name = "features.denseblock" + block + ".denselayer";
			for (int layer = 1; places.containsKey(name + layer + ".conv1.weight"); layer++) {
				final String narrow = convolution(rectified(norm(y, name + layer + ".norm1")), name + layer + ".conv1", 1, 0);
				final String added = convolution(rectified(norm(narrow, name + layer + ".norm2")), name + layer + ".conv2", 1, 1);
				y = step("torch.cat([%s, %s], 1)", y, added);
			}
			final String between = "features.transition" + block;
			if (block < STAGES) y = step("torch.avg_pool2d(%s, [2, 2], [2, 2], [0, 0], False, True, None)", convolution(rectified(norm(y,
				between + ".norm")), between + ".conv", 1, 0));
		}
		return rectified(norm(y, "features.norm5"));
	}

	/** {@return (N, K): scores of images (N, C, H, W)} */
	NDArray logits(final NDArray images, final boolean training) {
		final List<NDArray> arguments = new ArrayList<>(List.of(images));
		arguments.addAll(arrays);
		return program.call(training ? "train" : "test", arguments.toArray(NDArray[]::new)).singletonOrThrow();
	}

	@Override
	public void close() {
		program.close();
	}
}
