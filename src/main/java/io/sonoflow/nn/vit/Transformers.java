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

import io.sonoflow.nn.Networks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Vision Transformers that {@link Networks} knows. */
public final class Transformers implements Networks.Family {

	private static final Map<String, TransformerShape> SHAPES = new LinkedHashMap<>();

	static {
		SHAPES.put(Networks.VIT_TINY16, TransformerShape.of16(192, 3));
		SHAPES.put(Networks.VIT_SMALL16, TransformerShape.of16(384, 6));
		SHAPES.put(Networks.VIT_BASE16, TransformerShape.of16(768, 12));
	}

	@Override
	public List<Networks.Entry> entries() {
		return SHAPES.entrySet().stream().map(each -> new Networks.Entry(each.getKey(), (device, channels,
			classes) -> new VisionTransformer(each.getKey(), device, each.getValue(), channels, classes),
			"patch_embed.proj.weight", "head.weight")).toList();
	}

	/** {@return whether an architecture is one of them} */
	public static boolean isKnown(final String architecture) {
		return SHAPES.containsKey(architecture);
	}

	/** {@return the usual sizes of one of them} */
	static TransformerShape shape(final String name) {
		return SHAPES.get(name);
	}
}
