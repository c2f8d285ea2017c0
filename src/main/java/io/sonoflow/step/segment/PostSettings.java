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
package io.sonoflow.step.segment;

import io.sonoflow.image.mask.PostProcessing;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.parameter.Parameters;

import java.util.List;

import org.scijava.plugin.Parameter;

/** What is done to masks after the network. */
public final class PostSettings extends Parameters {

	@Parameter(label = "Post-process", description = "As published: close and open, keep the largest part and a second of at " +
		"least 30 % " +
		"of it, fill small holes; of thyroids only drop parts below 0.1 % of the picture; of paired organs keep both.")
	public boolean post = true;

	@Parameter(label = "Smooth", description = "Part of the post-processing: close and open.")
	public boolean smooth = true;

	@Parameter(label = "Largest", description = "Part of the post-processing: keep the largest parts only.")
	public boolean largest = true;

	@Parameter(label = "Fill", description = "Part of the post-processing: fill small holes.")
	public boolean fill = true;

	/** {@return the masks of a picture of an organ as they are to be} */
	PostProcessing.Result apply(final List<Mask> masks, final String organ) {
		if (!post) return new PostProcessing.Result(masks, List.of());
		PostProcessing processing = PostProcessing.of(organ);
		if (!smooth) processing = processing.withoutSmoothing();
		if (!largest) processing = processing.withAllParts();
		if (!fill) processing = processing.withHoles();
		return processing.apply(masks);
	}
}
