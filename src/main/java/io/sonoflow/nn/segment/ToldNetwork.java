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

import io.sonoflow.nn.ImageNetwork;

/** A network while images of known organs pass. */
final class ToldNetwork extends DelegatingNetwork {

	private final Codes codes;
	private final int[] organs;

	/** @param organs of each image, or of all of them */
	ToldNetwork(final ImageNetwork network, final Codes codes, final int[] organs) {
		super(network);
		this.codes = codes;
		this.organs = organs.clone();
	}

	@Override
	public NDArray features(final NDArray images, final boolean training) {
		return codes.telling(organs, images, () -> super.features(images, training));
	}

	@Override
	public Stage stage(final NDArray images, final String layer) {
		return codes.telling(organs, images, () -> super.stage(images, layer));
	}

	@Override
	public NDArray logits(final Stage stage) {
		return codes.telling(organs, stage.values(), () -> super.logits(stage));
	}
}
