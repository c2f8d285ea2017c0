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
package io.sonoflow.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sonoflow.SonoflowException;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** What is said of a step whose numbers are none. */
class StepLoopTest {

	private static StepLoop.Now now(final int images, final String kept) {
		return new StepLoop.Now("pretraining", 7, IntStream.range(0, images).mapToObj(i -> Path.of("anna-secret", i + ".png"))
			.toList(), kept, "Use a lower rate.");
	}

	private static String said(final StepLoop.Now now, final String what, final double value) {
		return assertThrows(SonoflowException.Input.class, () -> now.requireFinite(what, value)).getMessage();
	}

	@Test
	void stepAndImagesAreNamedWithoutTheirFolders() {
		assertEquals("The gradient of the pretraining became NaN in step 7: the network has diverged. Its images: 0.png, 1.png. " +
			"The encoder of step 4 is kept. Use a lower rate.", said(now(2, "The encoder of step 4 is kept."), "gradient",
				Double.NaN));
		assertEquals("The loss of the pretraining became Infinity in step 7: the network has diverged. Its images: 0.png, 1.png, " +
			"2.png, 3.png, 4.png and 59 more. Use a lower rate.", said(now(64, ""), "loss", Double.POSITIVE_INFINITY));
		assertEquals("The loss of the pretraining became NaN in step 7: the network has diverged. Use a lower rate.", said(now(0, ""),
			"loss", Double.NaN));
		for (final double fine : List.of(0.0, -3.0, Double.MAX_VALUE))
			now(2, "").requireFinite("loss", fine);
	}
}
