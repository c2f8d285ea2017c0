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
package io.sonoflow.nn.video;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;

import java.util.List;
import java.util.Map;

/** The networks of clips that {@link Networks} knows. */
public final class VideoFamily implements Networks.Family {

	private static final int MOST = 1024;

	@Override
	public List<Networks.Entry> entries() {
		return List.of(entry(Networks.R2PLUS1D18), entry(Networks.R3D18));
	}

	private static Networks.Entry entry(final String name) {
		return new Networks.Entry(name, (device, channels, classes) -> new VideoNetwork(name, device, channels, classes,
			VideoNetwork.USUAL), "stem.0.weight", "fc.weight");
	}

	@Override
	public boolean seesClips() {
		return true;
	}

	/**
	 * {@inheritDoc} Here how many channels the first stage has.
	 *
	 * @throws SonoflowException.File if the header's number is none, or out of 1..{@value #MOST}
	 */
	@Override
	public ImageNetwork finished(final ImageNetwork network, final Map<String, String> header, final int classes) {
		final String channels = header.get(VideoNetwork.CHANNELS);
		if (channels == null || !(network instanceof VideoNetwork)) return network;
		network.close();
		if (!channels.matches("[1-9]\\d{0,3}") || Integer.parseInt(channels) > MOST) throw new SonoflowException.File(
			"The header of the model is damaged: " + VideoNetwork.CHANNELS + " is \"" + channels + "\", not a number from 1 to " + MOST +
				". Train the classifier again, or take another copy of the file.");
		return new VideoNetwork(network.architecture(), network.manager().getDevice(), network.channels(), network.classes(), Integer
			.parseInt(channels));
	}
}
