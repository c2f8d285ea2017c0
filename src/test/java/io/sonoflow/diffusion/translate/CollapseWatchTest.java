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
package io.sonoflow.diffusion.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.train.LossLog;

import org.junit.jupiter.api.Test;

class CollapseWatchTest {

	/** @param early rows of a young training, then as many of these */
	private static String said(final double judge, final double spread) {
		final LossLog log = new LossLog(CollapseWatch.DISCRIMINATOR, CollapseWatch.SPREAD);
		for (int row = 0; row < 10; row++) {
			log.add(CollapseWatch.DISCRIMINATOR, row < 5 ? 2 : judge, 1);
			log.add(CollapseWatch.SPREAD, row < 5 ? 0.1 : spread, 1);
			if (row < 9) assertEquals("", CollapseWatch.look(log).orElse(""), "too early to say");
			log.endRow(row);
		}
		return CollapseWatch.look(log).orElse("");
	}

	@Test
	void aSureDiscriminatorAndSpeckleThatIsGoneAreSaid() {
		assertEquals("", said(1.4, 0.95));
		assertTrue(said(0.01, 0.95).contains("its loss is 0.010 of 2"), said(0.01, 0.95));
		assertTrue(said(1.4, 0.2).contains("20 % of the true one's"), said(1.4, 0.2));
		assertTrue(said(1.4, 3).contains("runs wild"), said(1.4, 3));
	}

	@Test
	void withoutDiscriminatorThereIsNothingToSay() {
		assertEquals("", said(Double.NaN, Double.NaN));
	}
}
