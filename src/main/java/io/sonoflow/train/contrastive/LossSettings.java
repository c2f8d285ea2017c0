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
package io.sonoflow.train.contrastive;

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** What is learned: L = L_con + lambda L_sup. Published are temperature 0.5 and lambda 0.2. */
public final class LossSettings extends Parameters {

	/** Without, L = L_sup. */
	@Parameter(label = "Contrastive", description = "Compare views of images; without it, organs are all that is learned.")
	public boolean contrastive = true;

	/** Of {@link NtXent}. */
	@Parameter(label = "Temperature", description = "Temperature of the contrast, above 0; smaller = only the most similar " +
		"images count.", attrs = @Attr(name = Key.ABOVE, value = "0"))
	public double temperature = 0.5;

	/** Of {@link NtXent}. */
	@Parameter(label = "Epsilon", description = "Added to probabilities inside of the logarithm, 0 to 0.1; 1e-8 as in the " +
		"released code, 0 = exact.", min = "0", max = "0.1")
	public double epsilon = 0;

	@Parameter(label = "Lambda", description = "Weight of the organs' loss, at least 0; of use with two or more organs only.",
		min = "0")
	public double lambda = 0.2;

	@Parameter(label = "Summed", description = "Sum the organs' loss over the two views, as the released code does, which " +
		"doubles its weight, instead of the mean over all views.")
	public boolean summed = false;

	@Parameter(label = "Projection", description = "Width of the head in whose space views are compared, 2 to 65536.",
		min = "2", max = "65536")
	public int projection = 2048;

	/** {@return factor of the organs' loss, the mean over all views} */
	double organWeight() {
		return (contrastive ? lambda : 1) * (summed ? 2 : 1);
	}

	@Override
	public LossSettings clone() {
		return (LossSettings) super.clone();
	}
}
