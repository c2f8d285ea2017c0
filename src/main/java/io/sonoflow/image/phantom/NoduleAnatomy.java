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

import java.util.Arrays;

/**
 * A nodule of 5 to 13 mm in a lobe of the thyroid. Smooth: wider than tall, a little darker than the gland, with a thin dark rim
 * and some more sound behind. Spiculated: as tall as wide or taller, dark, with spikes into the gland, specks of chalk and a
 * faint shadow behind. Each side has one; both views show it.
 */
final class NoduleAnatomy {

	private static final float RIM = 0.45f;
	private static final int SPIKES = 11, SPECKS = 9;

	private final ThyroidAnatomy neck;
	private final boolean spiculated;
	private final double x;
	private final double z;
	private final double a;
	private final double b;
	private final double tilt;
	private final float level;
	private final double[] spikes = new double[SPIKES];
	private final double[] angles = new double[SPIKES];
	private final double[][] specks = new double[SPECKS][];
	private final ValueNoise dents;
	private final ValueNoise texture;

	NoduleAnatomy(final ViewSpec spec, final Acquisition acquisition) {
		neck = new ThyroidAnatomy(spec, acquisition);
		spiculated = spec.inhomogeneous();
		final Ellipse lobe = neck.seen();
		final RandomStream shape = RandomStream.of(spec.seed(), "phantom-nodule", spec.patient(), spec.side());
		final double size = shape.uniform(0.38, 0.72) * lobe.b;
		final double ratio = spiculated ? shape.uniform(0.85, 1.1) : shape.uniform(1.15, 1.6);
		level = (float) (spiculated ? shape.uniform(-14, -10) : shape.uniform(-8, -4));
		final RandomStream random = RandomStream.of(spec.seed(), "phantom-nodule-view", spec.patient(), spec.side(), spec.view());
		b = size * random.uniform(0.9, 1.1);
		a = b * ratio * (spec.view() == 1 && !spiculated ? 1.2 : 1);
		final double room = Math.max(0, lobe.b - b - 1);
		x = lobe.x + random.uniform(-0.35, 0.35) * Math.max(0, lobe.a - a);
		z = lobe.z + random.uniform(-0.6, 0.6) * room;
		tilt = random.uniform(-0.25, 0.25);
		for (int i = 0; i < SPIKES; i++) {
			angles[i] = 2 * Math.PI * (i + random.uniform(-0.35, 0.35)) / SPIKES;
			spikes[i] = spiculated ? random.uniform(0.12, 0.5) : 0;
		}
		for (int i = 0; i < SPECKS; i++)
			specks[i] = new double[] { random.uniform(-0.6, 0.6) * a, random.uniform(-0.6, 0.6) * b, random.uniform(0.12, 0.22) };
		dents = new ValueNoise(random, spiculated ? 2.2 : 5, spiculated ? 2.2 : 5);
		texture = new ValueNoise(random, 2, 2);
	}

	void paint(final TissueMap map) {
		neck.paint(map);
		Arrays.fill(map.kind, TissueMap.OUTSIDE);
		for (int row = 0; row < map.height; row++)
			for (int column = 0; column < map.width; column++) {
				final float distance = distance(map.x(column), map.z(row));
				if (distance < RIM) sample(map, row * map.width + column, map.x(column), map.z(row), distance);
			}
		if (spiculated) map.shadow(x, z + b, 0.55 * a, 7);
		else map.shadow(x, z + b, 0.6 * a, -3);
	}

	/** {@return distance to the boundary, mm, about; negative inside} */
	private float distance(final float px, final float pz) {
		final double cos = StrictMath.cos(tilt);
		final double sin = StrictMath.sin(tilt);
		final double u = (cos * (px - x) + sin * (pz - z)) / a;
		final double v = (cos * (pz - z) - sin * (px - x)) / b;
		final double radius = Math.sqrt(u * u + v * v);
		if (radius > 2) return 9;
		double reach = 1 + (spiculated ? 0.1 : 0.05) * dents.at(px, pz);
		if (spiculated && radius > 0.5) {
			final double angle = StrictMath.atan2(v, u);
			for (int i = 0; i < SPIKES; i++) {
				final double off = Math.abs(StrictMath.IEEEremainder(angle - angles[i], 2 * Math.PI)) / 0.2;
				if (off < 1) reach += spikes[i] * (1 - off) * (1 - off);
			}
		}
		return (float) ((radius - reach) * Math.min(a, b));
	}

	private void sample(final TissueMap map, final int sample, final float px, final float pz, final float distance) {
		if (distance > 0) {
			// A thin rim that is darker than gland and nodule; what spikes pull at is bright instead.
			map.set(sample, spiculated ? 1 : -7, 0.6f);
			return;
		}
		map.kind[sample] = TissueMap.ORGAN;
		map.set(sample, level + 1.6f * texture.at(px, pz), spiculated ? 0.8f : 0.4f);
		map.mirror[sample] = 0;
		if (!spiculated) return;
		for (final double[] speck : specks)
			if (Math.hypot(px - x - speck[0], pz - z - speck[1]) < speck[2]) {
				map.echo[sample] = 7;
				map.mirror[sample] = 2.2f;
			}
	}
}
