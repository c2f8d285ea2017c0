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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Conv2d;
import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Linear;

import java.util.List;

/**
 * Convolutional block attention (Woo et al., ECCV 2018): first each channel is weighted by sigmoid(MLP(mean) + MLP(maximum)),
 * MLP = fc2(max(0, fc1(.))) to a sixteenth of the channels and back; then each place by the sigmoid of a 7x7 convolution of
 * the channels' mean and maximum, in this order. Parameters: {@code fc1}, {@code fc2}, {@code conv.weight} (1, 2, 7, 7).
 */
public final class Cbam extends Layer {

	private static final int REDUCTION = 16;
	private static final int KERNEL = 7;

	private final SegmentOperators ops;
	private final List<Parameter> fc1;
	private final List<Parameter> fc2;
	private final Parameter conv;

	/** @param channels C; with fewer than 16 the MLP has one in its middle */
	Cbam(final NDManager manager, final SegmentOperators ops, final int channels) {
		this.ops = ops;
		final int middle = Math.max(1, channels / REDUCTION);
		fc1 = List.copyOf(child("fc1", new Linear(manager, channels, middle)).named().values());
		fc2 = List.copyOf(child("fc2", new Linear(manager, middle, channels)).named().values());
		conv = child("conv", new Conv2d(manager, 2, 1, KERNEL, 1, KERNEL / 2, false)).named().get("weight");
	}

	/** {@return (N, C): weights of the channels, 0..1} */
	NDArray channels(final NDArray x) {
		return ops.call("attention", x, fc1.get(0).getArray(), fc1.get(1).getArray(), fc2.get(0).getArray(), fc2.get(1).getArray());
	}

	/** {@return (N, 1, H, W): weights of the places, 0..1, after the channels were weighted} */
	NDArray places(final NDArray y) {
		return ops.call("places", y, conv.getArray());
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return ops.call("cbam", x, fc1.get(0).getArray(), fc1.get(1).getArray(), fc2.get(0).getArray(), fc2.get(1).getArray(), conv
			.getArray());
	}

	@Override
	public Shape outputShape(final Shape input) {
		return input;
	}
}
