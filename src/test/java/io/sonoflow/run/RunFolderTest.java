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
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

class RunFolderTest {

	/** Parameters of a run. */
	static final class Config extends Parameters {

		@Parameter(label = "Size", description = "Size.")
		public int size;

		@Parameter(label = "Rate", description = "Rate.")
		public double rate;

		@Parameter(label = "Output", description = "Folder.", attrs = @Attr(name = Key.FRAME))
		public File output;

		@Parameter(label = "Seed", description = "Seed.")
		public long seed;

		@Parameter(label = "Overwrite", description = "Whether.", attrs = @Attr(name = Key.FRAME))
		public boolean overwrite;

		Config() {
		}

		Config(final int size, final double rate, final Path output, final long seed, final boolean overwrite) {
			this.size = size;
			this.rate = rate;
			this.output = output == null ? null : output.toFile();
			this.seed = seed;
			this.overwrite = overwrite;
		}
	}

	@TempDir
	Path temp;

	private RunFolder.Run run(final int size, final boolean overwrite) {
		final Path output = temp.resolve("out put");
		return new RunFolder.Run("Test...", new Config(size, 0.5, output, 7, overwrite), output, overwrite, List.of());
	}

	private static String write(final RunFolder folder, final String name) {
		AtomicFiles.writeText(folder.resolve(name), "text");
		return name;
	}

	private JsonObject record() throws IOException {
		return JsonParser.parseString(Files.readString(temp.resolve("out put/run.json"))).getAsJsonObject();
	}

	private void kill() {
		assertThrows(SonoflowException.Cancelled.class, () -> RunFolder.execute(run(1, false), Monitor.NONE, folder -> {
			write(folder, "parts/one.txt");
			throw new SonoflowException.Cancelled("enough");
		}));
	}

	@Test
	void aFinishedRunIsRecordedAndProtected() throws IOException {
		RunFolder.execute(run(1, false), Monitor.NONE, folder -> {
			folder.figure("accuracy", 0.5);
			folder.device("cpu", "PyTorch 0", 2);
			return write(folder, "sub/a.txt");
		});
		final JsonObject json = record();
		assertEquals("finished", json.get("status").getAsString());
		assertEquals(7, json.get("seed").getAsInt());
		assertEquals(1, json.getAsJsonObject("parameters").get("size").getAsInt());
		assertEquals(0.5, json.getAsJsonObject("figures").get("accuracy").getAsDouble());
		assertEquals("cpu", json.get("device").getAsString());
		assertEquals("sub/a.txt", json.getAsJsonArray("files").get(0).getAsString());
		final String message = assertThrows(SonoflowException.Input.class, () -> RunFolder.execute(run(1, false),
			Monitor.NONE, folder -> write(folder, "b.txt"))).getMessage();
		assertTrue(message.contains("overwrite=true"), message);
	}

	@Test
	void overwritingRemovesTheOldRunsFilesAndNothingElse() throws IOException {
		RunFolder.execute(run(1, false), Monitor.NONE, folder -> write(folder, "sub/a.txt"));
		Files.writeString(temp.resolve("out put/mine.txt"), "mine");
		RunFolder.execute(run(2, true), Monitor.NONE, folder -> write(folder, "b.txt"));
		assertFalse(Files.exists(temp.resolve("out put/sub")));
		assertTrue(Files.exists(temp.resolve("out put/mine.txt")));
		assertEquals("[\"b.txt\"]", record().getAsJsonArray("files").toString());
	}

	@Test
	void anUnfinishedRunIsResumedOnlyByTheSameParameters() throws IOException {
		kill();
		assertEquals("cancelled", record().get("status").getAsString());
		final String message = assertThrows(SonoflowException.Input.class, () -> RunFolder.execute(run(2, false),
			Monitor.NONE, folder -> "")).getMessage();
		assertTrue(message.contains("size was 1, now 2"), message);
		assertTrue(RunFolder.execute(run(1, false), Monitor.NONE, RunFolder::resumed));
		assertEquals("finished", record().get("status").getAsString());
		assertEquals("[\"parts/one.txt\"]", record().getAsJsonArray("files").toString());
	}

	@Test
	void overwritingAnotherUnfinishedRunClearsItsParts() throws IOException {
		kill();
		assertFalse(RunFolder.execute(run(2, true), Monitor.NONE, RunFolder::resumed));
		assertFalse(Files.exists(temp.resolve("out put/parts")));
	}

	/** As a killed process of version 0.1 left it: the record does not tell which files are the run's. */
	private void killOld() throws IOException {
		kill();
		final JsonObject json = record();
		json.addProperty("status", "running");
		for (final String later : List.of("files", "folders", "key"))
			json.remove(later);
		Files.writeString(temp.resolve("out put/run.json"), json.toString());
		Files.writeString(temp.resolve("out put/parts/mine.txt"), "mine");
	}

	@Test
	void whatAKilledOldRunWroteIsNotGuessed() throws IOException {
		killOld();
		final String message = assertThrows(SonoflowException.Input.class, () -> RunFolder.execute(run(2, true),
			Monitor.NONE, folder -> fail("must be refused before any work"))).getMessage();
		assertTrue(message.contains("version 0.1") && message.contains("2 files (first: parts/mine.txt)"), message);
		assertEquals("mine", Files.readString(temp.resolve("out put/parts/mine.txt")));
		assertTrue(Files.exists(temp.resolve("out put/parts/one.txt")));
		assertTrue(RunFolder.execute(run(1, false), Monitor.NONE, RunFolder::resumed));
	}

