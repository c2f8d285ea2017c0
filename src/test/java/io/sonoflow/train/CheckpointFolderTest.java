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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {

	@TempDir
	Path folder;

	private void write(final long step) {
		CheckpointFolder.write(folder, step, part -> Files.writeString(part.resolve("a.txt"), "step " + step));
	}

	@Test
	void theNewestIsKept() throws IOException {
		assertEquals(Optional.empty(), CheckpointFolder.latest(folder));
		write(9);
		write(10);
		final Path last = CheckpointFolder.latest(folder).orElseThrow();
		assertEquals("step_0000010", last.getFileName().toString());
		assertEquals("step 10", Files.readString(last.resolve("a.txt")));
		assertFalse(Files.exists(folder.resolve("step_0000009")));
		write(10);
		assertTrue(Files.exists(last));
	}

	/** What was begun and not ended is no checkpoint, and goes with the next one. */
	@Test
	void aFailedOneLeavesTheOneBefore() throws IOException {
		write(1);
		final var error = assertThrows(SonoflowException.File.class, () -> CheckpointFolder.write(folder, 2, part -> {
			Files.writeString(part.resolve("half.txt"), "half");
			throw new IOException("disk full");
		}));
		assertTrue(error.getMessage().contains("disk full") && error.getMessage().contains("the checkpoint before is kept"));
		assertEquals("step_0000001", CheckpointFolder.latest(folder).orElseThrow().getFileName().toString());
		write(3);
		assertFalse(Files.exists(folder.resolve(".part-step_0000002")));
	}

	@Test
	void onlyCheckpointsAreCleared() throws IOException {
		write(1);
		Files.writeString(folder.resolve("notes.txt"), "mine");
		CheckpointFolder.clear(folder);
		assertTrue(Files.exists(folder.resolve("notes.txt")));
		assertEquals(Optional.empty(), CheckpointFolder.latest(folder));
	}
}
