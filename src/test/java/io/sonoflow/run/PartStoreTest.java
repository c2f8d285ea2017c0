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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Children;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** A part of its own, and the making of what several processes need. */
class PartStoreTest extends AbstractPartTest<PartStoreTest.Sum> {

	/** Some numbers, and what they make. */
	record Sum(int[] terms, long value) {

		boolean isRight() {
			return terms != null && IntStream.of(terms).sum() == value;
		}
	}

	/** No payload. */
	record Taken(String key) {
	}

	@Override
	protected PartStore<Sum> store() {
		return new PartStore<>(run, "deep/parts", Sum.class);
	}

	@Override
	protected Sum payload() {
		return new Sum(new int[] { 1, 2 }, 3);
	}

	@Override
	protected boolean isWhole(final Sum read) {
		return read.isRight();
	}

	@Override
	protected String onDisk() {
		return "{\"key\":\"k\",\"terms\":[1,2],\"value\":3}";
	}

	@Override
	protected Map<String, String> edits() {
		return Map.of("3", "4", "[1,2]", "null", "terms", "term", "2", "\"two\"");
	}

	@Test
	void aPayloadHasNoKeyOfItsOwn() {
		assertThrows(IllegalArgumentException.class, () -> new PartStore<>(run, "parts", Taken.class));
	}

	@Test
	void threadsThatNeedTheSameMakeItOnce() throws Exception {
		final AtomicInteger made = new AtomicInteger();
		final ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			final List<Future<Sum>> sums = IntStream.range(0, 4).mapToObj(i -> threads.submit(() -> store().findOrMake("sum", KEY,
				Sum::isRight, () -> slow(made), Monitor.NONE))).toList();
			for (final Future<Sum> sum : sums)
				assertEquals(3, sum.get(30, TimeUnit.SECONDS).value());
		}
		finally {
			threads.shutdownNow();
		}
		assertEquals(1, made.get());
		assertEquals(3, store().findOrMake("sum", "changed", Sum::isRight, () -> slow(made), Monitor.NONE).value());
		assertEquals(2, made.get(), "what depends on other data is made again");
		assertEquals(List.of("deep"), List.of(run.toFile().list()), "no lock stays");
	}

	private static Sum slow(final AtomicInteger made) {
		made.incrementAndGet();
		try {
			Thread.sleep(300);
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
		return new Sum(new int[] { 1, 2 }, 3);
	}

	/** A process that makes the sum, and says so in a file. */
	static final class Maker {

		private Maker() {
		}

		/** @param arguments the folder */
		public static void main(final String[] arguments) {
			final Path run = Path.of(arguments[0]);
			new PartStore<>(run, "parts", Sum.class).findOrMake("sum", KEY, Sum::isRight, () -> {
				try {
					Files.writeString(run.resolve("made.txt"), "!", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
				}
				catch (final IOException e) {
					throw new IllegalStateException(e);
				}
				return slow(new AtomicInteger());
			}, Monitor.NONE);
		}
	}

	@Test
	void processesThatNeedTheSameMakeItOnce() throws Exception {
		final List<Process> children = List.of(Children.start(Maker.class, run.toString()), Children.start(Maker.class, run
			.toString()), Children.start(Maker.class, run.toString()));
		for (final Process child : children)
			assertEquals(0, child.waitFor());
		assertEquals("!", Files.readString(run.resolve("made.txt")));
		assertTrue(new PartStore<>(run, "parts", Sum.class).find("sum", KEY, Sum::isRight).isPresent());
	}

	@Test
	void whoWaitsCanBeStoppedAndFailuresAreTriedAgain() throws Exception {
		final CountDownLatch making = new CountDownLatch(1);
		final CountDownLatch stopped = new CountDownLatch(1);
		final ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			final Future<Sum> failing = thread.submit(() -> store().findOrMake("sum", KEY, Sum::isRight, () -> {
				making.countDown();
				try {
					stopped.await();
				}
				catch (final InterruptedException e) {
					throw new IllegalStateException(e);
				}
				throw new SonoflowException.File("no memory");
			}, Monitor.NONE));
			making.await();
			assertThrows(SonoflowException.Cancelled.class, () -> store().findOrMake("sum", KEY, Sum::isRight, this::payload,
				new Monitor() {

					@Override
					public boolean isCancelled() {
						return true;
					}
				}));
			stopped.countDown();
			assertThrows(Exception.class, failing::get);
		}
		finally {
			thread.shutdownNow();
		}
		assertEquals(3, store().findOrMake("sum", KEY, Sum::isRight, this::payload, Monitor.NONE).value());
	}

	/** Whatever becomes of its file, nobody waits for a lock that its holder is through with. */
	@Test
	void aLockIsGivenUpEvenIfItsFileCannotBeDeleted() throws IOException {
		final PartLock lock = PartLock.take(run, "leak", () -> false, Monitor.NONE);
		final Path file = run.resolve(".run-leak.lock");
		final Path moved = Files.move(file, run.resolve("moved"));
		Files.createDirectories(file.resolve("in the way"));
		lock.close();
		try (FileChannel channel = FileChannel.open(moved, StandardOpenOption.WRITE)) {
			assertNotNull(channel.tryLock());
		}
	}
}
