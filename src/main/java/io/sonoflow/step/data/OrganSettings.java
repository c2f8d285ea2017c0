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
package io.sonoflow.step.data;

import io.sonoflow.dataset.Sample;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.util.List;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** What a classifier that is told the organ is told. */
public final class OrganSettings extends Parameters {

	@Parameter(label = "Organ", description = "The organ of all images, for a model that is told it (FiLM, or a head for each " +
		"organ): one that it knows; empty = the column organ, or the model's only one.", attrs = @Attr(name = Key.SINCE, value = ""))
	public String organ = "";

	/**
	 * {@return the images with their organs, as the model calls them}
	 *
	 * @throws io.sonoflow.SonoflowException.Input if the model must be told the organ of one and does not know it
	 */
	public List<Sample> of(final ModelConfig config, final List<Sample> samples) {
		final List<String> known = config.organs();
		return new KnownOrgans(known, !known.isEmpty()).of(organ, samples);
	}
}
