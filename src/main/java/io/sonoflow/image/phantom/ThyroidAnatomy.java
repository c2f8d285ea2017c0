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
 * A thyroid in the neck. Transverse, the probe moved towards one side: skin, fat, strap muscles, both lobes and the
 * isthmus around the trachea (air: a bright arc, then reverberation and shadow), carotid arteries beside (fluid, hence
 * brighter tissue below). Sagittal: one lobe along, strap muscle above, longus colli below. Lobes are 14..17 x 15..18 x
 * 44..52 mm.
 */
final class ThyroidAnatomy {

	private static final float BLOOD = -38, BLOOD_ABSORPTION = 0.15f, MUSCLE = -9;

	private final ViewSpec spec;
	private final boolean sagittal;
	private final double fat;
	private final double strap;
	private final double isthmus;
	private final Ellipse trachea;
	private final Ellipse[] lobes;
	private final Ellipse[] carotids;
	private final ValueNoise texture;
	private final ValueNoise streaks;
	private final ValueNoise coarse;
	private final RandomStream random;

	/** How far the layers are bent up, mm, per grid column. */
	private final float[] waves;

	ThyroidAnatomy(final ViewSpec spec, final Acquisition acquisition) {
		this.spec = spec;
		final RandomStream shape = RandomStream.of(spec.seed(), "phantom-anatomy", spec.patient());
		fat = shape.uniform(3, 5);
		strap = fat + shape.uniform(3, 4.5);
		isthmus = shape.uniform(2.2, 3.5);
		final double airway = shape.uniform(7.5, 9);
		final double half = shape.uniform(7, 8.5);
		final double thickness = shape.uniform(7.5, 9);
		final double length = shape.uniform(22, 26);
		final double artery = shape.uniform(2.8, 3.5);
		random = RandomStream.of(spec.seed(), "phantom-view", spec.patient(), spec.side(), spec.view());
		sagittal = spec.view() == 1;
		final int towards = spec.side() == 0 ? -1 : 1;
		final double middle = towards * random.uniform(7, 11);
		trachea = new Ellipse(middle, strap + isthmus + airway + 0.5, airway * 1.1, airway);
		final double z = strap + thickness + random.uniform(0.3, 1);
		lobes = sagittal ? new Ellipse[] { lobe(random.uniform(-2, 2), strap + 0.9 * thickness, length, 0.9 * thickness,
			random.uniform(-0.06, 0.06)) } : new Ellipse[] { lobe(middle - airway - half, z, half, thickness, 0.15), lobe(
				middle + airway + half, z, half, thickness, -0.15) };
		final double beside = airway + 2 * half + artery + 0.8;
		carotids = sagittal ? new Ellipse[0] : new Ellipse[] { new Ellipse(middle - beside, z + 2.5, artery, artery),
			new Ellipse(middle + beside, z + 2.5, artery, artery) };
		texture = new ValueNoise(random, 6, 6);
		streaks = new ValueNoise(random, 6, 0.7);
		coarse = new ValueNoise(random, 4, 3);
		waves = new float[spec.size() + 2 * TissueMap.MARGIN_X];
	}

	/** {@return the lobe in the middle of the view} */
	Ellipse seen() {
		return sagittal ? lobes[0] : lobes[spec.side() == 0 ? 1 : 0];
	}

	private Ellipse lobe(final double x, final double z, final double a, final double b, final double tilt) {
		return new Ellipse(x, z, a, b, tilt, new ValueNoise(random, 7, 7), 0.4);
	}

	void paint(final TissueMap map) {
		for (int column = 0; column < map.width; column++)
			waves[column] = 0.8f * coarse.at(map.x(column) * 0.2f, 3);
		for (int row = 0; row < map.height; row++) {
			final float z = map.z(row);
			for (int column = 0; column < map.width; column++)
				sample(map, row * map.width + column, map.x(column), z);
		}
		for (final Ellipse carotid : carotids)
			Artefacts.refraction(map, carotid, random);
		Artefacts.sometimes(map, spec, fat);
	}

