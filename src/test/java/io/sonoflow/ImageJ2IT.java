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
package io.sonoflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;

import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import net.imagej.patcher.LegacyInjector;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;

/**
 * The zip for Fiji beside a real ImageJ2 with its legacy layer, headless: {@code -Dimagej2.dir} names a folder with its jars
 * (and folders of classes). That one is not on Maven Central, so without the property nothing is tested, and it is said.
 */
class ImageJ2IT {

	private static final String DIR = System.getProperty("imagej2.dir", "");

	@TempDir
	private Path tmp;

	/** What {@code fiji --headless -macro} does: whatever the macro did, it ends with 0. */
	static final class Program {

		private Program() {
		}

		public static void main(final String[] args) {
			LegacyInjector.preinit();
			Inner.run(args[0]);
		}

		/** Must not be loaded before ImageJ is patched. */
		private static final class Inner {

			static void run(final String macro) {
				final Context context = new Context();
				IJ.runMacroFile(macro, "");
				context.dispose();
				System.exit(0);
			}
		}
	}

	@BeforeEach
	void thereIsAnImageJ2() throws IOException {
		assumeTrue(!DIR.isEmpty(), "No ImageJ2 was tried: -Dimagej2.dir names no folder of its jars.");
		try (ZipFile zip = new ZipFile(System.getProperty("sonoflow.fiji"))) {
			for (final var entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
				final Path file = tmp.resolve(entry.getName()).normalize();
				assertTrue(file.startsWith(tmp));
				Files.createDirectories(file.getParent());
				Files.copy(zip.getInputStream(entry), file);
			}
		}
	}

	private List<String> classPath() throws IOException {
		final List<String> path = new ArrayList<>();
		for (final Path folder : List.of(Path.of(DIR), tmp.resolve("plugins"), tmp.resolve("jars")))
			try (Stream<Path> files = Files.list(folder)) {
				files.map(Path::toString).forEach(path::add);
			}
		// The program above, and what every Fiji has besides.
		Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).filter(entry -> entry.endsWith(
			"test-classes") || Path.of(entry).getFileName().toString().matches("(jna|commons-(compress|codec|math3))-.*")).forEach(
				path::add);
		return path;
	}

	private int run(final String macro) throws IOException, InterruptedException {
		final Path file = Files.writeString(tmp.resolve("macro.ijm"), macro.replace('\'', '"'));
		final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Djava.awt.headless=true", "-Djava.util.prefs.userRoot=" + tmp.resolve(
				"prefs"), "-cp", String.join(File.pathSeparator, classPath()), Program.class.getName(), file.toString())
			.redirectErrorStream(true).redirectOutput(tmp.resolve("log.txt").toFile()).start();
		assertTrue(process.waitFor(5, TimeUnit.MINUTES), () -> "It hangs: " + tmp);
		return process.exitValue();
	}

	@Test
	void aMacroSavesTheCropAndAFailureIsToldByTheExitCode() throws IOException, InterruptedException {
		final String set = "run('Make Phantoms...', 'output=[" + tmp + "/p] patients=1');";
		final String screen = tmp + "/p/images/phantom-01-left.png";
		assertEquals(0, run(set + " run('Crop Ultrasound...', 'input=[" + screen + "] output=[" + tmp + "/c] mode=views'); open('" +
			screen + "'); run('Crop Ultrasound...', 'mode=views views=185,130,300,300'); saveAs('PNG', '" + tmp + "/crop.png');"),
			() -> log());
		assertArrayEquals(pixels("c/images/phantom-01-left_v0.png"), pixels("crop.png"));
		assertFalse(log().contains("Overriding"), log());
		assertEquals(1, run("run('Crop Ultrasound...', 'input=[" + tmp + "/none] output=[" + tmp + "/d]');"));
		assertTrue(log().contains("there is no such file or folder"), log());
	}

	private byte[] pixels(final String name) {
		return Images.pixels(ImageFiles.readGray(tmp.resolve(name)));
	}

	private String log() {
		try {
			return Files.readString(tmp.resolve("log.txt"));
		}
		catch (final IOException e) {
			return e.toString();
		}
	}
}
