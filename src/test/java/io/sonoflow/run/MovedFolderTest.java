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

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run whose folder is moved away while it writes: never two halves, one of which says finished. */
class MovedFolderTest {

	private static final String WHERE = "was moved, renamed or deleted";

	@TempDir
	Path temp;

	private void rename(final String from, final String to) {
		try {
			Files.move(temp.resolve(from), temp.resolve(to));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private String fails(final Trial trial, final boolean writesOn, final boolean replaced) {
		return assertThrows(SonoflowException.File.class, () -> trial.run(folder -> {
			AtomicFiles.writeText(folder.resolve("a/1.txt"), "1");
			rename("out", "elsewhere");
			if (replaced) assertTrue(temp.resolve("out").toFile().mkdir());
			if (writesOn) AtomicFiles.writeText(folder.resolve("a/2.txt"), "2");
			return null;
		})).getMessage();
	}

	@Test
	void theRunFailsAndWritesNoSecondFolder() throws IOException {
		for (final boolean writesOn : new boolean[] { true, false }) {
			final String message = fails(Trial.in(temp.resolve("out")), writesOn, false);
			assertTrue(message.contains(WHERE), message);
			assertFalse(Files.exists(temp.resolve("out")));
			assertEquals("running", RunJson.read(temp.resolve("elsewhere/run.json"), "").orElseThrow().status());
			// It goes on under its new name, as in a place to which it was moved on purpose.
			Trial.in(temp.resolve("elsewhere")).run(folder -> {
				assertTrue(folder.resumed());
				AtomicFiles.writeText(folder.resolve("a/2.txt"), "2");
				return null;
			});
			final RunJson record = RunJson.read(temp.resolve("elsewhere/run.json"), "").orElseThrow();
			assertTrue(record.isFinished());
			assertEquals(List.of("a/1.txt", "a/2.txt"), record.list(RunJson.FILES));
			for (final String each : List.of("a/1.txt", "a/2.txt", "a", "run.json", ".run.lock", ""))
				Files.deleteIfExists(temp.resolve("elsewhere").resolve(each));
		}
	}

	@Test
	void anotherFolderUnderTheNameIsNotTakenForIt() {
		final String message = fails(Trial.in(temp.resolve("out")), true, true);
		assertTrue(message.contains(WHERE), message);
		assertFalse(Files.exists(temp.resolve("out/a")) || Files.exists(temp.resolve("out/run.json")));
	}
}
