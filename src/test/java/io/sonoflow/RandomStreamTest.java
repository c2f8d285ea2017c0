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
package io.sonoflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class RandomStreamTest {

	/** Known answers of the Random123 distribution. */
	@Test
	void philoxMatchesThePublishedVectors() {
		final int[] zero = { 0, 0, 0, 0 };
		RandomStream.philox(zero, 0, 0);
		assertArrayEquals(new int[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 }, zero);
		final int[] ones = { -1, -1, -1, -1 };
		RandomStream.philox(ones, -1, -1);
		assertArrayEquals(new int[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd }, ones);
		final int[] pi = { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 };
		RandomStream.philox(pi, 0xa4093822, 0x299f31d0);
		assertArrayEquals(new int[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 }, pi);
	}

	@Test
	void streamsAreReproducibleAndDistinct() {
		assertEquals(RandomStream.of(1, "a", 2, 3).nextLong(), RandomStream.of(1, "a", 2, 3).nextLong());
		assertNotEquals(RandomStream.of(1, "a", 2, 3).nextLong(), RandomStream.of(1, "a", 3, 2).nextLong());
		assertNotEquals(RandomStream.of(1, "a", 2).nextLong(), RandomStream.of(1, "b", 2).nextLong());
		assertNotEquals(RandomStream.of(1, "a", 2).nextLong(), RandomStream.of(2, "a", 2).nextLong());
	}

	@Test
	void momentsAreThoseOfTheDistributions() {
		final RandomStream random = RandomStream.of(0, "moments");
		final int n = 200_000;
		double sum = 0;
		double squares = 0;
		double uniform = 0;
		final int[] counts = new int[7];
		for (int i = 0; i < n; i++) {
			final double g = random.nextGaussian();
			sum += g;
			squares += g * g;
			uniform += random.nextFloat();
			counts[random.nextInt(7)]++;
		}
		assertEquals(0, sum / n, 5 / Math.sqrt(n));
		assertEquals(1, squares / n, 5 * Math.sqrt(2.0 / n));
		assertEquals(0.5, uniform / n, 5 * Math.sqrt(1 / 12.0 / n));
		for (final int count : counts)
			assertEquals(n / 7.0, count, 5 * Math.sqrt(n / 7.0));
	}
}
