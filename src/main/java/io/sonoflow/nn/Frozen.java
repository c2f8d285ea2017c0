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
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.folded.Folding;
import io.sonoflow.nn.folded.Pass;
import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.precision.Precision;

import java.util.Optional;

/**
 * A network for many forward passes between which it does not learn. Where oneDNN knows the CPU, ResNets, DenseNets and Vision
 * Transformers are folded ({@link Folding}) when the first images come: quicker, and the same scores to about 1e-6 of their size.
 * All others, and transformers in bfloat16, compute as always. The precision is that of {@link ImageEncoder#infer} at that time;
 * in half precision two to three digits are left.
 *
 * <pre>
 * try (Frozen frozen = new Frozen(network); NDArray scores = frozen.logits(images)) {
 * 	...
 * }
 * </pre>
 */
public final class Frozen implements AutoCloseable {

	/** Largest difference of a feature that is taken for rounding, of the largest feature. */
	private static final double WHOLE = 1e-3, HALF = 0.25;

	private final ImageEncoder network;
	private Shape shape;
	private Optional<Pass> pass = Optional.empty();

	/** @param network must stay open while this is used; closing this does not close it */
	public Frozen(final ImageEncoder network) {
		this.network = network;
	}

	/**
	 * @param images (N, 1 or C, H, W)
	 * @return as {@link ImageEncoder#features} where it does not train
	 */
	public NDArray features(final NDArray images) {
		final Shape wanted = images.getShape().slice(1);
		if (!wanted.equals(shape)) {
			close();
			shape = wanted;
			pass = fold(images);
		}
		return pass.isPresent() ? pass.get().of(images) : network.features(images, false);
	}

	private Optional<Pass> fold(final NDArray images) {
		if (!(network instanceof final Layer layer) || !network.manager().getDevice().equals(Device.cpu()) || images
			.getDataType() != DataType.FLOAT32) return Optional.empty();
		Torch.inference();
		final Optional<Pass> made = Folding.of(network.manager(), images.getShape(), isHalf(), program -> layer.write(program,
			Program.IMAGES));
		if (made.isPresent() && !agrees(made.get(), images)) {
			made.get().close();
			return Optional.empty();
		}
		return made;
	}

	/** {@return whether both ways give the same of the first image} Where numbers overflow they do not. */
	private boolean agrees(final Pass folded, final NDArray images) {
		try (NDArray first = images.get("0:1"); NDArray usual = network.features(first, false); NDArray quick = folded.of(first)) {
			final float[] wanted = usual.toFloatArray();
			final float[] found = quick.toFloatArray();
			double largest = 0;
			double difference = 0;
			for (int i = 0; i < wanted.length; i++) {
				largest = Math.max(largest, Math.abs(wanted[i]));
				difference = Math.max(difference, Math.abs((double) wanted[i] - found[i]));
			}
			// Not "more than": of what is not a number nothing is more.
			return difference <= (isHalf() ? HALF : WHOLE) * largest;
		}
	}

	/**
	 * @param images (N, 1 or C, H, W)
	 * @return (N, F): one vector an image, as {@link ImageEncoder#embed}
	 */
	public NDArray embed(final NDArray images) {
		try (NDArray features = features(images)) {
			return network.pool(features);
		}
	}

	/**
	 * @param images (N, 1 or C, H, W)
	 * @return (N, K): scores before the softmax, as {@link ImageNetwork#logits(NDArray, boolean)}
	 * @throws ClassCastException if the network has no head
	 */
	public NDArray logits(final NDArray images) {
		try (NDArray pooled = embed(images)) {
			return ((ImageNetwork) network).head(pooled);
		}
	}

	/** Whether what came last was computed folded. */
	boolean isFolded() {
		return pass.isPresent();
	}

	private boolean isHalf() {
		return network.inference() != Precision.FP32;
	}

	/** Frees what was folded. */
	@Override
	public void close() {
		pass.ifPresent(Pass::close);
		pass = Optional.empty();
		shape = null;
	}
}
