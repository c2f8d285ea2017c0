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
package io.sonoflow.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several change one file, and nobody waits without end. */
class FileTurnsTest {

	@TempDir
	Path folder;

	@Test
	void eachReadsWhatTheOneBeforeWrote() throws IOException {
		final Path file = Files.writeString(folder.resolve("count.txt"), "0");
		IntStream.range(0, 40).parallel().forEach(i -> FileTurns.take(file, () -> add(file)));
		assertEquals("40", Files.readString(file));
		assertTrue(FileTurns.isLock(".count.txt.lock"));
		assertFalse(FileTurns.isLock("count.txt") || FileTurns.isLock(".a/b.lock"));
	}

	private static void add(final Path file) {
		try {
			Files.writeString(file, Integer.toString(Integer.parseInt(Files.readString(file)) + 1));
		}
		catch (final IOException e) {
			throw new IllegalStateException(e);
		}
	}

	@Test
	void whoFindsItTakenForLongIsToldSo() throws IOException {
		final Path file = folder.resolve("table.csv");
		final Runnable work = () -> AtomicFiles.writeText(file, "mine");
		try (FileChannel channel = FileChannel.open(FileTurns.lock(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			FileLock lock = channel.lock())
		{
			assertTrue(lock.isValid());
			final String message = assertThrows(SonoflowException.File.class, () -> FileTurns.take(file, Duration.ofMillis(300),
				work)).getMessage();
			assertTrue(message.contains("by another program") && message.contains(".table.csv.lock"), message);
			assertFalse(Files.exists(file));
		}
		FileTurns.take(file, work);
		assertEquals("mine", Files.readString(file));
	}

	@Test
	void itEndsByItsWorkAndGivesTheTurnBack() {
		final Path file = folder.resolve("table.csv");
		assertThrows(IllegalStateException.class, () -> FileTurns.take(file, () -> {
			throw new IllegalStateException("no");
		}));
		FileTurns.take(file, Duration.ofMillis(300), () -> AtomicFiles.writeText(file, "mine"));
		assertTrue(Files.exists(file));
		// A folder that is not there is told by the writing.
		assertThrows(IllegalStateException.class, () -> FileTurns.take(folder.resolve("none/a.txt"), () -> add(folder.resolve(
			"none/a.txt"))));
	}
}
