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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ImageJ without a screen, from what the build stored, and without it. */
class HeadlessPatchesTest {

	@TempDir
	private Path folder;

	@Test
	void storedPatchesAreLoadedAndTheVersionNeedsNone() throws Exception {
		assumeTrue(HeadlessPatches.class.getResource(HeadlessPatches.RESOURCE) != null, "not built by Maven: nothing was stored");
		final String run = launch(List.of(), "--run", "Check Setup...", "device=cpu");
		assertTrue(run.contains("Check Setup") || run.contains("PyTorch"), run);
		assertTrue(loaded().contains(" ij.macro.Interpreter "));
		assertFalse(loaded().contains(" javassist."), "the patcher ran");
		assertTrue(launch(List.of(), "--version").startsWith("Sonoflow "));
		assertFalse(loaded().contains(" ij."), "ImageJ was touched");
	}

	/** Java without --add-opens cannot take what is stored. */
	@Test
	void withoutThemThePatcherRuns() throws Exception {
		Files.writeString(folder.resolve("hello.ijm"), "print(2 + 3);");
		final Path without = Files.createDirectories(folder.resolve("without/io/sonoflow/legacy/launch"));
		Files.write(without.resolve(HeadlessPatches.RESOURCE), new byte[4]);
		assertEquals("5", launch(List.of(folder.resolve("without").toString()), "hello.ijm").strip());
		assertTrue(loaded().contains(" javassist."), "the patcher did not run");
	}

	private String launch(final List<String> before, final String... args) throws IOException, InterruptedException {
		final List<String> classPath = new ArrayList<>(before);
		for (final String each : System.getProperty("java.class.path").split(File.pathSeparator))
			classPath.add(Path.of(each).toAbsolutePath().toString());
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xlog:class+load:file=loaded.txt", "-cp",
			String.join(File.pathSeparator, classPath), Launcher.class.getName()));
		command.addAll(List.of(args));
		final Path out = folder.resolve("out.txt");
		final Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
			.redirectError(folder.resolve("err.txt").toFile()).start();
		assertEquals(0, process.waitFor(), () -> read("err.txt"));
		return Files.readString(out);
	}

	private String loaded() {
		return read("loaded.txt");
	}

	private String read(final String name) {
		try {
			return Files.readString(folder.resolve(name));
		}
		catch (final IOException e) {
			return e.toString();
		}
	}
}
