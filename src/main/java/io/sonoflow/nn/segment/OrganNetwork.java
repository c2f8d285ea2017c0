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

import io.sonoflow.nn.ImageNetwork;

import java.util.List;

/**
 * A classifier that can be told the organ: by {@link ImageNetwork#told}, once it has organs.
 *
 * <pre>
 * ImageNetwork network = Networks.empty("film-resnet18", device, 1, 2);
 * ((OrganNetwork) network).prepare(List.of("breast", "thyroid"), 256, seed);
 * network.told(1).logits(images, false);
 * </pre>
 */
public interface OrganNetwork extends ImageNetwork {

	/**
	 * Gives the network its shape and its first values; before it is loaded, and before optimisers know its parameters.
	 *
	 * @param organs names of the organs that it is to be told, different; empty = it is told nothing
	 * @param side of the images in pixels
	 * @param seed of the first values
	 * @throws io.sonoflow.SonoflowException.Input if it must be told organs and there are none, or images cannot have this size
	 */
	void prepare(List<String> organs, int side, long seed);
}
