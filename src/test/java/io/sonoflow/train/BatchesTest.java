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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class BatchesTest {

	private static final Batches.Filler NOISE = (epoch, draw, sample, target, offset) -> {
		final RandomStream random = RandomStream.of(3, "noise", epoch, draw);
		for (int i = 0; i < 5; i++)
			target[offset + i] = sample + random.nextFloat();
	};

	private static List<float[]> all(final int threads) {
		final List<float[]> seen = new ArrayList<>();
		try (Batches batches = new Batches(3, epoch -> IntStream.range(0, 23).map(i -> (i * 7 + epoch) % 23).toArray(), 4,
			NOISE, 5, threads))
		{
			while (batches.hasNext()) {
				final Batches.Batch batch = batches.next();
				seen.add(batch.values().clone());
			}
		}
		return seen;
	}

	@Test
	void contentAndOrderDoNotDependOnThreads() {
		final List<float[]> one = all(1);
		final List<float[]> many = all(5);
		assertEquals(18, one.size());
		assertEquals(one.size(), many.size());
		for (int i = 0; i < one.size(); i++)
			assertArrayEquals(one.get(i), many.get(i));
	}

	@Test
	void aSingleLeftOverJoinsTheBatchBefore() {
		final List<Integer> sizes = new ArrayList<>();
		final List<Boolean> last = new ArrayList<>();
		try (Batches batches = new Batches(2, epoch -> new int[9], 4, NOISE, 5, 2)) {
			while (batches.hasNext()) {
				final Batches.Batch batch = batches.next();
				sizes.add(batch.samples().length);
				last.add(batch.last());
			}
		}
		assertEquals(List.of(4, 5, 4, 5), sizes);
		assertEquals(List.of(false, true, false, true), last);
		assertEquals(3, Batches.count(10, 4));
		assertEquals(1, Batches.count(3, 4));
		assertEquals(1, Batches.count(1, 4));
		assertEquals(2, Batches.count(2, 1));
	}

	@Test
	void anImageThatCannotBeReadStopsTheConsumer() {
		try (Batches batches = new Batches(1, epoch -> new int[8], 4, (epoch, draw, sample, target, offset) -> {
			if (draw == 5) throw new SonoflowException.File("bad");
		}, 5, 2)) {
			batches.next();
			assertTrue(batches.hasNext());
			assertEquals("bad", assertThrows(SonoflowException.File.class, batches::next).getMessage());
		}
	}

	@Test
	void noEpochsNoBatches() {
		try (Batches batches = new Batches(0, epoch -> new int[8], 4, NOISE, 5, 2)) {
			assertFalse(batches.hasNext());
		}
	}
}
