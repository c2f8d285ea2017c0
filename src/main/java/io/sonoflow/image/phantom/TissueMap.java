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

import java.util.Arrays;

/**
 * What the beam meets: one value per sample of a grid that surrounds the image by a margin, so that the point-spread
 * function finds tissue beyond the image's edges. Millimetres: x from the middle to the right, z from the probe's face
 * down. Painters set the arrays directly.
 */
final class TissueMap {

	/** Samples left and right of the image: the largest radius of the lateral kernel. */
	static final int MARGIN_X = 14;

	/** Samples above and below: the largest radius of the axial kernel. */
	static final int MARGIN_Z = 6;

	/** What a sample of {@link #kind} can be: only parenchyma counts for the mean grey level. */
	static final byte OUTSIDE = 0, ORGAN = 1, PARENCHYMA = 2;

	/** What a sample of {@link #cavity} can be, beside 0. */
	static final byte PELVIS = 1, CYST = 2;

	final int size;
	final int width;
	final int height;
	final float step;

	/** Echo level, dB relative to normal parenchyma. */
	final float[] echo;

	/** The disease's change of the echo level, dB; not part of the level that a healthy twin would have. */
	final float[] patch;

	/** Share of samples that hold scatterers, 1 = fully developed speckle. The mean intensity does not depend on it. */
	final float[] density;

	/** Amplitude of smooth, mirror-like interfaces, which add up coherently; 1 = amplitude of parenchyma. */
	final float[] mirror;

	/** Attenuation, dB / cm / MHz. */
	final float[] attenuation;

	/** Attenuation at one place that is not by the centimetre (calcification, refraction): dB, both ways, per sample. */
	final float[] loss;

	/** {@link #OUTSIDE}, {@link #ORGAN} or {@link #PARENCHYMA}. */
	final byte[] kind;

	/** 0, or which fluid of a kidney: {@link #PELVIS}, {@link #CYST}. */
	final byte[] cavity;

	/**
	 * @param size image pixels along either edge
	 * @param depth mm that the image shows
	 */
	TissueMap(final int size, final double depth) {
		this.size = size;
		width = size + 2 * MARGIN_X;
		height = size + 2 * MARGIN_Z;
		step = (float) (depth / size);
		final int samples = width * height;
		echo = new float[samples];
		patch = new float[samples];
		density = new float[samples];
		mirror = new float[samples];
		attenuation = new float[samples];
		loss = new float[samples];
		kind = new byte[samples];
		cavity = new byte[samples];
		Arrays.fill(density, 1);
		Arrays.fill(attenuation, (float) Acquisition.EXPECTED_ATTENUATION);
	}

	/** {@return lateral position of a grid column, mm} */
	float x(final int column) {
		return (column - MARGIN_X + 0.5f - 0.5f * size) * step;
	}

	/** {@return depth of a grid row, mm} */
	float z(final int row) {
		return (row - MARGIN_Z + 0.5f) * step;
	}

	/** Sets what a homogeneous material is made of at one sample. */
	void set(final int sample, final float level, final float absorption) {
		echo[sample] = level;
		attenuation[sample] = absorption;
	}

	/**
	 * Casts a shadow with soft edges from a depth downwards.
	 *
	 * @param x lateral middle, mm
	 * @param z where it begins, mm
	 * @param width standard deviation of its profile, mm (the profile is 1 / (1 + t²)²)
	 * @param depth in its middle, dB
	 */
	void shadow(final double x, final double z, final double width, final double depth) {
		final int row = Math.max(0, Math.min(height - 1, (int) (z / step + MARGIN_Z)));
		for (int column = 0; column < this.width; column++) {
			final double t = (x(column) - x) / (2 * width);
			loss[row * this.width + column] += (float) (depth / ((1 + t * t) * (1 + t * t)));
		}
	}

	/** {@return the samples of the image proper, rows first, that the given kind or a higher one holds} */
	byte[] mask(final byte atLeast) {
		final byte[] mask = new byte[size * size];
		for (int row = 0; row < size; row++)
			for (int column = 0; column < size; column++)
				if (kind[(row + MARGIN_Z) * width + MARGIN_X + column] >= atLeast) mask[row * size + column] = (byte) 255;
		return mask;
	}

	/** {@return the organ as 255, in it a kidney's fluids by values of their own} */
	byte[] organMask() {
		final byte[] mask = mask(ORGAN);
		for (int row = 0; row < size; row++)
			for (int column = 0; column < size; column++) {
				final byte fluid = cavity[(row + MARGIN_Z) * width + MARGIN_X + column];
				if (fluid != 0) mask[row * size + column] = (byte) (fluid == PELVIS ? Kidney.PELVIS_VALUE : Kidney.CYST_VALUE);
			}
		return mask;
	}
}
