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

/** How scanners show velocity: colours from the farthest away from the probe over the baseline to the fastest toward it. */
public enum ColorMap {
		/** Red to yellow toward the probe, blue to cyan away. */
		CLASSIC(0x00F0FF, 0x0000B4, 0xB40000, 0xFFC800),
		/** Dark red to white toward the probe, dark blue to pale blue away. */
		PALE(0xC8E6FF, 0x14148C, 0x960A0A, 0xFFF0C8),
		/** Magenta to orange toward the probe, green to blue away. */
		MIXED(0x00FF82, 0x0A3CB4, 0xA01464, 0xFFA014),
		/** Power without sign: brown to yellow. */
		POWER(0x5A1400, 0x5A1400, 0x5A1400, 0xFFFF00);

	/** Share of the bar about the baseline that is black. */
	private static final double GAP = 0.04;

	private final int away;
	private final int slowAway;
	private final int slowToward;
	private final int toward;

	ColorMap(final int away, final int slowAway, final int slowToward, final int toward) {
		this.away = away;
		this.slowAway = slowAway;
		this.slowToward = slowToward;
		this.toward = toward;
	}

	/** {@return whether it shows power, 0..1, not velocity} */
	public boolean isPower() {
		return this == POWER;
	}

	/** {@return the colour 0xFFRRGGBB of a velocity as a share of Nyquist's, -1..1; of power 0..1} */
	int of(final double share) {
		final double s = Math.max(-1, Math.min(1, share));
		return s < 0 ? mix(slowAway, away, -s) : mix(slowToward, toward, s);
	}

	/** {@return the bar's colour there; black about the baseline} */
	int onBar(final double share) {
		return !isPower() && Math.abs(share) < GAP ? 0xFF000000 : of(share);
	}

	private static int mix(final int from, final int to, final double share) {
		int mixed = 0xFF000000;
		for (int shift = 0; shift <= 16; shift += 8) {
			final int a = from >> shift & 255;
			final int b = to >> shift & 255;
			mixed |= (int) (a + share * (b - a) + 0.5) << shift;
		}
		return mixed;
	}
}
