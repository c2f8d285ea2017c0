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
package io.sonoflow.nn.mil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Linear;

import java.util.ArrayList;
import java.util.List;

/**
 * The vector of a clip from those of its frames by attention (Ilse et al., ICML 2018): z = sum a h, a = softmax over the frames
 * of w tanh(V h), gated of w (tanh(V h) sigmoid(U h)). Frames (M, F) to (1, F), M at least 1. Parameters under the authors'
 * names: {@code attention.0} (V) and {@code attention.2} (w), gated {@code attention_V.0}, {@code attention_U.0}, {@code
 * attention_w}, each with {@code weight} and {@code bias}.
 */
public final class AttentionPooling extends Layer {

	private final boolean gated;
	private final List<Linear> layers = new ArrayList<>();

	/**
	 * @param manager where the parameters live
	 * @param features F
	 * @param hidden length of V h, at least 1
	 * @param gated whether there is a gate
	 */
	public AttentionPooling(final NDManager manager, final int features, final int hidden, final boolean gated) {
		this.gated = gated;
		layers.add(child(gated ? "attention_V.0" : "attention.0", new Linear(manager, features, hidden)));
		if (gated) layers.add(child("attention_U.0", new Linear(manager, features, hidden)));
		layers.add(child(gated ? "attention_w" : "attention.2", new Linear(manager, hidden, 1)));
	}

	/**
	 * @param frames (M, F)
	 * @return (1, M): how much each frame counts, 0..1, their sum 1
	 */
	public NDArray attention(final NDArray frames) {
		final List<NDArray> arguments = new ArrayList<>(List.of(frames));
		for (final Linear layer : layers)
			for (final Parameter parameter : layer.named().values())
				arguments.add(parameter.getArray());
		return BagOperators.call(gated ? "gated" : "attention", arguments.toArray(NDArray[]::new));
	}

	@Override
	public NDArray forward(final NDArray frames, final boolean training) {
		try (NDArray attention = attention(frames)) {
			return BagOperators.call("weighted", frames, attention);
		}
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(1, input.get(1));
	}
}
