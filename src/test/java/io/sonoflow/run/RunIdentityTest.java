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
package io.sonoflow.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

class RunIdentityTest {

	/** Of a computing step. */
	public static final class Config extends Parameters {

		@Parameter(label = "Device", description = "What to compute on.", attrs = @Attr(name = Key.ALIKE, value = "gpu0"))
		public String device;
	}

	private static RunIdentity on(final String device) {
		final JsonObject all = new JsonObject();
		all.addProperty("device", device);
		return RunIdentity.of("Trial...", all, JsonNull.INSTANCE, new Config());
	}

	/** The shards of a run are one a card; what was recorded on the first card keeps its key. */
	@Test
	void anotherGpuIsTheSameRun() {
		assertEquals(Optional.empty(), on("gpu0").difference(on("gpu12")));
		assertEquals(on("gpu0").key(), on("gpu3").key());
		assertEquals(RunIdentity.asWritten("Trial...", on("gpu0").parameters(), JsonNull.INSTANCE, new Config()).key(), on("gpu0")
			.key());
	}

	@Test
	void aCpuIsNoGpu() {
		for (final String other : new String[] { "cpu", "auto", "mps" })
			assertTrue(on("gpu0").difference(on(other)).orElse("").contains(other), other);
	}
}
