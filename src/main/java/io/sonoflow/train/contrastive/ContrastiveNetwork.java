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
package io.sonoflow.train.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An encoder with what is put on top of it for contrastive pretraining: the projection head, and as organ head the
 * network's own head.
 */
public final class ContrastiveNetwork implements AutoCloseable {

	/** What the names of the projection head's parameters begin with. */
	public static final String PROJECTION = "projection.";

	private final ImageNetwork encoder;
	private final ProjectionHead projection;
	private final int width;
	private final boolean organs;

	/**
	 * @param encoder closed with this; its number of classes is that of the organs
	 * @param width D of the projections; 0 = no projections are made, and the organs are all that is learned
	 * @param organs whether organs are told
	 * @param seed of the projection head
	 */
	public ContrastiveNetwork(final ImageNetwork encoder, final int width, final boolean organs, final long seed) {
		this.encoder = encoder;
		this.width = width;
		this.organs = organs;
		if (width == 0 && !organs) throw new IllegalArgumentException("nothing to learn");
		projection = width == 0 ? null : new ProjectionHead(encoder.manager(), encoder.width(), width);
		if (projection != null) Initializer.fill(projection.named(), RandomStream.of(seed, "projection").nextLong(), (name,
			random, data) -> {
			final int in = name.startsWith("0.") ? encoder.width() : width;
			Initializer.uniform(data, random, 1 / Math.sqrt(in));
		});
	}

	/** {@return the network that is wanted} */
	public ImageNetwork encoder() {
		return encoder;
	}

	/** {@return where the parameters live} */
	NDManager manager() {
		return encoder.manager();
	}

	/** {@return D, or 0} */
	int width() {
		return width;
	}

	/** {@return K, or 0 if organs are not told} */
	int organs() {
		return organs ? encoder.classes() : 0;
	}

	/**
	 * @param images (N, 1 or C, H, W)
	 * @param training batch statistics instead of running ones
	 * @return (N, D + K): projections, then the organs' scores
	 */
	NDArray outputs(final NDArray images, final boolean training) {
		try (NDArray pooled = encoder.embed(images, training)) {
			if (!organs) return projection.forward(pooled, training);
			final NDArray scores = encoder.head(pooled);
			if (projection == null) return scores;
			try (scores; NDArray projected = projection.forward(pooled, training)) {
				return projected.concat(scores, 1);
			}
		}
	}

	/** {@return all parameters and running statistics, the encoder's under PyTorch's names} */
	Map<String, Parameter> named() {
		final Map<String, Parameter> named = new LinkedHashMap<>(encoder.named());
		if (projection != null) projection.named().forEach((name, parameter) -> named.put(PROJECTION + name, parameter));
		return named;
	}

	/** Makes what is learned leaves that receive a gradient, or stops that. */
	void requireGradient(final boolean require) {
		encoder.requireGradient(require);
		if (projection != null) projection.requireGradient(require);
	}

	/** {@return what is learned, by name, once gradients were asked for} */
	Map<String, NDArray> trainable() {
		final Map<String, NDArray> chosen = new LinkedHashMap<>();
		named().forEach((name, parameter) -> {
			final boolean head = name.startsWith(encoder.headPrefix());
			if (parameter.getArray().hasGradient() && (organs || !head)) chosen.put(name, parameter.getArray());
		});
		return chosen;
	}

	/** {@return means and variances of the batch norms} */
	List<NDArray> runningStatistics() {
		final List<NDArray> chosen = new ArrayList<>();
		for (final Parameter parameter : encoder.named().values())
			if (parameter.getType() == Parameter.Type.RUNNING_MEAN || parameter.getType() == Parameter.Type.RUNNING_VAR) chosen
				.add(parameter.getArray());
		return chosen;
	}

	@Override
	public void close() {
		encoder.close();
	}
}
