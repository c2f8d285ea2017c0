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
package io.sonoflow.step;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageEncoder;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** In what numbers a trained network computes. */
public final class PrecisionSettings extends Parameters {

	@Parameter(label = "Precision", description = "Numbers to compute in: fp32; bf16 = what takes the time in bfloat16, faster " +
		"on newer GPUs and CPUs; fp16 = in float16, on GPUs only. With the last two results differ in the third digit.", choices = {
			"fp32", "bf16", "fp16" }, attrs = @Attr(name = Key.SINCE, value = "fp32"))
	public String precision = "fp32";

	/**
	 * Sees that a device can, and tells the network.
	 *
	 * @throws io.sonoflow.SonoflowException.Device if the device cannot compute so
	 * @throws io.sonoflow.SonoflowException.Input if the network has only float32
	 */
	public void apply(final ImageEncoder network, final Monitor monitor) {
		network.infer(checked(network.manager().getDevice(), monitor));
	}

	/**
	 * {@return the precision, after the device was seen to have it}
	 *
	 * @throws io.sonoflow.SonoflowException.Device if it has not
	 */
	public Precision checked(final Device device, final Monitor monitor) {
		final Precision chosen = Precision.named(precision);
		Devices.check(chosen, device, monitor);
		return chosen;
	}
}
