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
 * How fast an image drowns in noise: x_t = sqrt(alphaBar_t) x_0 + sqrt(1 - alphaBar_t) noise, for t = 0..T-1 (Ho et al.,
 * Denoising Diffusion Probabilistic Models, 2020), with everything that follows from the betas, in double precision.
 *
 * <pre>
 * NoiseSchedule trained = NoiseSchedule.cosine(1000);
 * NoiseSchedule fast = trained.respaced("50"); // 50 of the 1000 steps
 * int asked = fast.timestep(49); // 999: what the network is told
 * </pre>
 *
 * Computed with StrictMath, so equal to the bit on every machine. Immutable.
 */
public final class NoiseSchedule {

	private static final double MAX_BETA = 0.999;

	private final double[] betas;
	private final double[] alphaBars;
	private final int[] timesteps;

	private NoiseSchedule(final double[] betas, final int[] timesteps) {
		this.betas = betas;
		this.timesteps = timesteps;
		alphaBars = new double[betas.length];
		double product = 1;
		for (int t = 0; t < betas.length; t++)
			alphaBars[t] = product *= 1 - betas[t];
	}

	private static NoiseSchedule of(final double[] betas) {
		if (betas.length < 2) throw new SonoflowException.Input("timesteps=" + betas.length +
			" is too few: a diffusion process has at least 2 steps, published models have 1000.");
		final int[] all = new int[betas.length];
		for (int t = 0; t < all.length; t++) {
			all[t] = t;
			if (!(betas[t] > 0 && betas[t] < 1)) throw new SonoflowException.Input("The noise added in step " + t +
				" of timesteps=" + betas.length + " is " + betas[t] + ", which is not between 0 and 1. Use more timesteps" +
				" (1000 is usual) or schedule=cosine.");
		}
		return new NoiseSchedule(betas, all);
	}

	/**
	 * The schedule of Nichol and Dhariwal (Improved DDPM, 2021, eq. 17): beta_i = min(1 - f((i+1)/T) / f(i/T), 0.999) with
	 * f(u) = cos^2((u + 0.008) / 1.008 * pi / 2).
	 *
	 * @param steps T, at least 2
	 */
	public static NoiseSchedule cosine(final int steps) {
		final double[] betas = new double[Math.max(0, steps)];
		for (int i = 0; i < steps; i++)
			betas[i] = Math.min(1 - cosineAlphaBar((i + 1) / (double) steps) / cosineAlphaBar(i / (double) steps), MAX_BETA);
		return of(betas);
	}

	private static double cosineAlphaBar(final double u) {
		final double cosine = StrictMath.cos((u + 0.008) / 1.008 * Math.PI / 2);
		return cosine * cosine;
	}

	/**
	 * The schedule of Ho et al., stretched to any number of steps: betas equally spaced from 1e-4 * 1000/T to 0.02 *
	 * 1000/T.
	 *
	 * @param steps T, at least 21 (below, a beta would exceed 1)
	 */
	public static NoiseSchedule linear(final int steps) {
		final double[] betas = new double[Math.max(0, steps)];
		final double first = 1e-4 * 1000 / steps;
		final double last = 0.02 * 1000 / steps;
		for (int i = 0; i < steps; i++)
			betas[i] = first + i * ((last - first) / (steps - 1));
		return of(betas);
	}

	/**
	 * @param name {@code cosine} or {@code linear}
	 * @param steps T
	 * @throws SonoflowException.Input if there is no such schedule, or not of so many steps
	 */
	public static NoiseSchedule named(final String name, final int steps) {
		return switch (name.toLowerCase(Locale.ROOT)) {
			case "cosine" -> cosine(steps);
			case "linear" -> linear(steps);
			default -> throw new SonoflowException.Input("schedule=" + name +
				" does not exist. Use schedule=cosine or schedule=linear.");
		};
	}

