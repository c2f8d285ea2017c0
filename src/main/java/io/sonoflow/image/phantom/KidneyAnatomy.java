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
 * A kidney in the flank of a child or slim adult: skin, fat, muscle and liver above, perirenal fat around, a bright capsule,
 * cortex, darker pyramids, the bright sinus. Sagittal along its length, transverse round. Sizes: 64..76 x 40..48 x 34..42 mm.
 * <ul>
 * <li>normal: in the sinus at most a slit of fluid;</li>
 * <li>dilated: the pelvis is full of fluid, and calyces that open into it reach towards the pyramids;</li>
 * <li>multicystic: round cysts that do not open into each other, walls and a little bright tissue between them, no sinus.</li>
 * </ul>
 * Fluid scatters next to nothing and absorbs little, so that what lies below it is brighter.
 */
final class KidneyAnatomy {

	private static final float FLUID = -48, FLUID_ABSORPTION = 0.05f;
	private static final int PYRAMIDS = 9, CALYCES = 6, CYSTS = 11, TRIES = 500;
	/** Until which try large and middling cysts are sought. */
	private static final int LARGE = 50, MIDDLE = 160;
	/** Gap between cysts, mm. */
	private static final double WALL = 1.1;

	/** A rounded channel of fluid, from one place to another, mm. */
	private record Channel(double x0, double z0, double x1, double z1, double narrow, double wide) {

		/** {@return distance to its wall, negative inside; the far end is the wide one} */
		float distance(final double x, final double z) {
			final double dx = x1 - x0;
			final double dz = z1 - z0;
			final double t = Math.max(0, Math.min(1, ((x - x0) * dx + (z - z0) * dz) / (dx * dx + dz * dz + 1e-9)));
			final double radius = narrow + (wide - narrow) * t * t;
			return (float) (Math.hypot(x - x0 - t * dx, z - z0 - t * dz) - radius);
		}
	}

	private final ViewSpec spec;
	private final Kidney finding;
	private final boolean sagittal;
	private final double skin;
	private final double fat;
	private final double muscle;
	private final Ellipse kidney;
	private final Ellipse sinus;
	private final Ellipse pelvis;
	private final List<Ellipse> cysts = new ArrayList<>();
	private final List<Channel> calyces = new ArrayList<>();
	private final ValueNoise texture;
	private final ValueNoise coarse;
	private final ValueNoise layers;
	private final double phase;
	private final RandomStream random;

	KidneyAnatomy(final ViewSpec spec) {
		this.spec = spec;
		finding = spec.inhomogeneous() ? Kidney.disease(spec.seed(), spec.patient(), spec.side()) : Kidney.NORMAL;
		sagittal = spec.view() == 1;
		final RandomStream shape = RandomStream.of(spec.seed(), "phantom-anatomy", spec.patient(), spec.side());
		final double length = shape.uniform(32, 38);
		final double width = shape.uniform(20, 24);
		final double thickness = shape.uniform(0.8, 0.9) * width;
		skin = shape.uniform(1.8, 2.6);
		fat = skin + shape.uniform(3, 9);
		muscle = fat + shape.uniform(5, 8);
		final double fill = shape.uniform(0.42, 0.62);
		final double slit = shape.uniform(0, 0.07);
		random = RandomStream.of(spec.seed(), "phantom-view", spec.patient(), spec.side(), spec.view());
		final double a = sagittal ? length : width;
		final double middle = muscle + random.uniform(5, 10) + thickness;
		kidney = new Ellipse(random.uniform(-4, 4), middle, a, thickness, random.uniform(-0.2, 0.2) * (sagittal ? 1 : 0.5),
			new ValueNoise(random, 12, 12), finding == Kidney.MULTICYSTIC ? 2.4 : 0.7);
		final double reach = sagittal ? 0.58 : 0.42;
		sinus = new Ellipse(kidney.x, kidney.z + 0.06 * thickness, reach * a, 0.4 * thickness, 0, new ValueNoise(random, 5, 4), 1.3);
		final double open = finding == Kidney.DILATED ? fill : slit;
		pelvis = new Ellipse(kidney.x, kidney.z + 0.08 * thickness, Math.max(1, (finding == Kidney.DILATED ? 0.9 : 0.6) * reach * a),
			Math.max(0.1, open * thickness), random.uniform(-0.15, 0.15), new ValueNoise(random, 7, 7), finding == Kidney.DILATED ? 0.9
				: 0.4);
		phase = random.uniform(0, 1);
		texture = new ValueNoise(random, 8, 8);
		coarse = new ValueNoise(random, 5, 3);
		layers = new ValueNoise(random, 10, 1.2);
		if (finding == Kidney.DILATED) openCalyces(fill);
		if (finding == Kidney.MULTICYSTIC) growCysts();
	}

