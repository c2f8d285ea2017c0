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
package io.sonoflow.diffusion;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

import io.sonoflow.SonoflowException;

import java.util.Arrays;

/**
 * Classifier-free guidance (Ho and Salimans, 2021): noise = without class + guidance (with class - without class). 1 is
 * the plain conditional prediction, more pushes towards what is typical of the class, 0 is unconditional. The variance
 * value stays that of the conditional prediction.
 */
public final class Guidance implements NoisePredictor {

	private final NoisePredictor network;
	private final double guidance;

	private Guidance(final NoisePredictor network, final double guidance) {
		this.network = network;
		this.guidance = guidance;
	}

	/**
	 * @param network trained with classes, and with labels left out now and then
	 * @param guidance at least 0
	 * @return the network itself for guidance 1; else a predictor that asks it twice, images without a class once
	 */
	public static NoisePredictor of(final NoisePredictor network, final double guidance) {
		if (!(guidance >= 0 && guidance < Double.POSITIVE_INFINITY)) throw new SonoflowException.Input("guidance=" +
			guidance + " is not allowed. Use 0 or more; 1 = no extra push, 1.5 to 4 are usual.");
		return guidance == 1 ? network : new Guidance(network, guidance);
	}

	@Override
	public NDArray predict(final NDArray x, final int timestep, final int[] classes) {
		final NDArray output = network.predict(x, timestep, classes);
		if (Arrays.stream(classes).allMatch(c -> c == NO_CLASS)) return output;
		final int[] none = new int[classes.length];
		Arrays.fill(none, NO_CLASS);
		final NDIndex noise = new NDIndex(":, :{}", x.getShape().get(1));
		// Images without a class got the same answer twice.
		final NDArray without = network.predict(x, timestep, none).get(noise);
		output.get(noise).subi(without).muli(guidance).addi(without);
		return output;
	}

	@Override
	public Device device() {
		return network.device();
	}
}
