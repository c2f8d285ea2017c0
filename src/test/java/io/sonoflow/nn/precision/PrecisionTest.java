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
package io.sonoflow.nn.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Devices;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** What users are told of a precision. */
class PrecisionTest {

	private final List<String> said = new ArrayList<>();
	private final Monitor monitor = new Monitor() {

		@Override
		public void warn(final String text) {
			said.add(text);
		}

		@Override
		public void message(final String text) {
			said.add(text);
		}
	};

	@Test
	void aDeviceIsTriedAndTheUserTold() {
		Devices.check(Precision.FP32, Device.cpu(), monitor);
		assertEquals(List.of(), said);
		Devices.check(Precision.BF16, Device.cpu(), monitor);
		// What this CPU was seen to do, whichever it is.
		assertTrue(said.size() == 1 && said.get(0).matches(
			"precision=bf16 is slower .* takes \\d+\\.\\d times as long\\. .*|.* is \\d+\\.\\d times as fast on this CPU\\."), said
				.toString());
		final Device absent = Device.of("mps", -1);
		final var error = assertThrows(SonoflowException.Device.class, () -> Devices.check(Precision.BF16, absent, monitor));
		assertTrue(error.getMessage().matches("precision=bf16 does not work on device=mps \\(.+\\)\\. Use precision=fp32\\."), error
			.getMessage());
	}

	@Test
	void whereNothingIsChosenItIsSaidWhatBfloat16WouldGive() {
		assertEquals(Precision.FP32, Precision.chosen(Precision.AUTO));
		Devices.check(Precision.AUTO, Device.cpu(), monitor);
		assertTrue(said.size() == 1 && said.get(0).matches(
			"precision=auto: computing in float32\\. In bfloat16 a convolution of 64 channels was seen to be \\d+\\.\\d times as fast " +
				"on cpu; precision=bf16 .*\\."), said.toString());
	}

	@Test
	void names() {
		assertEquals(Precision.BF16, Precision.named("bf16"));
		assertEquals(Precision.FP16, Precision.named("fp16"));
		final var error = assertThrows(SonoflowException.Input.class, () -> Precision.named("fp8"));
		assertTrue(error.getMessage().contains("precision=fp32, precision=bf16 or, on a GPU, precision=fp16"), error.getMessage());
	}

	@Test
	void float16IsForGpus() {
		final var error = assertThrows(SonoflowException.Device.class, () -> Devices.check(Precision.FP16, Device.cpu(), monitor));
		assertEquals("precision=fp16 is for GPUs, and device=cpu is none. Use precision=bf16 or precision=fp32.", error.getMessage());
	}
}
