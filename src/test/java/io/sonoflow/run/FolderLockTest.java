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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run at a time, in one process or in several. */
class FolderLockTest {

	@TempDir
	Path temp;

	private Trial trial() {
		return Trial.in(temp.resolve("out"));
	}

	/** Another process may take long to delete what it replaces. */
	@Test
	void whoWaitsForADecisionCanBeCancelled() throws IOException {
		final Path folder = temp.toRealPath();
		final Monitor cancelled = new Monitor() {

			@Override
			public boolean isCancelled() {
				return true;
			}
		};
		try (FolderLock deciding = FolderLock.take(folder, "output", Shard.parse("1/2"), cancelled)) {
			assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThrows(SonoflowException.Cancelled.class,
				() -> FolderLock.take(folder, "output", Shard.parse("2/2"), cancelled)));
			deciding.decided();
			FolderLock.take(folder, "output", Shard.parse("2/2"), cancelled).close();
		}
	}

	@Test
	void aRefusedProcessTouchesNothing() throws Exception {
		final Process first = trial().process("wait", "parts/1.txt", "parts/2.txt");
		try {
			Trial.await(temp.resolve("out/parts/2.txt"));
			trial().overwriting().size(2).refused("being written by another run");
			trial().overwriting().refused("being written by another run");
			trial().shard("1/2").refused("being written by another run");
			trial().size(2).overwriting().shard("1/2").refused("being written by another run");
			assertEquals("running", trial().status());
		}
		finally {
			first.destroyForcibly();
		}
		Trial.end(first);
		trial().write("parts/3.txt");
		assertEquals(3, trial().record().getAsJsonArray("files").size());
	}

	@Test
	void shardsExcludeAnUnshardedRunAndTheSameShard() throws Exception {
		final Process first = trial().shard("1/3").process("wait", "parts/1.txt");
		try {
			Trial.await(temp.resolve("out/parts/1.txt"));
			trial().overwriting().refused("being written by another run");
			trial().shard("1/3").refused("being written by another run");
			trial().shard("2/3").write("parts/2.txt");
			assertEquals(0, Trial.end(trial().shard("3/3").process("finish", "parts/3.txt")));
			trial().overwriting().refused("being written by another run");
		}
		finally {
			first.destroyForcibly();
		}
		Trial.end(first);
		assertTrue(trial().run(RunFolder::resumed));
	}

	@Test
	void theSameInOneProcess() throws IOException {
		trial().run(outer -> {
			refused(trial());
			refused(trial().overwriting());
			refused(trial().shard("1/2").overwriting());
			return null;
		});
		final Trial other = Trial.in(temp.resolve("shards"));
		other.shard("1/2").run(outer -> {
			refused(other);
			refused(other.shard("1/2"));
			other.shard("2/2").write("b.txt");
			refused(other);
			return null;
		});
	}

	private static void refused(final Trial trial) {
		final String message = assertThrows(SonoflowException.Input.class, () -> trial.write("c.txt")).getMessage();
		assertTrue(message.contains("being written by another run"), message);
	}

	/** A lock file that is deleted while others wait for it guards nothing. */
	@Test
	void neverTwoAtOnceHoweverOften() throws Exception {
		final AtomicInteger inside = new AtomicInteger();
		final AtomicInteger worked = new AtomicInteger();
		final ExecutorService executor = Executors.newFixedThreadPool(4);
		final List<Future<?>> all = new ArrayList<>();
		for (int i = 0; i < 4; i++)
			all.add(executor.submit(() -> {
				for (int turn = 0; turn < 60; turn++)
					try {
						trial().overwriting().run(folder -> {
							if (inside.incrementAndGet() != 1) throw new IllegalStateException("two at once");
							Thread.yield();
							inside.decrementAndGet();
							return worked.incrementAndGet();
						});
					}
					catch (final SonoflowException.Input e) {
						Thread.yield();
					}
			}));
		for (final Future<?> each : all)
			each.get();
		executor.shutdown();
		assertTrue(worked.get() > 0);
		assertFalse(Files.exists(temp.resolve("out/.run.lock")));
	}

	@Test
	void twoProcessesStartedTogetherDoNotMix() throws Exception {
		final List<Process> processes = new ArrayList<>();
		for (int i = 1; i <= 2; i++)
			processes.add(trial().size(i).process("finish", i + ".txt", "both.txt"));
		final long good = processes.stream().map(Trial::end).filter(code -> code == 0).count();
		assertEquals(1, good, "the second is refused, whether the first is at work or has finished");
		assertEquals(2, trial().record().getAsJsonArray("files").size());
	}
}
