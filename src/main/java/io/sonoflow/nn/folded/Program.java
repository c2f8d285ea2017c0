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
package io.sonoflow.nn.folded;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.script.TorchScript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes a forward pass line by line: each method adds a step and gives the name of its result, (N, C, h, w).
 * <p>
 * The steps are those of PyTorch that reach oneDNN with weights in its own order ({@code mkldnn::_convolution_pointwise}, in
 * blocked layout {@code conv2d} of opaque tensors).
 */
public final class Program {

	/** What follows a convolution at once. */
	public enum Then {
		NOTHING, RECTIFIER
	}

	/** The images. */
	public static final String IMAGES = "x";

	private static final int FLOAT = 6;
	private static final int BFLOAT16 = 15;
	private static final String NO_SCALARS = "annotate(List[Optional[number]], [])";

	private final NDManager manager;
	private final Layout layout;
	private final int type;
	private final Packing packing;
	private final Packing rounding;
	private final StringBuilder inputs = new StringBuilder("x: Tensor");
	private final StringBuilder code = new StringBuilder();
	private final List<NDArray> weights = new ArrayList<>();
	private final Map<String, int[]> sizes = new HashMap<>();
	private int steps;

	/**
	 * @param owner keeps the weights
	 * @param half whether to compute in bfloat16
	 * @param images (N, C, H, W); any number N may come
	 */
	Program(final NDManager owner, final Layout layout, final boolean half, final Shape images) {
		this.manager = owner;
		this.layout = layout;
		this.type = half ? BFLOAT16 : FLOAT;
		this.packing = new Packing(owner, layout, type);
		this.rounding = new Packing(owner, layout, BFLOAT16);
		sizes.put(IMAGES, new int[] { (int) images.get(1), (int) images.get(2), (int) images.get(3) });
	}

	/**
	 * Adds an argument that is no image.
	 *
	 * @param name a letter or more, of its own
	 * @return the name
	 */
	public String input(final String name) {
		inputs.append(", ").append(name).append(": Tensor");
		return name;
	}

	/** {@return the name of the result of a line of TorchScript, (N, channels, height, width), or whatever later lines expect} */
	public String step(final String expression, final int channels, final int height, final int width) {
		final String name = "v" + steps++;
		line(name + " = " + expression);
		sizes.put(name, new int[] { channels, height, width });
		return name;
	}

	/** {@return the name of the result of a line of TorchScript, of the size of x} */
	public String step(final String expression, final String x) {
		final int[] size = sizes.get(x);
		return step(expression, size[0], size[1], size[2]);
	}

	/** {@return channels, height and width of what has this name} */
	public int[] size(final String name) {
		return sizes.get(name).clone();
	}

	/** {@return the name of a copy of these values in the program's type} */
	public String weight(final NDArray values) {
		return keep(packing.plain(values));
	}

	/** {@return the name of a copy of these values in bfloat16} */
	public String rounded(final NDArray values) {
		return keep(rounding.plain(values));
	}

	private void line(final String line) {
		code.append("  ").append(line).append('\n');
	}

	/** Adds a weight that is kept as it is. */
	private String keep(final NDArray weight) {
		weights.add(weight);
		return "w[" + (weights.size() - 1) + "]";
	}

	/** @throws NotFoldable in other orders than channels last */
	public void requireLast() {
		if (layout != Layout.CHANNELS_LAST) throw new NotFoldable("in " + layout);
	}

	/** {@return the name of the convolution of x, and what follows} */
	public String convolution(final String x, final Supplier<Filter> filter, final Then then) {
		return convolution(x, filter, null, then);
	}

	/**
	 * {@return the name of a linear layer of x, (N, T, I) to (N, T, O), whose size is written (T, O, 1)}
	 *
	 * @param weight (O, I)
	 * @param bias (O)
	 * @param then what follows, a name of oneDNN's: none, gelu (the exact one)
	 */
	public String linear(final String x, final NDArray weight, final NDArray bias, final String then) {
		final int rows = sizes.get(x)[0];
		return step(String.format("ops.mkldnn._linear_pointwise(%s, %s, %s, \"%s\", %s, \"none\")", x, keep(packing.linear(weight,
			rows)), weight(bias), then, NO_SCALARS), rows, (int) weight.getShape().get(0), 1);
	}

	/** @throws NotFoldable where it computes in bfloat16 */
	public void requireWhole() {
		if (type != FLOAT) throw new NotFoldable("in bfloat16");
	}

