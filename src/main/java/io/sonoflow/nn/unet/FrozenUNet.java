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
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.folded.Folding;
import io.sonoflow.nn.folded.Layout;
import io.sonoflow.nn.folded.Pass;
import io.sonoflow.nn.precision.Precision;

import java.util.Optional;

/**
 * A {@link UNet} for many forward passes between which it does not learn: the steps of a sampler. Where oneDNN knows the CPU, all
 * that follows the embedding of time and class is one program of PyTorch on images in channels-last order, with a copy of the
 * weights in the order in which oneDNN computes ({@link Folding}): quicker, and the same noise to a few 1e-6 of its size.
 * Elsewhere it computes as always. Which of the two it is depends on the device, the network and the images' size, not on the
 * images, their number or a clock: the same images give the same bits.
 *
 * <pre>
 * try (FrozenUNet frozen = new FrozenUNet(network)) {
 * 	NoisePredictor predictor = NoisePredictor.of(frozen::evaluate);
 * 	...
 * }
 * </pre>
 *
 * Memory: as much again as the network's parameters, until it is closed.
 */
public final class FrozenUNet implements AutoCloseable {

	/** Largest difference of a value that is taken for rounding, of the largest value. */
	private static final double WHOLE = 1e-3, HALF = 0.25;

	/** A time step that every schedule has. */
	private static final float STEP = 1;

	private final UNet network;
	private Shape shape;
	private Optional<Pass> pass = Optional.empty();

	/**
	 * @param network must stay open while this is used and, from the first images on, as it is and in its precision; closing this
	 *          does not close it
	 */
	public FrozenUNet(final UNet network) {
		this.network = network;
	}

	/** {@return the network as it was given} */
	public UNet network() {
		return network;
	}

	/**
	 * In a thread that records no gradients ({@link Torch#inference}).
	 *
	 * @param x as for {@link UNet#forward}
	 * @param steps as there
	 * @param labels as there
	 * @return as {@link UNet#forward} where it does not train
	 */
	public NDArray forward(final NDArray x, final NDArray steps, final NDArray labels) {
		final Shape wanted = x.getShape().slice(1);
		if (!wanted.equals(shape)) {
			close();
			pass = fold(wanted, x.getDataType());
			shape = wanted;
		}
		if (pass.isEmpty()) return network.forward(x, steps, labels, false);
		try (NDArray embedding = network.embedding(steps, labels)) {
			return pass.get().of(x, embedding);
		}
	}

	/**
	 * As {@link UNet#evaluate}.
	 *
	 * @param x (N, C, H, W) in C order, square
	 * @param steps N
	 * @param labels N classes, -1 for none; not looked at if the network has no classes
	 * @return (N, C or 2C, H, W)
	 */
	public float[] evaluate(final float[] x, final float[] steps, final int[] labels) {
		return network.evaluate(x, steps, labels, this::forward);
	}

	private Optional<Pass> fold(final Shape image, final DataType type) {
		if (!network.manager().getDevice().equals(Device.cpu()) || type != DataType.FLOAT32) return Optional.empty();
		network.requireSize(image);
		final Optional<Pass> made = Folding.in(Layout.CHANNELS_LAST, network.manager(), new Shape(1).addAll(image), network::write);
		if (made.isPresent() && !agrees(made.get(), image)) {
			made.get().close();
			return Optional.empty();
		}
		return made;
	}

	/** {@return whether both ways give the same of an image of noise} Where numbers overflow they do not. */
	private boolean agrees(final Pass folded, final Shape image) {
		final float[] noise = new float[(int) image.size()];
		Initializer.normal(noise, RandomStream.of(0, "folded"), 1);
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray x = Torch.floats(scope, noise, new Shape(1).addAll(image).getShape());
			final NDArray step = Torch.floats(scope, new float[] { STEP }, 1);
			final float[] wanted = network.forward(x, step, null, false).toFloatArray();
			final float[] found = folded.of(x, network.embedding(step, null)).toFloatArray();
			double largest = 0;
			double difference = 0;
			for (int i = 0; i < wanted.length; i++) {
				largest = Math.max(largest, Math.abs(wanted[i]));
				difference = Math.max(difference, Math.abs((double) wanted[i] - found[i]));
			}
			// Not "more than": of what is not a number nothing is more.
			return difference <= (network.precision() == Precision.FP32 ? WHOLE : HALF) * largest;
		}
	}

	/** Whether what came last was computed folded. */
	boolean isFolded() {
		return pass.isPresent();
	}

	/** Frees what was folded. */
	@Override
	public void close() {
		pass.ifPresent(Pass::close);
		pass = Optional.empty();
		shape = null;
	}
}
