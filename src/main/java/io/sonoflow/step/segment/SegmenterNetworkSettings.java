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

import io.sonoflow.nn.PrefixSettings;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.parameter.Parameters;

import java.io.File;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Which network segments, what it sees, and what it starts from. */
public final class SegmenterNetworkSettings extends Parameters {

	@Parameter(label = "Weights", description = "A model.safetensors of this command to start from, of the same widths; organs " +
		"and " +
		"structures may be others. Empty = from scratch.", attrs = @Attr(name = Key.EXISTS))
	public File weights;

	@Group("Network")
	public PrefixSettings source = new PrefixSettings();

	@Parameter(label = "Size", description = "Side to which pictures are brought for the network, 16 to 4096; masks that are " +
		"written have the pictures' own.", min = "16", max = "4096", attrs = @Attr(name = Key.UNIT, value = "pixels"))
	public int size = 512;

	@Parameter(label = "Widths", description = "Channels of the U-Net's scales, the finest first; each further scale halves " +
		"the size, " +
		"which must be divisible so often.", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.PATTERN, value = Lists.INTEGERS),
			@Attr(name = Key.ALLOWED, value = "whole numbers separated by commas, such as 32,64,128,256,512"), @Attr(name = Key.LIST) })
	public String widths = "32,64,128,256,512";

	@Parameter(label = "FiLM", description = "Tell the network the organ (column organ), by which it modulates its features; one " +
		"network serves all organs.")
	public boolean film = true;

	@Parameter(label = "Classifier", description = "A model of Train Classifier (convolutional) whose features join the " +
		"U-Net's at its " +
		"deepest scale through a gate; it does not learn. Empty = none.", attrs = @Attr(name = Key.EXISTS))
	public File classifier;

	@Parameter(label = "Crop", description = "Look at the field of view only, where it is surely found; outside of it nothing is " +
		"segmented. For whole screens.")
	public boolean crop = false;
}
