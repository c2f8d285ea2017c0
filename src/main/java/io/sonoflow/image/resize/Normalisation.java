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
package io.sonoflow.image.resize;

/** From 8-bit grey to what a network is fed with. The one place where this is defined. */
public enum Normalisation {

	/** x / 255: 0..1 */
	UNIT(255, 0, 1),
	/** (x / 255 - 0.5) / 0.25: -2..2, classifiers */
	CLASSIFIER(255, 0.5, 0.25),
	/** x / 127.5 - 1: -1..1, diffusion models */
	DIFFUSION(127.5, 1, 1),
	/** x / 128 - 1: the Inception graph of 2015-12-05, by which FID is defined */
	INCEPTION(128, 1, 1);

	private final double unit;
	private final double mean;
	private final double deviation;

	Normalisation(final double unit, final double mean, final double deviation) {
		this.unit = unit;
		this.mean = mean;
		this.deviation = deviation;
	}

	/** {@return the network's value of a grey value 0..255} */
	public float apply(final double gray) {
		return (float) ((gray / unit - mean) / deviation);
	}

	/** {@return the grey value, not rounded or clamped, of a network's value} */
	public double invert(final double value) {
		return (value * deviation + mean) * unit;
	}
}
