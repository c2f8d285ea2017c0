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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

import io.sonoflow.nn.Conv2d;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.NamedBlock;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.precision.Precision;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The U-Net of guided-diffusion: noisy images and their time steps to the noise in them (and, if the variance is learned,
 * as many channels more). Down {@code input_blocks}, through {@code middle_block}, up {@code output_blocks}, each of which
 * also receives what the input block of its size made; {@code out} is norm, SiLU and convolution.
 *
 * <pre>
 * Torch.inference();
 * try (UNet network = UNetFile.open(Path.of("model.safetensors"), UNetHints.NONE, monitor).network(device);
 * 	NDArray noise = network.forward(x, t, null, false)) {
 * 	...
 * }
 * </pre>
 *
 * Memory: an image inside the network is closed as soon as it was used for the last time, so that without gradients only
 * the outputs of the input blocks that still wait for their output block lie in memory.
 */
public final class UNet extends NamedBlock implements AutoCloseable {

	private final UNetConfig config;
	private final NDManager manager;
	private final Operators ops;
	private final TimeEmbedding time;
	private final LabelEmbedding label;
	private final List<Stage> down = new ArrayList<>();
	private final Stage middle;
	private final List<Stage> up = new ArrayList<>();
	private final GroupNorm norm;
	private final Conv2d out;

	/**
	 * A network whose parameters are all zero: see {@link #create} and {@link UNetFile}.
	 *
	 * @param device where the parameters live
	 */
	public UNet(final Device device, final UNetConfig config) {
		this.config = config;
		manager = Torch.manager(device);
		ops = new Operators(manager, config.headCounts(), config.order(), config.groups());
		final int base = config.shape().base();
		time = child("time_embed", new TimeEmbedding(manager, ops, base));
		label = config.shape().classes() == 0 ? null : child("label_emb", new LabelEmbedding(manager, ops, config.shape()
			.classes(), 4 * base));
		final Builder builder = new Builder();
		builder.buildDown();
		middle = child("middle_block", new Stage(List.of(builder.residual(builder.width), builder.attention(), builder
			.residual(builder.width))));
		builder.buildUp();
		norm = child("out.0", new GroupNorm(manager, ops, builder.width));
		out = child("out.2", new Conv2d(manager, builder.width, config.shape().outputs(), 3, 1, 1, true));
	}

	/**
	 * @param seed the same seed gives the same values on every machine
	 * @return a network with random first values, as guided-diffusion draws them: PyTorch's defaults (uniform within 1 /
	 *         sqrt(inputs); classes standard normal), and zeros in the last convolution of each residual block, attention
	 *         layer and of the whole: it begins as the identity
	 */
	public static UNet create(final Device device, final UNetConfig config, final long seed) {
		final UNet network = new UNet(device, config);
		final Map<String, Parameter> named = network.named();
		Initializer.fill(named, seed, (name, random, data) -> {
			if (name.matches(".*\\.out_layers\\.3\\..*|.*\\.proj_out\\..*|out\\.2\\..*")) return;
			if (name.startsWith("label_emb.")) Initializer.normal(data, random, 1);
			else switch (named.get(name).getType()) {
				case GAMMA -> Arrays.fill(data, 1);
				case BETA -> Arrays.fill(data, 0);
				default -> {
					final Shape weight = named.get(name.replaceFirst("bias$", "weight")).getShape();
					Initializer.uniform(data, random, 1 / Math.sqrt(weight.size() / (double) weight.get(0)));
				}
			}
		});
		return network;
	}

	/** Adds the blocks in order, knowing the width and size reached. */
	private final class Builder {

		private final List<Integer> widths = config.shape().widths();
		private final int blocks = config.shape().blocks();
		private final Deque<Integer> skips = new ArrayDeque<>();
		private int level;
		private int width = widths.get(0);

		private ResidualBlock residual(final int next) {
			return new ResidualBlock(manager, ops, config, width, next, null);
		}

		private Attention attention() {
			return new Attention(manager, ops, width, config.headsAt(width));
		}

		private NamedBlock resample(final Resample.Direction direction) {
			if (config.shape().residualResampling()) return new ResidualBlock(manager, ops, config, width, width, direction);
			return Resample.learned(manager, ops, direction, width);
		}

		/** A residual block to the level's width, from a width that has just been reached, and its attention. */
		private List<NamedBlock> parts(final int from) {
			final List<NamedBlock> parts = new ArrayList<>();
			width = widths.get(level);
			parts.add(new ResidualBlock(manager, ops, config, from, width, null));
			if (config.shape().attention().contains(1 << level)) parts.add(attention());
			return parts;
		}

		private void addDown(final List<? extends NamedBlock> parts) {
			down.add(child("input_blocks." + down.size(), new Stage(parts)));
			skips.push(width);
		}

		private void buildDown() {
			addDown(List.of(new Convolution(manager, ops, config.shape().channels(), width, 3, 1)));
			for (level = 0; level < widths.size(); level++) {
				for (int i = 0; i < blocks; i++)
					addDown(parts(width));
				if (level < widths.size() - 1) addDown(List.of(resample(Resample.Direction.DOWN)));
			}
		}

		private void buildUp() {
			for (level = widths.size() - 1; level >= 0; level--)
				for (int i = 0; i <= blocks; i++) {
					final List<NamedBlock> parts = parts(width + skips.pop());
					if (level > 0 && i == blocks) parts.add(resample(Resample.Direction.UP));
					up.add(child("output_blocks." + up.size(), new Stage(parts)));
				}
		}
	}

