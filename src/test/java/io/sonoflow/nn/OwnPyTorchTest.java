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
package io.sonoflow.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.pytorch.jni.LibUtils;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.engine.Libtorch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnPyTorchTest {

	@TempDir
	Path folder;

	/** As CI has it: the PyTorch that the jar brings, where a Python would have it, in the layout of torch/lib. */
	private Path installation(final String version) throws IOException {
		Torch.start();
		final Path lib = Files.createDirectories(folder.resolve("torch/lib"));
		try (Stream<Path> libraries = Files.list(Path.of(LibUtils.getLibtorchPath()))) {
			// The part of DJL that the cache holds, too, is of this version; whether one lies there is what is tested.
			for (final Path each : libraries.filter(path -> !path.toString().endsWith("djl_torch.so")).toList())
				Files.createSymbolicLink(lib.resolve(each.getFileName()), each.toAbsolutePath());
		}
		Files.writeString(lib.resolveSibling("version.py"), "from typing import Optional\n\n__all__ = ['__version__', 'cuda']\n" +
			"__version__ = '" + version + "+cu128'\ncuda: Optional[str] = '12.8'\n");
		return lib;
	}

	/** Lest JUnit wonders at links that lead out of its folder. */
	@AfterEach
	void unlink() throws IOException {
		try (Stream<Path> all = Files.walk(folder)) {
			for (final Path link : all.filter(Files::isSymbolicLink).toList())
				Files.delete(link);
		}
	}

	/** DJL loads one a process. */
	private static String start(final Path library) throws IOException, InterruptedException {
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Xmx256m", "-cp", System.getProperty("java.class.path"), Start.class.getName()).redirectErrorStream(true);
		builder.environment().put("PYTORCH_LIBRARY_PATH", library.toString());
		builder.environment().keySet().removeAll(List.of("PYTORCH_FLAVOR", "PYTORCH_VERSION"));
		final Process process = builder.start();
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertTrue(process.waitFor(1, TimeUnit.MINUTES));
		return said;
	}

	/** Loads it and says what it is. */
	public static final class Start {

		private Start() {
		}

		/** @param args none */
		public static void main(final String[] args) {
			try {
				Torch.start();
				System.out.println("loaded " + LibUtils.getLibtorchPath() + " " + Torch.version() + " " + Devices.name(Devices.parse(
					"auto", Monitor.NONE)));
			}
			catch (final SonoflowException e) {
				System.out.println("refused: " + e.getMessage());
			}
		}
	}

	@Test
	void thatOfAPythonInstallationIsUsed() throws IOException, InterruptedException {
		final Path lib = installation("2.7.1");
		final String said = start(lib);
		assertTrue(said.contains("loaded " + lib + " 2.7.1 cpu"), said);
	}

	@Test
	void anotherVersionIsRefusedBeforeItCrashes() throws IOException, InterruptedException {
		final String said = start(installation("2.11.0"));
		assertTrue(said.contains("refused: PYTORCH_LIBRARY_PATH leads to PyTorch 2.11.0"), said);
		assertTrue(said.contains("works with 2.7.1 only"), said);
	}

	/** DJL would silently take the one in the jar. */
	@Test
	void aPlaceWithoutPyTorchIsSaid() throws IOException, InterruptedException {
		final String said = start(Files.createDirectories(folder.resolve("empty")));
		assertTrue(said.contains("refused: PYTORCH_LIBRARY_PATH=" + folder.resolve("empty") + " leads to no PyTorch"), said);
	}

	@Test
	void theVersionIsReadWhereItIsWritten() throws IOException {
		final Path lib = Files.createDirectories(folder.resolve("libtorch/lib"));
		assertEquals(Optional.empty(), new Libtorch(lib).version());
		Files.writeString(lib.resolveSibling("build-version"), "2.7.1+cu128\n");
		assertEquals(Optional.of("2.7.1"), new Libtorch(lib).version());
		Files.writeString(lib.resolveSibling("version.py"), "# nothing of the kind\n");
		assertEquals(Optional.of("2.7.1"), new Libtorch(lib).version());
		assertEquals(Optional.empty(), new Libtorch(Path.of("/")).version());
		assertEquals(Optional.of("2.7.1"), new Libtorch(folder.resolve("2.7.1-cpu-linux-x86_64")).version());
		assertEquals(Optional.of("2.7.1"), new Libtorch(folder.resolve("2.7.1-20250812-cpu-linux-x86_64")).version());
	}

	@Test
	void aCpuHasNoGpus() {
		assertEquals("cpu", Devices.name(Device.cpu()));
		if (Devices.isCudaLibrary()) return;
		assertEquals(0, Devices.gpuCount());
		assertNotEquals("", Torch.version());
	}
}
