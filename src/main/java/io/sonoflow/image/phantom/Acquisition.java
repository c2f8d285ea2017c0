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
 * The scanner as set for one patient: the effects that all views of a patient share.
 *
 * @param frequency centre frequency of the pulse, MHz
 * @param depth what the image shows axially (and laterally: pixels are square), mm
 * @param focus transmit focus, mm
 * @param fNumber aperture: depth over width, sets the lateral width of the beam
 * @param cycles length of the pulse, full width at half maximum of its envelope in periods
 * @param dynamicRange of the display, dB onto 255 grey levels
 * @param gain overall, dB
 * @param slope wrong setting of the time gain compensation, dB per cm
 * @param noise electronic noise at depth 0 relative to the parenchyma's echo, dB
 */
record Acquisition(double frequency, double depth, double focus, double fNumber, double cycles, double dynamicRange,
	double gain, double slope, double noise) {

	/** Attenuation that the time gain compensation expects, dB / cm / MHz: soft tissue. */
	static final double EXPECTED_ATTENUATION = 0.5;

	/** Speed of sound, mm per µs. */
	private static final double SOUND = 1.54;

	/** Full width at half maximum of a Gaussian over its standard deviation: 2 sqrt(2 ln 2). */
	private static final double FWHM = 2.3548200450309493;

	/** Grey level of an echo of 0 dB (mean intensity of normal parenchyma) at gain 0. */
	private static final float REFERENCE_LEVEL = 100;

	/** {@return the setting for a patient, drawn from what is usual for small parts} */
	static Acquisition draw(final long seed, final Organ organ, final int patient) {
		final RandomStream random = RandomStream.of(seed, "phantom-patient", patient);
		final double frequency = random.uniform(8, 13) * band(organ);
		final double depth = switch (organ) {
			case TESTIS -> random.uniform(35, 45);
			case THYROID, NODULE -> random.uniform(44, 54);
			case KIDNEY -> random.uniform(80, 95);
			case NERVE -> random.uniform(26, 34);
			case FETAL -> random.uniform(112, 134);
		};
		return new Acquisition(frequency, depth, depth * random.uniform(0.35, 0.6), random.uniform(2.4, 3.2), random
			.uniform(3.2, 4.2), random.chance(0.5) ? 55 : 60, random.uniform(-2.5, 2.5), random.uniform(-0.8, 0.8), random
				.uniform(-66, -58));
	}

	/** {@return the frequency by that of small parts: what lies deep needs a lower one} */
	private static double band(final Organ organ) {
		return switch (organ) {
			case KIDNEY -> 0.45;
			case FETAL -> 0.36;
			default -> 1;
		};
	}

	/** {@return wavelength, mm} */
	double wavelength() {
		return SOUND / frequency;
	}

	/** {@return standard deviation of the pulse's envelope along the beam, mm: two-way, so half its length in tissue} */
	double axialSigma() {
		return cycles * wavelength() / 2 / FWHM;
	}

	/**
	 * Lateral width: diffraction (1.2 wavelengths by f-number) at the focus, growing away from it as a Gaussian beam
	 * does, and with depth because attenuation takes the high frequencies first.
	 *
	 * @param z depth, mm
	 * @return standard deviation of the beam's profile, mm
	 */
	double lateralSigma(final double z) {
		final double waist = 1.2 * wavelength() * fNumber / FWHM;
		final double rayleigh = 5 * fNumber * fNumber * wavelength();
		final double off = (z - focus) / rayleigh;
		return waist * Math.sqrt(1 + 0.6 * off * off) * (1 + 0.004 * Math.max(0, z));
	}

	/** {@return gain at depth z (mm) beyond what compensates the expected attenuation, dB; the focus is a little brighter} */
	float residualGain(final double z) {
		final double off = (z - focus) / (0.3 * depth);
		return (float) (slope * (z - focus) / 10 + 1.5 / (1 + off * off));
	}

	/** {@return electronic noise at depth z (mm) after time gain compensation, as an amplitude} */
	float noiseAmplitude(final double z) {
		return Decibels.amplitude((float) (noise + 2 * EXPECTED_ATTENUATION * frequency * z / 10));
	}

	/** {@return grey levels per dB} */
	float greyPerDecibel() {
		return (float) (255 / dynamicRange);
	}

	/** {@return grey level, before clipping, of an intensity of 0 dB} */
	float greyOfZero() {
		return REFERENCE_LEVEL + (float) gain * greyPerDecibel();
	}
}
