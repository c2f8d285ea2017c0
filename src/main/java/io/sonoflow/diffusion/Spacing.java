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
			" is impossible: this model was trained with " + steps + " steps, of which " + usable + " can be used. Use steps=1 to steps=" +
			usable + ".");
		final int[] timesteps = choose(usable, steps, count);
		for (int i = 1; i < timesteps.length; i++)
			if (timesteps[i] >= timesteps[i - 1]) throw new SonoflowException.Input("steps=" + count + " with spacing " +
				name().toLowerCase(Locale.ROOT) + " would ask the network twice at timestep " + timesteps[i] +
				". Use fewer steps, or trailing spacing.");
		return timesteps;
	}
}
