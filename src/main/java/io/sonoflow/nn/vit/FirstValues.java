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
package io.sonoflow.nn.vit;

import ai.djl.nn.Parameter;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.Initializer;

import java.util.Arrays;
import java.util.Map;

/**
 * First values as MAE draws them: linear layers uniform by Xavier (Glorot and Bengio, AISTATS 2010), the patches' convolution
 * as the linear layer that it is, biases 0, norms 1 and 0, the tokens of class and mask normal with deviation 0.02, tables
 * of positions sines and cosines (also where they are learned from there). The classifier's head is normal with deviation
 * 0.02, as timm's.
 */
final class FirstValues {

	private static final double DEVIATION = 0.02;

	private FirstValues() {
	}

	static Initializer.Rule of(final Map<String, Parameter> named, final TransformerShape shape) {
		return (name, random, data) -> fill(name, named.get(name), shape, random, data);
	}

	private static void fill(final String name, final Parameter parameter, final TransformerShape shape,
		final RandomStream random, final float[] data)
	{
		final long[] size = parameter.getShape().getShape();
		if (name.endsWith("pos_embed")) {
			final float[] table = PositionTable.floats((int) size[2], shape.rows(), shape.columns());
			System.arraycopy(table, 0, data, 0, data.length);
		}
		else if (name.endsWith("_token") || name.equals("head.weight")) Initializer.normal(data, random, DEVIATION);
		else switch (parameter.getType()) {
			case GAMMA -> Arrays.fill(data, 1);
			case BETA, BIAS -> Arrays.fill(data, 0);
			default -> Initializer.uniform(data, random, Math.sqrt(6.0 / (size[0] + data.length / (double) size[0])));
		}
	}
}
