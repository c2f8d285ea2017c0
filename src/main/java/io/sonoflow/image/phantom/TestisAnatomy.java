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
 * A testis in the scrotum: skin, dartos and fascia above, a rim of fluid, tunica albuginea, parenchyma, mediastinum (a
 * bright spot near the edge transversally, a bright band sagittally), the epididymis' head at the upper pole sagittally.
 * Sizes are those of adults: 36..46 x 24..30 x 19..25 mm.
 */
final class TestisAnatomy {

	private static final float FLUID = -45, FLUID_ABSORPTION = 0.05f;

	private final ViewSpec spec;
	private final double skin;
	private final double rim;
	private final double tunica;
	private final double mediastinumDepth;
	private final double mediastinumLength;
	private final boolean sagittal;
	private final Ellipse testis;
	private final Ellipse epididymis;
	private final ValueNoise texture;
	private final ValueNoise layers;
	private final ValueNoise coarse;
	private final RandomStream random;

	/** How far the layers are bent up, mm, per grid column. */
	private final float[] waves;

	TestisAnatomy(final ViewSpec spec, final Acquisition acquisition) {
		this.spec = spec;
		final RandomStream shape = RandomStream.of(spec.seed(), "phantom-anatomy", spec.patient(), spec.side());
		final double length = shape.uniform(18, 23);
		final double width = shape.uniform(12, 15);
		final double thickness = Math.min(shape.uniform(0.7, 0.85) * width, 0.31 * acquisition.depth());
		skin = shape.uniform(1.8, 2.8);
		rim = shape.chance(0.4) ? shape.uniform(0.5, 2.2) : shape.uniform(0, 0.5);
		tunica = shape.uniform(0.3, 0.45);
		mediastinumDepth = shape.uniform(-0.35, 0.45);
		mediastinumLength = shape.uniform(0.3, 0.55);
		random = RandomStream.of(spec.seed(), "phantom-view", spec.patient(), spec.side(), spec.view());
		sagittal = spec.view() == 1;
		final double a = sagittal ? length : width;
		final double top = skin + random.uniform(2.5, 4.5) + rim;
		testis = new Ellipse(random.uniform(-2, 2), top + thickness, a, thickness, random.uniform(-0.12, 0.12),
			new ValueNoise(random, 9, 9), 0.35);
		final int pole = spec.side() == 0 ? -1 : 1;
		epididymis = new Ellipse(testis.x + pole * (a + 2.5), testis.z - 0.25 * thickness, 4.2, 3.2, random.uniform(-0.5,
			0.5), new ValueNoise(random, 4, 4), 0.4);
		texture = new ValueNoise(random, 6, 6);
		layers = new ValueNoise(random, 5, 0.7);
		coarse = new ValueNoise(random, 4, 2.2);
		waves = new float[spec.size() + 2 * TissueMap.MARGIN_X];
	}

	void paint(final TissueMap map) {
		for (int column = 0; column < map.width; column++)
			waves[column] = 1.2f * coarse.at(map.x(column) * 0.25f, 3);
		for (int row = 0; row < map.height; row++) {
			final float z = map.z(row);
			for (int column = 0; column < map.width; column++) {
				final int sample = row * map.width + column;
				final float x = map.x(column);
				final float distance = testis.distance(x, z);
				if (distance <= 0) inside(map, sample, x, z, distance);
				else if (distance < tunica) capsule(map, sample, x, z, testis, 1);
				else around(map, sample, x, z, distance);
			}
		}
		Artefacts.refraction(map, testis, random);
		Artefacts.sometimes(map, spec, skin + 1.5);
	}

	private void inside(final TissueMap map, final int sample, final float x, final float z, final float distance) {
		map.set(sample, 0.8f * texture.at(x, z), 0.5f);
		final float band = mediastinum(x, z);
		if (band > 0.02f) {
			map.kind[sample] = TissueMap.ORGAN;
			map.echo[sample] += band * (9 + 2 * coarse.at(x, z));
			map.attenuation[sample] += 0.35f * band;
		}
		else map.kind[sample] = distance > -0.6f ? TissueMap.ORGAN : TissueMap.PARENCHYMA;
	}

	/** {@return how much of the sample is mediastinum, 0..1} */
	private float mediastinum(final float x, final float z) {
		final float v = testis.v(x, z) / (float) testis.b;
		final float reach = 0.4f;
		if (Math.abs(v - (float) mediastinumDepth * (sagittal ? 1 : 0.6f)) > reach) return 0;
		final float u = testis.u(x, z) / (float) testis.a;
		final float wave = 0.06f * coarse.at(x * 0.5f, z * 0.5f);
		final float du;
		final float dv;
		if (sagittal) {
			du = Math.max(0, Math.abs(u) - (float) mediastinumLength) / 0.12f;
			dv = (v - (float) mediastinumDepth + wave) / 0.075f;
		}
		else {
			du = (u - (spec.side() == 0 ? -0.72f : 0.72f) + wave) / 0.15f;
			dv = (v - (float) mediastinumDepth * 0.6f) / 0.13f;
		}
		final float square = du * du + dv * dv;
		return square > 9 ? 0 : 1 / (1 + square * square * square);
	}

	/** Tunica: scatters, and mirrors where it lies across the beam. */
	private void capsule(final TissueMap map, final int sample, final float x, final float z, final Ellipse organ,
		final float strength)
	{
		final float facing = organ.facing(x, z);
		final float square = facing * facing;
		map.kind[sample] = TissueMap.ORGAN;
		final float patchy = 0.75f + 0.5f * coarse.at(x, z);
		map.set(sample, -2 + 8 * square * patchy, 0.8f);
		map.mirror[sample] = 1.4f * strength * square * square * Math.max(0, patchy);
	}

	private void around(final TissueMap map, final int sample, final float x, final float z, final float distance) {
		final float epididymal = sagittal ? epididymis.distance(x, z) : 9;
		final float fluid = distance > 2.2f * rim + tunica ? 0 : (float) rim * (1 + 0.8f * coarse.at(x * 0.4f, z * 0.4f)) +
			(float) tunica;
		if (epididymal < 0) map.set(sample, -1.5f + 2.5f * coarse.at(x, z), 0.55f);
		else if (epididymal < 0.35f) capsule(map, sample, x, z, epididymis, 0.4f);
		else if (distance < fluid) map.set(sample, FLUID, FLUID_ABSORPTION);
		else if (z < skin) skin(map, sample, x, z);
		else soft(map, sample, x, z);
		if (epididymal < 0.35f) map.kind[sample] = TissueMap.OUTSIDE;
	}

	/** The probe's face and the skin: bright lines. */
	private void skin(final TissueMap map, final int sample, final float x, final float z) {
		final float edge = Math.min(Math.abs(z - 0.5f), Math.abs(z - (float) skin + 0.2f));
		map.set(sample, 2 + 2 * layers.at(x, z), 0.6f);
		if (edge < 0.12f) map.mirror[sample] = 1.1f;
	}

	/** Dartos and fascia: layers, darker with the distance from the skin. */
	private void soft(final TissueMap map, final int sample, final float x, final float z) {
		final float streak = layers.at(x, z + waves[sample % map.width]);
		final float deep = Math.min(1, (z - (float) skin) / 12);
		map.set(sample, -6 - 5 * deep + 5 * streak + 3 * coarse.at(x, z), 0.55f + 0.15f * deep);
		if (streak > 0.75f) map.mirror[sample] = 1.6f * (streak - 0.75f);
	}
}
