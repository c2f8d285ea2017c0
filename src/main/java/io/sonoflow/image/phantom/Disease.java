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
 * Inhomogeneous parenchyma: patches, some millimetres across, in which scatterers are sparse. Speckle is not fully
 * developed there (its envelope is K-like instead of Rayleigh distributed), and the echo level differs from the
 * surrounding. Shared by the views of a side: scale, contrast and sparseness.
 */
final class Disease {

	private Disease() {
	}

	/** Scatterers per resolution cell in the middle of a patch: below about 10, speckle is not fully developed. */
	private static final double FEWEST = 1.6, MOST = 3.2;

	static void paint(final TissueMap map, final ViewSpec spec, final Acquisition acquisition) {
		final RandomStream shared = RandomStream.of(spec.seed(), "phantom-disease", spec.patient(), spec.organ() ==
			Organ.THYROID ? 0 : spec.side());
		final double cell = shared.uniform(3.2, 4.8);
		final float contrast = (float) (shared.uniform(6, 9) * (shared.chance(0.75) ? -1 : 1));
		final double resolutionCell = 2 * Math.PI * acquisition.axialSigma() * acquisition.lateralSigma(acquisition.focus()) /
			(map.step * map.step);
		final float sparse = (float) Math.min(0.6, shared.uniform(FEWEST, MOST) / resolutionCell);
		final ValueNoise field = new ValueNoise(RandomStream.of(spec.seed(), "phantom-patches", spec.patient(), spec.side(),
			spec.view()), cell * 1.2, cell);
		for (int row = 0; row < map.height; row++)
			for (int column = 0; column < map.width; column++) {
				final int sample = row * map.width + column;
				if (map.kind[sample] != TissueMap.PARENCHYMA) continue;
				final float t = Math.max(0, Math.min(1, field.at(map.x(column), map.z(row)) * 1.6f + 0.5f));
				final float share = t * t * (3 - 2 * t);
				map.density[sample] = 1 - (1 - sparse) * share;
				map.patch[sample] = contrast * (share - 0.5f);
			}
	}
}
