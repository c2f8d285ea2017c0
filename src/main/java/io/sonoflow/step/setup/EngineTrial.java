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

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtEngine;

import com.google.gson.Gson;
import com.sun.jna.Native;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.engine.Libtorch;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.commons.compress.archivers.ArchiveEntry;
import org.scijava.plugin.Parameter;
import org.slf4j.Logger;

/**
 * Loads PyTorch's libraries in a process of their own, which they may end as they like, and lets them compute: convolutions
 * and their gradients are checked at each start, and one array is made on each device.
 */
final class EngineTrial {

	private static final String WORKS = "works: ";
	private static final String REFUSED = "refused: ";
	private static final String SEEN = "seen.txt";
	private static final String LOG = "log.txt";
	private static final String CRASH = "crash.txt";
	private static final int SECONDS = 300;

	private EngineTrial() {
	}

	/**
	 * @param args a file for what was seen; the environment says which libraries
	 * @throws IOException if the file cannot be written
	 */
	public static void main(final String[] args) throws IOException {
		Files.writeString(Path.of(args[0]), seen());
	}

	private static String seen() {
		try {
			Torch.start();
			final int gpus = Devices.gpuCount();
			return WORKS + "PyTorch " + Torch.version() + ", " + Devices.name(Device.cpu()) + (gpus > 0 ? " and " + gpus + " GPU(s)"
				: Devices.isCudaLibrary() ? ", and no GPU that it can use" : "");
		}
		catch (final SonoflowException e) {
			return REFUSED + e.getMessage();
		}
	}

	/** As {@link io.sonoflow.nn.engine.EngineInstaller.Trial}. */
	static String run(final Libtorch libraries, final String version) {
		try {
			final Path folder = Files.createTempDirectory("sonoflow");
			try {
				final String said = said(libraries, version, folder);
				if (said.startsWith(WORKS)) return said.substring(WORKS.length());
				throw new SonoflowException.Device("This PyTorch was not installed, as it does not work here: " + said.replace(REFUSED,
					""));
			}
			finally {
				for (final String name : new String[] { SEEN, LOG, CRASH, "" })
					Files.deleteIfExists(folder.resolve(name));
			}
		}
		catch (final IOException e) {
			throw new SonoflowException.Device("The PyTorch that is to be installed cannot be tried: " + e + ". Nothing was installed.",
				e);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new SonoflowException.Cancelled("Interrupted. Nothing was installed.");
		}
	}

	private static String said(final Libtorch libraries, final String version, final Path folder) throws IOException,
		InterruptedException
	{
		final Path seen = folder.resolve(SEEN);
		final Path log = folder.resolve(LOG);
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Xmx256m", "-Djava.awt.headless=true", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve(CRASH), "-cp",
			classPath(), EngineTrial.class.getName(), seen.toString()).redirectErrorStream(true).redirectOutput(log.toFile());
		final Map<String, String> environment = builder.environment();
		environment.put("PYTORCH_LIBRARY_PATH", libraries.lib().toString());
		environment.put("PYTORCH_FLAVOR", libraries.flavour());
		environment.remove("PYTORCH_VERSION");
		if (!version.equals(Libtorch.wanted())) environment.put("PYTORCH_VERSION", version);
		final Process process = builder.start();
		if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
		if (process.exitValue() == 0 && Files.exists(seen)) return Files.readString(seen);
		return "the process that loaded it ended with exit code " + process.exitValue() + " and said \"" + Files.readString(log,
			StandardCharsets.ISO_8859_1).strip().lines().filter(line -> !line.isBlank() && !line.startsWith("#")).reduce((a, b) -> b)
			.orElse("") + "\"";
	}

	/** In Fiji the JVM's own class path has none of these. */
	private static String classPath() throws IOException {
		final Set<String> paths = new LinkedHashSet<>();
		for (final Class<?> each : new Class<?>[] { EngineTrial.class, Engine.class, PtEngine.class, Native.class, Gson.class,
			ArchiveEntry.class, Parameter.class, Logger.class })
			paths.add(path(each.getProtectionDomain().getCodeSource().getLocation()));
		for (final String resource : new String[] { "/jnilib/pytorch.properties", "/native/lib/pytorch.properties" }) {
			final URL found = EngineTrial.class.getResource(resource);
			if (found != null && found.openConnection() instanceof JarURLConnection jar) paths.add(path(jar.getJarFileURL()));
		}
		paths.add(System.getProperty("java.class.path"));
		return String.join(File.pathSeparator, paths);
	}

	private static String path(final URL location) throws IOException {
		try {
			return Path.of(new URI(location.toString().replace(" ", "%20"))).toString();
		}
		catch (final URISyntaxException | IllegalArgumentException e) {
			throw new IOException(location + " is no file", e);
		}
	}
}
