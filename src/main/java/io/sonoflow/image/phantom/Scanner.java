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

import io.sonoflow.image.Box;

import java.util.List;

/**
 * The scanner of a site: what its make does to every image, whoever is examined. The first is that of sets of one site. The
 * others are the same whatever the seed, so that a site of one set is that of another.
 *
 * @param frequency factor on the pulse's frequency
 * @param gain added to the setting, dB
 * @param dynamicRange of the display, dB; 0 = as the examiner set it
 * @param smoothing standard deviation of a filter on the shown grey levels, pixels of a view of 300
 * @param left edge of the views on the screen, pixels
 * @param top likewise
 * @param panel left edge of grey scale and settings
 * @param header top of the lines of text
 * @param maker what stands on the screen
 */
record Scanner(double frequency, double gain, double dynamicRange, double smoothing, int left, int top, int panel, int header,
	String maker)
{

	/** Side of a view on a screen, pixels. */
	static final int VIEW = 300;

	private static final List<Scanner> ALL = List.of(new Scanner(1, 0, 0, 0, 185, 130, 16, 14, "SONOFLOW"), new Scanner(0.62, 5,
		72, 1, 44, 180, 704, 540, "ECHOLAB"), new Scanner(1.3, -5, 48, 0, 90, 250, 710, 30, "SCANEX"), new Scanner(0.8, -8, 80,
			1.6, 160, 70, 16, 440, "UROVIEW"), new Scanner(1.15, 6, 50, 0.6, 60, 110, 704, 14, "WAVE 9"), new Scanner(0.7, 1, 42,
				0.4, 185, 230, 16, 40, "SONAR 5"));

	/** The most sites that a set can have. */
	static final int MOST = ALL.size();

	/** {@return the scanner of a site, from 0} */
	static Scanner of(final int site) {
		return ALL.get(site);
	}

	/** {@return the setting for a patient, on this scanner} */
	Acquisition set(final Acquisition usual) {
		if (this == ALL.get(0)) return usual;
		return new Acquisition(usual.frequency() * frequency, usual.depth(), usual.focus(), usual.fNumber(), usual.cycles(),
			dynamicRange, usual.gain() + gain, usual.slope(), usual.noise());
	}

	/** {@return where the transverse and the sagittal view stand on its screen} */
	List<Box> views() {
		return List.of(new Box(left, top, VIEW, VIEW), new Box(left + VIEW, top, VIEW, VIEW));
	}

	/** Smooths what is shown (size x size), in place, as some scanners do. */
	void smooth(final byte[] pixels, final int size) {
		if (smoothing == 0) return;
		final double sigma = smoothing * size / VIEW;
		final int radius = Math.max(1, (int) Math.ceil(3 * sigma));
		final double[] kernel = new double[2 * radius + 1];
		double sum = 0;
		for (int i = 0; i < kernel.length; i++)
			sum += kernel[i] = StrictMath.exp(-0.5 * (i - radius) * (i - radius) / (sigma * sigma));
		for (int i = 0; i < kernel.length; i++)
			kernel[i] /= sum;
		final double[] values = new double[pixels.length];
		for (int i = 0; i < values.length; i++)
			values[i] = pixels[i] & 255;
		final double[] rows = filter(values, size, 1, size, kernel);
		final double[] both = filter(rows, size, size, 1, kernel);
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(both[i])));
	}

	/** Along one direction, edge values repeated. */
	private static double[] filter(final double[] in, final int size, final int along, final int across, final double[] kernel) {
		final int radius = kernel.length / 2;
		final double[] out = new double[in.length];
		for (int line = 0; line < size; line++)
			for (int i = 0; i < size; i++) {
				double sum = 0;
				for (int k = 0; k < kernel.length; k++)
					sum += kernel[k] * in[line * across + Math.max(0, Math.min(size - 1, i + k - radius)) * along];
				out[line * across + i * along] = sum;
			}
		return out;
	}
}
