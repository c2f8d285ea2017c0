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
package io.sonoflow.explain;

/**
 * A class activation map in the size of its image.
 *
 * @param values row by row, 0..1 (the largest is 1), all zero if nothing speaks for the class
 * @param width columns
 * @param height rows
 * @param target index of the class it explains
 * @param probabilities of all classes, for this image
 */
public record HeatMap(float[] values, int width, int height, int target, double[] probabilities) {

	/** {@return probability of the explained class} */
	public double score() {
		return probabilities[target];
	}

	/**
	 * How much of the map lies on marks.
	 *
	 * @param mask row by row, same size
	 * @return sum of the map on the mask / sum of the map, 0..1; NaN if the map is zero everywhere
	 */
	public double share(final boolean[] mask) {
		if (mask.length != values.length) throw new IllegalArgumentException("a mask of " + mask.length + " pixels for a map of " +
			values.length);
		double inside = 0;
		double all = 0;
		for (int i = 0; i < mask.length; i++) {
			all += values[i];
			if (mask[i]) inside += values[i];
		}
		return inside / all;
	}
}