	/**
	 * The process that visits only some of the steps, with the same noise at those (guided-diffusion's respacing).
	 *
	 * @param spec see {@link Respacing#keep}; empty = all steps
	 */
	public NoiseSchedule respaced(final String spec) {
		return respaced(Respacing.keep(steps(), spec));
	}

	/** @param kept steps of this schedule, ascending, at least 2 */
	NoiseSchedule respaced(final int[] kept) {
		final double[] reduced = new double[kept.length];
		final int[] map = new int[kept.length];
		double before = 1;
		for (int j = 0; j < kept.length; j++) {
			reduced[j] = 1 - alphaBars[kept[j]] / before;
			before = alphaBars[kept[j]];
			map[j] = timesteps[kept[j]];
		}
		return new NoiseSchedule(reduced, map);
	}

	/**
	 * @param count at least 2, at most {@link #steps}
	 * @return the steps with the least noise, as they are: a process that starts before all of the image is drowned
	 */
	public NoiseSchedule first(final int count) {
		if (count < 2 || count > steps()) throw new IllegalArgumentException(count + " of " + steps() + " steps");
		return new NoiseSchedule(Arrays.copyOf(betas, count), Arrays.copyOf(timesteps, count));
	}

	/** {@return the number of steps; t below runs from 0 (least noise) to this - 1} */
	public int steps() {
		return betas.length;
	}

	/** {@return the step of the schedule trained on, i.e. what the network is told at step t of this one} */
	public int timestep(final int t) {
		return timesteps[t];
	}

	/** {@return variance of the noise added in step t} */
	public double beta(final int t) {
		return betas[t];
	}

	/** {@return share of the image's variance left after step t: the product of 1 - beta up to t} */
	public double alphaBar(final int t) {
		return alphaBars[t];
	}

	/** {@return {@link #alphaBar} before step t; 1 before the first} */
	public double alphaBarPrevious(final int t) {
		return t == 0 ? 1 : alphaBars[t - 1];
	}

	/** {@return the image's factor in x_t: sqrt(alphaBar)} */
	public double signal(final int t) {
		return Math.sqrt(alphaBars[t]);
	}

	/** {@return the noise's factor in x_t: sqrt(1 - alphaBar)} */
	public double noise(final int t) {
		return Math.sqrt(1 - alphaBars[t]);
	}

	/** {@return half the log of the signal-to-noise ratio, ln(signal / noise): DPM-Solver's lambda} */
	public double lambda(final int t) {
		return StrictMath.log(signal(t)) - StrictMath.log(noise(t));
	}

	/** {@return variance of q(x_{t-1} | x_t, x_0); 0 at t = 0} */
	public double posteriorVariance(final int t) {
		return betas[t] * (1 - alphaBarPrevious(t)) / (1 - alphaBars[t]);
	}

	/** {@return log of {@link #posteriorVariance}; at t = 0, where that is 0, the value of t = 1} */
	public double posteriorLogVariance(final int t) {
		return StrictMath.log(posteriorVariance(Math.max(1, t)));
	}

	/** {@return the factor of x_0 in the mean of q(x_{t-1} | x_t, x_0)} */
	public double posteriorStart(final int t) {
		return betas[t] * Math.sqrt(alphaBarPrevious(t)) / (1 - alphaBars[t]);
	}

	/** {@return the factor of x_t in the mean of q(x_{t-1} | x_t, x_0)} */
	public double posteriorNow(final int t) {
		return (1 - alphaBarPrevious(t)) * Math.sqrt(1 - betas[t]) / (1 - alphaBars[t]);
	}

	/**
	 * {@return how many steps have at least this {@link #lambda}, counted from t = 0: with the cosine schedule the very last
	 *         steps hold next to no image, and solvers may start below them (usual bound: -5.1)}
	 */
	public int stepsFrom(final double lambda) {
		int count = steps();
		while (count > 0 && lambda(count - 1) < lambda)
			count--;
		return count;
	}
}
