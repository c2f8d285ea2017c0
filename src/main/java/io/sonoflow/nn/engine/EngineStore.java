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
package io.sonoflow.nn.engine;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of installed engines: the system property {@value #PROPERTY}, else the environment variable {@value #VARIABLE},
 * else {@code .sonoflow/engine} in the user's home. Which one counts on a platform is said by its record,
 * {@code <platform>.json}, the last thing that an installation writes.
 */
public final class EngineStore {

	/** The system property that names the folder. */
	public static final String PROPERTY = "sonoflow.engine";

	/** The environment variable that names the folder. */
	public static final String VARIABLE = "SONOFLOW_ENGINE";

	/** How to get out of an installation that cannot be used; begins with a blank. */
	public static final String CURE = " Run \"Install Engine...\" again, or with flavour=cpu to go back to the PyTorch that " +
		"Sonoflow brings.";

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

	/**
	 * What is installed.
	 *
	 * @param flavour cpu or cu128
	 * @param version of PyTorch
	 * @param folder its root, a name in the store's folder {@code pytorch}
	 * @param source where it is from, as the user gave it
	 * @param bytes of all files
	 * @param installed when, ISO 8601, UTC
	 * @param files their bytes, by path in {@code folder}
	 */
	public record Installed(String flavour, String version, String folder, String source, long bytes, String installed,
		Map<String, Long> files)
	{
	}

	private EngineStore() {
	}

	/** {@return the folder, which may not exist yet; empty if this account has no home} */
	static Optional<Path> folder() {
		for (final String given : new String[] { System.getProperty(PROPERTY), System.getenv(VARIABLE) })
			if (given != null && !given.isBlank()) return Optional.of(Path.of(given).toAbsolutePath().normalize());
		final Path home = Path.of(System.getProperty("user.home", ""));
		return Optional.of(home.resolve(".sonoflow").resolve("engine").normalize()).filter(Path::isAbsolute);
	}

	/** {@return the folder; made if absent} */
	static Path require() throws IOException {
		final Path folder = folder().orElseThrow(() -> new SonoflowException.File("There is no folder for an engine, as this " +
			"account has no home. Set the environment variable " + VARIABLE + " to a folder."));
		AtomicFiles.createFolders(engines(folder));
		return folder;
	}

	/** {@return as DJL names it, e.g. linux-x86_64. (DJL itself loads CUDA to find that out, and complains if it cannot.)} */
	static String platform() {
		final String system = System.getProperty("os.name");
		final String processor = System.getProperty("os.arch");
		return (system.startsWith("Win") ? "win" : system.startsWith("Mac") ? "osx" : "linux") + "-" + (processor.equals("amd64")
			? "x86_64" : processor);
	}

	static Path engines(final Path folder) {
		return folder.resolve("pytorch");
	}

	static Path record(final Path folder) {
		return folder.resolve(platform() + ".json");
	}

	/** {@return the libraries of an engine whose root this is; they lie as in a Python installation, which has CUDA beside them} */
	static Path lib(final Path root) {
		return root.resolve("torch").resolve("lib");
	}

	static void write(final Path folder, final Installed installed) {
		AtomicFiles.writeText(record(folder), GSON.toJson(installed) + "\n");
	}

	/**
	 * {@return what is installed for this platform, whether or not it is whole}
	 *
	 * @throws SonoflowException.Device if the record cannot be read
	 */
	public static Optional<Installed> installed() {
		final Optional<Path> record = folder().map(EngineStore::record).filter(Files::isRegularFile);
		if (record.isEmpty()) return Optional.empty();
		try {
			final Installed read = GSON.fromJson(Files.readString(record.get()), Installed.class);
			if (read == null || read.folder() == null || read.version() == null || read.files() == null || !read.folder().matches(
				"[\\w.-]*\\w")) throw new JsonParseException("it is not complete");
			return Optional.of(read);
		}
		catch (final IOException | JsonParseException e) {
			throw new SonoflowException.Device("The record of the installed engine, " + record.get() + ", cannot be read (" + e
				.getMessage() + ")." + CURE, e);
		}
	}

	/** {@return where an installed engine's root is} */
	public static Path root(final Installed installed) {
		return engines(folder().orElseThrow()).resolve(installed.folder());
	}

	/**
	 * Looks whether what is installed is whole and of the right version.
	 *
	 * @return its libraries
	 * @throws SonoflowException.Device if not; it is then not to be loaded
	 */
	public static Libtorch check(final Installed installed) {
		final Path root = root(installed);
		final String what = "The engine that \"Install Engine...\" put into " + root;
		for (final Map.Entry<String, Long> file : installed.files().entrySet())
			if (!Objects.equals(file.getValue(), size(root.resolve(file.getKey())))) throw new SonoflowException.Device(what +
				" is not whole: " + file.getKey() + " is absent, or has not its " + file.getValue() + " bytes." + CURE);
		final Libtorch libraries = new Libtorch(lib(root));
		if (!libraries.exists()) throw new SonoflowException.Device(what + " has no file " + Libtorch.library("torch") + "." + CURE);
		if (!installed.version().equals(Libtorch.wanted()) && !libraries.hasOwnPart()) throw new SonoflowException.Device(what +
			" is PyTorch " + installed.version() + ", but this Sonoflow works with " + Libtorch.wanted() + "." + CURE);
		return libraries;
	}

	static List<Path> list(final Path folder) throws IOException {
		try (Stream<Path> all = Files.list(folder)) {
			return all.sorted().toList();
		}
	}

	private static Long size(final Path file) {
		try {
			return Files.isRegularFile(file) ? Files.size(file) : null;
		}
		catch (final IOException e) {
			return null;
		}
	}
}
