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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Records do not say whose files they tell of, and the files may move. */
class RecordedPathsTest {

	/** Keys of all kinds that hold paths. */
	static final class Config extends Parameters {

		@Parameter(label = "Input", description = "Folder.")
		public File input;

		@Parameter(label = "More", description = "Folders.", attrs = { @Attr(name = Key.LIST), @Attr(name = Key.EXISTS) })
		public String more = "";

		@Parameter(label = "Features", description = "A name or a file.")
		public String features = "inception";

		@Parameter(label = "Output", description = "Folder.", attrs = @Attr(name = Key.FRAME))
		public File output;
	}

	@TempDir
	Path temp;

	private final String home = System.getProperty("user.home");
	private final String user = System.getProperty("user.name");

	@BeforeEach
	void beAnna() throws IOException {
		temp = Files.createDirectories(temp.toRealPath().resolve("top"));
		Files.createDirectories(temp.resolve("home/anna secret"));
		System.setProperty("user.home", temp.resolve("home/anna secret").toString());
		System.setProperty("user.name", "anna secret");
	}

	@AfterEach
	void beOneself() {
		System.setProperty("user.home", home);
		System.setProperty("user.name", user);
	}

	private String recorded(final String folder, final String path) {
		return new RecordedPaths(temp.resolve(folder)).of(temp.resolve(path));
	}

	@Test
	void whatLiesAboutTheFolderIsRelative() {
		assertEquals(".", recorded("home/anna secret/study/out", "home/anna secret/study/out"));
		assertEquals("../crops", recorded("home/anna secret/study/out", "home/anna secret/study/crops"));
		assertEquals("../../data/a b/t.csv", recorded("home/anna secret/study/out", "home/anna secret/data/a b/t.csv"));
		assertEquals("../x", recorded("data/study/out", "data/study/x"));
	}

	@Test
	void noNameOfAUserIsWritten() {
		assertEquals(".../x", recorded("data/out", "home/anna secret/x"));
		assertEquals(".../x", recorded("home/bob/out", "home/anna secret/x"));
		assertEquals(".../x", recorded("home/bob/out", "home/carol/x"));
		assertEquals(".../x", recorded("home/out", "home/carol/x"));
		assertEquals(".../x", recorded("study/out", "study/anna secret/images/x"));
		assertEquals(".../", recorded("data/out", "home/anna secret"));
		assertEquals(".../crops", recorded("a/b/c/d/out", "a/study/crops"), "too far to be one study");
		assertEquals(".../x", new RecordedPaths(Path.of("/out")).of(Path.of("/data/annex/x")));
	}

	@Test
	void textsKeepLastNames() throws IOException {
		Files.createDirectories(temp.resolve("home/bob smith/deep er"));
		for (final String[] pair : new String[][] {
			{ "read " + temp + "/home/bob smith/deep er/a b.png: no", "read .../a b.png: no" },
			{ "output=" + temp + "/home/anna secret/gone/x.", "output=.../x." }, { "a/b and 3/4", "a/b and 3/4" },
			{ temp + "/home/anna secret is full", ".../ is full" }, { "C:\\Users\\bob\\x.csv, line 3", ".../x.csv, line 3" },
			{ "\\\\server\\bob\\x", ".../x" }, { "file:///home/bob/x y", ".../x y" },
			{ "https://example.org/home/bob", "https://example.org/home/bob" },
			{ "(/a/b/c)", "(.../c)" }, { "'/a/b/c','/a/b/d'", "'.../c','.../d'" }, { "/a/b/c and 3/4", ".../c and 3/4" }, { "", "" },
			{ "images/a.png", "images/a.png" }, { ".../x", ".../x" }, { "../x/y", "../x/y" } })
			assertEquals(pair[1], RecordedPaths.text(pair[0]));
	}

	@Test
	void recordsNameNobody() throws IOException {
		final Path own = Files.createDirectories(temp.resolve("home/anna secret"));
		final Path input = Files.createDirectories(own.resolve("study/crops"));
		Files.writeString(input.resolve("a.txt"), "a");
		final Path features = Files.writeString(own.resolve("enc.pth"), "x");
		final Path output = temp.resolve("data/out");
		final Config config = config(input, output, features);
		RunFolder.execute(new RunFolder.Run("Trial...", config, output, false, List.of(input, features)), Monitor.NONE, folder -> {
			folder.figure("model", own + "/m.safetensors");
			folder.warning(input.resolve("b.txt") + " cannot be read.");
			assertEquals(InputHash.of(input).sha256(), folder.inputHash(input));
			return null;
		});
		final String text = Files.readString(output.resolve("run.json"));
		assertFalse(text.contains("anna") || text.contains(temp.toString()), text);
		assertTrue(text.contains(".../b.txt cannot be read") && text.contains(".../m.safetensors") && text.contains(
			"\"input\": \".../crops\"") && text.contains("\"features\": \".../enc.pth\""), text);
		assertThrows(SonoflowException.File.class, () -> RunFolder.execute(new RunFolder.Run("Trial...", config, temp.resolve(
			"data/out2"), false, List.of(input)), Monitor.NONE, folder -> {
				io.sonoflow.file.AtomicFiles.writeText(folder.resolve("a.txt"), "a");
				throw new SonoflowException.File("Cannot read " + input + "/c.txt.");
			}));
		assertFalse(Files.readString(temp.resolve("data/out2/run.json")).contains("anna"));
	}

