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
 * A fetal head across, as its circumference is measured: the mother's wall and the womb above, waters around, the skull as a
 * bright ellipse that weakens what is below and throws shadows at its flanks, in it the midline, the thalami or the lateral
 * ventricles. 76 to 100 x 60 to 78 mm. Ventricles of 5 to 8 mm are normal, those of 14 to 20 mm are wide.
 */
final class FetalAnatomy {

	private static final float WATER = -45, WATER_ABSORPTION = 0.28f, BRAIN = -11;

	private final ViewSpec spec;
	private final boolean ventricular;
	private final double wall;
	private final double womb;
	private final double bone;
	private final double wide;
	private final Ellipse head;
	private final Ellipse[] thalami;
	private final Ellipse[] ventricles;
	private final Ellipse[] plexus;
	private final Ellipse[] middle;
	private final Ellipse sac;
	private final ValueNoise texture;
	private final ValueNoise coarse;
	private final ValueNoise layers;
	private final RandomStream random;

	FetalAnatomy(final ViewSpec spec, final Acquisition acquisition) {
		this.spec = spec;
		final RandomStream shape = RandomStream.of(spec.seed(), "phantom-anatomy", spec.patient(), spec.side());
		final double half = Math.min(shape.uniform(38, 50), 0.39 * acquisition.depth());
		final double cephalic = shape.uniform(0.74, 0.84);
		wall = shape.uniform(10, 18);
		womb = wall + shape.uniform(4, 9);
		bone = shape.uniform(2.2, 3.2);
		wide = spec.inhomogeneous() ? shape.uniform(14, 20) : shape.uniform(5, 8);
		random = RandomStream.of(spec.seed(), "phantom-view", spec.patient(), spec.side(), spec.view());
		ventricular = spec.view() == 1;
		final double b = half * cephalic;
		final double z = Math.max(womb + b + random.uniform(1, 6), 0.5 * acquisition.depth() + random.uniform(-4, 4));
		head = new Ellipse(random.uniform(-5, 5), Math.min(z, acquisition.depth() - 0.55 * b), half, b, random.uniform(-0.35, 0.35),
			new ValueNoise(random, 22, 22), 0.8);
		final double scale = half / 45;
		thalami = new Ellipse[] { part(0.02, -0.16, 9 * scale, 6 * scale, 0.5), part(0.02, 0.16, 9 * scale, 6 * scale, -0.5) };
		ventricles = new Ellipse[] { part(0.34, -0.38, 17 * scale + wide / 3, wide / 2, -0.18), part(0.34, 0.38, 17 * scale + wide / 3,
			wide / 2, 0.18) };
		plexus = new Ellipse[] { part(0.3, -0.4, 10 * scale, Math.min(3.2, wide / 3), -0.18), part(0.3, 0.4, 10 * scale, Math.min(3.2,
			wide / 3), 0.18) };
		// What is wide is wide in both planes: the third ventricle between the thalami, the frontal horns beside the cavum.
		middle = new Ellipse[] { part(0.02, 0, 9 * scale, wide / 4.5, 0), part(-0.4, -0.17, 7 * scale, wide / 4, 0.25), part(-0.4, 0.17,
			7 * scale, wide / 4, -0.25) };
		sac = new Ellipse(head.x + random.uniform(-4, 4), head.z + random.uniform(-2, 2), 1.22 * half, b + random.uniform(6, 11), random
			.uniform(-0.2, 0.2), new ValueNoise(random, 30, 30), 3);
		texture = new ValueNoise(random, 9, 7);
		coarse = new ValueNoise(random, 6, 4);
		layers = new ValueNoise(random, 14, 1.6);
	}

	/** {@return a part of the brain by its place along and across the head, in half axes} */
	private Ellipse part(final double along, final double across, final double a, final double b, final double turn) {
		final double u = along * head.a;
		final double v = across * head.b;
		final double cos = head.u((float) head.x + 1, (float) head.z);
		final double sin = head.u((float) head.x, (float) head.z + 1);
		return new Ellipse(head.x + cos * u - sin * v, head.z + sin * u + cos * v, a, b, StrictMath.atan2(sin, cos) + turn,
			new ValueNoise(random, 6, 6), 0.6);
	}

