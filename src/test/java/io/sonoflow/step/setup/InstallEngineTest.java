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
package io.sonoflow.step.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.LibUtils;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.engine.EngineStore;
import io.sonoflow.nn.engine.Libtorch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the PyTorch that the jar brings, for want of another. */
class InstallEngineTest {

	@TempDir
	private Path tmp;

	@BeforeEach
	void begin() {
		System.setProperty(EngineStore.PROPERTY, tmp.resolve("store").toString());
	}

	@AfterEach
	void end() {
		System.clearProperty(EngineStore.PROPERTY);
	}

	/** @param library of PYTORCH_LIBRARY_PATH, empty = not set */
	private String start(final String library) throws IOException, InterruptedException {
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Xmx256m", "-D" + EngineStore.PROPERTY + "=" + tmp.resolve("store"), "-cp", System.getProperty("java.class.path"),
				Start.class
				.getName()).redirectErrorStream(true);
		builder.environment().keySet().removeAll(List.of("PYTORCH_FLAVOR", "PYTORCH_VERSION", "PYTORCH_LIBRARY_PATH"));
		if (!library.isEmpty()) builder.environment().put("PYTORCH_LIBRARY_PATH", library);
		final Process process = builder.start();
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return said;
	}

	/** Says what is loaded. DJL loads one a process. */
	public static final class Start {

		private Start() {
		}

		/** @param args none */
		public static void main(final String[] args) {
			try {
				Torch.start();
				System.out.println("offline " + System.getProperty("ai.djl.offline") + ", loaded " + LibUtils.getLibtorchPath());
			}
			catch (final SonoflowException e) {
				System.out.println("refused: " + e.getMessage());
			}
		}
	}

	@Test
	void whatIsInstalledIsLoadedFromTheNextStartOnUntilItIsRemoved() throws IOException, InterruptedException {
		Torch.start();
		final String brought = LibUtils.getLibtorchPath();
		final InstallEngine.Result result = new InstallEngine(Map.of("source", brought)).run(Monitor.NONE);
		assertEquals("cpu", result.flavour());
		final Path lib = Path.of(result.folder(), "torch", "lib");
		assertTrue(lib.startsWith(tmp.resolve("store")));
		assertTrue(start("").contains("offline true, loaded " + lib), start(""));
		final String own = start(brought);
		assertTrue(own.contains("loaded " + brought), own);
		final Path other = lib.resolve(Libtorch.library("torch"));
		final Set<PosixFilePermission> before = Files.getPosixFilePermissions(other);
		Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-rw-rw-"));
		final String open = start("");
		assertTrue(open.contains("in which everybody may write " + other) && open.contains("SONOFLOW_ENGINE"), open);
		Files.setPosixFilePermissions(other, before);
		final Path part = lib.resolve(Libtorch.library("c10"));
		final Path aside = Files.move(part, part.resolveSibling("aside"));
		final String said = start("");
		assertTrue(said.contains("refused: ") && said.contains("is not whole: torch/lib/" + part.getFileName()), said);
		Files.move(aside, part);
		final InstallEngine.Result removed = new InstallEngine(Map.of("flavour", "cpu")).run(Monitor.NONE);
		assertEquals(new InstallEngine.Result("cpu", Libtorch.wanted(), 0, "Sonoflow", ""), removed);
		assertFalse(Files.exists(lib));
		assertTrue(start("").contains("loaded " + brought), start(""));
	}

	@Test
	void whatDoesNotWorkIsNotInstalled() throws IOException {
		final Path lib = Files.createDirectories(tmp.resolve("libtorch/lib"));
		for (final String name : new String[] { "c10", "torch", "torch_cpu" })
			Files.writeString(lib.resolve(Libtorch.library(name)), "no library");
		Files.writeString(lib.resolveSibling("build-version"), Libtorch.wanted() + "\n");
		final String said = assertThrows(SonoflowException.Device.class, () -> new InstallEngine(Map.of("source", lib)).run(
			Monitor.NONE)).getMessage();
		assertTrue(said.contains("was not installed, as it does not work here: PyTorch cannot be loaded"), said);
		assertEquals(Optional.empty(), EngineStore.installed());
	}
}