	private void sample(final TissueMap map, final int sample, final float x, final float z) {
		if (!sagittal && airway(map, sample, x, z)) return;
		for (final Ellipse carotid : carotids)
			if (artery(map, sample, carotid.distance(x, z), carotid.facing(x, z))) return;
		final float gland = gland(x, z);
		if (gland <= 0) {
			map.set(sample, 0.8f * texture.at(x, z), 0.5f);
			map.kind[sample] = gland > -0.5f ? TissueMap.ORGAN : TissueMap.PARENCHYMA;
		}
		else if (gland < 0.3f) {
			final float facing = lobes[lobes.length > 1 && x > trachea.x ? 1 : 0].facing(x, z);
			map.kind[sample] = TissueMap.ORGAN;
			map.set(sample, 1 + 3 * facing, 0.7f);
			map.mirror[sample] = 0.8f * facing * facing * facing;
		}
		else neck(map, sample, x, z);
	}

	/** {@return signed distance to the gland: the nearer lobe, or the isthmus, which lies on the trachea's front} */
	private float gland(final float x, final float z) {
		float distance = lobes[0].distance(x, z);
		if (sagittal) return distance;
		distance = Math.min(distance, lobes[1].distance(x, z));
		if (z > trachea.z - 0.35 * trachea.b) return distance;
		final float ring = trachea.distance(x, z);
		return Math.min(distance, Math.max(ring - (float) isthmus, 0.9f - ring));
	}

	/** {@return whether the sample belongs to the trachea: cartilage, then air with reverberations} */
	private boolean airway(final TissueMap map, final int sample, final float x, final float z) {
		final float distance = trachea.distance(x, z);
		if (distance > 0.9f) return false;
		final float facing = trachea.facing(x, z);
		// Only the front of the airway is seen; its flanks and its back lie in the shadow of the air.
		final float front = Math.max(0, Math.min(1, ((float) trachea.z - z) / 3 + 0.4f));
		if (distance > 0) map.set(sample, -22 + front * (distance > 0.3f ? 11 : 24), 1.2f);
		else {
			// The mirror images of the front wall, at its distance again and again, each fainter than the one before.
			final float period = 2.4f;
			final float echo = -distance / period;
			final float phase = Math.abs(echo - (int) (echo + 0.5f));
			map.set(sample, -15 - 3 * echo + 2 * coarse.at(x, z), 0.9f);
			if (phase < 0.08f) map.mirror[sample] = 1.1f * front * facing * facing * facing / (1 + 2 * echo);
		}
		if (distance > -0.2f && distance < 0.3f && z < trachea.z) map.mirror[sample] = 2.2f * facing * facing;
		if (distance <= 0 && distance > -0.2f && z < trachea.z) map.loss[sample] += 1.5f;
		return true;
	}

	private static boolean artery(final TissueMap map, final int sample, final float distance, final float facing) {
		if (distance > 0.5f) return false;
		if (distance < 0) map.set(sample, BLOOD, BLOOD_ABSORPTION);
		else {
			map.set(sample, 3, 0.7f);
			map.mirror[sample] = 1.8f * facing * facing * facing;
		}
		return true;
	}

	/** Skin, fat, strap muscles, and behind the gland longus colli and deep tissue. */
	private void neck(final TissueMap map, final int sample, final float x, final float z) {
		final float bend = z + waves[sample % map.width];
		final float streak = streaks.at(x, bend);
		if (z < 1.6f) {
			map.set(sample, 3 + 2 * streak, 0.6f);
			if (Math.abs(z - 0.5f) < 0.12f || Math.abs(z - 1.4f) < 0.12f) map.mirror[sample] = 1.1f;
		}
		else if (bend < fat) map.set(sample, -5 + 4 * streak + 2 * coarse.at(x, z), 0.55f);
		else if (bend < fat + 0.35) {
			map.set(sample, 3, 0.7f);
			map.mirror[sample] = 0.9f;
		}
		else {
			final float deep = Math.max(0, Math.min(1, (z - 28) / 10));
			map.set(sample, MUSCLE - 4 * deep + 3.5f * streak + 2 * coarse.at(x, z), 0.6f + 0.1f * deep);
			if (streak > 0.8f) map.mirror[sample] = 1.8f * (streak - 0.8f);
		}
	}
}
