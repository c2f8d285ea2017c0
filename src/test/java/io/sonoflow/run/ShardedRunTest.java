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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a folder. */
class ShardedRunTest {

	@TempDir
	Path temp;

	private Trial trial() {
		return Trial.in(temp.resolve("out"));
	}

	private void all() {
		trial().shard("1/3").write("parts/1.txt");
		trial().shard("2/3").write("parts/2.txt");
		trial().shard("3/3").merge("parts/3.txt", "result.txt");
	}

	@Test
	void aShardOwnsWhatItWrote() throws IOException {
		all();
		assertEquals("[\"parts/2.txt\"]", trial().record("run.shard-2-of-3.json").get("files").toString());
		assertEquals("[\"parts/1.txt\",\"parts/2.txt\",\"parts/3.txt\",\"result.txt\"]", trial().record().get("files").toString());
		trial().shard("2/3").refused("finished run");
		trial().shard("2/3").overwriting().run(folder -> {
			assertFalse(trial().has("parts/2.txt"));
			folder.merged();
			return null;
		});
		for (final String name : List.of("parts/1.txt", "parts/3.txt", "result.txt", "run.json", "run.shard-1-of-3.json"))
			assertTrue(trial().has(name), name);
		assertEquals("finished", trial().status());
	}

	/** Also of a shard that did not put the results together: a part of them is missing. */
	@Test
	void resultsAreUnmadeWhileAPartIsDoneAgain() throws IOException {
		all();
		trial().shard("2/3").overwriting().run(folder -> running());
		assertEquals("running", trial().status(), "nobody put the results together again");
		trial().shard("1/3").overwriting().merge("parts/1.txt", "result.txt");
		assertEquals("finished", trial().status());
		trial().shard("2/3").overwriting().cancel();
		assertEquals("running", trial().status());
		trial().shard("2/3").merge("parts/2.txt");
		assertEquals("finished", trial().status());
	}

	private Void running() {
		try {
			return assertEqualsRunning(trial().status());
		}
		catch (final IOException e) {
			throw new IllegalStateException(e);
		}
	}

	@Test
	void whoeverMergedUnmakesTheResultWhileItIsDoneAgain() throws IOException {
		all();
		trial().shard("3/3").overwriting().run(folder -> {
			assertFalse(trial().has("result.txt"));
			return running();
		});
		assertTrue(trial().has("parts/1.txt") && trial().has("parts/2.txt"));
	}

	private static Void assertEqualsRunning(final String status) {
		assertEquals("running", status);
		return null;
	}

	@Test
	void shardsObeyTheRulesOfOutput() throws IOException {
		Files.createDirectories(temp.resolve("out"));
		final Path file = Files.writeString(temp.resolve("out/holiday.txt"), "sun");
		trial().shard("1/2").refused("not empty");
		Files.delete(file);
		trial().write("a.txt");
		trial().shard("1/2").refused("finished run");
		trial().size(2).shard("1/2").refused("finished run");
		trial().size(2).shard("1/2").overwriting().write("parts/1.txt");
		assertFalse(trial().has("a.txt"));
		assertFalse(trial().has("run.json"));
	}

	@Test
	void shardsOfOtherRunsDoNotMix() throws IOException {
		trial().shard("1/3").write("parts/1.txt");
		trial().size(2).shard("2/3").refused("size was 1, now 2", "shard 1/3");
		trial().size(2).shard("2/3").overwriting().refused("size was 1, now 2", "shard 1/3");
		trial().size(2).refused("size was 1, now 2");
		trial().size(2).overwriting().write("b.txt");
		assertFalse(trial().has("parts") || trial().has("run.shard-1-of-3.json"));
	}

	@Test
	void anUnshardedRunTakesOverWhatShardsLeft() throws IOException {
		trial().shard("1/3").write("parts/1.txt");
		trial().shard("2/3").cancel("parts/2.txt");
		assertTrue(trial().run(RunFolder::resumed));
		assertEquals("[\"parts/1.txt\",\"parts/2.txt\"]", trial().record().get("files").toString());
		assertFalse(trial().has("run.shard-1-of-3.json"));
	}

	@Test
	void missingPartsAreNoEnd() throws IOException {
		final String message = assertThrows(SonoflowException.File.class, () -> trial().run(folder -> {
			AtomicFiles.writeText(folder.resolve("parts/1.txt"), "text");
			folder.incomplete("trainings", 1, 4);
			return null;
		})).getMessage();
		assertTrue(message.contains("1 of 4 trainings"), message);
		assertEquals("failed", trial().status());
		Trial.in(temp.resolve("shards")).shard("1/2").run(folder -> {
			folder.incomplete("trainings", 1, 4);
			return null;
		});
		assertEquals("1 of 4", Trial.in(temp.resolve("shards")).record("run.shard-1-of-2.json").getAsJsonObject("figures")
			.get("trainings").getAsString());
	}

	/** Several threads of one process are several runs to the folder. */
	@Test
	void manyShardsAtOnceKeepTheirFilesApart() throws Exception {
		final int count = 6;
		final ExecutorService executor = Executors.newFixedThreadPool(count);
		final List<Future<?>> runs = new ArrayList<>();
		for (int i = 1; i <= count; i++) {
			final int index = i;
			runs.add(executor.submit(() -> trial().shard(index + "/" + count).run(folder -> {
				for (int file = 0; file < 40; file++)
					AtomicFiles.writeText(folder.resolve("images/" + index + "-" + file + ".txt"), "text");
				// All may find all parts at once, and merge.
				AtomicFiles.writeText(folder.resolve("result.txt"), "text");
				return null;
			})));
		}
		for (final Future<?> run : runs)
			run.get();
		executor.shutdown();
		for (int i = 1; i <= count; i++) {
			final String files = trial().record("run.shard-" + i + "-of-" + count + ".json").get("files").toString();
			assertEquals(41, files.split(",").length, files);
			assertTrue(files.contains("images/" + i + "-39.txt"), files);
		}
		assertFalse(trial().has(".run.lock"));
	}
}
