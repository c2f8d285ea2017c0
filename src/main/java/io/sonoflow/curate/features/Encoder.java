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
package io.sonoflow.curate.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.precision.Precision;

/** A network that makes a vector of an image, and how it wants images. */
interface Encoder extends AutoCloseable {

	/**
	 * How an image becomes the network's input.
	 *
	 * @param size side in pixels
	 * @param interpolation how it is resized
	 * @param normalisation what grey levels become
	 */
	record Input(int size, Interpolation interpolation, Normalisation normalisation) {

		/** {@return as a part of a digest} */
		String key() {
			return size + " " + interpolation + " " + normalisation;
		}
	}

	/**
	 * What a batch gives.
	 *
	 * @param features (N, D)
	 * @param logits (N, K), or null
	 */
	record Output(NDArray features, NDArray logits) {
	}

	/** {@return how images are made its input} */
	Input input();

	/** {@return length D of a vector} */
	int dimension();

	/** {@return number K of class scores, 0 if there are none} */
	int classes();

	/** {@return where it computes; owner of its parameters} */
	NDManager manager();

	/**
	 * Sets in what numbers it computes from now on.
	 *
	 * @throws io.sonoflow.SonoflowException.Input if it has only float32
	 */
	default void infer(final Precision precision) {
		if (precision != Precision.FP32) throw new SonoflowException.Input("precision=" + precision +
			": features=inception computes in float32 only. Use precision=fp32.");
	}

	/**
	 * @param images (N, 1, size, size), normalised
	 * @return arrays of the images' manager
	 */
	Output encode(NDArray images);

	/** Frees the parameters. */
	@Override
	void close();
}
