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
import io.sonoflow.image.Box;

/**
 * A phantom of flow as its seed draws it.
 *
 * @param scene what moves
 * @param beams the scanner's settings
 * @param map its colours
 * @param box where colour is measured, pixels
 * @param line colour of the line round it, 0xFFRRGGBB
 * @param decorated whether yellow text and calipers lie on the picture, as scanners leave them
 * @param scatterers seed of their places
 */
record Setting(Scene scene, Beams beams, ColorMap map, Box box, int line, boolean decorated, long scatterers) {

	private static final int[] LINES = { 0xFF50D850, 0xFFFFFFFF, 0xFF46B4FF };

	private static final double BLOOD = -32, NOISE = -58, CYCLES = 3.2, F_NUMBER = 2.6;
	private static final int PACKET = 10;

	/** {@return the one that a seed gives} */
	static Setting draw(final DopplerSpec spec) {
		final RandomStream random = RandomStream.of(spec.seed(), "doppler-setting", spec.number(), spec.kind().ordinal());
		final boolean heart = spec.kind() == DopplerSpec.Kind.CHAMBER;
		final double depth = heart ? 70 : random.uniform(32, 40);
		final int[] scales = heart ? new int[] { 46, 54, 62 } : new int[] { 16, 20, 24, 32 };
		final double nyquist = 10.0 * scales[random.nextInt(scales.length)];
		final double steering = heart ? 0 : Math.toRadians(random.uniform(-15, 15));
		final Beams beams = new Beams(spec.size(), depth, heart ? 3.5 : random.uniform(6.5, 8), CYCLES, F_NUMBER, steering, nyquist,
			PACKET, 1, BLOOD, NOISE, 60);
		final Scene scene = heart ? chamber(spec, depth, nyquist, random) : vessel(spec, beams, random);
		final int size = spec.size();
		final Box box = heart ? box(size, 0.16, 0.16, 0.68, 0.7) : box(size, 0.14, 0.2, 0.72, 0.58);
		return new Setting(scene, beams, spec.map(), box, LINES[random.nextInt(LINES.length)], random.chance(0.5), spec.seed());
	}

	private static Box box(final int size, final double x, final double y, final double w, final double h) {
		return new Box((int) (size * x), (int) (size * y), (int) (size * w), (int) (size * h));
	}

	private static Scene vessel(final DopplerSpec spec, final Beams beams, final RandomStream random) {
		final double depth = beams.depth();
		final double angle = Math.toRadians(random.uniform(14, 32)) * (random.chance(0.5) ? 1 : -1);
		final double period = random.uniform(0.7, 1);
		final double[] along = { StrictMath.cos(angle), StrictMath.sin(angle) };
		// Half of all vessels are faster than the scale, and alias at the beat's highest.
		final double share = random.chance(0.5) ? random.uniform(0.6, 0.9) : random.uniform(1.2, 1.6);
		final double peak = share * beams.nyquist() / Math.max(0.25, Math.abs(beams.toward(along))) * (random.chance(0.5) ? 1 : -1);
		return new Vessel(random.uniform(-2, 2), depth * random.uniform(0.44, 0.54), angle, depth * random.uniform(0.07, 0.1), peak,
			Pulse.artery(period), 0.06, new double[] { random.uniform(0.2, 0.5), random.uniform(3, 5) }, 1.6 * depth,
				Vessel.texture(spec
				.seed(), spec.number()));
	}

	private static Scene chamber(final DopplerSpec spec, final double depth, final double nyquist, final RandomStream random) {
		final double a = depth * random.uniform(0.17, 0.21);
		final double b = depth * random.uniform(0.24, 0.29);
		// Up and down the sides of the vortex: b u (1 - u² ) has its highest, 0.385 b, at u = 0.58.
		final double turn = random.uniform(0.7, 1.3) * nyquist / (0.385 * b) * (random.chance(0.5) ? 1 : -1);
		final double period = random.uniform(0.7, 1);
		return new Chamber(random.uniform(-2, 2), depth * 0.5, a, b, random.uniform(0.14, 0.2), turn, Pulse.filling(period), Pulse
			.artery(period), Vessel.texture(spec.seed(), spec.number()));
	}
}
