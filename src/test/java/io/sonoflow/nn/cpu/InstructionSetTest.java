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
package io.sonoflow.nn.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstructionSetTest {

	@Test
	void aCpuThatHidesItsCachesIsNotKnown(@TempDir final Path tmp) throws IOException {
		final Path size = tmp.resolve("size");
		assertFalse(InstructionSet.knowsCaches(size));
		Files.writeString(size, "48K");
		assertTrue(InstructionSet.knowsCaches(size));
	}

	/** Where nothing is hidden nothing is slowed down; where it is, each run says so. */
	@Test
	void aLimitIsSaid() {
		Torch.start();
		assertFalse(InstructionSet.isLimited() && InstructionSet.knowsCaches());
		assertEquals(InstructionSet.isLimited(), Devices.describe(Device.cpu()).contains("SSE4.1 only"));
	}

	@Test
	void instructionsForBfloat16AreFound() {
		assertTrue(InstructionSet.hasBfloat16("model name : avx512_bf16\nflags\t\t: fpu avx512_bf16 amx_tile\n"));
		assertTrue(InstructionSet.hasBfloat16("Features\t: fp asimd bf16\n"));
		assertFalse(InstructionSet.hasBfloat16("model name : avx512_bf16\nflags\t\t: fpu avx512f\n"));
	}

	@Test
	void makersAreTold() {
		assertTrue(InstructionSet.isByIntel("processor\t: 0\nvendor_id\t: GenuineIntel\n"));
		assertFalse(InstructionSet.isByIntel("vendor_id\t: AuthenticAMD\nmodel name\t: no GenuineIntel\n"));
		assertFalse(InstructionSet.isByIntel(""));
	}
}