	/** {@return what it is} */
	public UNetConfig config() {
		return config;
	}

	/** Sets in what numbers it computes from now on; at first {@link Precision#FP32}. The weights stay as they are. */
	public void compute(final Precision precision) {
		ops.compute(precision);
	}

	/** {@return in what numbers it computes} */
	Precision precision() {
		return ops.precision();
	}

	/** @param image (C, H, W) */
	void requireSize(final Shape image) {
		if (image.get(1) % config.divisor() != 0 || image.get(2) % config.divisor() != 0) throw new IllegalArgumentException(
			"images of " + image + " for a network that halves the size to 1/" + config.divisor());
	}

	/** {@return where the parameters live} */
	public NDManager manager() {
		return manager;
	}

	/**
	 * @param x (N, C, H, W) float32, grey levels -1..1 and noise; H and W divisible by {@link UNetConfig#divisor()}
	 * @param steps (N) of any number type: the time steps, of those that the network was trained for (0..999); may be
	 *          fractional
	 * @param labels (N) int64: classes, -1 for none; null is none for all, and a must for a network without classes
	 * @param training whether there is dropout
	 * @return (N, C or 2C, H, W), a new array of x's manager: the noise, then (if learned) v in about -1..1, whose
	 *         (v + 1) / 2 is the share of log beta in the log variance
	 */
	public NDArray forward(final NDArray x, final NDArray steps, final NDArray labels, final boolean training) {
		requireSize(x.getShape().slice(1));
		final Deque<NDArray> skips = new ArrayDeque<>();
		try (NDArray embedding = embedding(steps, labels)) {
			NDArray y = x;
			for (final Stage stage : down) {
				y = stage.forward(y, embedding, training);
				skips.push(y);
			}
			y = middle.forward(y, embedding, training);
			for (final Stage stage : up)
				try (NDArray both = joined(y, skips.pop())) {
					y = stage.forward(both, embedding, training);
				}
			return then(then(y, norm, training), out, training);
		}
	}

	/**
	 * Writes what comes after the embedding of time and class, with the parameters and the precision as they are now.
	 *
	 * @return name of the output
	 */
	String write(final Program program) {
		final String embedding = program.input("e");
		final Deque<String> skips = new ArrayDeque<>();
		String y = Program.IMAGES;
		for (final Stage stage : down) {
			y = stage.write(program, y, embedding);
			skips.push(y);
		}
		y = middle.write(program, y, embedding);
		for (final Stage stage : up) {
			final String skip = skips.pop();
			final int[] size = program.size(y);
			y = stage.write(program, program.step("torch.cat([" + y + ", " + skip + "], 1)", size[0] + program.size(skip)[0], size[1],
				size[2]), embedding);
		}
		return program.convolution(norm.write(program, y), out::filter, Program.Then.NOTHING);
	}

	/**
	 * The same for arrays of Java, without gradients left over: nothing native stays behind.
	 *
	 * @param x (N, C, H, W) in C order, square
	 * @param steps N
	 * @param labels N classes, -1 for none; not looked at if the network has no classes
	 * @return (N, C or 2C, H, W)
	 */
	public float[] evaluate(final float[] x, final float[] steps, final int[] labels) {
		return evaluate(x, steps, labels, (images, times, classes) -> forward(images, times, classes, false));
	}

	/** A way to compute what {@link UNet#forward} computes. */
	interface Way {

		NDArray forward(NDArray x, NDArray steps, NDArray labels);
	}

	/** As {@link #evaluate(float[], float[], int[])}, in another way. */
	float[] evaluate(final float[] x, final float[] steps, final int[] labels, final Way way) {
		final long images = steps.length;
		final long side = Math.round(Math.sqrt(x.length / (images * config.shape().channels())));
		try (NDManager scope = manager.newSubManager()) {
			final NDArray classes = label == null ? null : scope.create(Arrays.stream(labels).asLongStream().toArray());
			return way.forward(Torch.floats(scope, x, images, config.shape().channels(), side, side), Torch.floats(scope, steps,
				images), classes).toFloatArray();
		}
	}

	/** Closes both. */
	private static NDArray joined(final NDArray y, final NDArray skip) {
		try (y; skip) {
			return y.concat(skip, 1);
		}
	}

	/** {@return (N, 4 base): of time and class, after the SiLU with which each residual block would begin} */
	NDArray embedding(final NDArray steps, final NDArray labels) {
		if (labels != null && label == null) throw new IllegalArgumentException("classes for a network without");
		final NDArray sum = time.forward(steps, false);
		try (sum) {
			if (labels != null) try (NDArray classes = label.forward(labels, false)) {
				sum.addi(classes);
			}
			return ops.call("silu", sum);
		}
	}

	/** {@return the part that sees the time steps} */
	TimeEmbedding time() {
		return time;
	}

	/** The inputs are x, steps and, if there are classes, labels. */
	@Override
	protected NDList forwardInternal(final ParameterStore parameterStore, final NDList inputs, final boolean training,
		final PairList<String, Object> params)
	{
		return new NDList(forward(inputs.get(0), inputs.get(1), inputs.size() > 2 ? inputs.get(2) : null, training));
	}

	@Override
	public Shape[] getOutputShapes(final Shape[] inputShapes) {
		final Shape x = inputShapes[0];
		return new Shape[] { new Shape(x.get(0), config.shape().outputs(), x.get(2), x.get(3)) };
	}

	/** Frees the parameters. */
	@Override
	public void close() {
		manager.close();
	}
}
