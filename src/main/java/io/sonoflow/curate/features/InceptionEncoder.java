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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.inception.InceptionV3;
import io.sonoflow.nn.weights.StateDict;

/** {@link InceptionV3} as pytorch-fid or clean-fid feed it; the grey value is each of the three channels. */
final class InceptionEncoder implements Encoder {

	/** pytorch-fid: x / 255 resized by torch's bilinear interpolation without antialiasing, 2 x - 1. */
	private static final Input FID = new Input(InceptionV3.SIZE, Interpolation.BILINEAR, Normalisation.DIFFUSION);

	/** clean-fid: resized as float by PIL's bicubic filter, neither rounded nor clipped; (x - 128) / 128. */
	private static final Input CLEAN = new Input(InceptionV3.SIZE, Interpolation.BICUBIC, Normalisation.INCEPTION);

	private final InceptionV3 network;
	private final Input input;

	private InceptionEncoder(final InceptionV3 network, final Input input) {
		this.network = network;
		this.input = input;
	}

	/** {@return whether these are weights of an Inception v3, though perhaps not of the right one} */
	static boolean isInception(final StateDict weights) {
		return weights.network().has("Conv2d_1a_3x3.conv.weight");
	}

	/** @throws io.sonoflow.SonoflowException.File if they are not the weights FID is defined by */
	static InceptionEncoder load(final StateDict weights, final boolean clean, final Device device) {
		return new InceptionEncoder(InceptionV3.load(weights, device), clean ? CLEAN : FID);
	}

	@Override
	public Input input() {
		return input;
	}

	@Override
	public int dimension() {
		return InceptionV3.WIDTH;
	}

	@Override
	public int classes() {
		return InceptionV3.CLASSES;
	}

	@Override
	public NDManager manager() {
		return network.manager();
	}

	@Override
	public Output encode(final NDArray images) {
		try (NDArray colour = images.repeat(1, 3)) {
			final NDArray features = network.features(colour);
			return new Output(features, network.logits(features));
		}
	}

	@Override
	public void close() {
		network.close();
	}
}
