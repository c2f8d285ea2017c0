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

import io.sonoflow.nn.Networks;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Which network, and what it sees. */
public class NetworkSettings extends Parameters {

	@Parameter(label = "Backbone", description = "Architecture of the network; r2plus1d-18 and r3d-18 are for clips.", choices = {
		Networks.RESNET18,
		Networks.RESNET50, Networks.DENSENET121, Networks.DENSENET169, Networks.VIT_TINY16, Networks.VIT_SMALL16,
		Networks.VIT_BASE16, Networks.CBAM_RESNET18, Networks.UNET_FLAT, Networks.UNET_POOLED,
		Networks.R2PLUS1D18, Networks.R3D18 })
	public String backbone = Networks.RESNET18;

	@Parameter(label = "Size", description = "Side of the network's input in pixels, 32 to 1024.", min = "32", max = "1024",
		attrs = @Attr(name = Key.UNIT, value = "pixels"))
	public int size = 256;
}
