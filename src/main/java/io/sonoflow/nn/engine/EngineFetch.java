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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.install.Download;
import io.sonoflow.nn.weights.install.Part;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * Fetches the libraries that DJL publishes: the same list, {@code files.txt}, and the same packed files as DJL's own downloader
 * takes. (That one runs only while the engine starts, cannot be cancelled or gone on with, and takes another flavour without a
 * word where there is not the wanted one.) What is fetched stays until it is complete; a packed file holds its own checksum.
 */
final class EngineFetch {

	private static final String INDEX = "files.txt";
	private static final String PACKED = ".gz";
	private static final long MOST_INDEX = 1L << 20;
	private static final long MOST_BYTES = 4L << 30;

	private final URI address;
	private final String flavour;
	private final Duration pause;
	private final Monitor monitor;

	/** @param pause before the first new attempt after a broken transfer */
	EngineFetch(final URI address, final String flavour, final Duration pause, final Monitor monitor) {
		this.address = address;
		this.flavour = flavour;
		this.pause = pause;
		this.monitor = monitor;
	}

	/**
	 * @param root a folder that may hold what an earlier run of the same source has fetched
	 * @throws SonoflowException.File if it cannot be had
	 */
	void into(final Path root) throws IOException {
		final Path lib = Files.createDirectories(EngineStore.lib(root));
		final List<String> lines = index(root);
		int number = 0;
		for (final String line : lines) {
			monitor.checkCancelled();
			monitor.progress("fetching", number++, lines.size());
			final Path library = lib.resolve(name(line));
			if (!Files.exists(library)) fetch(line, library, root);
		}
		// An earlier run's, of another list.
		final Set<String> names = lines.stream().map(EngineFetch::name).collect(Collectors.toSet());
		for (final Path each : EngineStore.list(lib))
			if (!names.contains(each.getFileName().toString())) Files.delete(each);
	}

	private List<String> index(final Path root) throws IOException {
		final String prefix = flavour + "/" + EngineStore.platform() + "/";
		final Path file = download(INDEX, root.resolve(".index"), MOST_INDEX);
		final List<String> all = Files.readAllLines(file, StandardCharsets.UTF_8);
		Files.delete(file);
		final List<String> lines = all.stream().map(String::strip).filter(line -> line.startsWith(prefix)).toList();
		if (lines.isEmpty()) throw new SonoflowException.File(address + " has no PyTorch of flavour=" + flavour + " for " +
			EngineStore
			.platform() + ". It has: " + all.stream().map(line -> line.replaceFirst("/native/.*", "")).filter(line -> line.matches(
				"[\\w.-]+/[\\w.-]+")).collect(Collectors.toCollection(TreeSet::new)) + ". Give source= a folder with that PyTorch.");
		return lines;
	}

	/** {@return the file's name, which says where it will lie: nowhere else than among the others} */
	private static String name(final String line) {
		final String name = URLDecoder.decode(line.substring(line.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
		if (!name.matches("\\w[\\w.+-]*\\" + PACKED)) throw new SonoflowException.File("The list of PyTorch's files names \"" + name +
			"\", which is no packed library. Give another source.");
		return name.substring(0, name.length() - PACKED.length());
	}

	private void fetch(final String line, final Path library, final Path root) throws IOException {
		final Path packed = download(line, root.resolve(".packed"), MOST_BYTES);
		final Path unpacked = root.resolve(".unpacked");
		try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
			Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final java.util.zip.ZipException | java.io.EOFException e) {
			throw new SonoflowException.File(address + "/" + line + " is damaged (" + e.getMessage() +
				"). Run the command again, or give another source.", e);
		}
		finally {
			Files.deleteIfExists(packed);
		}
		Files.move(unpacked, library, StandardCopyOption.ATOMIC_MOVE);
	}

	private Path download(final String line, final Path to, final long most) throws IOException {
		final URI from = URI.create(address + "/" + line);
		final Part part = new Part(to, from);
		new Download(from, part, most, false, pause, monitor).run();
		Files.deleteIfExists(to.resolveSibling(to.getFileName() + ".json"));
		return to;
	}
}
