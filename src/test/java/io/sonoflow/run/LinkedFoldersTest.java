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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links in and to inputs. */
class LinkedFoldersTest {

	@TempDir
	Path temp;

	private Path file(final String name, final String text) throws IOException {
		final Path file = temp.resolve(name);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, text);
	}

	@Test
	void aLinkWorksAsItsTarget() throws IOException {
		file("set/a/1.png", "one");
		file("set/b/2.png", "two");
		final Path link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("set"));
		final InputHash hash = InputHash.of(link);
		assertEquals(2, hash.files());
		assertEquals(InputHash.of(temp.resolve("set")).sha256(), hash.sha256());
		assertEquals(List.of("a", "b"), List.copyOf(Dataset.read(link, Monitor.NONE).labelCounts().keySet()));
		Trial.in(temp.resolve("out")).input(link).write("a.txt");
	}

	@Test
	void aLinkedClassIsPartOfTheInput() throws IOException {
		file("set/a/1.png", "one");
		final Path image = file("elsewhere/2.png", "two");
		Files.createSymbolicLink(temp.resolve("set/b"), temp.resolve("elsewhere"));
		final InputHash before = InputHash.of(temp.resolve("set"));
		assertEquals(2, before.files());
		final Trial trial = Trial.in(temp.resolve("out")).input(temp.resolve("set"));
		trial.cancel("part.txt");
		assertTrue(trial.run(RunFolder::resumed));
		trial.size(2).overwriting().cancel("part.txt");
		Files.writeString(image, "other");
		assertNotEquals(before.sha256(), InputHash.of(temp.resolve("set")).sha256());
		trial.size(2).refused("other input files");
	}

	/** As on clusters: what is large lies on a scratch disk. */
	@Test
	void aLinkedSubFolderOfTheOutputIsWrittenAgainButNeverCleared() throws IOException {
		final Path scratch = Files.createDirectories(temp.resolve("scratch"));
		Files.createDirectories(temp.resolve("out"));
		Files.createSymbolicLink(temp.resolve("out/parts"), scratch);
		final Trial trial = Trial.in(temp.resolve("out"));
		trial.overwriting().cancel("a.txt", "parts/x.txt");
		assertEquals("[\"a.txt\",\"parts/x.txt\"]", trial.record().get("files").toString());
		trial.write("parts/x.txt", "parts/y.txt");
		assertEquals("[\"a.txt\",\"parts/x.txt\",\"parts/y.txt\"]", trial.record().get("files").toString());
		final Path mine = Files.writeString(scratch.resolve("mine.txt"), "mine");
		trial.size(2).overwriting().write("parts/x.txt");
		assertTrue(Files.exists(scratch.resolve("y.txt")), "behind a link nothing is deleted");
		assertFalse(trial.has("a.txt"));
		assertEquals("[\"parts/x.txt\",\"parts/y.txt\"]", trial.record().get("files").toString());
		final String message = assertThrows(SonoflowException.class, () -> trial.size(3).overwriting().write("parts/mine.txt"))
			.getMessage();
		assertTrue(message.contains("in the way"), message);
		assertEquals("mine", Files.readString(mine));
	}

	/** A folder of the user's may hold files that bear the names of those that the run wrote. */
	@Test
	void filesOfOthersBehindALinkAreNotReplaced() throws IOException {
		final Trial trial = Trial.in(temp.resolve("out"));
		trial.write("parts/x.txt", "z.txt");
		Files.delete(temp.resolve("out/parts/x.txt"));
		Files.delete(temp.resolve("out/parts"));
		final Path precious = file("mine/x.txt", "precious");
		Files.createSymbolicLink(temp.resolve("out/parts"), temp.resolve("mine"));
		for (final long seconds : new long[] { 3600, -3600 }) {
			assertTrue(precious.toFile().setLastModified(System.currentTimeMillis() + 1000 * seconds));
			trial.size(2).overwriting().refused("parts/x.txt", "behind a link", "Nothing was touched");
			assertEquals("precious", Files.readString(precious));
			assertTrue(trial.has("z.txt"));
			assertTrue(trial.record().get("status").toString().contains("finished"));
		}
	}

	@Test
	void noLinkInTheOutputLeadsToTheInput() throws IOException {
		file("set/a/1.png", "one");
		Files.createDirectories(temp.resolve("out"));
		Files.createSymbolicLink(temp.resolve("out/images"), temp.resolve("set/a"));
		final Trial trial = Trial.in(temp.resolve("out")).overwriting();
		trial.input(temp.resolve("set")).refused("the link images", "lies in the input folder");
		trial.input(temp.resolve("set/a")).refused("the link images", "is the input folder itself");
		trial.input(temp.resolve("set/a/1.png")).refused("the link images", "holds the input");
	}

	@Test
	void circlesEnd() throws IOException {
		file("set/a/1.png", "one");
		file("set/b/2.png", "two");
		final InputHash before = InputHash.of(temp.resolve("set"));
		Files.createSymbolicLink(temp.resolve("set/self"), temp.resolve("set"));
		Files.createSymbolicLink(temp.resolve("set/a/up"), Path.of(".."));
		Files.createSymbolicLink(temp.resolve("set/root"), temp);
		Files.createSymbolicLink(temp.resolve("set/c1"), temp.resolve("set/c2"));
		Files.createSymbolicLink(temp.resolve("set/c2"), temp.resolve("set/c1"));
		assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
			assertEquals(before.sha256(), InputHash.of(temp.resolve("set")).sha256());
			assertEquals(List.of("a", "b"), List.copyOf(Dataset.read(temp.resolve("set"), Monitor.NONE).labelCounts().keySet()));
		});
	}

	@Test
	void anEmptyInputHasAHashToo() throws IOException {
		Files.createDirectories(temp.resolve("empty"));
		assertEquals(0, InputHash.of(temp.resolve("empty")).files());
	}
}
