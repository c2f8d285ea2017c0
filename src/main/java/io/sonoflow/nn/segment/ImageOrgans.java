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

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The organs that images show, of which networks may have to be told.
 *
 * @param files of the images
 * @param names one an image, empty where it is not known; none = it is known of none
 */
public record ImageOrgans(List<Path> files, List<String> names) {

	/** Copies the lists. */
	public ImageOrgans {
		files = List.copyOf(files);
		names = List.copyOf(names);
	}

	/**
	 * @param network in any state
	 * @param samples images that it is to see next, in this order
	 * @return the network, told the organs of these images where it must be
	 * @throws SonoflowException.Input if it has not learned the organ of one, or the organ is not known
	 */
	public ImageNetwork told(final ImageNetwork network, final int[] samples) {
		if (network.organs().isEmpty()) return network;
		return network.told(Arrays.stream(samples).map(i -> index(network.organs(), i)).toArray());
	}

	/**
	 * @param known organs that a network learns; empty = it is told nothing
	 * @throws SonoflowException.Input if that of an image is none of them, or not known
	 */
	public void check(final List<String> known) {
		for (int i = 0; i < files.size() && !known.isEmpty(); i++)
			index(known, i);
	}

	private int index(final List<String> known, final int sample) {
		final String organ = names.isEmpty() ? "" : names.get(sample);
		final int index = known.indexOf(organ);
		if (index < 0) throw new SonoflowException.Input("The model must be told the organ, and of " + files.get(sample) + " it is " +
			(organ.isEmpty() ? "not known" : "\"" + organ + "\"") + ". It has learned: " + String.join(", ", known) +
			". Give a dataset.csv whose column organ says one of them.");
		return index;
	}
}
