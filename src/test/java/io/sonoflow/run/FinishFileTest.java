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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that a file ends early, what cancelled ones say, and which rounds count. */
class FinishFileTest {

	@TempDir
	Path temp;

	private Path finish() {
		return temp.resolve("out/finish");
	}

	private Trial trial() {
		return Trial.in(temp.resolve("out"));
	}

	/** {@return whether the run sees the file within the time in which it looks twice} */
	private static boolean sees(final RunFolder folder) {
		final Monitor asked = folder.finishable(Monitor.NONE, "A result.");
		try {
			for (int i = 0; i < 12 && !asked.isFinishing(); i++)
				Thread.sleep(100);
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
		return asked.isFinishing();
	}

	private Path put() {
		try {
			return Files.createFile(finish());
		}
		catch (final IOException e) {
			throw new IllegalStateException(e);
		}
	}

	@Test
	void endsTheRunAndIsGone() throws IOException {
		trial().run(folder -> {
			AtomicFiles.writeText(folder.resolve("a.txt"), "a");
			assertFalse(sees(folder));
			put();
			assertTrue(sees(folder));
			folder.endedEarly("after step 1 of 9", Monitor.NONE);
			return null;
		});
		assertFalse(Files.exists(finish()));
		assertEquals("finished after step 1 of 9", trial().status() + " " + trial().record().get("early").getAsString());
		assertEquals("[\"a.txt\"]", trial().record().get("files").toString());
		assertEquals("after step 1 of 9", RunInfo.read(temp.resolve("out")).early());
	}

	/** What lay there before a new run began means nothing to it, and stays; what was put to an unfinished one counts. */
	@Test
	void ofAnotherTimeItMeansNothing() throws IOException {
		trial().write("a.txt");
		Files.setLastModifiedTime(put(), FileTime.fromMillis(1_000_000_000_000L));
		trial().overwriting().run(folder -> {
			AtomicFiles.writeText(folder.resolve("a.txt"), "a");
			assertFalse(sees(folder));
			return null;
		});
		assertTrue(Files.exists(finish()));
		trial().overwriting().cancel("b.txt");
		assertTrue(trial().run(FinishFileTest::sees));
		assertFalse(Files.exists(finish()));
	}

	/** The first sees it as the second does; it goes with the last; a third, late, ends at once. */
	@Test
	void allShardsSeeIt() throws IOException {
		trial().shard("1/3").run(one -> {
			put();
			assertTrue(sees(one));
			trial().shard("2/3").run(two -> {
				AtomicFiles.writeText(two.resolve("b.txt"), "b");
				assertTrue(sees(two));
				two.endedEarly("with 2 of 3 parts", Monitor.NONE);
				two.merged();
				return null;
			});
			assertTrue(Files.exists(finish()), "the first may not have seen it yet");
			AtomicFiles.writeText(one.resolve("a.txt"), "a");
			return null;
		});
		assertFalse(Files.exists(finish()));
		assertEquals("with 2 of 3 parts", trial().record().get("early").getAsString());
		assertTrue(trial().shard("3/3").run(FinishFileTest::sees));
		assertFalse(trial().shard("3/3").overwriting().run(FinishFileTest::sees), "to be done all the same");
	}

	/** The message of a cancelled run claims what is on the disk. */
	@Test
	void cancelledRunsSayWhatIsKept() {
		final String nothing = cancelled(false, false);
		assertEquals("Cancelled. Nothing was finished yet, so nothing is kept.", nothing);
		assertFalse(Files.exists(temp.resolve("out")));
		assertTrue(cancelled(true, false).startsWith(
			"Cancelled. Nothing is kept to go on from: run again, the command begins anew."));
		assertEquals("Cancelled. Kept in " + temp.resolve("out") + ": 1 of 2 parts. Run the command again with the same parameters " +
			"to go on from there.", cancelled(true, true));
	}

	private String cancelled(final boolean writes, final boolean keeps) {
		return assertThrows(SonoflowException.Cancelled.class, () -> trial().run(folder -> {
			if (keeps) folder.keeps(() -> Files.exists(folder.resolve("a.txt")) ? "1 of 2 parts" : "");
			if (writes) AtomicFiles.writeText(folder.resolve("a.txt"), "a");
			throw new SonoflowException.Cancelled("Cancelled.");
		})).getMessage();
	}

	/** Finishing is wanted before anything is done, in the second round, and never. */
	@Test
	void onlyWholeRoundsCount() {
		assertEquals(List.of("a1", "a2"), rounds(0));
		assertEquals(List.of("a1", "a2"), rounds(3));
		assertEquals(List.of("a1", "a2", "b1", "b2"), rounds(4));
		assertEquals(List.of("a1", "a2", "b1", "b2", "c1", "c2"), rounds(99));
	}

	/** @param after so many tasks the result is wanted; a task that is not needed then is stopped when it asks */
	private static List<String> rounds(final int after) {
		final Set<String> done = new TreeSet<>();
		final Rounds<String> rounds = new Rounds<>(List.of("a1", "a2", "b1", "b2", "c1", "c2"), task -> task.charAt(0),
			done::contains);
		final Monitor monitor = new Monitor() {

			@Override
			public boolean isFinishing() {
				return done.size() >= after;
			}
		};
		for (final String task : List.of("a1", "a2", "b1", "b2", "c1", "c2"))
			rounds.run(task, monitor, stopping -> {
				stopping.checkCancelled();
				assertFalse(stopping.isFinishing());
				done.add(task);
			});
		return rounds.whole();
	}
}
