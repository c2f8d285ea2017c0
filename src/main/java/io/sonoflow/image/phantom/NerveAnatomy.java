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

import java.util.ArrayList;
import java.util.List;

/**
 * A nerve of the forearm across its course, like the median nerve: skin, fat, a bright fascia, muscles with streaks, a bone deep
 * below, an artery beside. The nerve is a honeycomb: dark bundles in bright tissue, with a bright rim; 5 to 7 x 2.5 to 3.5 mm.
 * Swollen: about twice the area, rounder, its bundles thick and its tissue darker.
 */
final class NerveAnatomy {

	private static final float BLOOD = -38, BLOOD_ABSORPTION = 0.15f, RIM = 0.28f;
	private static final int TRIES = 400;

	private final ViewSpec spec;
	private final boolean swollen;
	private final double skin;
	private final double fat;
	private final Ellipse nerve;
	private final Ellipse artery;
	private final Ellipse bone;
	private final List<Ellipse> muscles = new ArrayList<>();
	private final List<double[]> bundles = new ArrayList<>();
	private final ValueNoise streaks;
	private final ValueNoise coarse;
	private final ValueNoise texture;
	private final RandomStream random;

	NerveAnatomy(final ViewSpec spec) {
		this.spec = spec;
		swollen = spec.inhomogeneous();
		final RandomStream shape = RandomStream.of(spec.seed(), "phantom-anatomy", spec.patient(), spec.side());
		skin = shape.uniform(1.1, 1.6);
		fat = skin + shape.uniform(1.5, 3.5);
		final double width = shape.uniform(2.5, 3.5);
		final double flat = shape.uniform(0.45, 0.58);
		final double grown = swollen ? shape.uniform(1.3, 1.5) : 1;
		final int towards = shape.chance(0.5) ? -1 : 1;
		random = RandomStream.of(spec.seed(), "phantom-view", spec.patient(), spec.side(), spec.view());
		final double a = width * grown * random.uniform(0.92, 1.08);
		final double b = width * flat * grown * (swollen ? 1.15 : 1) * random.uniform(0.92, 1.08);
		final double x = random.uniform(-5, 5);
		final double z = fat + 1.5 + b + random.uniform(0, 6);
		nerve = new Ellipse(x, z, a, b, random.uniform(-0.25, 0.25), new ValueNoise(random, 3, 3), 0.18);
		final double vessel = shape.uniform(1, 1.5);
		artery = new Ellipse(x + towards * (a + vessel + random.uniform(1.5, 4)), z + random.uniform(-1, 2.5), vessel * 1.05, vessel);
		bone = new Ellipse(random.uniform(-7, 7), 24 + random.uniform(0, 3), 6, 4, 0, new ValueNoise(random, 5, 5), 0.3);
		for (int i = 0; i < 5; i++)
			muscles.add(new Ellipse(-14 + 7 * i + random.uniform(-1.5, 1.5), fat + 5 + random.uniform(0, 8), random.uniform(4, 6), random
				.uniform(3, 4.5), random.uniform(-0.3, 0.3), new ValueNoise(random, 4, 4), 0.5));
		streaks = new ValueNoise(random, 3.5, 0.45);
		coarse = new ValueNoise(random, 3, 2);
		texture = new ValueNoise(random, 4, 4);
		bundle();
	}

	/** Bundles lie side by side and do not touch. */
	private void bundle() {
		for (int attempt = 0; attempt < TRIES; attempt++) {
			final double radius = random.uniform(0.26, 0.42) * (swollen ? 1.7 : 1);
			final double u = random.uniform(-1, 1) * nerve.a;
			final double v = random.uniform(-1, 1) * nerve.b;
			final double px = nerve.x + u;
			final double pz = nerve.z + v;
			if (nerve.distance((float) px, (float) pz) > -radius - 0.3) continue;
			if (bundles.stream().allMatch(other -> Math.hypot(other[0] - px, other[1] - pz) > other[2] + radius + 0.16)) bundles.add(
				new double[] { px, pz, radius });
		}
	}

	void paint(final TissueMap map) {
		for (int row = 0; row < map.height; row++)
			for (int column = 0; column < map.width; column++)
				sample(map, row * map.width + column, map.x(column), map.z(row));
		Artefacts.refraction(map, artery, random);
		// Nothing passes through bone.
		for (double x = bone.x - bone.a + 1; x < bone.x + bone.a; x += 1.5)
			map.shadow(x, bone.z - bone.b * 0.5, 0.8, 9);
		Artefacts.sometimes(map, spec, skin + 0.8);
	}

	private void sample(final TissueMap map, final int sample, final float x, final float z) {
		final float distance = nerve.distance(x, z);
		if (distance <= 0) {
			map.kind[sample] = TissueMap.ORGAN;
			inside(map, sample, x, z, distance);
			return;
		}
		final float vessel = artery.distance(x, z);
		if (vessel < 0) map.set(sample, BLOOD, BLOOD_ABSORPTION);
		else if (vessel < 0.3f) {
			map.set(sample, 3, 0.7f);
			map.mirror[sample] = 1.4f * artery.facing(x, z);
		}
		else around(map, sample, x, z, distance);
	}

	private void inside(final TissueMap map, final int sample, final float x, final float z, final float distance) {
		if (distance > -RIM) {
			final float facing = nerve.facing(x, z);
			map.set(sample, 3 + 3 * facing, 0.7f);
			map.mirror[sample] = 0.9f * facing * facing * facing;
			return;
		}
		map.set(sample, (swollen ? -1 : 3) + texture.at(x, z), 0.6f);
		for (final double[] bundle : bundles)
			if (Math.hypot(x - bundle[0], z - bundle[1]) < bundle[2]) {
				map.set(sample, swollen ? -13 : -11, 0.5f);
				return;
			}
	}

	/** Skin, fat, fascia, muscles and what lies between them. */
	private void around(final TissueMap map, final int sample, final float x, final float z, final float distance) {
		final float bend = z + 0.5f * coarse.at(x * 0.3f, 3);
		final float streak = streaks.at(x, bend);
		if (z < skin) {
			map.set(sample, 3 + 2 * streak, 0.6f);
			if (Math.min(Math.abs(z - 0.4f), Math.abs(z - (float) skin + 0.2f)) < 0.1f) map.mirror[sample] = 1.1f;
		}
		else if (bend < fat) map.set(sample, -8 + 4 * streak + 2 * coarse.at(x, z), 0.55f);
		else if (bend < fat + 0.35) {
			map.set(sample, 4, 0.8f);
			map.mirror[sample] = 1.2f;
		}
		else if (distance < 0.5f) map.set(sample, -3 + 2 * streak, 0.55f);
		else if (bone.distance(x, z) < 0) {
			final boolean face = bone.distance(x, z) > -0.6f && z < bone.z;
			map.set(sample, face ? 8 : -20, face ? 1.5f : 1);
			if (face) map.mirror[sample] = 3 * bone.facing(x, z);
		}
		else muscle(map, sample, x, z, streak);
	}

	private void muscle(final TissueMap map, final int sample, final float x, final float z, final float streak) {
		float nearest = 9;
		for (final Ellipse muscle : muscles)
			nearest = Math.min(nearest, Math.abs(muscle.distance(x, z)));
		// Sheaths between muscles are bright, their fibres streaks.
		final float sheath = Math.max(0, 1 - nearest / 0.3f);
		map.set(sample, -11 + 9 * sheath + 3.5f * streak + 1.5f * coarse.at(x, z), 0.6f);
		if (streak > 0.8f) map.mirror[sample] = 1.5f * (streak - 0.8f);
	}
}
