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

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that the run did not write is never deleted or replaced. */
class ForeignFilesTest {

	@TempDir
	Path temp;

	private Trial trial() {
		return Trial.in(temp.resolve("out"));
	}

	private Path mine(final String name) throws IOException {
		final Path file = temp.resolve("out").resolve(name);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, "mine");
	}

	private static void isMine(final Path file) throws IOException {
		assertEquals("mine", Files.readString(file));
	}

	@Test
	void whatStoodThereIsNotReplaced() throws IOException {
		final Path file = mine("images/a.png");
		trial().refused("not empty", "overwrite=true");
		final String message = assertThrows(SonoflowException.Input.class, () -> trial().overwriting().write("b.txt",
			"images/a.png")).getMessage();
		assertTrue(message.contains("a.png") && message.contains("Move it"), message);
		isMine(file);
		trial().overwriting().write("b.txt", "images/b.png");
		isMine(file);
		trial().overwriting().size(2).write("c.txt");
		isMine(file);
		assertFalse(trial().has("images/b.png"));
	}

	@Test
	void whatIsPutBesideAFinishedRunIsNotReplacedByTheNext() throws IOException {
		trial().write("a.txt");
		final Path file = mine("model.txt");
		assertThrows(SonoflowException.Input.class, () -> trial().overwriting().write("model.txt"));
		isMine(file);
	}

	/** As if all in the folder had been written some time ago. */
	private void ago(final int seconds) throws IOException {
		try (Stream<Path> all = Files.walk(temp.resolve("out"))) {
			for (final Path each : all.toList())
				Files.setLastModifiedTime(each, FileTime.from(Files.getLastModifiedTime(each).toInstant().minusSeconds(seconds)));
		}
	}

	@Test
	void whatWasChangedAfterARunIsNotReplaced() throws IOException {
		trial().write("boxes.csv", "images/a.png", "b.txt");
		ago(60);
		final Path table = mine("boxes.csv");
		trial().overwriting().refused("boxes.csv was changed after the run", "Nothing was touched");
		isMine(table);
		assertTrue(trial().has("images/a.png") && trial().has("b.txt"));
		for (final String each : List.of("images/a.png", "b.txt"))
			mine(each);
		trial().overwriting().size(2).refused("3 files (b.txt, boxes.csv, images/a.png)");
		// Out of the way, or gone, it hinders no more.
		Files.delete(temp.resolve("out/b.txt"));
		Files.delete(temp.resolve("out/images/a.png"));
		Files.move(table, temp.resolve("out/mine.csv"));
		trial().overwriting().write("boxes.csv");
		isMine(temp.resolve("out/mine.csv"));
		// What a run that was stopped has left may be changed as well.
		trial().overwriting().size(3).cancel("boxes.csv");
		ago(60);
		mine("boxes.csv");
		trial().overwriting().size(4).refused("boxes.csv was changed");
	}

	@Test
	void whatShardsWriteAfterOneAnotherIsNoChange() throws IOException {
		trial().shard("1/2").write("a.txt");
		ago(60);
		trial().shard("2/2").merge("b.txt", "a.txt");
		trial().overwriting().shard("1/2").write("a.txt");
		ago(60);
		mine("b.txt");
		trial().overwriting().shard("2/2").refused("b.txt was changed");
	}

	@Test
	void whatIsPutBesideAStoppedRunStays() throws IOException {
		trial().cancel("parts/one.txt");
		final Path file = mine("notes.txt");
		final Path inParts = mine("parts/notes.txt");
		Files.createDirectories(temp.resolve("out/empty/deep"));
		trial().overwriting().size(2).write("b.txt");
		isMine(file);
		isMine(inParts);
		assertTrue(trial().has("empty/deep"));
		assertFalse(trial().has("parts/one.txt"));
	}

	@Test
	void whatIsPutThereDuringARunStays() throws IOException {
		trial().run(folder -> {
			try {
				AtomicFiles.writeText(folder.resolve("own.txt"), "text");
				mine("late.txt");
			}
			catch (final IOException e) {
				throw new IllegalStateException(e);
			}
			return assertThrows(SonoflowException.Input.class, () -> AtomicFiles.writeText(folder.resolve("late.txt"), "text"));
		});
		assertEquals("[\"own.txt\"]", trial().record().get("files").toString());
		trial().overwriting().size(2).write("b.txt");
		isMine(temp.resolve("out/late.txt"));
	}

	@Test
	void onlyFoldersThatTheRunMadeGo() throws IOException {
		Files.createDirectories(temp.resolve("out/mine"));
		trial().overwriting().write("mine/a.txt", "made/b.txt");
		trial().overwriting().size(2).write("c.txt");
		assertTrue(trial().has("mine"));
		assertFalse(trial().has("made"));
	}

	@Test
	void aFailureBeforeAnyWorkLeavesTheFolderAsItWas() throws IOException {
		Files.createDirectories(temp.resolve("out/mine"));
		assertThrows(SonoflowException.Input.class, () -> trial().run(folder -> {
			throw new SonoflowException.Input("no");
		}));
		assertEquals(List.of("mine"), List.of(temp.resolve("out").toFile().list()));
	}

	/** A record is a text that anybody can have written. */
	@Test
	void aRecordDeletesNothingOutside() throws IOException {
		trial().write("a.txt");
		final Path outside = Files.writeString(temp.resolve("outside.txt"), "mine");
		final Path other = Files.createDirectories(temp.resolve("other"));
		final Path linked = Files.writeString(other.resolve("linked.txt"), "mine");
		Files.createDirectories(temp.resolve("gone/empty"));
		Files.createSymbolicLink(temp.resolve("out/link"), other);
		Files.createSymbolicLink(temp.resolve("out/file"), outside);
		final JsonObject record = trial().record();
		for (final String field : List.of("files", "folders", "replacing")) {
			final JsonArray names = new JsonArray();
			List.of("../outside.txt", outside.toString(), "link/linked.txt", "file", "sub/../../outside.txt", "../gone/empty",
				"../gone/empty/", "link", "link/", "", ".", "/", "a\0b").forEach(names::add);
			record.add(field, names);
		}
		Files.writeString(temp.resolve("out/run.json"), record.toString());
		trial().overwriting().size(2).write("b.txt");
		isMine(outside);
		isMine(linked);
		assertTrue(Files.isDirectory(temp.resolve("gone/empty")));
		assertTrue(Files.isSymbolicLink(temp.resolve("out/link")) && Files.isSymbolicLink(temp.resolve("out/file")));
	}

	@Test
	void nothingIsReplacedByWayOfALink() throws IOException {
		final Path other = Files.createDirectories(temp.resolve("other"));
		final Path original = Files.writeString(other.resolve("a.png"), "mine");
		Files.createDirectories(temp.resolve("out"));
		Files.createSymbolicLink(temp.resolve("out/images"), other);
		assertThrows(SonoflowException.Input.class, () -> trial().overwriting().write("images/a.png"));
		isMine(original);
	}

	@Test
	void leftoversOfAKilledWriteAreNoContent() throws IOException {
		for (final String name : List.of(".part-0f8fad5b-d9cb-469f-a165-70867728950e.json",
			"images/.part-0f8fad5b-d9cb-469f-a165-70867728950f.png", "checkpoint/.part-step_0000012/weights.safetensors"))
			mine(name);
		final Path own = mine(".part-of-my-thesis.txt");
		trial().refused("not empty");
		Files.delete(own);
		trial().write("a.txt");
		assertEquals("[\"a.txt\"]", trial().record().get("files").toString());
		assertEquals(0, temp.resolve("out/images").toFile().list().length);
		assertEquals(0, temp.resolve("out/checkpoint").toFile().list().length);
	}
}
