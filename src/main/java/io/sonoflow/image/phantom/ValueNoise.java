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

/**
 * A smooth random field over millimetres: uniform values of [-1, 1] on a lattice, joined by the cubic 3t² - 2t³, in two
 * octaves (the second half as strong, at half the cell). It wraps around every 32 cells.
 */
public final class ValueNoise {

	private static final int SIZE = 32;

	private final float[] lattice = new float[SIZE * SIZE];
	private final float scaleX;
	private final float scaleZ;

	/**
	 * @param cellX lateral distance of the lattice's knots, mm
	 * @param cellZ axial distance, mm
	 */
	public ValueNoise(final RandomStream random, final double cellX, final double cellZ) {
		for (int i = 0; i < lattice.length; i++)
			lattice[i] = 2 * random.nextFloat() - 1;
		scaleX = (float) (1 / cellX);
		scaleZ = (float) (1 / cellZ);
	}

	/** {@return the field at x, z (mm), within [-1.5, 1.5] and of mean 0} */
	public float at(final float x, final float z) {
		final float u = x * scaleX + 1024;
		final float v = z * scaleZ + 1024;
		return octave(u, v) + 0.5f * octave(2 * u + 0.37f, 2 * v + 0.71f);
	}

	private float octave(final float u, final float v) {
		final int column = (int) u;
		final int row = (int) v;
		final float fu = smooth(u - column);
		final float fv = smooth(v - row);
		final int left = column & SIZE - 1;
		final int right = column + 1 & SIZE - 1;
		final int top = (row & SIZE - 1) * SIZE;
		final int bottom = (row + 1 & SIZE - 1) * SIZE;
		final float upper = lattice[top + left] + fu * (lattice[top + right] - lattice[top + left]);
		final float lower = lattice[bottom + left] + fu * (lattice[bottom + right] - lattice[bottom + left]);
		return upper + fv * (lower - upper);
	}

	private static float smooth(final float t) {
		return t * t * (3 - 2 * t);
	}
}
