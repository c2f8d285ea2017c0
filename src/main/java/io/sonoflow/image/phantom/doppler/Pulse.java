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
package io.sonoflow.image.phantom.doppler;

/**
 * A heart beat as a wave of time: a mean and harmonics of the beat, so that what has flown by until any moment is known in
 * closed form. The usual wave is an artery's: a steep rise, a notch, flow throughout diastole.
 *
 * @param period of a beat, s, above 0
 * @param mean over the beat
 * @param cosine of harmonic 1, 2, ...
 * @param sine of the same
 */
record Pulse(double period, double mean, double[] cosine, double[] sine) {

	/** Samples of a beat over which a wave is turned into harmonics, and how many of these are kept. */
	private static final int SAMPLES = 256, HARMONICS = 8;

	/** A wave as a function of the share of the beat, 0..1. */
	interface Shape {
		double at(double phase);
	}

	/** {@return the harmonics of a shape, scaled so that its highest value is 1} */
	static Pulse of(final double period, final Shape shape) {
		final double[] cosine = new double[HARMONICS];
		final double[] sine = new double[HARMONICS];
		double mean = 0;
		for (int i = 0; i < SAMPLES; i++) {
			final double value = shape.at((i + 0.5) / SAMPLES) / SAMPLES;
			mean += value;
			for (int k = 0; k < HARMONICS; k++) {
				final double angle = 2 * Math.PI * (k + 1) * (i + 0.5) / SAMPLES;
				cosine[k] += 2 * value * StrictMath.cos(angle);
				sine[k] += 2 * value * StrictMath.sin(angle);
			}
		}
		final Pulse raw = new Pulse(period, mean, cosine, sine);
		double most = 0;
		for (int i = 0; i < SAMPLES; i++)
			most = Math.max(most, raw.at(period * i / SAMPLES));
		final double scale = 1 / most;
		return new Pulse(period, mean * scale, scaled(cosine, scale), scaled(sine, scale));
	}

	/** {@return an artery's flow: highest 1, in diastole a third of that} */
	static Pulse artery(final double period) {
		return of(period, phase -> {
			final double rise = bump(phase, 0.16, 0.06);
			final double notch = bump(phase, 0.40, 0.05);
			final double second = bump(phase, 0.52, 0.08);
			return 0.3 * (1 - 0.5 * phase) + rise - 0.12 * notch + 0.15 * second;
		});
	}

	/** {@return a vein's flow: nearly steady} */
	static Pulse vein(final double period) {
		return of(period, phase -> 1 + 0.08 * StrictMath.cos(2 * Math.PI * phase));
	}

	/** {@return filling of a heart's chamber, 0 = emptied, 1 = full: a single harmonic and a little of the second} */
	static Pulse filling(final double period) {
		return of(period, phase -> 0.5 + 0.45 * StrictMath.cos(2 * Math.PI * phase) - 0.05 * StrictMath.cos(4 * Math.PI * phase));
	}

	private static double bump(final double phase, final double middle, final double width) {
		double off = phase - middle;
		off -= Math.rint(off);
		return StrictMath.exp(-0.5 * off * off / (width * width));
	}

	private static double[] scaled(final double[] values, final double factor) {
		final double[] scaled = values.clone();
		for (int i = 0; i < scaled.length; i++)
			scaled[i] *= factor;
		return scaled;
	}

	/** {@return the wave at time t, s} */
	double at(final double t) {
		double value = mean;
		for (int k = 0; k < cosine.length; k++) {
			final double angle = 2 * Math.PI * (k + 1) * t / period;
			value += cosine[k] * StrictMath.cos(angle) + sine[k] * StrictMath.sin(angle);
		}
		return value;
	}

	/** {@return the wave summed over time from 0 to t, s} */
	double until(final double t) {
		double sum = mean * t;
		for (int k = 0; k < cosine.length; k++) {
			final double omega = 2 * Math.PI * (k + 1) / period;
			sum += (cosine[k] * StrictMath.sin(omega * t) + sine[k] * (1 - StrictMath.cos(omega * t))) / omega;
		}
		return sum;
	}

	/** {@return how fast the wave changes at time t, 1/s} */
	double slope(final double t) {
		double slope = 0;
		for (int k = 0; k < cosine.length; k++) {
			final double omega = 2 * Math.PI * (k + 1) / period;
			slope += omega * (sine[k] * StrictMath.cos(omega * t) - cosine[k] * StrictMath.sin(omega * t));
		}
		return slope;
	}
}
