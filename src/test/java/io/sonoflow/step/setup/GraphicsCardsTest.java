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
package io.sonoflow.step.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class GraphicsCardsTest {

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void eachCardIsALine() {
		assertEquals(List.of("NVIDIA A, 81559 MiB, 80429 MiB free, compute capability 9.0, driver 580.1", "[Not Supported]"),
			GraphicsCards.list("printf", "NVIDIA A, 81559 MiB, 80429 MiB, 9.0, 580.1\n[Not Supported]\n"));
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aDriverThatFailsIsSaid() {
		assertEquals(List.of("nvidia-smi fails: no devices were found"), GraphicsCards.list("sh", "-c",
			"echo no devices were found; exit 6"));
		assertEquals(List.of("nvidia-smi fails: exit code 9"), GraphicsCards.list("sh", "-c", "exit 9"));
	}

	@Test
	void withoutADriverThereIsNone() {
		assertEquals(List.of(), GraphicsCards.list("no-such-program-of-nvidia"));
	}
}
