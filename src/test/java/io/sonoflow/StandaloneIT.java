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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jars, as users get them: from an empty folder, with preferences of their own. */
class StandaloneIT {

	private static final Path THIN = Path.of(System.getProperty("sonoflow.thin"));
	private static final Path STANDALONE = Path.of(System.getProperty("sonoflow.standalone"));
	private static final String INDEX = "META-INF/json/org.scijava.plugin.Plugin";

	@TempDir
	private Path tmp;

	private record Run(int code, String output) {
	}

	private Run java(final String... args) throws IOException, InterruptedException {
		final Path work = Files.createDirectories(tmp.resolve("empty"));
		final Path log = tmp.resolve("log.txt");
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
			.toString(), "-Djava.util.prefs.userRoot=" + tmp.resolve("prefs"), "-jar", STANDALONE.toString()));
		command.addAll(List.of(args));
		final ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment().put("LC_ALL", "C.UTF-8");
		final Process process = builder.start();
		assertTrue(process.waitFor(5, TimeUnit.MINUTES), "It hangs: " + Files.readString(log));
		try (Stream<Path> files = Files.list(work)) {
			assertEquals(List.of(), files.toList(), "Files in the working directory");
		}
		return new Run(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
	}

	private String macro(final String code) throws IOException {
		return Files.writeString(tmp.resolve("m\u00fcll macro.ijm"), code).toString();
	}

	@Test
	void aMacroComputesAndEndsWithZero() throws IOException, InterruptedException {
		final Run run = java(macro("print('argument ' + getArgument()); run('Check Setup...', 'device=cpu'); print('end');"), "a",
			"b");
		assertEquals(0, run.code(), run.output());
		assertTrue(run.output().contains("argument a b"), run.output());
		assertTrue(run.output().contains("Test convolution"), run.output());
		assertTrue(run.output().matches("(?s).*PyTorch [0-9.]+ through DJL 0\\.[0-9]{2}\\..*"), run.output());
		assertTrue(run.output().stripTrailing().endsWith("end"), run.output());
	}

	@Test
	void aWrongKeyEndsWithOne() throws IOException, InterruptedException {
		final Run run = java(macro("run('Check Setup...', 'devise=cpu'); print('went on');"));
		assertEquals(1, run.code(), run.output());
		assertTrue(run.output().contains("Unknown key devise=cpu"), run.output());
		assertFalse(run.output().contains("went on\n"), run.output());
	}

	@Test
	void oneCommandNeedsNoMacro() throws IOException, InterruptedException {
		final Path phantoms = tmp.resolve("phantoms \u00e4");
		final Run run = java("--run", "Make Phantoms...", "output=[" + phantoms + "] patients=1 size=64 screens=false");
		assertEquals(0, run.code(), run.output());
		assertTrue(Files.isRegularFile(phantoms.resolve("dataset.csv")), run.output());
	}

	@Test
	void bothJarsCarryPluginIndexAndMenus() throws IOException {
		for (final Path path : List.of(THIN, STANDALONE))
			try (JarFile jar = new JarFile(path.toFile())) {
				assertTrue(text(jar, INDEX).contains("io.sonoflow.command.CheckSetupCommand"), path.toString());
				assertTrue(text(jar, "plugins.config").contains("Check Setup..."), path.toString());
			}
		try (JarFile jar = new JarFile(STANDALONE.toFile())) {
			assertTrue(text(jar, INDEX).contains("org.scijava.command.DefaultCommandService"), "SciJava's own plugins are lost");
			assertTrue(jar.stream().noneMatch(entry -> entry.getName().matches("META-INF/[^/]*\\.(SF|DSA|RSA)")));
		}
	}

	/** The decoders that it brings are asked for by class; whoever asks Java for any gets Java's own. */
	@Test
	void itAddsNoReaderToJavasOwn() throws IOException {
		try (JarFile jar = new JarFile(STANDALONE.toFile())) {
			assertTrue(jar.getEntry("com/twelvemonkeys/imageio/plugins/tiff/TIFFImageReader.class") != null);
			assertEquals(List.of(), jar.stream().map(entry -> entry.getName()).filter(name -> name.startsWith(
				"META-INF/services/javax.imageio")).toList());
		}
	}

	@Test
	void theThinJarCarriesNoDependency() throws IOException {
		try (JarFile jar = new JarFile(THIN.toFile())) {
			final List<String> foreign = jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class") && !name
				.startsWith("io/sonoflow/") || name.endsWith(".jar") || name.endsWith(".so")).toList();
			assertEquals(List.of(), foreign);
		}
		assertTrue(new File(THIN.toString()).getName().startsWith("Sonoflow_-"), THIN.toString());
	}

	private static String text(final JarFile jar, final String name) throws IOException {
		return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
	}
}
