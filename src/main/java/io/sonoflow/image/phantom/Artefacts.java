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

/** Shadows: at an organ's flanks by refraction, and now and then below a calcification or a fold of the skin. */
final class Artefacts {

	/** Share of views with a shadow of each kind. */
	private static final double STONE = 0.06, FOLD = 0.15;

	private Artefacts() {
	}

	/** The flanks of a rounded organ refract the beam away: narrow shadows below both. */
	static void refraction(final TissueMap map, final Ellipse organ, final RandomStream random) {
		map.shadow(organ.x - organ.a, organ.z, 0.6, random.uniform(3, 8));
		map.shadow(organ.x + organ.a, organ.z, 0.6, random.uniform(3, 8));
	}

	/**
	 * @param skin depth below which a fold of the skin is, mm
	 */
	static void sometimes(final TissueMap map, final ViewSpec spec, final double skin) {
		final RandomStream random = RandomStream.of(spec.seed(), "phantom-shadows", spec.patient(), spec.side(), spec
			.view());
		final double half = 0.5 * map.size * map.step;
		if (random.chance(FOLD)) map.shadow(random.uniform(-0.8, 0.8) * half, skin, random.uniform(0.8, 2), random.uniform(5,
			12));
		if (random.chance(STONE)) stone(map, random.uniform(-0.7, 0.7) * half, random.uniform(0.5, 1.5) * half, random
			.uniform(0.4, 0.9));
	}

	/** A calcification: bright, and nothing passes. */
	private static void stone(final TissueMap map, final double x, final double z, final double radius) {
		final Ellipse stone = new Ellipse(x, z, radius, 0.6 * radius);
		for (int row = 0; row < map.height; row++)
			for (int column = 0; column < map.width; column++) {
				if (stone.distance(map.x(column), map.z(row)) > 0) continue;
				final int sample = row * map.width + column;
				map.mirror[sample] = 3;
				map.echo[sample] = 8;
				if (map.kind[sample] == TissueMap.PARENCHYMA) map.kind[sample] = TissueMap.ORGAN;
			}
		map.shadow(x, z + 0.6 * radius, 0.7 * radius, 18);
	}
}
