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
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.weights.StateDict;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network that describes images: convolutions or a transformer's blocks, and pooling to one vector an image. What starts
 * from weights of others, or judges what a pretraining has learned, knows only this.
 * <p>
 * Images are (N, C, H, W) float32, normalised; a grey image (C = 1) may be given to a network of three channels, which
 * then sees it three times. No method closes its input; every result is a new array of the input's manager.
 */
public interface ImageEncoder extends AutoCloseable {

	/** {@return the name under which {@link Networks} knows it, e.g. {@code resnet18}} */
	String architecture();

	/** {@return channels of the first convolution, 1 or 3} */
	int channels();

	/** {@return length F of the vector that describes an image ({@link #embed}), e.g. 512 for ResNet-18} */
	int width();

	/** {@return where the parameters live} */
	NDManager manager();

	/**
	 * @param images (N, 1 or C, H, W)
	 * @param training batch statistics instead of running ones
	 * @return (N, F, h, w): the last convolutional stage, after its rectifier; of a {@link TokenNetwork} (N, 1 + h w, F)
	 */
	NDArray features(NDArray images, boolean training);

	/**
	 * @param features of {@link #features}
	 * @return (N, F): one vector an image
	 */
	NDArray pool(NDArray features);

	/** {@return all parameters and running statistics, by PyTorch's name, in PyTorch's order} */
	Map<String, Parameter> named();

	/** {@return what the names of the head's parameters begin with, e.g. {@code fc.}} */
	String headPrefix();

	/**
	 * Says before any work whether images may have this size.
	 *
	 * @throws io.sonoflow.SonoflowException.Input if not; the message names sizes that will do
	 */
	default void checkSize(final int height, final int width) {
		// Convolutions take any.
	}

	/**
	 * Brings weights of others into this network's own layout, and itself into theirs where there is a choice (pooling, grid of
	 * positions); before they are loaded.
	 *
	 * @param weights under their final names
	 * @return what is to be loaded
	 * @throws io.sonoflow.SonoflowException.File if they cannot be understood; the message names the tensor
	 */
	default Adopted adopt(final StateDict weights) {
		return new Adopted(weights, Set.of(), List.of());
	}

	/** {@return what a file of this network must say beside {@link ModelConfig} to be read again} */
	default Map<String, String> header() {
		return Map.of();
	}

	/**
	 * Weights in a network's own layout.
	 *
	 * @param weights the tensors, with those that the file lacked
	 * @param fresh names of those that the file lacked and that are new on purpose
	 * @param said what the user should know of it
	 * @param others regular expression of the names that such files have beside a network of this kind, a segmenter's decoder
	 *          say: to leave them out is nothing to warn of
	 */
	record Adopted(StateDict weights, Set<String> fresh, List<String> said, String others) {

		/** Of a kind whose files hold nothing else. */
		public Adopted(final StateDict weights, final Set<String> fresh, final List<String> said) {
			this(weights, fresh, said, "");
		}

		/** {@return the same where files hold more} */
		public Adopted beside(final String names) {
			return new Adopted(weights, fresh, said, names);
		}
	}

	/** {@return how torchvision draws the first values of this network's parameters} */
	default Initializer.Rule firstValues() {
		return Initializer.resNet(named());
	}

	/** Makes the parameters (not the running statistics) leaves that receive a gradient, or stops that. */
	void requireGradient(boolean require);

	/**
	 * Sets in what numbers passes that train compute from now on; at first float32. Features and scores are float32 always, and
	 * passes that do not train are but for {@link #infer}.
	 *
	 * @throws SonoflowException.Input if this network has only float32
	 */
	default void compute(final Precision precision) {
		if (precision != Precision.FP32) throw new SonoflowException.Input("precision=" + precision + ": " + architecture() +
			" computes in float32 only. Use precision=fp32.");
	}

	/** {@return in what numbers passes that train compute} */
	default Precision precision() {
		return Precision.FP32;
	}

	/**
	 * The same for passes that do not train.
	 *
	 * @throws SonoflowException.Input if this network has only float32
	 */
	default void infer(final Precision precision) {
		if (precision != Precision.FP32) throw new SonoflowException.Input("precision=" + precision + ": " + architecture() +
			" computes in float32 only. Use precision=fp32.");
	}

	/** {@return in what numbers passes that do not train compute} */
	default Precision inference() {
		return Precision.FP32;
	}

	/**
	 * @param images (N, 1 or C, H, W)
	 * @param training batch statistics instead of running ones
	 * @return (N, F): one vector an image
	 */
	default NDArray embed(final NDArray images, final boolean training) {
		try (NDArray features = features(images, training)) {
			return pool(features);
		}
	}

	/** Frees the parameters. */
	@Override
	void close();
}