	/** {@return the name of the convolution of x in bfloat16, where all else is in float32; only channels last} */
	public String rounded(final String x, final Supplier<Filter> made) {
		requireLast();
		try (NDScope scope = new NDScope()) {
			scope.suppressNotUsedWarning();
			final Filter filter = made.get();
			final int[] in = sizes.get(x);
			final String half = step("torch.to(" + x + ", " + BFLOAT16 + ")", x);
			final String y = step(pointwise(half, keep(rounding.weight(filter, in[1], in[2])), keep(rounding.bias(filter)), filter,
				null, Then.NOTHING), filter.out(), filter.side(in[1], 0), filter.side(in[2], 1));
			return step("torch.to(" + y + ", " + type + ")", y);
		}
	}

	/**
	 * {@return the name of the convolution of x plus a sum, and what follows}
	 *
	 * @param filter makes it: weights in double live only as long as they are brought into order
	 * @param sum is overwritten: nothing may use it afterwards; null = nothing is added
	 */
	public String convolution(final String x, final Supplier<Filter> filter, final String sum, final Then then) {
		try (NDScope scope = new NDScope()) {
			scope.suppressNotUsedWarning();
			return convolution(x, filter.get(), sum, then);
		}
	}

	private String convolution(final String x, final Filter given, final String sum, final Then then) {
		final int[] in = sizes.get(x);
		final Filter filter = given.in() != in[0] && in[0] == 1 ? given.grey() : given;
		if (filter.in() != in[0]) throw new IllegalArgumentException(filter.in() + " channels wanted, " + in[0] + " given");
		final int height = filter.side(in[1], 0);
		final int width = filter.side(in[2], 1);
		final String weight = keep(packing.weight(filter, in[1], in[2]));
		final String bias = keep(packing.bias(filter));
		if (layout == Layout.BLOCKED) return blocked(String.format(Locale.ROOT,
			"torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d], [1, 1], 1)", x, weight, bias, filter.stride(), filter.stride(), filter
				.padding().get(0), filter.padding().get(1)), sum, then, new int[] { filter.out(), height, width });
		return step(pointwise(x, weight, bias, filter, sum, then), filter.out(), height, width);
	}

	private static String pointwise(final String x, final String weight, final String bias, final Filter filter,
		final String sum, final Then then)
	{
		final String geometry = String.format(Locale.ROOT, "[%d, %d], [%d, %d], [1, 1], 1", filter.padding().get(0), filter
			.padding().get(1), filter.stride(), filter.stride());
		return sum == null ? String.format("ops.mkldnn._convolution_pointwise(%s, %s, %s, %s, \"%s\", %s, \"\")", x, weight, bias,
			geometry, then == Then.RECTIFIER ? "relu" : "none", NO_SCALARS) : String.format(
				"ops.mkldnn._convolution_pointwise_(%s, %s, %s, %s, %s, \"add\", 1.0, %s, %s, \"\")", sum, x, weight, bias, geometry,
				then == Then.RECTIFIER ? "\"relu\"" : "None", NO_SCALARS);
	}

	private String blocked(final String convolution, final String sum, final Then then, final int[] size) {
		final String y = step(convolution, size[0], size[1], size[2]);
		if (sum != null) line("torch.add_(" + y + ", " + sum + ")");
		if (then == Then.RECTIFIER) line("torch.relu_(" + y + ")");
		return y;
	}

	/** {@return the name of the largest values of x under a window; the border is minus infinity} */
	public String maxPool(final String x, final int kernel, final int stride, final int padding) {
		final int[] in = sizes.get(x);
		return step(String.format(Locale.ROOT, "torch.%s(%s, [%d, %d], [%d, %d], [%d, %d], [1, 1], False)", layout ==
			Layout.BLOCKED ? "mkldnn_max_pool2d" : "max_pool2d", x, kernel, kernel, stride, stride, padding, padding),
			in[0], (in[1] + 2 * padding - kernel) / stride + 1, (in[2] + 2 * padding - kernel) / stride + 1);
	}

	/** {@return the name of the means of x over 2x2 places} */
	public String halved(final String x) {
		requireLast();
		final int[] in = sizes.get(x);
		return step("torch.avg_pool2d(" + x + ", [2, 2], [2, 2], [0, 0], False, True, None)", in[0], in[1] / 2, in[2] / 2);
	}

