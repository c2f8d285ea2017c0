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
 * What a colour scanner makes of a packet of pulses in each pixel. The wall filter takes out what a polynomial of slow time
 * explains (Hoeks et al. 1991); the lag-one autocorrelation's phase is the mean velocity and its modulus the variance (Kasai
 * et al., IEEE Trans Sonics Ultrason 1985), both averaged over a few pixels.
 *
 * @param velocity toward the probe, mm/s, within ±Nyquist
 * @param variance 1 - |R1| / R0: 0 = one velocity, 1 = noise
 * @param power of what is left by the filter; 1 = mean echo of plain tissue
 */
record Autocorrelation(float[] velocity, float[] variance, float[] power) {

	/**
	 * @param packet echoes of the pulses, all of one rectangle
	 * @param width columns of it
	 * @param order of the wall filter, see {@link Beams}
	 * @param nyquist mm/s
	 * @param reach pixels to each side over which is averaged: columns, rows
	 */
	static Autocorrelation of(final Echoes[] packet, final int width, final int order, final double nyquist, final int[] reach) {
		final int pixels = packet[0].real.length;
		final float[][] filter = filter(packet.length, order);
		final float[] lagReal = new float[pixels];
		final float[] lagImaginary = new float[pixels];
		final float[] power = new float[pixels];
		final float[] re = new float[packet.length];
		final float[] im = new float[packet.length];
		for (int i = 0; i < pixels; i++) {
			filtered(packet, i, filter, re, im);
			float energy = re[0] * re[0] + im[0] * im[0];
			float a = 0;
			float b = 0;
			for (int k = 1; k < re.length; k++) {
				energy += re[k] * re[k] + im[k] * im[k];
				a += re[k - 1] * re[k] + im[k - 1] * im[k];
				b += re[k - 1] * im[k] - im[k - 1] * re[k];
			}
			power[i] = energy / re.length;
			lagReal[i] = a / (re.length - 1);
			lagImaginary[i] = b / (re.length - 1);
		}
		final float[] r0 = averaged(power, width, reach);
		final float[] r1 = averaged(lagReal, width, reach);
		final float[] quadrature = averaged(lagImaginary, width, reach);
		final float[] velocity = new float[pixels];
		final float[] variance = new float[pixels];
		for (int i = 0; i < pixels; i++) {
			velocity[i] = (float) (nyquist / Math.PI * StrictMath.atan2(quadrature[i], r1[i]));
			final double modulus = Math.sqrt((double) r1[i] * r1[i] + (double) quadrature[i] * quadrature[i]);
			variance[i] = r0[i] > 0 ? (float) Math.max(0, 1 - modulus / r0[i]) : 1;
		}
		return new Autocorrelation(velocity, variance, r0);
	}

	private static void filtered(final Echoes[] packet, final int pixel, final float[][] filter, final float[] re,
		final float[] im)
	{
		for (int k = 0; k < re.length; k++) {
			float a = 0;
			float b = 0;
			for (int j = 0; j < re.length; j++) {
				a += filter[k][j] * packet[j].real[pixel];
				b += filter[k][j] * packet[j].imaginary[pixel];
			}
			re[k] = a;
			im[k] = b;
		}
	}

	/** {@return the matrix that takes out of so many pulses what polynomials up to an order explain: I - Q Q'} */
	static float[][] filter(final int pulses, final int order) {
		final double[][] basis = new double[order + 1][pulses];
		final float[][] filter = new float[pulses][pulses];
		for (int p = 0; p <= order; p++) {
			for (int k = 0; k < pulses; k++)
				basis[p][k] = StrictMath.pow(k - (pulses - 1) / 2.0, p);
			for (int q = 0; q < p; q++) {
				final double share = dot(basis[p], basis[q]);
				for (int k = 0; k < pulses; k++)
					basis[p][k] -= share * basis[q][k];
			}
			final double norm = Math.sqrt(dot(basis[p], basis[p]));
			for (int k = 0; k < pulses; k++)
				basis[p][k] /= norm;
		}
		for (int k = 0; k < pulses; k++)
			for (int j = 0; j < pulses; j++) {
				double sum = k == j ? 1 : 0;
				for (final double[] vector : basis)
					sum -= vector[k] * vector[j];
				filter[k][j] = (float) sum;
			}
		return filter;
	}

	private static double dot(final double[] a, final double[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++)
			sum += a[i] * b[i];
		return sum;
	}

	/** {@return the mean over a rectangle about each pixel, cut at the edges} */
	private static float[] averaged(final float[] values, final int width, final int[] reach) {
		return run(run(values, width, values.length / width, 1, width, reach[0]), values.length / width, width, width, 1, reach[1]);
	}

	/** The mean along lines of so many values, a step apart; lines lie a stride apart. */
	private static float[] run(final float[] values, final int length, final int lines, final int step, final int stride,
		final int reach)
	{
		final float[] means = new float[values.length];
		for (int line = 0; line < lines; line++)
			for (int i = 0; i < length; i++) {
				float sum = 0;
				final int from = Math.max(0, i - reach);
				final int to = Math.min(length - 1, i + reach);
				for (int k = from; k <= to; k++)
					sum += values[line * stride + k * step];
				means[line * stride + i * step] = sum / (to - from + 1);
			}
		return means;
	}
}