	private static Config config(final Path input, final Path output, final Path features) {
		final Config config = new Config();
		config.input = input.toFile();
		config.more = input.toString();
		config.output = output.toFile();
		config.features = features.toString();
		return config;
	}

	private RunFolder.Run run(final Path study) {
		final Config config = config(study.resolve("crops"), study.resolve("out"), study.resolve("enc.pth"));
		return new RunFolder.Run("Trial...", config, study.resolve("out"), false, List.of(study.resolve("crops"), study.resolve(
			"enc.pth")));
	}

	private Path killed() throws IOException {
		final Path study = Files.createDirectories(temp.resolve("home/anna secret/study"));
		Files.createDirectories(study.resolve("crops"));
		Files.writeString(study.resolve("crops/a.txt"), "a");
		Files.writeString(study.resolve("enc.pth"), "x");
		assertThrows(SonoflowException.Cancelled.class, () -> RunFolder.execute(run(study), Monitor.NONE, folder -> {
			io.sonoflow.file.AtomicFiles.writeText(folder.resolve("b.txt"), folder.key());
			throw new SonoflowException.Cancelled("enough");
		}));
		return study;
	}

	@Test
	void aMovedStudyGoesOn() throws IOException {
		final Path study = killed();
		final Path moved = Files.move(study, Files.createDirectories(temp.resolve("else/deep")).resolve("renamed"));
		final String key = Files.readString(moved.resolve("out/b.txt"));
		RunFolder.execute(run(moved), Monitor.NONE, folder -> {
			assertTrue(folder.resumed());
			assertEquals(key, folder.key());
			return null;
		});
	}

	@Test
	void otherContentUnderTheSameNameIsAnotherRun() throws IOException {
		final Path study = killed();
		Files.writeString(study.resolve("crops/a.txt"), "b");
		final String message = assertThrows(SonoflowException.Input.class, () -> RunFolder.execute(run(study), Monitor.NONE,
			folder -> null)).getMessage();
		assertTrue(message.contains("other input files"), message);
		Files.writeString(study.resolve("crops/a.txt"), "a");
		Files.move(study.resolve("enc.pth"), study.resolve("enc2.pth"));
		final Config config = config(study.resolve("crops"), study.resolve("out"), study.resolve("enc2.pth"));
		assertThrows(SonoflowException.Input.class, () -> RunFolder.execute(new RunFolder.Run("Trial...", config, study.resolve(
			"out"), false, List.of(study.resolve("crops"), study.resolve("enc2.pth"))), Monitor.NONE, folder -> null));
	}

	/** With and without the key, which version 0.1 did not write down. */
	@Test
	void recordsWithAbsolutePathsGoOn() throws IOException {
		for (final boolean keyed : new boolean[] { true, false }) {
			final Path study = killed();
			final JsonObject old = RunJsonTest.json(study.resolve("out/run.json"));
			final JsonObject parameters = old.getAsJsonObject("parameters");
			parameters.addProperty("input", study + "/crops");
			parameters.addProperty("features", study + "/enc.pth");
			parameters.addProperty("output", study + "/out");
			final JsonArray more = new JsonArray();
			more.add(study + "/crops");
			parameters.add("more", more);
			old.getAsJsonArray("inputs").get(0).getAsJsonObject().addProperty("path", study + "/crops");
			old.getAsJsonArray("inputs").get(1).getAsJsonObject().addProperty("path", study + "/enc.pth");
			if (keyed) old.addProperty("key", "of old");
			else old.remove("key");
			Files.writeString(study.resolve("out/run.json"), old.toString());
			RunFolder.execute(run(study), Monitor.NONE, folder -> {
				assertTrue(folder.resumed());
				if (keyed) assertEquals("of old", folder.key());
				return null;
			});
			assertFalse(Files.readString(study.resolve("out/run.json")).contains("anna"));
			Files.delete(study.resolve("out/run.json"));
			Files.delete(study.resolve("out/b.txt"));
		}
	}

	@Test
	void inputsAreFoundAgain() throws IOException {
		final Path study = killed();
		final RunInfo info = RunInfo.read(study.resolve("out"));
		assertEquals(List.of(Optional.of(study.resolve("crops")), Optional.of(study.resolve("enc.pth"))), info.inputs().stream().map(
			info::find).toList());
		assertEquals(Optional.of(Path.of("/a/b")), info.find(new InputHash("/a/b", 1, "")), "of version 0.1");
		assertEquals(Optional.empty(), info.find(new InputHash(".../b", 1, "")));
	}
}
