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
package io.sonoflow.nn.mil;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** Which frames counted. */
class BagSharesTest {

	/** Probabilities of the upper class: 0.8, 0.5, 0.2. */
	private static final double[][] LOGITS = { { 0, Math.log(4) }, { 0, 0 }, { Math.log(4), 0 } };

	private static void check(final BagPooling pooling, final int target, final double... expected) {
		assertArrayEquals(expected, BagScores.shares(pooling, 2, LOGITS, target), 1e-12);
	}

	@Test
	void partsOfTheAnswer() {
		check(BagPooling.MEAN, 1, 0.8 / 1.5, 0.5 / 1.5, 0.2 / 1.5);
		check(BagPooling.MEAN, 0, 0.2 / 1.5, 0.5 / 1.5, 0.8 / 1.5);
		check(BagPooling.MAX, 1, 1, 0, 0);
		check(BagPooling.TOP_K, 0, 0.5, 0.5, 0);
		// 0.2 x 0.5 x 0.8: the logarithms add up.
		final double all = Math.log(0.2 * 0.5 * 0.8);
		check(BagPooling.NOISY_OR, 1, Math.log(0.2) / all, Math.log(0.5) / all, Math.log(0.8) / all);
		check(BagPooling.NOISY_OR, 0, Math.log(0.2) / all, Math.log(0.5) / all, Math.log(0.8) / all);
	}
}