	private void openCalyces(final double fill) {
		final int count = sagittal ? CALYCES : CALYCES - 2;
		for (int i = 0; i < count; i++) {
			final double angle = 2 * Math.PI * (i + phase + random.uniform(-0.15, 0.15)) / count;
			final double cos = StrictMath.cos(angle);
			final double sin = StrictMath.sin(angle);
			final double far = random.uniform(0.62, 0.74);
			calyces.add(new Channel(kidney.x + 0.3 * kidney.a * cos, pelvis.z + 0.2 * kidney.b * sin,
				kidney.x + far * kidney.a * cos, kidney.z + far * kidney.b * sin,
				random.uniform(2, 3), random.uniform(3, 4.4) * (0.6 + fill)));
		}
	}

	/** Large ones first, wherever they fit with a wall between. */
	private void growCysts() {
		for (int attempt = 0; attempt < TRIES && cysts.size() < CYSTS; attempt++) {
			final double share = attempt < LARGE && cysts.size() < 2 ? 0.55 : attempt < MIDDLE && cysts.size() < 5 ? 0.42 : 0.28;
			final double radius = Math.max(2.2, random.uniform(0.5, 1) * share * kidney.b);
			final double u = random.uniform(-1, 1);
			final double v = random.uniform(-1, 1);
			final double x = kidney.x + u * kidney.a;
			final double z = kidney.z + v * kidney.b;
			if (kidney.distance((float) x, (float) z) > -radius - 0.8) continue;
			final double stretch = random.uniform(0.85, 1.15);
			final Ellipse cyst = new Ellipse(x, z, radius * stretch, radius / stretch, random.uniform(-1.5, 1.5), new ValueNoise(random,
				6, 6), 0.25);
			final double own = radius * Math.max(stretch, 1 / stretch);
			if (cysts.stream().allMatch(other -> Math.hypot(other.x - x, other.z - z) > own + Math.max(other.a, other.b) + WALL)) cysts
				.add(cyst);
		}
	}

	void paint(final TissueMap map) {
		for (int row = 0; row < map.height; row++) {
			final float z = map.z(row);
			for (int column = 0; column < map.width; column++) {
				final int sample = row * map.width + column;
				final float x = map.x(column);
				final float distance = kidney.distance(x, z);
				if (distance <= -0.5f) inside(map, sample, x, z, distance);
				else if (distance < 0.4f) wall(map, sample, x, z, kidney, 1);
				else around(map, sample, x, z, distance);
			}
		}
		Artefacts.refraction(map, kidney, random);
		Artefacts.sometimes(map, spec, skin + 1.5);
	}

	private void inside(final TissueMap map, final int sample, final float x, final float z, final float distance) {
		map.kind[sample] = TissueMap.ORGAN;
		if (finding == Kidney.MULTICYSTIC) cystic(map, sample, x, z);
		else if (opened(x, z) < 0) fluid(map, sample, TissueMap.PELVIS);
		else solid(map, sample, x, z, distance);
	}

	/** {@return distance to the wall of pelvis and calyces, mm, negative in their fluid} */
	private float opened(final float x, final float z) {
		float least = pelvis.b < 0.3 ? 9 : pelvis.distance(x, z);
		for (final Channel calyx : calyces)
			least = Math.min(least, calyx.distance(x, z));
		return least;
	}

