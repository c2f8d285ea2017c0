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
package io.sonoflow.nn.sam;

import ai.djl.Device;

import io.sonoflow.HashFill;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.Tensor;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of a small SAM filled by the formula: 64 px, two blocks, one of them of windows. */
public final class TinySam {

	/** Side of its picture. */
	public static final int SIZE = 64;

	static final SamShape SHAPE = new SamShape(new SamShape.Encoder(16, 16, 32, 2, 4, 16, List.of(3, 0), List.of(5, 7)),
		new SamShape.Decoder(2, 32, 2, 4, 3, 16, 16));

	private TinySam() {
	}

	/** {@return its tensors under the names of SAM's files} */
	public static Map<String, Tensor> tensors() {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		try (Sam sam = new Sam(Device.cpu(), SHAPE)) {
			sam.named().forEach((name, parameter) -> {
				final long[] shape = parameter.getShape().getShape();
				final String rule = shape.length > 1 ? "w" : name.matches(".*(norm|neck|downscaling\\.[14]|upscaling\\.1).*weight")
					? "norm"
					: "bias";
				tensors.put(name, Tensor.of(HashFill.fill(tensors.size(), shape, rule, HashFill.PHASE), shape));
			});
		}
		return tensors;
	}

	/** Writes them. */
	public static Path write(final Path file) {
		Safetensors.write(file, tensors(), Map.of());
		return file;
	}
}
