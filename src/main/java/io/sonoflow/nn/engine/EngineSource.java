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

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.install.Download;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where an engine comes from: exactly one of the two is set.
 *
 * @param address of files laid out as DJL publishes them; https, or http of this computer itself
 * @param folder with PyTorch's libraries
 */
record EngineSource(URI address, Libtorch folder) {

	/** Where DJL itself fetches them from; the version follows. */
	private static final String PUBLISHED = "https://publish.djl.ai/pytorch/";

	/**
	 * @param text what the user gave: an address, or a folder: lib of a libtorch, torch/lib of a Python installation, or one above;
	 *          empty = where DJL publishes them
	 * @throws SonoflowException.Input if it is none of these or an address that is not safe
	 */
	static EngineSource of(final String text) {
		final String given = text == null ? "" : text.strip();
		if (given.isEmpty()) return new EngineSource(URI.create(PUBLISHED + Libtorch.wanted()), null);
		if (given.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) return new EngineSource(Download.address(given.replaceFirst("/+$", "")),
			null);
		return new EngineSource(null, folder(given));
	}

	private static Libtorch folder(final String text) {
		final Path path;
		try {
			path = Path.of(text).toAbsolutePath().normalize();
		}
		catch (final InvalidPathException e) {
			throw new SonoflowException.Input("source=" + text + " is neither an https address nor a path on this system: " + e
				.getReason() + ".", e);
		}
		if (!Files.isDirectory(path)) throw new SonoflowException.Input("source=" + text + ": there is no such folder. Give the " +
			"folder lib of a libtorch, torch/lib of a Python installation, or an https address.");
		return List.of(path, path.resolve("lib"), path.resolve("torch/lib")).stream().map(Libtorch::new).filter(Libtorch::exists)
			.findFirst().orElseThrow(() -> new SonoflowException.Input("source=" + text + " is a folder without PyTorch: there is no " +
				"file " + Libtorch.library("torch") + ". Give the folder lib of a libtorch, or torch/lib of a Python installation."));
	}

	/** {@return as the user knows it} */
	String describe() {
		return address == null ? folder.lib().toString() : address.toString();
	}
}