	private static void fluid(final TissueMap map, final int sample, final byte cavity) {
		map.set(sample, FLUID, FLUID_ABSORPTION);
		map.cavity[sample] = cavity;
	}

	private void cystic(final TissueMap map, final int sample, final float x, final float z) {
		for (final Ellipse cyst : cysts) {
			final float distance = cyst.distance(x, z);
			if (distance < 0) {
				fluid(map, sample, TissueMap.CYST);
				return;
			}
			if (distance < 0.35f) {
				wall(map, sample, x, z, cyst, 0.5f);
				return;
			}
		}
		map.set(sample, 3 + 3 * coarse.at(x, z) + texture.at(x, z), 0.6f);
		map.kind[sample] = TissueMap.PARENCHYMA;
	}

	/** Cortex, pyramids, sinus. */
	private void solid(final TissueMap map, final int sample, final float x, final float z, final float distance) {
		final float toSinus = sinus.distance(x, z);
		if (toSinus < 0) {
			final float deep = Math.min(1, -toSinus / 2);
			map.set(sample, 1 + 8 * deep + 3 * coarse.at(x, z), 0.65f);
			return;
		}
		final float pyramid = pyramid(x, z, distance, toSinus);
		map.set(sample, -1 - 7 * pyramid + texture.at(x, z), 0.5f);
		map.kind[sample] = TissueMap.PARENCHYMA;
	}

	/** {@return how much of the sample is a pyramid, 0..1: between sinus and cortex, its tip at the sinus} */
	private float pyramid(final float x, final float z, final float distance, final float toSinus) {
		final double angle = StrictMath.atan2(kidney.v(x, z) / kidney.b, kidney.u(x, z) / kidney.a);
		final int count = sagittal ? PYRAMIDS : PYRAMIDS - 2;
		final double turn = angle / (2 * Math.PI) * count + phase;
		final double off = Math.abs(turn - Math.rint(turn));
		final float depth = toSinus / (toSinus - distance + 0.1f);
		if (depth < 0.03f || depth > 0.66f) return 0;
		final double half = 0.12 + 0.3 * depth / 0.66;
		final double edge = Math.min((half - off) * 10, Math.min((0.66 - depth) * 12, (depth - 0.03) * 20));
		return (float) Math.max(0, Math.min(1, edge));
	}

	/** A capsule or a cyst's wall: scatters, and mirrors where it lies across the beam. */
	private void wall(final TissueMap map, final int sample, final float x, final float z, final Ellipse of, final float strength) {
		final float facing = of.facing(x, z);
		final float square = facing * facing;
		map.kind[sample] = TissueMap.ORGAN;
		map.set(sample, -1 + 7 * square, 0.7f);
		map.mirror[sample] = 1.1f * strength * square * square * Math.max(0, 0.75f + 0.5f * coarse.at(x, z));
	}

	private void around(final TissueMap map, final int sample, final float x, final float z, final float distance) {
		final float streak = layers.at(x, z);
		if (z < skin) {
			map.set(sample, 3 + 2 * streak, 0.6f);
			if (Math.min(Math.abs(z - 0.6f), Math.abs(z - (float) skin + 0.3f)) < 0.2f) map.mirror[sample] = 1;
		}
		else if (z < fat) map.set(sample, -7 + 3 * streak, 0.55f);
		else if (z < muscle) {
			map.set(sample, -5 + 6 * streak, 0.6f);
			if (streak > 0.8f) map.mirror[sample] = 1.3f * (streak - 0.8f);
		}
		else if (distance < 3 + 1.5f * coarse.at(x * 0.4f, z * 0.4f)) map.set(sample, 4 + 2 * coarse.at(x, z), 0.55f);
		else map.set(sample, 1.2f * texture.at(x, z) + 0.8f * coarse.at(x, z) - (z > kidney.z + kidney.b ? 3 +
			3 * streak : 0), 0.52f);
	}
}
