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

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;

import java.util.List;
import java.util.Map;

/** Makes networks of clips of the networks of images that {@link Networks} knows, where a model's header says so. */
public final class BagFamily implements Networks.Family {

	@Override
	public List<Networks.Entry> entries() {
		return List.of();
	}

	/**
	 * {@inheritDoc} Here how frames are pooled.
	 *
	 * @throws SonoflowException.File if the header cannot be understood
	 */
	@Override
	public ImageNetwork finished(final ImageNetwork network, final Map<String, String> header, final int classes) {
		if (!header.containsKey(BagNetwork.POOLING)) return network;
		try {
			return new BagNetwork(network, BagPooling.of(header.get(BagNetwork.POOLING)), number(header, BagNetwork.TOP), number(header,
				BagNetwork.HIDDEN));
		}
		catch (final IllegalArgumentException e) {
			network.close();
			throw new SonoflowException.File("The header of the model is damaged: it does not say how frames are pooled (" + e
				.getMessage() + "). Train the classifier again, or take another copy of the file.", e);
		}
	}

	private static int number(final Map<String, String> header, final String key) {
		final String text = header.getOrDefault(key, "");
		if (!text.matches("[1-9]\\d{0,5}")) throw new IllegalArgumentException(key + " is \"" + text + "\"");
		return Integer.parseInt(text);
	}
}
