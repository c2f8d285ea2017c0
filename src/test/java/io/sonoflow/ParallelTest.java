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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

/** Results in order, failures as they are, an end in which nothing runs on. */
class ParallelTest {

	private static final int COUNT = 1000;

	@Test
	void resultsAndProgressAreInOrder() {
		final List<Long> told = new ArrayList<>();
		final List<Integer> squares = Parallel.map("squares", COUNT, new Monitor() {

			@Override
			public void progress(final String stage, final long done, final long total) {
				assertEquals(COUNT, total);
				told.add(done);
			}
		}, i -> i * i);
		assertEquals(IntStream.range(0, COUNT).map(i -> i * i).boxed().toList(), squares);
		assertEquals(LongStream.rangeClosed(1, COUNT).boxed().toList(), told);
		assertEquals(List.of(), Parallel.map("nothing", 0, Monitor.NONE, i -> i));
		final AtomicInteger sum = new AtomicInteger();
		Parallel.forEach("sum", COUNT, Monitor.NONE, sum::addAndGet);
		assertEquals(COUNT * (COUNT - 1) / 2, sum.get());
	}

	@Test
	void theFirstFailureIsThrownAsItIs() {
		final SonoflowException.File failure = new SonoflowException.File("piece 7");
		assertEquals(failure, assertThrows(SonoflowException.File.class, () -> Parallel.map("failing", COUNT, Monitor.NONE, i -> {
			if (i >= 7) throw i == 7 ? failure : new IllegalStateException("a later one");
			return i;
		})));
	}

	@Test
	void whenItWasStoppedNothingRunsOn() throws InterruptedException {
		final AtomicInteger running = new AtomicInteger();
		final AtomicInteger begun = new AtomicInteger();
		assertThrows(SonoflowException.Cancelled.class, () -> Parallel.forEach("long", COUNT, new Monitor() {

			@Override
			public boolean isCancelled() {
				return begun.get() > 3;
			}
		}, i -> {
			running.incrementAndGet();
			begun.incrementAndGet();
			try {
				Thread.sleep(5);
			}
			catch (final InterruptedException e) {
				throw new IllegalStateException(e);
			}
			running.decrementAndGet();
		}));
		assertEquals(0, running.get());
		final int before = begun.get();
		Thread.sleep(20);
		assertEquals(before, begun.get());
		assertTrue(before < COUNT);
	}
}
