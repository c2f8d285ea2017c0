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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Copies PyTorch's libraries out of a folder. Those of a Python installation look for CUDA's in {@code nvidia} beside
 * {@code torch}: these come, too, and lie at the same place.
 */
final class EngineCopy {

	private static final Pattern LIBRARY = Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib)");

	/** DJL's part as its cache holds it, of the release in its name. */
	private static final Pattern CACHED = Pattern.compile("\\d.*-(lib)?djl_torch\\..*");

	private static final int BUFFER = 1 << 20;

	private final Libtorch source;
	private final Monitor monitor;
	private final Map<Path, Path> files = new LinkedHashMap<>();
	private long total;
	private long done;

	EngineCopy(final Libtorch source, final Monitor monitor) {
		this.source = source;
		this.monitor = monitor;
	}

	/** @param root an empty folder */
	void into(final Path root) throws IOException {
		take(source.lib(), EngineStore.lib(root));
		final Path site = source.lib().resolve("../..").normalize();
		final Path nvidia = site.resolve("nvidia");
		if (source.flavour().equals(Libtorch.CUDA) && source.lib().endsWith("torch/lib") && Files.isDirectory(nvidia))
			for (final Path part : EngineStore.list(nvidia))
				if (Files.isDirectory(part.resolve("lib"))) take(part.resolve("lib"), root.resolve(site.relativize(part)).resolve("lib"));
		final long free = Files.getFileStore(root).getUsableSpace();
		if (total > free) throw new SonoflowException.File("The disk of " + root.getParent() + " has room for " + (free >> 20) +
			" MB, but " + (total >> 20) + " MB are needed. Make room, or set the environment variable " + EngineStore.VARIABLE +
			" to another folder.");
		for (final Map.Entry<Path, Path> file : files.entrySet())
			copy(file.getKey(), file.getValue());
	}

	private void take(final Path from, final Path to) throws IOException {
		for (final Path file : EngineStore.list(from)) {
			final String name = file.getFileName().toString();
			if (!Files.isRegularFile(file) || !LIBRARY.matcher(name).matches() || CACHED.matcher(name).matches()) continue;
			files.put(file, to.resolve(name));
			total += Files.size(file);
		}
	}

	private void copy(final Path from, final Path to) throws IOException {
		Files.createDirectories(to.getParent());
		try (InputStream in = Files.newInputStream(from); OutputStream out = Files.newOutputStream(to)) {
			final byte[] buffer = new byte[BUFFER];
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
				monitor.checkCancelled();
				out.write(buffer, 0, n);
				done += n;
				monitor.progress("copying", done, total);
			}
		}
	}
}
