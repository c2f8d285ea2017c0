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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.nn.engine.GraphicsCard;
import io.sonoflow.step.setup.GpuAdvice.Seen;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class GpuAdviceTest {

	private static final List<GraphicsCard> CARD = List.of(new GraphicsCard("a card", "580.1", 9));

	private static void assertAdvice(final String why, final String next, final Seen seen) {
		final GpuAdvice advice = GpuAdvice.of(seen).orElseThrow();
		assertTrue(advice.why().contains(why), advice.why());
		assertTrue(advice.next().contains(next), advice.next());
	}

	@Test
	void theFirstThingInTheWayIsTold() {
		assertEquals(Optional.empty(), GpuAdvice.of(new Seen(1, true, false, false, CARD, true, null, false)));
		assertAdvice("nvidia-smi is not found", "nothing, without such a GPU", new Seen(0, false, false, false, List.of(), false,
			null,
			false));
		assertAdvice("the one for CPUs", "Install Engine", new Seen(0, false, false, false, CARD, true, null, false));
		assertAdvice("the one for CPUs", "point PYTORCH_LIBRARY_PATH", new Seen(0, false, true, false, CARD, true, null, false));
		assertAdvice("the one for CPUs", "start again: one with CUDA is installed", new Seen(0, false, false, true, CARD, true, null,
			false));
		assertAdvice("driver 470.1 is too old", "Update the driver", new Seen(0, false, false, false,
			List.of(new GraphicsCard("a card",
			"470.1", 9)), true, null, false));
		assertAdvice("nvidia-smi fails", "Restart the computer", new Seen(0, true, false, false, List.of(new GraphicsCard(
			"nvidia-smi fails: exit code 9", "", Double.NaN)), true, null, false));
		assertAdvice("CUDA_VISIBLE_DEVICES= hides", "take that environment variable away", new Seen(0, true, false, false, CARD,
			true, "",
			false));
		assertAdvice("sees no GPU", "nvidia-smi", new Seen(0, true, false, false, CARD, true, null, false));
		assertAdvice("Apple", "device=mps", new Seen(0, false, false, false, List.of(), false, null, true));
	}
}
