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