	void paint(final TissueMap map) {
		for (int row = 0; row < map.height; row++)
			for (int column = 0; column < map.width; column++)
				sample(map, row * map.width + column, map.x(column), map.z(row));
		// The flanks bend the beam away.
		map.shadow(head.x - 0.97 * head.a, head.z - 0.15 * head.b, 2.2, random.uniform(8, 14));
		map.shadow(head.x + 0.97 * head.a, head.z - 0.15 * head.b, 2.2, random.uniform(8, 14));
		Artefacts.sometimes(map, spec, 3);
	}

	private void sample(final TissueMap map, final int sample, final float x, final float z) {
		final float distance = head.distance(x, z);
		if (distance > 0) {
			around(map, sample, x, z, distance);
			return;
		}
		map.kind[sample] = TissueMap.ORGAN;
		if (distance > -(float) bone) skull(map, sample, x, z);
		else if (distance > -(float) bone - 1.5f) map.set(sample, WATER + 18, 0.2f);
		else brain(map, sample, x, z);
	}

	/** Bone is bright where it faces the beam; flanks are seen faintly. */
	private void skull(final TissueMap map, final int sample, final float x, final float z) {
		final float facing = head.facing(x, z);
		map.set(sample, -7 + 21 * facing * facing, 1.9f);
		map.mirror[sample] = 3.2f * facing * facing * facing * facing;
	}

	private void brain(final TissueMap map, final int sample, final float x, final float z) {
		map.set(sample, BRAIN + 2 * texture.at(x, z) + 1.5f * coarse.at(x, z), 0.35f);
		final float u = head.u(x, z) / (float) head.a;
		final float v = head.v(x, z);
		if (ventricular) for (int i = 0; i < ventricles.length; i++) {
			if (plexus[i].distance(x, z) < 0) {
				map.set(sample, 1 + 2 * coarse.at(x, z), 0.4f);
				return;
			}
			final float wallOf = ventricles[i].distance(x, z);
			if (wallOf < 0) {
				map.set(sample, WATER, WATER_ABSORPTION);
				return;
			}
			if (wallOf < 0.7f) {
				map.set(sample, -3, 0.4f);
				map.mirror[sample] = 0.7f * ventricles[i].facing(x, z);
				return;
			}
		}
		else {
			for (final Ellipse thalamus : thalami)
				if (thalamus.distance(x, z) < 0) map.set(sample, BRAIN - 6 + coarse.at(x, z), 0.35f);
			for (final Ellipse each : middle)
				if (each.distance(x, z) < 0) {
					map.set(sample, WATER, WATER_ABSORPTION);
					return;
				}
		}
		midline(map, sample, x, z, u, v);
	}

	/** The falx from front to back, broken by the thalami or by the cavum, a small box of water in front. */
	private void midline(final TissueMap map, final int sample, final float x, final float z, final float u, final float v) {
		final boolean cavum = u < -0.3f && u > -0.52f;
		if (cavum && Math.abs(v) < 2.6f) {
			map.set(sample, Math.abs(v) > 1.9f ? 0 : WATER, 0.2f);
			return;
		}
		final boolean broken = !ventricular && u > -0.3f && u < 0.28f;
		if (Math.abs(v + 0.8f * coarse.at(x * 0.3f, z * 0.3f)) > 0.6f || broken || Math.abs(u) > 0.93f) return;
		map.set(sample, 1, 0.5f);
		map.mirror[sample] = 0.8f;
	}

	/** The mother's wall in layers, the womb, waters, and the far side. */
	private void around(final TissueMap map, final int sample, final float x, final float z, final float distance) {
		final float streak = layers.at(x, z);
		final float bend = z + 2.5f * coarse.at(x * 0.12f, 3);
		if (z < 2.4f) {
			map.set(sample, 3 + 2 * streak, 0.6f);
			if (Math.abs(z - 0.8f) < 0.3f) map.mirror[sample] = 1;
		}
		else if (bend < wall) {
			map.set(sample, -6 + 6 * streak, 0.55f);
			if (streak > 0.8f) map.mirror[sample] = 1.2f * (streak - 0.8f);
		}
		else if (bend < womb) map.set(sample, -3 + 2 * texture.at(x, z) + coarse.at(x, z), 0.55f);
		else if (distance > 2.2f && sac.distance(x, z) > 0) map.set(sample, -3 + 3 * texture.at(x, z) + 2 * coarse.at(x, z), 0.52f);
		// The scalp lies on the skull.
		else if (distance < 2.2f) map.set(sample, -5 + coarse.at(x, z), 0.5f);
		else map.set(sample, WATER + 5 + 2 * coarse.at(x, z), WATER_ABSORPTION);
	}
}
