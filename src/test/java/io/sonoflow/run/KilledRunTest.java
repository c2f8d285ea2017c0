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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die at a bad moment. */
class KilledRunTest {

	@TempDir
	Path temp;

	private Trial trial() {
		return Trial.in(temp.resolve("out"));
	}

	@Test
	void itsFilesAreKnownAndNothingElse() throws IOException {
		assertNotEquals(0, Trial.end(trial().process("halt", "parts/1.txt", "parts/deep/2.txt")));
		assertEquals("running", trial().status());
		final Path beside = Files.writeString(temp.resolve("out/parts/mine.txt"), "mine");
		Files.createDirectories(temp.resolve("out/empty"));
		trial().size(2).refused("size was 1, now 2");
		trial().size(2).overwriting().write("b.txt");
		assertEquals("mine", Files.readString(beside));
		assertTrue(trial().has("empty"));
		assertFalse(trial().has("parts/1.txt") || trial().has("parts/deep"));
		assertEquals("[\"b.txt\"]", trial().record().get("files").toString());
	}

	@Test
	void itGoesOnAndOwnsBothParts() throws IOException {
		assertNotEquals(0, Trial.end(trial().process("halt", "parts/1.txt", "parts/2.txt")));
		assertNotEquals(0, Trial.end(trial().process("halt", "parts/2.txt", "parts/3.txt")));
		assertTrue(trial().run(RunFolder::resumed));
		assertEquals("[\"parts/1.txt\",\"parts/2.txt\",\"parts/3.txt\"]", trial().record().get("files").toString());
		assertFalse(trial().has(".run.written"));
		trial().size(2).overwriting().write("b.txt");
		assertFalse(trial().has("parts"));
	}

	/** The name that it was writing when it was killed is noted again when it is written by the next. */
	@Test
	void killedTwiceItGoesOn() throws IOException {
		assertNotEquals(0, Trial.end(trial().process("torn", "1.txt")));
		assertNotEquals(0, Trial.end(trial().process("halt", "torn.txt")));
		trial().write("torn.txt");
		assertEquals("[\"1.txt\",\"torn.txt\"]", trial().record().get("files").toString());
	}

	@Test
	void aTornFileIsNoResult() throws IOException {
		assertNotEquals(0, Trial.end(trial().process("torn", "1.txt")));
		assertTrue(leftovers() > 0);
		assertTrue(trial().run(RunFolder::resumed));
		assertEquals(0, leftovers());
		assertEquals("[\"1.txt\"]", trial().record().get("files").toString());
	}

	@Test
	void aLivingShardsWriteIsNotDisturbed() throws Exception {
		assertNotEquals(0, Trial.end(trial().shard("1/3").process("torn", "1.txt")));
		final Process living = trial().shard("2/3").process("wait", "2.txt");
		try {
			Trial.await(temp.resolve("out/2.txt"));
			// The second was alone when it began, so what the first had torn is gone; this is as if it wrote now.
			assertEquals(0, leftovers());
			final Path writing = Files.writeString(temp.resolve("out/.part-0f8fad5b-d9cb-469f-a165-70867728950e.txt"), "half");
			trial().shard("3/3").write("3.txt");
			assertTrue(Files.exists(writing));
		}
		finally {
			living.destroyForcibly();
		}
		Trial.end(living);
		trial().write("all.txt");
		assertEquals(0, leftovers());
	}

	private long leftovers() throws IOException {
		try (var files = Files.list(temp.resolve("out"))) {
			return files.filter(each -> each.getFileName().toString().startsWith(".part-")).count();
		}
	}

	/** Whenever it dies while it deletes the old run, nothing says that a run is finished there. */
	@Test
	void killedWhileOverwriting() throws Exception {
		final String[] names = IntStream.range(0, 3000).mapToObj(i -> "images/" + i + ".txt").toArray(String[]::new);
		trial().write(names);
		Files.writeString(temp.resolve("out/images/mine.txt"), "mine");
		int torn = 0;
		for (int attempt = 0; attempt < 8 && torn == 0; attempt++) {
			final Process process = trial().size(2).overwriting().process("wait");
			final Path first = temp.resolve("out/images/0.txt");
			while (Files.exists(first) && process.isAlive())
				Thread.onSpinWait();
			process.destroyForcibly();
			Trial.end(process);
			final int left = temp.resolve("out/images").toFile().list().length - 1;
			assertEquals("running", trial().status());
			if (left > 0 && left < names.length) torn++;
			else {
				trial().size(1).overwriting().write(names);
			}
		}
		assertTrue(torn > 0, "was never caught in the middle");
		trial().size(2).write("b.txt");
		assertEquals("[\"b.txt\"]", trial().record().get("files").toString());
		assertEquals(1, temp.resolve("out/images").toFile().list().length);
		assertTrue(trial().has("images/mine.txt"));
	}
}