	/** {@return the name of x in which each pixel stands four times; only channels last} */
	public String doubled(final String x) {
		requireLast();
		final int[] in = sizes.get(x);
		return step("torch.upsample_nearest2d(" + x + ", [" + 2 * in[1] + ", " + 2 * in[2] + "])", in[0], 2 * in[1], 2 * in[2]);
	}

	/**
	 * {@return the name of a 3x3 convolution of {@link #doubled} x, with less than half of the products; only channels last}
	 *
	 * @param filter with a padding of 1
	 */
	public String doubledConvolution(final String x, final Supplier<Filter> filter) {
		requireLast();
		final String parts = convolution(x, () -> filter.get().doubled(), Then.NOTHING);
		final int[] size = sizes.get(parts);
		final int channels = size[0] / 4;
		final int height = size[1] - 1;
		final int width = size[2] - 1;
		final String y = step(String.format(Locale.ROOT,
			"torch.empty([torch.size(%s, 0), %d, %d, %d], dtype=%d, layout=None, device=None, pin_memory=None, memory_format=2)", x,
			channels, 2 * height, 2 * width, type), channels, 2 * height, 2 * width);
		for (int part = 0; part < 4; part++)
			line(String.format(Locale.ROOT, "torch.copy_(torch.slice(torch.slice(%s, 2, %d, %d, 2), 3, %d, %d, 2), " +
				"torch.narrow(torch.narrow(torch.narrow(%s, 1, %d, %d), 2, %d, %d), 3, %d, %d), False)", y, part / 2, 2 * height, part %
					2, 2 * width, parts, part * channels, channels, part / 2, height, part % 2, width));
		return y;
	}

	/**
	 * {@return the name of a place for x and what {@link #append} brings; only channels last}
	 *
	 * @param channels of all
	 */
	public String room(final String x, final int channels) {
		requireLast();
		final int[] in = sizes.get(x);
		final String room = step(String.format(Locale.ROOT,
			"torch.empty([torch.size(%s, 0), %d, %d, %d], dtype=%d, layout=None, device=None, pin_memory=None, memory_format=2)", x,
			channels, in[1], in[2], type), channels, in[1], in[2]);
		append(room, x, 0);
		return room;
	}

	/** Puts x into channels of a {@link #room}, from the first on. */
	public void append(final String room, final String x, final int first) {
		line(String.format(Locale.ROOT, "torch.copy_(torch.narrow(%s, 1, %d, %d), %s, False)", room, first, sizes.get(x)[0], x));
	}

	/** {@return the name of the clamped first channels of x, as many as the clamp has; only channels last} */
	public String clamp(final String x, final Clamp clamp) {
		requireLast();
		final int[] in = sizes.get(x);
		final int channels = (int) clamp.low().getShape().get(0);
		final String low = keep(packing.plain(clamp.low().reshape(1, -1, 1, 1)));
		final String high = keep(packing.plain(clamp.high().reshape(1, -1, 1, 1)));
		return step(String.format(Locale.ROOT, "torch.clamp(torch.narrow(%s, 1, 0, %d), %s, %s)", x, channels, low, high), channels,
			in[1], in[2]);
	}

	/** {@return the name of max(0, scale x + shift); only channels last} */
	public String rectified(final String x, final Affine norm) {
		requireLast();
		final int[] in = sizes.get(x);
		final String scale = keep(packing.plain(norm.scale().reshape(1, -1, 1, 1)));
		final String shift = keep(packing.plain(norm.shift().reshape(1, -1, 1, 1)));
		final String y = step(String.format("torch.addcmul(%s, %s, %s)", shift, x, scale), in[0], in[1], in[2]);
		line("torch.relu_(" + y + ")");
		return y;
	}

	/** {@return the pass that ends with this result} */
	Pass finish(final String result) {
		packing.close();
		rounding.close();
		final boolean blocked = layout == Layout.BLOCKED;
		final String first = blocked ? "torch.to_mkldnn(x, " + type + ")" : "torch.to(x, " + type + ", False, False, 2)";
		final String last = blocked ? "torch.to_dense(" + result + ")" : "torch.contiguous(" + result + ", memory_format=0)";
		return new Pass(manager, TorchScript.compile(manager, "def pass_(self: __torch__.Ops, " + inputs +
			", w: List[Tensor]) -> Tensor:\n  x = " + first + "\n" + code + "  return torch.to(" + last + ", " + FLOAT + ")\n"), weights);
	}
}
