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

import java.util.Optional;

/**
 * A vessel in moving tissue, cut along its axis: laminar flow with the parabola of Poiseuille at every moment, whose peak
 * follows the beat (quasi-steady: not Womersley's profiles, whose phase lags between middle and wall). The wall moves out
 * and in with the beat and pushes the tissue, which keeps its area in each cross-section, and breathing shifts everything.
 *
 * @param x middle of the axis at rest, mm
 * @param z the same
 * @param angle of the axis to the probe's face, radians; flow goes to the right, downwards where it is positive
 * @param radius of the lumen at rest, mm
 * @param peak velocity on the axis at the beat's highest, mm/s; negative = the other way
 * @param flow wave of the velocity, highest 1
 * @param distension share by which the radius grows at the wave's highest
 * @param breath shift of everything by breathing, mm (z; half of it in x), and its period, s
 * @param length of the way that blood runs before it comes in again, mm: more than the picture shows
 * @param texture of the tissue
 */
record Vessel(double x, double z, double angle, double radius, double peak, Pulse flow, double distension, double[] breath,
	double length, ValueNoise texture) implements Scene
{

	/** Thickness of the bright wall, mm, and its echo, dB; what echoes of tissue vary by, dB. */
	private static final double WALL = 0.5, WALL_LEVEL = 7, TEXTURE = 3;

	/** A vessel without echoes that vary from place to place. */
	static Vessel plain(final double[] middle, final double angle, final double radius, final double peak, final Pulse flow,
		final double distension, final double[] breath, final double length)
	{
		return new Vessel(middle[0], middle[1], angle, radius, peak, flow, distension, breath, length, null);
	}

	static ValueNoise texture(final long seed, final int number) {
		return new ValueNoise(RandomStream.of(seed, "doppler-texture", number), 5, 3);
	}

	private double along(final double px, final double pz) {
		return (px - x) * StrictMath.cos(angle) + (pz - z) * StrictMath.sin(angle);
	}

	private double across(final double px, final double pz) {
		return (pz - z) * StrictMath.cos(angle) - (px - x) * StrictMath.sin(angle);
	}

	private double radiusAt(final double t) {
		return radius * (1 + distension * flow.at(t));
	}

	@Override
	public boolean isBlood(final double px, final double pz) {
		return Math.abs(across(px, pz)) < radius;
	}

	@Override
	public double[][] blood(final RandomStream random, final double density) {
		final int count = (int) Math.round(density * length * 2 * radius);
		final double cos = StrictMath.cos(angle);
		final double sin = StrictMath.sin(angle);
		final double[][] places = new double[2][count];
		for (int i = 0; i < count; i++) {
			final double along = (random.nextFloat() - 0.5) * length;
			final double across = (2 * random.nextFloat() - 1) * radius;
			places[0][i] = x + along * cos - across * sin;
			places[1][i] = z + along * sin + across * cos;
		}
		return places;
	}

	@Override
	public Optional<double[]> direction() {
		return Optional.of(new double[] { StrictMath.cos(angle), StrictMath.sin(angle) });
	}

	@Override
	public double level(final double px, final double pz) {
		final double off = Math.abs(across(px, pz)) - radius;
		final double wall = off >= 0 && off < WALL ? WALL_LEVEL : 0;
		return wall + (texture == null ? 0 : TEXTURE * texture.at((float) px, (float) pz));
	}

	private double shift(final double t) {
		return breath[0] * StrictMath.sin(2 * Math.PI * t / breath[1]);
	}

	private double drift(final double t) {
		return breath[0] * 2 * Math.PI / breath[1] * StrictMath.cos(2 * Math.PI * t / breath[1]);
	}

	@Override
	public Paths paths(final double[] px, final double[] pz) {
		final double[] s = new double[px.length];
		final double[] n = new double[px.length];
		for (int i = 0; i < s.length; i++) {
			s[i] = along(px[i], pz[i]);
			n[i] = across(px[i], pz[i]);
		}
		return (t, toX, toZ) -> move(s, n, t, toX, toZ);
	}

	private void move(final double[] s, final double[] n, final double t, final double[] toX, final double[] toZ) {
		final double cos = StrictMath.cos(angle);
		final double sin = StrictMath.sin(angle);
		final double run = peak * flow.until(t);
		final double wide = radiusAt(t) / radius;
		final double grown = radius * radius * (wide * wide - 1);
		final double down = shift(t);
		for (int i = 0; i < s.length; i++) {
			double along = s[i];
			double across = n[i];
			if (Math.abs(across) < radius) {
				final double share = across / radius;
				along += run * (1 - share * share);
				along -= length * Math.rint(along / length);
				across *= wide;
			}
			else across = Math.copySign(Math.sqrt(across * across + grown), across);
			toX[i] = x + along * cos - across * sin + down / 2;
			toZ[i] = z + along * sin + across * cos + down;
		}
	}

	@Override
	public Moment moment(final double t) {
		final double cos = StrictMath.cos(angle);
		final double sin = StrictMath.sin(angle);
		final double now = radiusAt(t);
		final double fastest = peak * flow.at(t);
		final double widening = radius * distension * flow.slope(t) / now;
		final double down = shift(t);
		final double falling = drift(t);
		return (px, pz, velocity) -> {
			final double across = across(px - down / 2, pz - down);
			final double share = across / now;
			if (Math.abs(share) >= 1) return false;
			final double along = fastest * (1 - share * share);
			velocity[0] = along * cos - widening * across * sin + falling / 2;
			velocity[1] = along * sin + widening * across * cos + falling;
			return true;
		};
	}
}
