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

import io.sonoflow.image.Box;

import java.util.Arrays;

/**
 * The scatterers that a packet of pulses meets in and near the colour box, on the straight way from its first to its last.
 *
 * @param fromX of each, mm
 * @param fromZ of each
 * @param toX of each
 * @param toZ of each
 * @param amplitude of each
 * @param x where they are, see {@link #at}
 * @param z the same
 */
record Moving(double[] fromX, double[] fromZ, double[] toX, double[] toZ, float[] amplitude, double[] x, double[] z) {

	/** Longest way in a packet, mm: who went farther has left the vessel at one end and comes in at the other. */
	private static final double FARTHEST = 20;

	/** Scatterers so near to the box at the packet's beginning may come into it, mm. */
	private static final double NEAR = 8;

	static Moving of(final Setting setting, final Scene.Paths paths, final float[] amplitude, final double start,
		final double end)
	{
		final int count = amplitude.length;
		final double[][] places = new double[4][count];
		paths.at(start, places[0], places[1]);
		paths.at(end, places[2], places[3]);
		final int[] near = new int[count];
		int found = 0;
		for (int i = 0; i < count; i++)
			if (isNear(setting, places[0][i], places[1][i]) && Math.abs(places[2][i] - places[0][i]) + Math.abs(places[3][i] -
				places[1][i]) < FARTHEST) near[found++] = i;
		final int[] chosen = Arrays.copyOf(near, found);
		final float[] amplitudes = new float[found];
		for (int i = 0; i < found; i++)
			amplitudes[i] = amplitude[chosen[i]];
		return new Moving(picked(places[0], chosen), picked(places[1], chosen), picked(places[2], chosen), picked(places[3], chosen),
			amplitudes, new double[found], new double[found]);
	}

	private static boolean isNear(final Setting setting, final double x, final double z) {
		final Beams beams = setting.beams();
		final Box box = setting.box();
		final double rim = 3 * beams.lateral(z) + NEAR / beams.step();
		final double column = x / beams.step() + 0.5 * beams.size() - box.x();
		final double row = z / beams.step() - box.y();
		return column > -rim && column < box.w() + rim && row > -rim && row < box.h() + rim;
	}

	private static double[] picked(final double[] values, final int[] chosen) {
		return Arrays.stream(chosen).mapToDouble(i -> values[i]).toArray();
	}

	/** Moves all to a share of the packet's time, 0..1. */
	void at(final double share) {
		for (int i = 0; i < x.length; i++) {
			x[i] = fromX[i] + share * (toX[i] - fromX[i]);
			z[i] = fromZ[i] + share * (toZ[i] - fromZ[i]);
		}
	}
}
