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
package io.sonoflow.train.segment;

import io.sonoflow.image.morphology.Mask;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a segmenter says of a picture.
 *
 * @param width columns of the picture
 * @param height rows
 * @param probabilities of each structure, 0..1, row by row
 * @param deviation how far the answers of flips and networks are apart: the standard deviation of the structures' probabilities,
 *          0..0.5, the largest of the structures that are looked for in each pixel; null if there was one answer
 */
public record Segmented(int width, int height, List<float[]> probabilities, float[] deviation) {

	/**
	 * The masks: what reaches the threshold. A pixel that several structures claim is that of the most probable, of equally
	 * probable ones that of the first.
	 *
	 * @param threshold above 0 and below 1
	 * @param allowed of each structure whether it is looked for
	 */
	public List<Mask> masks(final double threshold, final boolean[] allowed) {
		final int count = probabilities.size();
		final byte[] winner = new byte[width * height];
		for (int i = 0; i < winner.length; i++) {
			int best = -1;
			for (int k = 0; k < count; k++)
				if (allowed[k] && probabilities.get(k)[i] >= threshold && (best < 0 || probabilities.get(k)[i] > probabilities.get(
					best)[i])) best = k;
			winner[i] = (byte) best;
		}
		final List<Mask> masks = new ArrayList<>();
		IntStream.range(0, count).forEach(k -> masks.add(Mask.of(width, height, i -> winner[i] == k)));
		return masks;
	}
}
