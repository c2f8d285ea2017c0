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

import io.sonoflow.RandomStream;
import io.sonoflow.image.phantom.ValueNoise;

/**
 * A chamber of a heart, seen lengthwise: an ellipse of blood whose wall moves in and out with the beat and takes the muscle
 * with it, less the farther away. The blood turns in it as the vortex of the filling ventricle does, fastest in the middle
 * and not at all at the wall: in the ellipse's own coordinates each ring turns by its own angle.
 *
 * @param x middle, mm
 * @param z the same
 * @param a half axis along x when full, mm
 * @param b half axis along z when full, mm
 * @param shrink share by which both axes are shorter when emptied
 * @param turn of the middle, radians a second at the wave's highest; positive = from right to down
 * @param filling 1 = full, see {@link Pulse#filling}
 * @param flow wave of the turn
 * @param texture of the muscle
 */
record Chamber(double x, double z, double a, double b, double shrink, double turn, Pulse filling, Pulse flow,
	ValueNoise texture) implements Scene
{

	/** Thickness of the muscle in half axes, its echo, dB, that of the bright lining, and how much both vary. */
	private static final double MUSCLE = 1.35, MUSCLE_LEVEL = 2, LINING = 1.04, LINING_LEVEL = 8, TEXTURE = 3;

	private double ring(final double px, final double pz) {
		final double u = (px - x) / a;
		final double v = (pz - z) / b;
		return Math.sqrt(u * u + v * v);
	}

	private double scale(final double t) {
		return 1 - shrink * (1 - filling.at(t));
	}

	@Override
	public boolean isBlood(final double px, final double pz) {
		return ring(px, pz) < 1;
	}

	@Override
	public double[][] blood(final RandomStream random, final double density) {
		final int count = (int) Math.round(density * Math.PI * a * b);
		final double[][] places = new double[2][count];
		for (int i = 0; i < count; i++) {
			final double ring = Math.sqrt(random.nextFloat());
			final double angle = 2 * Math.PI * random.nextFloat();
			places[0][i] = x + a * ring * StrictMath.cos(angle);
			places[1][i] = z + b * ring * StrictMath.sin(angle);
		}
		return places;
	}

	@Override
	public double level(final double px, final double pz) {
		final double ring = ring(px, pz);
		final double base = ring < LINING ? LINING_LEVEL : ring < MUSCLE ? MUSCLE_LEVEL : -3;
		return base + (texture == null ? 0 : TEXTURE * texture.at((float) px, (float) pz));
	}

	@Override
	public Paths paths(final double[] px, final double[] pz) {
		final double[] u = new double[px.length];
		final double[] v = new double[px.length];
		for (int i = 0; i < u.length; i++) {
			u[i] = (px[i] - x) / a;
			v[i] = (pz[i] - z) / b;
		}
		return (t, toX, toZ) -> move(u, v, t, toX, toZ);
	}

	private void move(final double[] u, final double[] v, final double t, final double[] toX, final double[] toZ) {
		final double scale = scale(t);
		final double turned = turn * flow.until(t);
		for (int i = 0; i < u.length; i++) {
			final double square = u[i] * u[i] + v[i] * v[i];
			if (square < 1) {
				final double angle = turned * (1 - square);
				final double cos = scale * StrictMath.cos(angle);
				final double sin = scale * StrictMath.sin(angle);
				toX[i] = x + a * (u[i] * cos - v[i] * sin);
				toZ[i] = z + b * (u[i] * sin + v[i] * cos);
			}
			else {
				final double out = 1 + (scale - 1) / square;
				toX[i] = x + a * u[i] * out;
				toZ[i] = z + b * v[i] * out;
			}
		}
	}

	@Override
	public Moment moment(final double t) {
		final double scale = scale(t);
		final double growing = shrink * filling.slope(t) / scale;
		final double turning = turn * flow.at(t);
		return (px, pz, velocity) -> {
			final double u = (px - x) / (a * scale);
			final double v = (pz - z) / (b * scale);
			final double square = u * u + v * v;
			if (square >= 1) return false;
			final double rate = turning * (1 - square) * scale;
			velocity[0] = -a * v * rate + growing * (px - x);
			velocity[1] = b * u * rate + growing * (pz - z);
			return true;
		};
	}
}