	@Test
	void aRecordWithoutAListOfFilesCostsNoFile() throws IOException {
		kill();
		final JsonObject json = record();
		json.remove("files");
		Files.writeString(temp.resolve("out put/run.json"), json.toString());
		Files.writeString(temp.resolve("out put/parts/mine.txt"), "mine");
		assertThrows(SonoflowException.Input.class, () -> RunFolder.execute(run(2, true), Monitor.NONE, folder -> ""));
		assertEquals("mine", Files.readString(temp.resolve("out put/parts/mine.txt")));
	}

	@Test
	void aKeyThatIsNoMoreIsNamed() throws IOException {
		kill();
		final JsonObject json = record();
		json.getAsJsonObject("parameters").addProperty("zoom", 3);
		Files.writeString(temp.resolve("out put/run.json"), json.toString());
		final String message = assertThrows(SonoflowException.Input.class, () -> RunFolder.execute(run(1, false),
			Monitor.NONE, folder -> "")).getMessage();
		assertTrue(message.contains("zoom was 3, now there is no such key"), message);
	}

	/** Not only exceptions can come while it is decided what becomes of the folder. */
	@Test
	void anErrorWhileDecidingGivesTheFolderUp() {
		kill();
		final Monitor broken = new Monitor() {

			@Override
			public void message(final String text) {
				throw new StackOverflowError();
			}
		};
		assertThrows(StackOverflowError.class, () -> RunFolder.execute(run(1, false), broken, folder -> ""));
		assertTimeoutPreemptively(Duration.ofSeconds(20), () -> RunFolder.execute(run(1, false), Monitor.NONE,
			folder -> ""));
	}

	@Test
	void aListThatCannotBeDeletedDoesNotUndoAFinishedRun() throws IOException {
		RunFolder.execute(run(1, false), Monitor.NONE, folder -> {
			write(folder, "a.txt");
			blockList();
			return "";
		});
		assertEquals("finished", record().get("status").getAsString());
	}

	/** A folder with something in it cannot be deleted as a file. */
	private void blockList() {
		try {
			Files.delete(temp.resolve("out put/.run.written"));
			Files.createDirectories(temp.resolve("out put/.run.written/in the way"));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Test
	void aFailureToRecordTheEndIsToldWithTheEnd() {
		final IllegalStateException end = assertThrows(IllegalStateException.class, () -> RunFolder.execute(run(1, false),
			Monitor.NONE, folder -> {
				write(folder, "a.txt");
				blockRecord();
				throw new IllegalStateException("the end");
			}));
		assertEquals(1, end.getSuppressed().length);
		assertTrue(end.getSuppressed()[0].getMessage().contains("run.json"), end.getSuppressed()[0].getMessage());
	}

	private void blockRecord() {
		try {
			Files.delete(temp.resolve("out put/run.json"));
			Files.createDirectories(temp.resolve("out put/run.json/in the way"));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Test
	void aRunThatWroteNothingLeavesNothing() {
		assertThrows(SonoflowException.Input.class, () -> RunFolder.execute(run(1, false), Monitor.NONE, folder -> {
			throw new SonoflowException.Input("no");
		}));
		assertFalse(Files.exists(temp.resolve("out put")));
	}

	@Test
	void foreignFilesAreNeverInTheWayUnasked() throws IOException {
		Files.createDirectories(temp.resolve("out put"));
		Files.writeString(temp.resolve("out put/holiday.txt"), "sun");
		assertThrows(SonoflowException.Input.class, () -> RunFolder.execute(run(1, false), Monitor.NONE, folder -> ""));
		RunFolder.execute(run(1, true), Monitor.NONE, folder -> write(folder, "a.txt"));
		RunFolder.execute(run(1, true), Monitor.NONE, folder -> write(folder, "a.txt"));
		assertEquals("sun", Files.readString(temp.resolve("out put/holiday.txt")));
	}

	@Test
	void outputMustBeAFolderInWhichOneMayWrite() throws IOException {
		final Path file = Files.writeString(temp.resolve("file"), "");
		final Path below = file.resolve("below");
		for (final Path wrong : new Path[] { null, file, below }) {
			final RunFolder.Run run = new RunFolder.Run("Test...", new Config(1, 0, wrong, 0, false), wrong, false, List
				.of());
			final String message = assertThrows(SonoflowException.class, () -> RunFolder.execute(run, Monitor.NONE,
				folder -> "")).getMessage();
			assertTrue(message.contains("output"), message);
		}
	}

	@Test
	void twoRunsCannotWriteAtOnce() {
		RunFolder.execute(run(1, false), Monitor.NONE, outer -> assertThrows(SonoflowException.Input.class,
			() -> RunFolder.execute(run(1, false), Monitor.NONE, inner -> "")));
	}

	@Test
	void shardsAreDisjointAndComplete() {
		final Shard second = Shard.parse("2/3");
		assertEquals("2/3", second.toString());
		for (int item = 0; item < 9; item++) {
			int owners = 0;
			for (int i = 1; i <= 3; i++)
				if (new Shard(i, 3).has(item)) owners++;
			assertEquals(1, owners);
		}
		for (final String wrong : List.of("0/3", "4/3", "1", "a/b", "1/3/5", ""))
			assertThrows(SonoflowException.Input.class, () -> Shard.parse(wrong), wrong);
	}
}
