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
package io.sonoflow.nn.unet;

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.parameter.Parameters;

import java.util.Arrays;
import java.util.List;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Which network of its own a user may train; what no key tells is as in the published model. */
public final class UNetSettings extends Parameters {

	private static final String AUTO = "auto";

	@Parameter(label = "Size", description = "Side of the generated images in pixels, 8 to 1024; the network halves it at " +
		"every level but the first, so it must be divisible by that.", min = "8", max = "1024",
		attrs = @Attr(name = Key.UNIT, value = "pixels"))
	public int size = 256;

	@Parameter(label = "Base channels", description = "Channels that the multipliers multiply, 2 to 1024; 32 makes a small " +
		"network, 128 the published one.", min = "2", max = "1024")
	public int base = 128;

	@Parameter(label = "Multipliers", description = "Channels of each level as multiples of base, finest level first, " +
		"separated by commas; auto = as published for the size.", attrs = { @Attr(name = Key.REQUIRED), @Attr(
			name = Key.PATTERN, value = "auto|\\s*[0-9]+(\\.[0-9]+)?\\s*(,\\s*[0-9]+(\\.[0-9]+)?\\s*)*"), @Attr(
				name = Key.ALLOWED, value = "auto, or numbers such as 1,2,3,4") })
	public String multipliers = AUTO;

	@Parameter(label = "Blocks", description = "Residual blocks of each level, 1 to 16.", min = "1", max = "16")
	public int blocks = 2;

	@Parameter(label = "Attention", description = "Sides in pixels at which there are attention layers, separated by commas; " +
		"empty = at the coarsest level only.", attrs = { @Attr(name = Key.PATTERN,
			value = "\\s*[0-9]{1,9}\\s*(,\\s*[0-9]{1,9}\\s*)*"), @Attr(name = Key.ALLOWED,
				value = "whole numbers such as 16,8") })
	public String attention = "16,8";

	@Parameter(label = "Heads", description = "Heads of each attention layer, 1 to 64.", min = "1", max = "64")
	public int heads = UNetConfig.DEFAULT_HEADS;

	@Parameter(label = "Dropout", description = "Probability with which values are dropped in training, 0 to 0.9.",
		min = "0", max = "0.9")
	public double dropout = 0;

	/** That there is such a network. */
	@Override
	protected void checkTogether() {
		network().build();
	}

	/** {@return the network without classes, which are known only after the data was read} */
	public UNetConfig.Builder network() {
		final List<Double> factors = multipliers.strip().equals(AUTO) ? List.of() : Lists.texts(multipliers).stream().map(
			Double::valueOf).toList();
		return UNetConfig.builder(size).base(base).multipliers(factors).blocks(blocks).attention(Arrays.stream(Lists.integers(
			attention)).boxed().toList()).heads(heads).dropout(dropout);
	}
}
