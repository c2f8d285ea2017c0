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
package io.sonoflow.diffusion;

import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.Locale;

/**
 * Which n of the T timesteps a fast sampler asks the network at, from most to least noise. The names are those of the
 * diffusers library, and so are the numbers, to the step (see Lin et al., Common Diffusion Noise Schedules and Sample
 * Steps are Flawed, 2023, table 2).
 */
public enum Spacing {

	/** Ends of n equal parts, so the first step starts at T-1, in pure noise. The default. */
	TRAILING {

		@Override
		int[] choose(final int usable, final int steps, final int count) {
			final double stride = usable - steps / (double) count - usable;
			final int[] timesteps = new int[count];
			int filled = 0;
			for (int i = 0; i < count; i++) {
				final int t = (int) Math.rint(usable + i * stride) - 1;
				if (t >= 0) timesteps[filled++] = t;
			}
			return Arrays.copyOf(timesteps, filled);
		}
	},

	/** Equally spaced from T-1 to above 0. */
	LINSPACE {

		@Override
		int[] choose(final int usable, final int steps, final int count) {
			final double stride = (usable - 1) / (double) count;
			final int[] timesteps = new int[count];
			for (int i = 0; i < count; i++)
				timesteps[i] = (int) Math.rint((count - i) * stride);
			return timesteps;
		}
	},

	/** Multiples of a whole stride; stops short of T-1, which costs contrast and variety with the cosine schedule. */
	LEADING {

		@Override
		int[] choose(final int usable, final int steps, final int count) {
			final int stride = usable / (count + 1);
			final int[] timesteps = new int[count];
			for (int i = 0; i < count; i++)
				timesteps[i] = (count - i) * stride;
			return timesteps;
		}
	};

	abstract int[] choose(int usable, int steps, int count);

	/**
	 * @param steps T, at least 1
	 * @param count n, 1..T
	 * @return n timesteps, descending
	 */
	public int[] timesteps(final int steps, final int count) {
		return timesteps(steps, steps, count);
	}

	/**
	 * @param usable only timesteps below this are used, see {@link NoiseSchedule#stepsFrom}
	 * @param steps T, at least that
	 * @param count n, 1..usable
	 * @return timesteps, descending, all different; trailing may give fewer than n if usable is below T
	 * @throws SonoflowException.Input if the spacing cannot give so many different timesteps
	 */
	public int[] timesteps(final int usable, final int steps, final int count) {
		if (count < 1 || count > usable) throw new SonoflowException.Input("steps=" + count +
			" is impossible: this model was trained with " + steps + " steps, of which " + usable +
				" can be used. Use steps=1 to steps=" +
			usable + ".");
		final int[] timesteps = choose(usable, steps, count);
		for (int i = 1; i < timesteps.length; i++)
			if (timesteps[i] >= timesteps[i - 1]) throw new SonoflowException.Input("steps=" + count + " with spacing " +
				name().toLowerCase(Locale.ROOT) + " would ask the network twice at timestep " + timesteps[i] +
				". Use fewer steps, or trailing spacing.");
		return timesteps;
	}
}
