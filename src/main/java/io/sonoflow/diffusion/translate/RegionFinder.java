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
package io.sonoflow.diffusion.translate;

import io.sonoflow.image.doppler.DopplerParts;
import io.sonoflow.image.doppler.DopplerReader;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.morphology.Morphology;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;

/** Finds the pixels of a picture that colour flow covers. */
final class RegionFinder {

	private RegionFinder() {
	}

	/**
	 * {@return {@link OpenPair#FLOW} where there is flow in colour, and one pixel round it within the colour box, into which a
	 *         codec's colours run; else
	 *         0; row by row}
	 *
	 * @param reader what takes the clip apart
	 */
	static byte[] find(final DopplerReader reader, final RandomAccessibleInterval<ARGBType> image) {
		final DopplerParts parts = reader.flow(image);
		final boolean[] flow = parts.flow().data();
		final boolean[] wider = Morphology.dilate(parts.flow()).data();
		final boolean[] room = parts.inside().map(Mask::data).orElse(wider);
		final byte[] region = new byte[flow.length];
		for (int i = 0; i < region.length; i++)
			region[i] = flow[i] || wider[i] && room[i] ? OpenPair.FLOW : 0;
		return region;
	}
}
