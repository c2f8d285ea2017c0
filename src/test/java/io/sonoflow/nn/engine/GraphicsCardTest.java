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
package io.sonoflow.nn.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class GraphicsCardTest {

	private static List<String> words(final String... command) {
		return GraphicsCard.list(command).stream().map(GraphicsCard::words).toList();
	}

	private static GraphicsCard card(final double capability, final String driver) {
		return new GraphicsCard("a card", driver, capability);
	}

	@Test
	void whatStandsInTheWayIsSaid() {
		assertEquals(Optional.empty(), card(9, "580.95.05").obstacle());
		assertEquals(Optional.empty(), card(7.5, "528.33").obstacle());
		assertEquals(Optional.empty(), card(Double.NaN, "[N/A]").obstacle());
		assertTrue(card(9, "470.82").obstacle().orElseThrow().contains("driver 470.82 is too old for CUDA 12"));
		assertTrue(card(6.1, "580.1").obstacle().orElseThrow().contains("compute capability is 6.1"));
		assertTrue(card(Double.NaN, "").obstacle().orElseThrow().startsWith("a card. Restart"));
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void driverAndCapabilityAreRead() {
		final GraphicsCard card = GraphicsCard.list("printf", "NVIDIA A, 81559 MiB, 80429 MiB, 9.0, 580.1\n").get(0);
		assertTrue(card.answers());
		assertEquals("580.1", card.driver());
		assertEquals(9, card.capability());
		assertFalse(GraphicsCard.list("sh", "-c", "exit 9").get(0).answers());
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void eachCardIsALine() {
		assertEquals(List.of("NVIDIA A, 81559 MiB, 80429 MiB free, compute capability 9.0, driver 580.1", "[Not Supported]"),
			words("printf", "NVIDIA A, 81559 MiB, 80429 MiB, 9.0, 580.1\n[Not Supported]\n"));
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aDriverThatFailsIsSaid() {
		assertEquals(List.of("nvidia-smi fails: no devices were found"), words("sh", "-c",
			"echo no devices were found; exit 6"));
		assertEquals(List.of("nvidia-smi fails: exit code 9"), words("sh", "-c", "exit 9"));
	}

	@Test
	void withoutADriverThereIsNone() {
		assertEquals(List.of(), words("no-such-program-of-nvidia"));
	}
}
