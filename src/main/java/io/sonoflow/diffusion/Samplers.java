package io.sonoflow.diffusion;

import io.sonoflow.SonoflowException;

/** The samplers by the names users give them. */
public final class Samplers {

	private static final int DDIM_STEPS = 50;
	private static final int DPM_STEPS = 20;

	private Samplers() {
	}

	/**
	 * @param name {@code ddpm}, {@code ddim} or {@code dpm++}
	 * @param steps how often the network is asked, 0..T; 0 = all for ddpm, 50 for ddim, 20 for dpm++ (or T if that is less)
	 * @param eta randomness of ddim, 0..1; the others have no such choice and take only 0
	 * @param trained the schedule the network was trained on
	 * @param variance what the network was trained for
	 * @return the sampler: ddpm respaced as guided-diffusion does, the others with trailing spacing; x_0 is clipped
	 * @throws SonoflowException.Input naming the key that does not fit
	 */
	public static Sampler of(final String name, final int steps, final double eta, final NoiseSchedule trained,
		final Variance variance)
	{
		if (steps < 0 || steps > trained.steps()) throw new SonoflowException.Input("steps=" + steps +
			" is impossible: this model was trained with " + trained.steps() + " steps. Use steps=1 to steps=" + trained
				.steps() + ", or 0 for the sampler's usual number.");
		if (eta != 0 && !"ddim".equals(name)) throw new SonoflowException.Input("eta=" + eta + " does not fit sampler=" +
			name + ", which has no such choice. Leave eta out, or use sampler=ddim.");
		if (steps == 1 && "ddpm".equals(name)) throw new SonoflowException.Input(
			"steps=1 is impossible with sampler=ddpm, whose randomness needs a step to vanish in. Use steps=2 or more.");
		return switch (name) {
			case "ddpm" -> new Ancestral(steps == 0 ? trained : trained.respaced(Integer.toString(steps)), variance, true);
			case "ddim" -> new Ddim(trained, trailing(trained, steps == 0 ? DDIM_STEPS : steps), eta, true);
			case "dpm++" -> new DpmSolver(trained, trailing(trained, steps == 0 ? DPM_STEPS : steps), true);
			default -> throw new SonoflowException.Input("sampler=" + name +
				" does not exist. Use sampler=ddpm, sampler=ddim or sampler=dpm++.");
		};
	}

	private static int[] trailing(final NoiseSchedule trained, final int steps) {
		return Spacing.TRAILING.timesteps(trained.steps(), Math.min(steps, trained.steps()));
	}
}
