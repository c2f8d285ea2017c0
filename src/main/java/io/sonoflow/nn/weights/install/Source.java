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
package io.sonoflow.nn.weights.install;

import io.sonoflow.SonoflowException;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Where weights come from: exactly one of the two is set.
 *
 * @param address https, or http of this computer itself
 * @param file an existing file
 */
record Source(URI address, Path file) {

	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	/**
	 * @param text what the user gave: an address, a file, or a folder in which the authors' file lies under its name; empty =
	 *          the authors' address
	 * @throws SonoflowException.Input if it is none of these or an address that is not safe
	 */
	static Source of(final String text, final Published weights) {
		if (text == null || text.isBlank()) return new Source(weights.source(), null);
		final String given = text.strip();
		if (given.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) return new Source(address(given), null);
		return new Source(null, file(given, weights));
	}

	static URI address(final String text) {
		try {
			final URI address = new URI(text);
			if ("file".equalsIgnoreCase(address.getScheme())) throw new SonoflowException.Input("source=" + text +
				": give a file by its path, without file://.");
			if (address.getHost() == null) throw new URISyntaxException(text, "it names no host");
			if (address.getUserInfo() != null) throw new SonoflowException.Input(
				"source holds a user name or password, which would be written into files. Fetch the file by other means, and " +
					"give its path as source.");
			requireSafe(address, "source=" + text);
			return address;
		}
		catch (final URISyntaxException e) {
			throw new SonoflowException.Input("source=" + text + " is not an address: " + e.getReason() +
				". Give an https address, or the path of a file.", e);
		}
	}

	/**
	 * @param what names the address in the message
	 * @throws SonoflowException.Input unless it is https, or http that does not leave this computer
	 */
	static void requireSafe(final URI address, final String what) {
		final String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
		if (scheme.equals("https") || scheme.equals("http") && isLoopback(address)) return;
		throw new SonoflowException.Input(what + " is not https, so that others could change what it gives. Give an https " +
			"address, or fetch the file by other means and give its path as source.");
	}

	static boolean isLoopback(final URI address) {
		return address.getHost() != null && LOOPBACK.contains(address.getHost().toLowerCase(Locale.ROOT));
	}

	private static Path file(final String text, final Published weights) {
		final Path path;
		try {
			path = Path.of(text).toAbsolutePath().normalize();
		}
		catch (final InvalidPathException e) {
			throw new SonoflowException.Input("source=" + text + " is neither an https address nor a path on this system: " + e
				.getReason() + ".", e);
		}
		if (Files.isRegularFile(path)) return path;
		if (!Files.isDirectory(path)) throw new SonoflowException.Input("source=" + text +
			": there is no such file or folder. Give an https address, a file, or a folder that holds " + weights.fileName() +
			".");
		for (final String name : new String[] { weights.fileName(), WeightsStore.fileName(weights) })
			if (Files.isRegularFile(path.resolve(name))) return path.resolve(name);
		throw new SonoflowException.Input("source=" + text + " is a folder without " + weights.fileName() +
			". Put that file there (it is at " + weights.source() + "), or give the file itself.");
	}

	/** {@return as the user knows it} */
	String describe() {
		return address == null ? file.toString() : address.toString();
	}
}
