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
package io.sonoflow.image.phantom;

import io.sonoflow.RandomStream;

/** From tissues to a grey image: scatterers, point-spread function, envelope, gain, log compression. */
final class BMode {

	private static final int QUANTILE_BITS = 12;

	/** Quantiles of the normal distribution at equal shares, of variance 1 / 2: one part of a complex amplitude. */
	private static final float[] QUANTILES = quantiles(1 << QUANTILE_BITS);

	/** Grey levels before clipping that the table of shown means covers. */
	private static final int LOWEST = -250, LEVELS = 900;

	private final TissueMap map;
	private final Acquisition acquisition;

	BMode(final TissueMap map, final Acquisition acquisition) {
		this.map = map;
		this.acquisition = acquisition;
	}

	/**
	 * The cumulative normal is summed by the midpoint rule over ±5 standard deviations and inverted on the way; then the
	 * variance is made exactly 1 / 2.
	 */
	private static float[] quantiles(final int count) {
		final double[] values = new double[count];
		final int steps = 100 * count;
		final double width = 10.0 / steps;
		double share = 0;
		int filled = 0;
		for (int i = 0; i < steps && filled < count; i++) {
			final double x = -5 + (i + 0.5) * width;
			share += width * StrictMath.exp(-0.5 * x * x) / StrictMath.sqrt(2 * Math.PI);
			while (filled < count && share >= (filled + 0.5) / count)
				values[filled++] = x;
		}
		double energy = 0;
		for (final double value : values)
			energy += value * value;
		final float[] quantiles = new float[count];
		for (int i = 0; i < count; i++)
			quantiles[i] = (float) (values[i] * Math.sqrt(0.5 * count / energy));
		return quantiles;
	}

	/** {@return the grey levels, rows first} */
	byte[] image(final ViewSpec spec) {
		final float[] transmission = transmission();
		final float[] intensity = intensity(RandomStream.of(spec.seed(), "phantom-scatterers", spec.patient(), spec.side(),
			spec.view()), transmission);
		final int size = map.size;
		final float[] grey = new float[size * size];
		final float slope = acquisition.greyPerDecibel();
		final float zero = acquisition.greyOfZero();
		for (int row = 0; row < size; row++) {
			final float level = zero + slope * acquisition.residualGain(map.z(row + TissueMap.MARGIN_Z));
			for (int i = row * size; i < (row + 1) * size; i++)
				grey[i] = level + slope * Decibels.ofIntensity(intensity[i]);
		}
		compensate(grey, transmission);
		final byte[] pixels = new byte[size * size];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (int) (Math.max(0, Math.min(255, grey[i])) + 0.5f);
		return pixels;
	}

	/** {@return what attenuation does to the echo of each sample beyond what the time gain compensation expects, dB} */
	float[] transmission() {
		final float[] transmission = new float[map.width * map.height];
		final float scale = (float) (2 * acquisition.frequency() * map.step / 10);
		final float expected = (float) Acquisition.EXPECTED_ATTENUATION;
		for (int row = 1; row < map.height; row++)
			for (int i = row * map.width; i < (row + 1) * map.width; i++) {
				final int above = i - map.width;
				transmission[i] = transmission[above] - scale * (map.attenuation[above] - expected) - map.loss[above];
			}
		return transmission;
	}

	/**
	 * Intensity (the envelope squared) of the echo, compensated for the expected attenuation. A sample's amplitude is the
	 * complex normal limit of the many scatterers within it; where the density is below 1 only that share of samples holds
	 * any, of as much larger amplitude. Electronic noise passes the same receiver, so it is drawn with the scatterers.
	 *
	 * @return size by size; mean 1 for parenchyma
	 */
	float[] intensity(final RandomStream random, final float[] transmission) {
		final int samples = map.width * map.height;
		final float[] real = new float[samples];
		final float[] imaginary = new float[samples];
		for (int row = 0; row < map.height; row++) {
			final float noise = acquisition.noiseAmplitude(Math.max(0, map.z(row)));
			for (int i = row * map.width; i < (row + 1) * map.width; i++) {
				final int bits = random.nextInt();
				final float amplitude = amplitude(i, transmission[i], noise, bits & 0xFF);
				real[i] = amplitude * QUANTILES[bits >>> 32 - QUANTILE_BITS] + (map.mirror[i] == 0 ? 0 : map.mirror[i] * Decibels
					.amplitude(transmission[i]));
				imaginary[i] = amplitude * QUANTILES[bits >>> 32 - 2 * QUANTILE_BITS & (1 << QUANTILE_BITS) - 1];
			}
		}
		final PointSpread spread = new PointSpread(map, acquisition);
		final float[] echo = spread.apply(real);
		final float[] quadrature = spread.apply(imaginary);
		for (int i = 0; i < echo.length; i++)
			echo[i] = echo[i] * echo[i] + quadrature[i] * quadrature[i];
		return echo;
	}

	private float amplitude(final int sample, final float transmission, final float noise, final int draw) {
		final float density = map.density[sample];
		if (density < 1 && draw >= density * 256) return noise;
		final float echo = Decibels.amplitude(map.echo[sample] + map.patch[sample] + transmission);
		return (float) Math.sqrt(echo * echo / density + noise * noise);
	}

	/**
	 * Scales the amplitude of the parenchyma's scatterers so that its mean shown grey level is the one that fully
	 * developed speckle of healthy parenchyma has at the same place and gain. Patchy density lowers the mean of the
	 * logarithm; without this, brightness alone would tell the classes apart. Applied to both classes alike.
	 */
	private void compensate(final float[] grey, final float[] transmission) {
		final float slope = acquisition.greyPerDecibel();
		final float[] shown = Decibels.shownMeans(slope, LOWEST, LEVELS);
		final int size = map.size;
		double target = 0;
		int count = 0;
		final int[] where = new int[size * size];
		for (int row = 0; row < size; row++) {
			final int first = (row + TissueMap.MARGIN_Z) * map.width + TissueMap.MARGIN_X;
			final float level = acquisition.greyOfZero() + slope * acquisition.residualGain(map.z(row +
				TissueMap.MARGIN_Z));
			for (int column = 0; column < size; column++) {
				if (map.kind[first + column] != TissueMap.PARENCHYMA) continue;
				final float mean = level + slope * (map.echo[first + column] + transmission[first + column]);
				target += shown[Math.max(0, Math.min(LEVELS - 1, (int) (mean + 0.5f) - LOWEST))];
				where[count++] = row * size + column;
			}
		}
		if (count == 0) return;
		final float shift = shift(grey, where, count, target / count);
		for (int i = 0; i < count; i++)
			grey[where[i]] += shift;
	}

	/** {@return what to add to the grey levels so that, clipped, they have the mean wanted; fixed-point iteration} */
	private static float shift(final float[] grey, final int[] where, final int count, final double wanted) {
		double shift = 0;
		for (int round = 0; round < 8; round++) {
			double sum = 0;
			for (int i = 0; i < count; i++)
				sum += Math.max(0, Math.min(255, grey[where[i]] + shift));
			final double error = wanted - sum / count;
			shift += error;
			if (Math.abs(error) < 0.01) break;
		}
		return (float) shift;
	}
}
