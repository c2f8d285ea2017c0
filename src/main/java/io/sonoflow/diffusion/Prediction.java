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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

import io.sonoflow.SonoflowException;

import java.util.Locale;

/**
 * What a network tells of x_t = alpha x_0 + sigma eps. Samplers ask for eps; what else a network tells is turned into that,
 * in double precision. From eps follows x_0 = (x_t - sigma eps) / alpha, so an error of eps grows by sigma / alpha, which is
 * without bound at the highest noise; an error of the image or of the velocity does not grow.
 */
public enum Prediction {

	/** eps (Ho et al. 2020): the published models. */
	NOISE {

		@Override
		double target(final double signal, final double noise, final double start, final double eps) {
			return eps;
		}

		@Override
		double start(final double signal, final double noise, final double x, final double output) {
			return (x - noise * output) / signal;
		}

		@Override
		double eps(final double signal, final double noise, final double x, final double output) {
			return output;
		}
	},

	/** x_0: guided-diffusion's predict_xstart. */
	IMAGE {

		@Override
		double target(final double signal, final double noise, final double start, final double eps) {
			return start;
		}

		@Override
		double start(final double signal, final double noise, final double x, final double output) {
			return output;
		}

		@Override
		double eps(final double signal, final double noise, final double x, final double output) {
			return (x - signal * output) / noise;
		}
	},

	/** v = alpha eps - sigma x_0 (Salimans and Ho, Progressive Distillation, ICLR 2022, appendix D). */
	VELOCITY {

		@Override
		double target(final double signal, final double noise, final double start, final double eps) {
			return signal * eps - noise * start;
		}

		@Override
		double start(final double signal, final double noise, final double x, final double output) {
			return signal * x - noise * output;
		}

		@Override
		double eps(final double signal, final double noise, final double x, final double output) {
			return noise * x + signal * output;
		}
	};

	/** {@return what the network should tell} */
	abstract double target(double signal, double noise, double start, double eps);

	/** {@return the x_0 that it tells} */
	abstract double start(double signal, double noise, double x, double output);

	/** {@return the eps that it tells} */
	abstract double eps(double signal, double noise, double x, double output);

	/**
	 * @param name as users write it: noise, image or velocity
	 * @throws SonoflowException.Input if there is none of that name
	 */
	public static Prediction named(final String name) {
		for (final Prediction prediction : values())
			if (prediction.key().equals(name)) return prediction;
		throw new SonoflowException.Input("predict=" + name +
			" does not exist. Use predict=noise, predict=image or predict=velocity.");
	}

	/** {@return as users write it} */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * @param network that tells this
	 * @param trained the schedule it was trained on, not respaced
	 * @return the same network, telling the noise
	 */
	public NoisePredictor noise(final NoisePredictor network, final NoiseSchedule trained) {
		if (this == NOISE) return network;
		return new NoisePredictor() {

			@Override
			public NDArray predict(final NDArray x, final int timestep, final int[] classes) {
				final NDArray output = network.predict(x, timestep, classes);
				final double signal = trained.signal(timestep);
				final double noise = trained.noise(timestep);
				// Linear in both.
				output.get(new NDIndex(":, :{}", x.getShape().get(1))).muli(eps(signal, noise, 0, 1)).addi(x.mul(eps(signal, noise, 1,
					0)));
				return output;
			}

			@Override
			public Device device() {
				return network.device();
			}
		};
	}
}
