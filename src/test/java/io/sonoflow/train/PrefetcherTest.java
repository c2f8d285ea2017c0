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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class PrefetcherTest {

	private static final int PIECES = 4;

	/** Item n holds n, n + 1, n + 2, n + 3, each written by a piece of its own. */
	private static Prefetcher.Item<long[]> numbers(final long number, final long[] spare) {
		final long[] value = spare == null ? new long[PIECES] : spare;
		final List<Runnable> work = new ArrayList<>();
		for (int i = 0; i < PIECES; i++) {
			final int place = i;
			work.add(() -> value[place] = number + place);
		}
		return new Prefetcher.Item<>(value, work);
	}

	private static void assertNumbers(final long first, final long[] value) {
		for (int i = 0; i < PIECES; i++)
			assertEquals(first + i, value[i]);
	}

	@Test
	void inOrderAndInNoMoreMemoryThanIsKeptAhead() {
		final Set<long[]> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		try (Prefetcher<long[]> items = new Prefetcher<>("test", 50, 3, 2, PrefetcherTest::numbers)) {
			for (int i = 0; i < 50; i++) {
				final long[] value = items.get(i);
				seen.add(value);
				assertNumbers(i, value);
			}
		}
		assertEquals(4, seen.size());
	}

	@Test
	void neverFurtherAheadThanAllowed() {
		final List<Long> planned = new ArrayList<>();
		try (Prefetcher<long[]> items = new Prefetcher<>("test", 5, 2, 2, (number, spare) -> {
			planned.add(number);
			return numbers(number, spare);
		})) {
			assertEquals(List.of(), planned);
			items.get(0);
			assertEquals(List.of(0L, 1L, 2L), planned);
			items.get(1);
			assertEquals(List.of(0L, 1L, 2L, 3L), planned);
			items.get(2);
			items.get(3);
			items.get(4);
			assertEquals(List.of(0L, 1L, 2L, 3L, 4L), planned);
			assertThrows(IllegalArgumentException.class, () -> items.get(5));
		}
	}

	@Test
	void theNextItemsAreMadeWhileTheFirstIsWaitedFor() {
		final CountDownLatch others = new CountDownLatch(2);
		try (Prefetcher<boolean[]> items = new Prefetcher<>("test", 4, 2, 3, (number, spare) -> {
			final boolean[] together = new boolean[1];
			return new Prefetcher.Item<>(together, List.of(() -> {
				if (number > 0) others.countDown();
				else together[0] = met(others);
			}));
		})) {
			assertTrue(items.get(0)[0]);
		}
	}

	private static boolean met(final CountDownLatch others) {
		try {
			return others.await(30, TimeUnit.SECONDS);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Test
	void anyItemMayBeAskedFor() {
		try (Prefetcher<long[]> items = new Prefetcher<>("test", 50, 3, 3, PrefetcherTest::numbers)) {
			for (final int i : new int[] { 7, 8, 3, 3, 49, 0, 1, 2 })
				assertNumbers(i, items.get(i));
		}
	}

	@Test
	void errorsReachTheConsumerAsTheyAre() {
		final SonoflowException bad = new SonoflowException.File("bad");
		final AssertionError worse = new AssertionError("worse");
		try (Prefetcher<long[]> items = new Prefetcher<>("test", 3, 1, 2, (number, spare) -> new Prefetcher.Item<>(new long[1],
			List.of(() -> {
				if (number == 1) throw bad;
				if (number == 2) throw worse;
			})))) {
			items.get(0);
			assertSame(bad, assertThrows(SonoflowException.File.class, () -> items.get(1)));
			assertSame(worse, assertThrows(AssertionError.class, () -> items.get(2)));
		}
	}

	@Test
	void anInterruptCancelsAndNoThreadIsLeft() {
		final CountDownLatch never = new CountDownLatch(1);
		try (Prefetcher<long[]> items = new Prefetcher<>("waiting test", 3, 1, 2, (number, spare) -> new Prefetcher.Item<>(
			new long[1], List.of(() -> {
				try {
					never.await();
				}
				catch (final InterruptedException e) {
					Thread.currentThread().interrupt();
				}
			})))) {
			Thread.currentThread().interrupt();
			assertThrows(SonoflowException.Cancelled.class, () -> items.get(0));
			assertTrue(Thread.currentThread().isInterrupted());
		}
		assertTrue(Thread.interrupted(), "closing keeps it");
		assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals(
			"Sonoflow waiting test")));
	}
}
