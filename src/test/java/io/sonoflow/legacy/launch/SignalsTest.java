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
package io.sonoflow.legacy.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Shutdown;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as a process, and what it ends by: its exit code tells the truth. Starts of processes are dear, so each is there
 * for several checks, and each signal is sent somewhere.
 */
@DisabledOnOs(OS.WINDOWS)
class SignalsTest {

	@TempDir
	private Path folder;

	private Path log;
	private Process process;

	@BeforeEach
	void log() {
		log = folder.resolve("log.txt");
	}

	/** A crash of native code leaves its report there. */
	@AfterEach
	void nothingIsLeftInTheWorkingFolder() throws IOException {
		if (process != null) process.destroyForcibly();
		try (Stream<Path> files = Files.list(folder.resolve("work"))) {
			assertEquals(List.of(), files.toList());
		}
	}

	/** Without jars of some names. */
	private void start(final String without, final List<String> jvm, final String... arguments) throws IOException {
		final String path = String.join(":", Stream.of(System.getProperty("java.class.path").split(":")).filter(
			jar -> without.isEmpty() || !jar.contains(without)).map(jar -> Path.of(jar).toAbsolutePath().toString()).toList());
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
			"-Djava.util.prefs.userRoot=" + folder.resolve("prefs")));
		command.addAll(jvm);
		command.addAll(List.of("-cp", path, Launcher.class.getName()));
		command.addAll(List.of(arguments));
		process = new ProcessBuilder(command).directory(Files.createDirectories(folder.resolve("work")).toFile())
			.redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private Path macro(final String code) throws IOException {
		return Files.writeString(folder.resolve("macro.ijm"), code);
	}

	private void start(final String macro) throws IOException {
		start("", List.of(), macro(macro).toString());
	}

	private int code() throws IOException, InterruptedException {
		assertTrue(process.waitFor(5, TimeUnit.MINUTES), said());
		return process.exitValue();
	}

	private String said() throws IOException {
		return Files.readString(log);
	}

	private void await(final BooleanSupplier condition) throws IOException, InterruptedException {
		while (!condition.getAsBoolean())
			assertFalse(process.waitFor(20, TimeUnit.MILLISECONDS), said());
	}

	private boolean said(final String text) {
		try {
			return said().contains(text);
		}
		catch (final IOException e) {
			return false;
		}
	}

	private void signal(final String name) throws IOException, InterruptedException {
		assertEquals(0, new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor());
	}

	@Test
	void aMacroThatWaitsEndsByTheSignal() throws IOException, InterruptedException {
		start("print('begun'); wait(100000); print('after');");
		await(() -> said("begun"));
		signal("HUP");
		assertEquals(129, code(), said());
		assertFalse(said("after"));
	}

	/** The second time it has no time to stop: ended without a crash, and with its code. */
	@Test
	void aTrainingIsSavedAndGoesOn() throws IOException, InterruptedException {
		final Path table = Textures.write(folder.resolve("data"), 12, 32);
		final Path output = folder.resolve("out");
		final String keys = "input=[" + table + "] output=[" + output + "] size=32 epochs=3000 batch=4 device=cpu";
		start("run('Train Classifier...', '" + keys + "'); print('after');");
		await(() -> said("Train Classifier: training "));
		signal("TERM");
		assertEquals(143, code(), said());
		assertTrue(said("SIGTERM: Train Classifier stops after this step and is saved, within 60 s."), said());
		assertFalse(said("after\n"), said());
		assertTrue(Files.readString(output.resolve("run.json")).contains("\"status\": \"cancelled\""));
		assertTrue(Files.isDirectory(output.resolve("checkpoints/training")));
		start("", List.of("-D" + Shutdown.PROPERTY + "=0"), "--run", "Train Classifier...", keys);
		await(() -> said("Going on from step"));
		signal("INT");
		assertEquals(130, code(), said());
		assertTrue(said("did not stop within 0 s and was ended"), said());
	}

	@Test
	void aSecondSignalEndsAtOnce() throws IOException, InterruptedException {
		start("print('begun'); wait(100000);");
		await(() -> said("begun"));
		signal("TERM");
		Thread.sleep(1200);
		signal("INT");
		assertTrue(process.waitFor(20, TimeUnit.SECONDS));
		assertTrue(process.exitValue() == 130 && said("SIGINT again: ended at once.") || process.exitValue() == 143, said());
	}

	@Test
	void whoeverEndsJavaGivesNoZero() throws IOException, InterruptedException {
		start("call('java.lang.System.exit', '0');");
		assertEquals(1, code(), said());
		assertTrue(said("something in it ended Java"), said());
	}

	/** A clock before 1970, a damaged jar, a missing one: ImageJ only logs what a plugin throws, and goes on. */
	@Test
	void aFailureOutsideOfTheCommandEndsTheMacro() throws IOException, InterruptedException {
		start("scijava-common", List.of(), macro("run('Check Setup...', 'device=cpu'); print('went on');").toString());
		assertEquals(1, code(), said());
		assertFalse(said("went on\n"), said());
		assertTrue(said("A jar is missing or of another version"), said());
	}

	@Test
	void tooLittleMemoryEndsTheMacro() throws IOException, InterruptedException {
		start("", List.of("-XX:MaxMetaspaceSize=12m"), macro("run('Check Setup...', 'device=cpu'); print('went on');")
			.toString());
		assertTrue(code() != 0, said());
		assertFalse(said("went on\n"), said());
	}
}
