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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;

/** The zip that a Fiji user unpacks: it and the libraries of Fiji are all that the commands need. */
class FijiZipIT {

	private static final Path ZIP = Path.of(System.getProperty("sonoflow.fiji"));

	/** Our libraries that every Fiji has, by the beginning of their file names. */
	private static final List<String> OF_FIJI = List.of("scijava-common-", "parsington-", "imglib2-", "ij-", "ij1-patcher-",
		"classgraph-", "javassist-", "jna-", "commons-compress-", "commons-io-", "commons-codec-", "commons-lang3-",
		"commons-math3-", "gson-", "error_prone_annotations-", "jfreechart-", "slf4j-api-", "slf4j-simple-");

	@TempDir
	private Path tmp;

	/** What a Fiji does with a command, without ImageJ: a context finds and runs it. */
	static final class Probe {

		private Probe() {
		}

		private static void run(final Context context, final String name, final Map<String, Object> inputs) throws Exception {
			context.service(CommandService.class).run("io.sonoflow.command." + name + "Command", true, inputs).get();
		}

		public static void main(final String[] args) throws Exception {
			try (Context context = new Context()) {
				final CommandService commands = context.service(CommandService.class);
				final CommandInfo info = commands.getCommands().stream().filter(command -> command.getMenuPath().getLeaf() != null &&
					command.getMenuPath().getLeaf().getName().equals("Check Setup...")).findFirst().orElseThrow();
				// A script sees no window; it gets the rows.
				context.service(LogService.class).info(commands.run(info, true, Map.of("device", "cpu")).get().getOutput(
					"result"));
				final File folder = new File(args[0]);
				final File phantoms = new File(folder, "phantoms");
				final File crops = new File(folder, "crops");
				run(context, "MakePhantoms", Map.of("output", phantoms, "patients", 4));
				run(context, "CropUltrasound", Map.of("input", phantoms, "output", crops, "mode", "views", "size", 64));
				run(context, "TrainClassifier", Map.of("input", crops, "output", new File(folder, "model"), "size", 32, "epochs", 1,
					"batch", 8, "device", "cpu"));
			}
		}
	}

	private Path unzip() throws IOException {
		try (ZipFile zip = new ZipFile(ZIP.toFile())) {
			for (final ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
				final Path file = tmp.resolve(entry.getName()).normalize();
				assertTrue(file.startsWith(tmp));
				Files.createDirectories(file.getParent());
				try (InputStream in = zip.getInputStream(entry)) {
					Files.copy(in, file);
				}
			}
		}
		return tmp;
	}

	private static List<Path> jars(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.sorted().toList();
		}
	}

	@Test
	void itHoldsThePluginAndWhatFijiLacks() throws IOException {
		final Path fiji = unzip();
		assertEquals(Set.of("plugins", "jars"), jars(fiji).stream().map(path -> path.getFileName().toString()).collect(Collectors
			.toSet()));
		assertEquals(1, jars(fiji.resolve("plugins")).size());
		try (JarFile plugin = new JarFile(jars(fiji.resolve("plugins")).get(0).toFile())) {
			assertFalse(plugin.stream().anyMatch(entry -> entry.getName().equals("plugins.config")), "Fiji would say Overriding");
			assertTrue(plugin.getEntry("META-INF/json/org.scijava.plugin.Plugin") != null);
		}
		final Set<String> kinds = jars(fiji.resolve("jars")).stream().map(path -> path.getFileName().toString().replaceAll(
			"-[0-9].*", "")).collect(Collectors.toCollection(TreeSet::new));
		assertEquals(new TreeSet<>(Set.of("api", "pytorch-engine", "pytorch-jni", "pytorch-native-cpu", "jmustache",
			"commonmark", "commonmark-ext-gfm-tables", "commons-csv", "common-lang", "common-io", "common-image", "imageio-core",
			"imageio-metadata", "imageio-tiff", "ffmpeg", "javacpp")), kinds);
	}

	/** In a JVM that has the zip's jars and those of Fiji, no other: the engine starts and computes. */
	@Test
	void withTheLibrariesOfFijiItRuns() throws IOException, InterruptedException {
		final Path fiji = unzip();
		final List<String> path = new ArrayList<>();
		jars(fiji.resolve("plugins")).forEach(jar -> path.add(jar.toString()));
		jars(fiji.resolve("jars")).forEach(jar -> path.add(jar.toString()));
		Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).filter(entry -> OF_FIJI.stream().anyMatch(Path
			.of(entry).getFileName().toString()::startsWith)).forEach(path::add);
		assertTrue(path.size() > 12, path.toString());
		final Path probe = tmp.resolve("probe/io/sonoflow");
		Files.createDirectories(probe);
		try (InputStream in = FijiZipIT.class.getResourceAsStream("FijiZipIT$Probe.class")) {
			Files.copy(in, probe.resolve("FijiZipIT$Probe.class"));
		}
		path.add(tmp.resolve("probe").toString());
		final Path log = tmp.resolve("log.txt");
		final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Djava.awt.headless=true", "-Djava.util.prefs.userRoot=" + tmp.resolve("prefs"), "-cp", String.join(
				File.pathSeparator, path), Probe.class.getName(), tmp.resolve("work").toString())
			.redirectErrorStream(true).redirectOutput(log.toFile()).start();
		assertTrue(process.waitFor(5, TimeUnit.MINUTES), "It hangs: " + Files.readString(log));
		assertEquals(0, process.exitValue(), Files.readString(log));
		assertTrue(Files.readString(log).contains("Test convolution"), Files.readString(log));
		assertTrue(Files.exists(tmp.resolve("work/model/model.safetensors")), Files.readString(log));
	}
}
