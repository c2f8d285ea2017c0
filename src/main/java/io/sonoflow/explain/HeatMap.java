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

import java.util.Locale;

/**
 * A class activation map in the size of its image.
 *
 * @param values row by row, 0..1 (the largest is 1), all zero if nothing speaks for the class
 * @param width columns
 * @param height rows
 * @param target index of the class it explains
 * @param probabilities of all classes, for this image
 * @param state whether there is a map at all; if not, all values are zero and mean nothing
 */
public record HeatMap(float[] values, int width, int height, int target, double[] probabilities, State state) {

	/** Whether a map shows places, and if not, why. */
	public enum State {
		/** It does. */
		OK("shows places"),
		/** Every place has 0: nothing in the layer speaks for the class. */
		EMPTY("nothing in the explained layer speaks for the class"),
		/** Every place has the same: the layer is a single pixel, or the image has no structure for it. */
		CONSTANT("the explained layer has the same value everywhere, as where it is a single pixel"),
		/** Some values are no numbers, as those of a model whose training diverged. */
		UNDEFINED("the network's values are no numbers (NaN or infinite)");

		/** Share of the largest value within which float32 sums do not tell values apart. */
		private static final float EQUAL = 1e-5f;

		private final String reason;

		State(final String reason) {
			this.reason = reason;
		}

		/** {@return the word in tables, e.g. {@code empty}} */
		public String key() {
			return name().toLowerCase(Locale.ROOT);
		}

		/** {@return why, in words} */
		public String reason() {
			return reason;
		}

		/** {@return the state of a map before it is stretched} */
		static State of(final float[] map) {
			float low = Float.POSITIVE_INFINITY;
			float high = 0;
			for (final float value : map) {
				if (!Float.isFinite(value)) return UNDEFINED;
				low = Math.min(low, value);
				high = Math.max(high, value);
			}
			if (high == 0) return EMPTY;
			// Differences of rounding, stretched to 0..1, would look like places.
			return high - low <= EQUAL * high ? CONSTANT : OK;
		}
	}

	/** A map whose state is seen from its values. */
	public HeatMap(final float[] values, final int width, final int height, final int target, final double[] probabilities) {
		this(values, width, height, target, probabilities, State.of(values));
	}

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
