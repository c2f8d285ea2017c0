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

import java.util.Optional;

/**
 * Tissue and blood that move along paths known in closed form, so that any moment can be asked for in any order.
 * Millimetres: x from the middle of the picture to the right, z from the probe's face down; seconds.
 */
interface Scene {

	/** {@return whether this place holds blood while nothing is displaced} */
	boolean isBlood(double x, double z);

	/**
	 * Places of blood at rest, also of such as is out of the picture and will come into it.
	 *
	 * @param density scatterers a square millimetre
	 * @return x and z, mm
	 */
	double[][] blood(RandomStream random, double density);

	/** {@return echo of the tissue at a place at rest, dB relative to plain tissue} */
	double level(double x, double z);

	/**
	 * A set of scatterers at rest, prepared once.
	 *
	 * @param x at rest, mm
	 * @param z at rest, mm
	 * @return what {@link #move} needs of each of them
	 */
	Paths paths(double[] x, double[] z);

	/** Where scatterers are at a moment. */
	interface Paths {

		/**
		 * @param t moment, s
		 * @param x mm, is written
		 * @param z mm, is written
		 */
		void at(double t, double[] x, double[] z);
	}

	/** What is true of all places at one moment. */
	interface Moment {

		/**
		 * @param velocity mm/s, x and z, is written
		 * @return whether there is blood at x, z
		 */
		boolean velocity(double x, double z, double[] velocity);
	}

	/** {@return unit vector, x and z, along which all flows; empty if there is none} */
	default Optional<double[]> direction() {
		return Optional.empty();
	}

	/** {@return the truth at a moment} */
	Moment moment(double t);
}
