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
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.folded.Affine;
import io.sonoflow.nn.folded.Clamp;
import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.folded.Program.Then;

import java.util.ArrayList;
import java.util.List;

/**
 * DenseNet (Huang et al., CVPR 2017) with torchvision's layout and parameter names: {@code features.conv0} 7x7/2,
 * {@code norm0}, max pool 3/2, {@code denseblock1..4} with {@code transition1..3} between them (batch norm, rectifier, 1x1
 * convolution to half the channels, mean over 2x2 pixels), {@code norm5}, rectifier, average pool, {@code classifier}.
 * Growth 32; DenseNet-121 has blocks of 6, 12, 24, 16 layers and 1024 channels at the end, DenseNet-169 of 6, 12, 32, 32
 * and 1664. The last stage has 1/32 of the input's resolution.
 */
public final class DenseNet extends ConvNet {

	private static final int BASE = 64;
	private static final int BLOCKS = 4;

	private final Conv2d conv0;
	private final BatchNorm2d norm0;
	private final MaxPool2d pool = new MaxPool2d(3, 2, 1);
	private final DenseBlock[] blocks = new DenseBlock[BLOCKS];
	private final Transition[] transitions = new Transition[BLOCKS - 1];
	private final BatchNorm2d norm5;
	private final List<Part> parts = new ArrayList<>();

	private DenseNet(final String name, final Device device, final int channels, final int classes, final int[] layers) {
		super(name, device, channels, classes);
		conv0 = child("features.conv0", new Conv2d(manager(), channels, BASE, 7, 2, 3, false));
		norm0 = child("features.norm0", new BatchNorm2d(manager(), BASE));
		int in = BASE;
		for (int i = 0; i < BLOCKS; i++) {
			blocks[i] = child("features.denseblock" + (i + 1), new DenseBlock(manager(), in, layers[i]));
			in = blocks[i].out();
			if (i == BLOCKS - 1) break;
			transitions[i] = child("features.transition" + (i + 1), new Transition(manager(), in));
			in /= 2;
		}
		norm5 = child("features.norm5", new BatchNorm2d(manager(), in));
		end("classifier", in);
		for (int i = 0; i < BLOCKS; i++) {
			parts.add(new Part("features.denseblock" + (i + 1), blocks[i]));
			if (i < BLOCKS - 1) parts.add(new Part("features.transition" + (i + 1), transitions[i]));
		}
		parts.add(new Part("features.norm5", new Rectified(norm5)));
	}

	/** A norm and the rectifier after it; not a child, so that names stay. */
	private static final class Rectified extends Layer {

		private final BatchNorm2d norm;

		Rectified(final BatchNorm2d norm) {
			this.norm = norm;
		}

		@Override
		public NDArray forward(final NDArray x, final boolean training) {
			return thenRelu(norm.forward(x, training));
		}

		@Override
		public String write(final Program program, final String x) {
			return program.rectified(x, norm.affine());
		}

		@Override
		public Shape outputShape(final Shape input) {
			return input;
		}
	}

	/** Halves channels and sides. */
	private static final class Transition extends Layer {

		private static final Shape WINDOW = new Shape(2, 2);

		private final BatchNorm2d norm;
		private final Conv2d conv;

		Transition(final NDManager manager, final int in) {
			norm = child("norm", new BatchNorm2d(manager, in));
			conv = child("conv", new Conv2d(manager, in, in / 2, 1, 1, 0, false));
		}

		@Override
		public NDArray forward(final NDArray x, final boolean training) {
			try (NDArray narrow = then(thenRelu(norm.forward(x, training)), conv, training)) {
				return narrow.getNDArrayInternal().avgPool(WINDOW, WINDOW, new Shape(0, 0), false, true);
			}
		}

		/** A mean over places and a sum over channels may change places: first the mean leaves a quarter of the work. */
		@Override
		public String write(final Program program, final String x) {
			final Affine affine = norm.affine();
			final Clamp clamp = Clamp.of(affine);
			return program.convolution(program.halved(program.clamp(x, clamp)), () -> conv.filter().after(affine, clamp), Then.NOTHING);
		}

		@Override
		public Shape outputShape(final Shape input) {
			return new Shape(input.get(0), conv.out(), input.get(2) / 2, input.get(3) / 2);
		}
	}

	/**
	 * A DenseNet-121 (7.0 million parameters) whose parameters are all zero: fill them with {@link Initializer} or
	 * {@link StateLoader}.
	 *
	 * @param device where the parameters live
	 * @param channels of the images, 1 or 3
	 * @param classes at least 1
	 */
	public static DenseNet denseNet121(final Device device, final int channels, final int classes) {
		return new DenseNet(Networks.DENSENET121, device, channels, classes, new int[] { 6, 12, 24, 16 });
	}

	/**
	 * A DenseNet-169 (12.5 million parameters).
	 *
	 * @see #denseNet121
	 */
	public static DenseNet denseNet169(final Device device, final int channels, final int classes) {
		return new DenseNet(Networks.DENSENET169, device, channels, classes, new int[] { 6, 12, 32, 32 });
	}

	/** {@return (N, 64, H/4, W/4): what the first dense block receives} */
	@Override
	NDArray stem(final NDArray images, final boolean training) {
		try (NDArray input = begin(images, training)) {
			return then(thenRelu(then(conv0.forward(input, training), norm0, training)), pool, training);
		}
	}

	@Override
	String writeStem(final Program program) {
		return pool.write(program, program.convolution(Program.IMAGES, () -> conv0.filter().then(norm0.affine()), Then.RECTIFIER));
	}

	/** Dense blocks, what stands between them, and the last norm after its rectifier. */
	@Override
	List<Part> parts() {
		return parts;
	}

	/** {@return block 1..4} */
	Layer block(final int index) {
		return blocks[index - 1];
	}

	/** {@return what stands between block 1..3 and the next} */
	Layer transition(final int index) {
		return transitions[index - 1];
	}

	/** {@return (N, F, h, w): the last stage before its rectifier} */
	NDArray normalised(final NDArray images, final boolean training) {
		NDArray y = stem(images, training);
		for (int i = 0; i < BLOCKS; i++) {
			y = then(y, blocks[i], training);
			if (i < BLOCKS - 1) y = then(y, transitions[i], training);
		}
		return then(y, norm5, training);
	}

	/** {@inheritDoc} A transition belongs to the block before it, the last norm to the last block. */
	@Override
	int stage(final String parameter) {
		if (parameter.startsWith("features.norm5")) return BLOCKS;
		for (final String part : List.of("features.denseblock", "features.transition"))
			if (parameter.startsWith(part)) return parameter.charAt(part.length()) - '0';
		return 0;
	}

	@Override
	boolean hasHalf() {
		return true;
	}

	@Override
	public Initializer.Rule firstValues() {
		return Initializer.denseNet(named());
	}
}
