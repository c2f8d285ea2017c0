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

/**
 * The scanner as set for colour. Its beams are steered by an angle, along which alone motion is measured; toward the probe
 * counts as positive.
 *
 * @param size columns and rows of the picture, pixels
 * @param depth that it shows, mm; pixels are square
 * @param frequency of the pulse, MHz
 * @param cycles length of the pulse, full width at half maximum in periods
 * @param fNumber aperture: depth over width
 * @param steering of the beams, radians; positive = to the right
 * @param nyquist velocity at which the phase between two pulses is half a turn, mm/s
 * @param packet pulses a line, at least 3
 * @param order of the polynomial that the wall filter takes out, 0..2: 1 = mean and trend
 * @param blood echo of blood, dB relative to plain tissue
 * @param noise of the receiver, likewise
 * @param range of the display, dB onto 255 grey levels
 */
record Beams(int size, double depth, double frequency, double cycles, double fNumber, double steering, double nyquist,
	int packet, int order, double blood, double noise, double range)
{

	/** Speed of sound, mm per µs. */
	private static final double SOUND = 1.54;

	/** Full width at half maximum of a Gaussian over its standard deviation: 2 sqrt(2 ln 2). */
	private static final double FWHM = 2.3548200450309493;

	/** Grey level of plain tissue's mean echo. */
	private static final float REFERENCE_LEVEL = 100;

	/** {@return edge of a pixel, mm} */
	double step() {
		return depth / size;
	}

	/** {@return mm} */
	double wavelength() {
		return SOUND / frequency;
	}

	/** {@return pulses a second, by c PRF / (4 f) = Nyquist's velocity} */
	double rate() {
		return 4 * nyquist / wavelength();
	}

	/** {@return standard deviation of the pulse along z, pixels} */
	double axial() {
		return cycles * wavelength() / 2 / FWHM / step();
	}

	/** {@return standard deviation of the beam along x at depth z (mm), pixels; the focus is in the middle of the picture} */
	double lateral(final double z) {
		final double off = (z - depth / 2) / (5 * fNumber * fNumber * wavelength());
		return 1.2 * wavelength() * fNumber / FWHM / step() * Math.sqrt(1 + 0.6 * off * off);
	}

	/** {@return what of a velocity (mm/s) the beams see: its part toward the probe} */
	double toward(final double[] velocity) {
		return -(velocity[0] * StrictMath.sin(steering) + velocity[1] * StrictMath.cos(steering));
	}

	/** {@return a velocity as it is measured, folded into ±Nyquist} */
	double aliased(final double velocity) {
		return velocity - 2 * nyquist * Math.rint(velocity / (2 * nyquist));
	}

	/** {@return grey levels a decibel} */
	float slope() {
		return (float) (255 / range);
	}

	/** {@return the grey level of an echo, dB} */
	byte grey(final float level) {
		return (byte) (int) (Math.max(0, Math.min(255, REFERENCE_LEVEL + slope() * level)) + 0.5f);
	}

	/** {@return lateral position of a pixel's middle, mm} */
	double x(final double column) {
		return (column + 0.5 - 0.5 * size) * step();
	}

	/** {@return depth of a pixel's middle, mm} */
	double z(final double row) {
		return (row + 0.5) * step();
	}
}
