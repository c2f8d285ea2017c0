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
package io.sonoflow.curate.manifold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.SonoflowException;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The inception score against the fixture and in its two extremes. */
class InceptionScoreTest {

	@Tag(Fixtures.TAG)
	@Test
	void asInTheFixture() {
		final Npz.Array array = Fixtures.npz("manifold", "inception_logits").get("logits");
		final Features logits = Features.of(array.floats(), (int) array.shape()[1]);
		final JsonObject all = KidTest.scores("inception_score");
		final List<String> splits = Fixtures.matches(all.keySet(), "splits(\\d+)");
		assertFalse(splits.isEmpty());
		for (final String parts : splits) {
			final JsonObject expected = all.getAsJsonObject("splits" + parts);
			final InceptionScore.Score score = InceptionScore.of(logits, Integer.parseInt(parts));
			assertEquals(expected.get("mean").getAsDouble(), score.mean(), 1e-9);
			assertEquals(expected.get("std_ddof0").getAsDouble(), score.std(), 1e-9);
		}
	}

	@Test
	void fromOneToTheNumberOfClasses() {
		final Features same = Features.of(new float[][] { { 1, 2, 3 }, { 1, 2, 3 } });
		assertEquals(1, InceptionScore.of(same, 1).mean(), 1e-12);
		// Logits whose probabilities underflow.
		final Features clear = Features.of(new float[][] { { 0, -3000, -3000 }, { -3000, 0, -3000 }, { -3000, -3000, 0 } });
		assertEquals(3, InceptionScore.of(clear, 1).mean(), 1e-12);
		assertThrows(SonoflowException.Input.class, () -> InceptionScore.of(same, 3));
	}
}
