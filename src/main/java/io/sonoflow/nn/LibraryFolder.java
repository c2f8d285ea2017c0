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

import ai.djl.util.Utils;

import io.sonoflow.file.LibraryRoot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where DJL unpacks PyTorch's library and loads it from, whoever put it there: so nobody else may. In DJL's order the folder
 * is that of the environment variable (or system property) {@code ENGINE_CACHE_DIR} or {@code DJL_CACHE_DIR}, or
 * {@code .djl.ai} in the user's home. Where there is no home DJL takes a folder of a known name that all users share; here it
 * is one of the user's own in the system's temporary folder, which nobody else may enter.
 */
final class LibraryFolder {

	private static final String JNA = "jna.tmpdir";

	/** What to do. */
	static final String CURE = LibraryRoot.CURE;

	private static final LibraryRoot ROOT = new LibraryRoot("PyTorch's library", "pytorch");

	private LibraryFolder() {
	}

	/**
	 * Chooses the folder and makes sure that it and what is in it are the user's.
	 *
	 * @throws io.sonoflow.SonoflowException.Device if somebody else may have put something there
	 */
	static void prepare() {
		final boolean given = ROOT.given().isPresent();
		final Path folder = ROOT.claim();
		if (!given) use(folder);
	}

	private static void use(final Path folder) {
		System.setProperty(LibraryRoot.ENGINE, folder.toString());
		System.setProperty(LibraryRoot.DJL, folder.toString());
		// Another library that is unpacked and loaded, by DJL.
		if (System.getProperty(JNA) == null) System.setProperty(JNA, folder.resolve("jna").toString());
	}

	/** As {@link LibraryRoot#check}. */
	static void check(final Path folder, final String words) throws IOException {
		ROOT.check(folder, words);
	}

	/**
	 * {@return why a library cannot be loaded from there in the words of whoever can do something about it; empty if it is
	 *         something else}
	 *
	 * @param message of the system, e.g. "failed to map segment from shared object"
	 */
	static Optional<String> explain(final String message) {
		final String folder = Utils.getEngineCacheDir().toString();
		if (message.contains("failed to map segment") || message.contains("Operation not permitted")) return Optional.of(
			"PyTorch's library lies in " + folder + ", from where no programs may run (noexec). " + CURE);
		if (message.contains("No space left") || message.contains("quota")) return Optional.of("PyTorch's library cannot be " +
			"unpacked into " + folder + ": the disk is full. Make room for 1 GB there. Or: " + CURE);
		if (message.matches("(?s).*(AccessDenied|Permission denied|Read-only file system|ReadOnly).*")) return Optional.of(
			"PyTorch's library cannot be unpacked into " + folder + ", where you may not write (" + message + "). " + CURE);
		return Optional.empty();
	}
}
