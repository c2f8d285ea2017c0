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

import ai.djl.Device;

import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;

import java.util.List;

/** The Vision Transformers that {@link Networks} knows. */
public final class Transformers implements Networks.Family {

	@Override
	public List<Networks.Entry> entries() {
		return List.of(entry(Networks.VIT_TINY16, 192, 3), entry(Networks.VIT_SMALL16, 384, 6), entry(Networks.VIT_BASE16, 768,
			12));
	}

	private static Networks.Entry entry(final String name, final int width, final int heads) {
		return new Networks.Entry(name, (device, channels, classes) -> make(name, device, width, heads, channels, classes),
			"patch_embed.proj.weight", "head.weight");
	}

	private static ImageNetwork make(final String name, final Device device, final int width, final int heads,
		final int channels, final int classes)
	{
		return new VisionTransformer(name, device, TransformerShape.of16(width, heads), channels, classes);
	}
}
