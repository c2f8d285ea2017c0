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
package io.sonoflow.nn.inception;

import ai.djl.Device;
import ai.djl.nn.Parameter;

import io.sonoflow.HashFill;
import io.sonoflow.image.Images;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * InceptionV3 filled by the formula of the reference networks, names in plain ASCII order, the convolutions times the root
 * of 2 so that an image can still be told from another after 94 rectifiers; and an image by a formula.
 */
public final class FormulaInception {

	private FormulaInception() {
	}

	/** {@return all 472 tensors} */
	public static Map<String, Tensor> tensors() {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		try (InceptionV3 network = new InceptionV3(Device.cpu())) {
			int p = 0;
			for (final Map.Entry<String, Parameter> entry : new TreeMap<>(network.named()).entrySet()) {
				final long[] shape = entry.getValue().getShape().getShape();
				final float[] data = HashFill.fill(p++, shape, rule(entry.getKey(), shape), HashFill.PHASE);
				if (shape.length == 4) for (int i = 0; i < data.length; i++)
					data[i] *= (float) Math.sqrt(2);
				tensors.put(entry.getKey(), Tensor.of(data, shape));
			}
		}
		return tensors;
	}

	/** {@return the same as a state dict} */
	public static StateDict weights() {
		return StateDict.of(tensors(), Map.of());
	}

	private static String rule(final String name, final long[] shape) {
		if (name.endsWith("running_mean")) return "rmean";
		if (name.endsWith("running_var")) return "rvar";
		if (shape.length > 1) return "w";
		return name.endsWith(".bn.weight") ? "norm" : "bias";
	}

	/** {@return 256 x 200 pixels} */
	public static ArrayImg<UnsignedByteType, ByteArray> image() {
		final byte[] pixels = new byte[256 * 200];
		for (int y = 0; y < 200; y++)
			for (int x = 0; x < 256; x++)
				pixels[y * 256 + x] = (byte) ((3 * x * x + 5 * y * y + 7 * x * y) / 16 % 256);
		return Images.bytes(pixels, 256, 200);
	}
}
