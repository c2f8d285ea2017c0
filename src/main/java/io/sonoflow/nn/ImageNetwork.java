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

import java.util.List;

/**
 * A network that turns images into class scores in three stages: convolutions or a transformer's blocks, pooling to one
 * vector an image, a linear head. Everything that trains, uses or explains a classifier knows only this.
 *
 * <pre>
 * try (ImageNetwork network = Networks.create("resnet18", device, 1, 2, seed); NDArray logits = network.logits(x, false)) {
 * 	...
 * }
 * </pre>
 *
 * Images and arrays are as those of an {@link ImageEncoder}, which it is without its head.
 */
public interface ImageNetwork extends ImageEncoder {

	/** {@return number of classes K} */
	int classes();

	/**
	 * @param pooled of {@link #pool}
	 * @return (N, K): scores before the softmax
	 */
	NDArray head(NDArray pooled);

	/**
	 * The output of a layer for some images, and the way on from it.
	 *
	 * @param layer its name
	 * @param values the output: (N, F, h, w), of a {@link TokenNetwork} (N, 1 + h w, F). The gradient of a score with respect to
	 *          it is that of this output as a node of its own
	 * @param around what the network's next part takes beside it, as the residual round a norm; null = nothing
	 */
	record Stage(String layer, NDArray values, NDArray around) implements AutoCloseable {

		@Override
		public void close() {
			values.close();
			if (around != null) around.close();
		}
	}

	/** {@return names of the layers at which the way to the scores can be held, from the image on; at least one} */
	default List<String> stages() {
		return List.of("features");
	}

	/** {@return the one of {@link #stages} on which decisions are usually explained} */
	default String usualStage() {
		return stages().get(stages().size() - 1);
	}

	/**
	 * @param layer any name
	 * @return whether this is a part of the network on whose places no score depends, though the network computes them
	 */
	default boolean isBlind(final String layer) {
		return false;
	}

	/**
	 * @param images (N, 1 or C, H, W)
	 * @param layer one of {@link #stages}
	 * @return the way to there
	 */
	default Stage stage(final NDArray images, final String layer) {
		return new Stage(layer, features(images, false), null);
	}

	/**
	 * @param images (N, 1 or C, H, W)
	 * @param layers some of {@link #stages}, in their order
	 * @return the output of each, as {@link Stage#values}, through which gradients reach the images; of one pass where the
	 *         network can
	 */
	default List<NDArray> outputs(final NDArray images, final List<String> layers) {
		return layers.stream().map(layer -> {
			final Stage stage = stage(images, layer);
			if (stage.around != null) stage.around.close();
			return stage.values;
		}).toList();
	}

	/** {@return (N, K): the scores from there} */
	default NDArray logits(final Stage stage) {
		try (NDArray pooled = pool(stage.values)) {
			return head(pooled);
		}
	}

	/** {@return names of the organs that the network must be told before it sees images; empty = it is told nothing} */
	default List<String> organs() {
		return List.of();
	}

	/**
	 * The network for images of known organs; a second look at the same parameters, not to be closed.
	 *
	 * @param organs of each image its number among {@link #organs}; one number is that of all images
	 * @return this, where the network is told nothing
	 */
	default ImageNetwork told(final int... organs) {
		return this;
	}

	/**
	 * Says what the organ of images is of which none is told by {@link #told}; from now on, until it is said anew.
	 *
	 * @param organ its number among {@link #organs}
	 */
	default void tell(final int organ) {
		// Most are told nothing.
	}

	/**
	 * Makes ready for a step of training: whatever a training pass draws at random (drop path), it draws from the seed and the
	 * step's number, so that a resumed training draws the same.
	 */
	default void beginStep(final long seed, final long step) {
		// Nothing here is random.
	}

	/**
	 * {@return the layer of the head, where rates are to fall from layer to layer towards the stem; 0 = this network's layers
	 *         are not known}
	 */
	default int layers() {
		return 0;
	}

	/**
	 * @param parameter name of a parameter
	 * @return its layer: 0 = the stem, {@link #layers} = the head and what belongs to it
	 */
	default int layer(final String parameter) {
		throw new IllegalStateException(architecture() + " has no layers");
	}

	/**
	 * @param images (N, 1 or C, H, W)
	 * @param training batch statistics instead of running ones
	 * @return (N, K): scores before the softmax
	 */
	default NDArray logits(final NDArray images, final boolean training) {
		try (NDArray pooled = embed(images, training)) {
			return head(pooled);
		}
	}
}
