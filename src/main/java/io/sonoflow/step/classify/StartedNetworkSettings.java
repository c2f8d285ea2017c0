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
package io.sonoflow.step.classify;

import io.sonoflow.nn.PrefixSettings;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Which network, what it sees, and the weights it starts from. */
public class StartedNetworkSettings extends NetworkSettings {

	private static final String SINGLE = "single";
	private static final String ORGAN = "organ";

	@Parameter(label = "Weights", description = "File of weights to start from (.safetensors, .pt, .pth), or the name of " +
		"installed ones, e.g. resnet18-imagenet; empty = from scratch.", attrs = { @Attr(name = Key.EXISTS), @Attr(
			name = Key.INSTALLED) })
	public File weights;

	@Parameter(label = "Tell the organ", description = "Tell the network which organ it sees (column organ), by FiLM; for " +
		"resnet18, cbam-resnet18, unet-flat and unet-pooled.", attrs = @Attr(name = Key.SINCE, value = "false"))
	public boolean film = false;

	@Parameter(label = "Heads", description = "One head for all labels (single), or one for each organ (column organ), which " +
		"knows the labels of its organ only.", choices = { SINGLE, ORGAN }, attrs = @Attr(name = Key.SINCE, value = SINGLE))
	public String heads = SINGLE;

	@Group("Network")
	public PrefixSettings source = new PrefixSettings();

	@Group(value = "Network", rare = true)
	public StemSettings stem = new StemSettings();

	/** {@return by key what the network starts from; empty = nothing} */
	public Map<String, Path> sources() {
		return weights == null ? Map.of() : Map.of("weights", weights.toPath());
	}

	/** {@return whether each organ has a head} */
	boolean organHeads() {
		return heads.equals(ORGAN);
	}
}
