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
package io.sonoflow.nn.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.script.TorchScript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * guided-diffusion's U-Net (scale and shift, convolutions that resample, legacy attention order, no classes) as one TorchScript
 * program that calls the operators that its own classes call, in their order, as a trace of it does: what ours is measured
 * against.
 */
public final class UNetScript implements AutoCloseable {

	private final Map<String, Parameter> named;
	private final UNet network;
	private final StringBuilder code = new StringBuilder();
	private final List<NDArray> arrays = new ArrayList<>();
	private final Map<String, Integer> channels = new HashMap<>();
	private final TorchScript program;
	private int steps;

	/** @param network whose parameters are copied */
	public UNetScript(final UNet network) {
		this.network = network;
		named = network.named();
		final String hidden = step("torch.silu(" + linear("e", "time_embed.0") + ")", 0);
		final String embedding = linear(hidden, "time_embed.2");
		final Deque<String> skips = new ArrayDeque<>();
		channels.put("x", network.config().shape().channels());
		String y = "x";
		for (int i = 0; has("input_blocks." + i); i++) {
			y = stage("input_blocks." + i, y, embedding);
			skips.push(y);
		}
		y = stage("middle_block", y, embedding);
		for (int i = 0; has("output_blocks." + i); i++) {
			final String skip = skips.pop();
			y = stage("output_blocks." + i, step("torch.cat([" + y + ", " + skip + "], 1)", channels.get(y) + channels.get(skip)),
				embedding);
		}
		final String result = convolution(silu(norm(y, "out.0")), "out.2", 1);
		program = TorchScript.compile(network.manager(), "def pass_(self: __torch__.Ops, x: Tensor, e: Tensor, p: List[Tensor]) -> " +
			"Tensor:\n" + code + "  return " + result + "\n");
	}

	private boolean has(final String prefix) {
		return named.keySet().stream().anyMatch(name -> name.startsWith(prefix + "."));
	}

	private String p(final String name) {
		final NDArray copy = named.get(name).getArray().duplicate();
		copy.setName("p[]");
		arrays.add(copy);
		return "p[" + (arrays.size() - 1) + "]";
	}

	private String step(final String expression, final int width) {
		final String name = "v" + steps++;
		code.append("  ").append(name).append(" = ").append(expression).append('\n');
		channels.put(name, width);
		return name;
	}

	private String linear(final String x, final String name) {
		return step("torch.linear(" + x + ", " + p(name + ".weight") + ", " + p(name + ".bias") + ")", 0);
	}

	private String norm(final String x, final String name) {
		return step("torch.group_norm(" + x + ", 32, " + p(name + ".weight") + ", " + p(name + ".bias") +
			", 1.0000000000000001e-05)", channels.get(x));
	}

	private String silu(final String x) {
		return step("torch.silu(" + x + ")", channels.get(x));
	}

	private String convolution(final String x, final String name, final int stride) {
		final long kernel = named.get(name + ".weight").getShape().get(2);
		return step(String.format(Locale.ROOT, "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d], [1, 1], 1)", x, p(name + ".weight"), p(
			name + ".bias"), stride, stride, kernel / 2, kernel / 2), (int) named.get(name + ".weight").getShape().get(0));
	}

	private String stage(final String name, final String x, final String embedding) {
		String y = x;
		for (int i = 0; has(name + "." + i); i++) {
			final String part = name + "." + i;
			if (has(part + ".in_layers")) y = residual(part, y, embedding);
			else if (has(part + ".qkv")) y = attention(part, y);
			else if (has(part + ".op")) y = convolution(y, part + ".op", 2);
			else if (has(part + ".conv")) y = convolution(step("torch.upsample_nearest2d(" + y + ", [torch.mul(torch.size(" + y +
				", 2), 2), torch.mul(torch.size(" + y + ", 3), 2)])", channels.get(y)), part + ".conv", 1);
			else y = convolution(y, part, 1);
		}
		return y;
	}

	private String residual(final String name, final String x, final String embedding) {
		final String h = convolution(silu(norm(x, name + ".in_layers.0")), name + ".in_layers.2", 1);
		final int width = channels.get(h);
		final String e = step("torch.unsqueeze(torch.unsqueeze(" + linear(silu(embedding), name + ".emb_layers.1") + ", -1), -1)", 0);
		final String normed = norm(h, name + ".out_layers.0");
		final String modulated = step("torch.add(torch.mul(" + normed + ", torch.add(torch.slice(" + e + ", 1, 0, " + width +
			"), 1)), torch.slice(" + e + ", 1, " + width + "))", width);
		final String y = convolution(silu(modulated), name + ".out_layers.3", 1);
		final String shortcut = has(name + ".skip_connection") ? convolution(x, name + ".skip_connection", 1) : x;
		return step("torch.add(" + shortcut + ", " + y + ")", width);
	}

	private String attention(final String name, final String x) {
		final int width = channels.get(x);
		final int head = width / network.config().headsAt(width);
		final String h = norm("torch.flatten(" + x + ", 2)", x, name + ".norm");
		final String all = step("torch.conv1d(" + h + ", " + p(name + ".qkv.weight") + ", " + p(name + ".qkv.bias") + ")", 0);
		final String parts = step("torch.reshape(" + all + ", [-1, " + 3 * head + ", torch.size(" + all + ", 2)])", 0);
		final String root = Double.toString(Math.pow(head, -0.25));
		final String weights = step(String.format(Locale.ROOT, "torch.softmax(torch.bmm(torch.transpose(torch.mul(torch.slice(%1$s, " +
			"1, 0, %2$d), %4$s), 1, 2), torch.mul(torch.slice(%1$s, 1, %2$d, %3$d), %4$s)), -1)", parts, head, 2 * head, root), 0);
		final String attended = step(String.format(Locale.ROOT, "torch.reshape(torch.bmm(torch.slice(%s, 1, %d), torch.transpose(%s, " +
			"1, 2)), [-1, %d, torch.size(%s, 2)])", parts, 2 * head, weights, width, parts), 0);
		return step("torch.add(" + x + ", torch.view_as(torch.conv1d(" + attended + ", " + p(name + ".proj_out.weight") + ", " + p(
			name + ".proj_out.bias") + "), " + x + "))", width);
	}

	private String norm(final String expression, final String x, final String name) {
		return norm(step(expression, channels.get(x)), name);
	}

	/** {@return as {@link UNet#evaluate} without classes} */
	public float[] evaluate(final float[] x, final float[] times) {
		return network.evaluate(x, times, null, (images, t, labels) -> {
			try (NDArray waves = network.time().waves(t)) {
				final List<NDArray> arguments = new ArrayList<>(List.of(images, waves));
				arguments.addAll(arrays);
				return program.call("pass_", arguments.toArray(NDArray[]::new)).singletonOrThrow();
			}
		});
	}

	@Override
	public void close() {
		program.close();
		arrays.forEach(NDArray::close);
	}
}
