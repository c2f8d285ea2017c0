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

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.engine.EngineStore;
import io.sonoflow.nn.engine.EngineStore.Installed;
import io.sonoflow.nn.engine.Libtorch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The PyTorch that the user points to with PYTORCH_LIBRARY_PATH, as for a GPU. DJL takes it unseen: it believes it to be of
 * its own version, takes it for one without CUDA unless CUDA's toolkit is installed, too, and the one in the jar if there is
 * none where the variable points. So it is looked at before.
 */
final class OwnPyTorch {

	/** Where it is. */
	static final String VARIABLE = "PYTORCH_LIBRARY_PATH";

	private static final String FLAVOR = "PYTORCH_FLAVOR";
	private static final String VERSION = "PYTORCH_VERSION";

	private static final String INSTALLED = "installed, ";

	private static String origin = "brought by Sonoflow";

	private OwnPyTorch() {
	}

	/**
	 * Tells DJL what is there: what the variable leads to, else what was installed.
	 *
	 * @throws SonoflowException.Device if there is no PyTorch, one of another version, or one that is not whole
	 */
	static void prepare() {
		// Of an earlier try in this process, which failed.
		if (origin.startsWith(INSTALLED)) List.of(VARIABLE, FLAVOR, VERSION).forEach(System::clearProperty);
		final String value = Utils.getEnvOrSystemProperty(VARIABLE);
		if (value == null || value.isEmpty()) {
			EngineStore.installed().ifPresent(OwnPyTorch::use);
			return;
		}
		final Path folder = folder(value).orElseThrow(() -> new SonoflowException.Device(VARIABLE + "=" + value.replace("\0", "") +
			" leads to no PyTorch: there is no file " + Libtorch.library("torch") +
				". Point it to the folder that holds it: the folder lib " +
			"of a libtorch, or torch/lib of a Python installation (see docs/gpu.md)."));
		final Libtorch libraries = new Libtorch(folder);
		origin = VARIABLE + ", " + folder;
		set(FLAVOR, libraries.flavour());
		final String wanted = Libtorch.wanted();
		final Optional<String> found = libraries.version();
		if (found.isEmpty() || found.get().equals(wanted)) return;
		if (!libraries.hasOwnPart()) throw new SonoflowException.Device(VARIABLE + " leads to PyTorch " + found.get() + " (" +
			folder +
			"), but this Sonoflow works with " + wanted + " only. Install that one beside it, in Python: pip install torch==" + wanted +
			" --target=folder, and point " + VARIABLE + " to folder/torch/lib (see docs/gpu.md).");
		set(VERSION, found.get());
	}

	/** What others could have changed is not loaded, nor what is not whole. */
	private static void use(final Installed installed) {
		final Path root = EngineStore.root(installed);
		final Libtorch libraries = EngineStore.check(installed);
		try {
			LibraryFolder.check(root.getParent().getParent(), root.toString());
		}
		catch (final SonoflowException.Device e) {
			throw new SonoflowException.Device(e.getMessage().replace(LibraryFolder.CURE, "Take others' right to write there away, " +
				"or set the environment variable " + EngineStore.VARIABLE + " to another folder and run \"Install Engine...\" again."),
					e);
		}
		catch (final IOException e) {
			throw new SonoflowException.Device("The installed engine " + root + " cannot be read (" + e + ")." + EngineStore.CURE, e);
		}
		origin = INSTALLED + root;
		System.setProperty(VARIABLE, libraries.lib().toString());
		set(FLAVOR, libraries.flavour());
		if (!installed.version().equals(Libtorch.wanted())) set(VERSION, installed.version());
	}

	/** {@return what to do if the installed one cannot be loaded; empty = it is another one} */
	static Optional<String> explain(final String message) {
		return origin.startsWith(INSTALLED) ? Optional.of("The engine that \"Install Engine...\" put into " + origin.substring(
			INSTALLED.length()) + " cannot be loaded (" + message + ")." + EngineStore.CURE) : Optional.empty();
	}

	/** {@return where the library that is used is from, for people to read} */
	static String origin() {
		return origin;
	}

	/** Unless the user says it. */
	private static void set(final String name, final String value) {
		final String chosen = Utils.getEnvOrSystemProperty(name);
		if (chosen == null || chosen.isEmpty()) System.setProperty(name, value);
	}

	/** {@return the folder that DJL will take, if it finds one} */
	private static Optional<Path> folder(final String value) {
		return Arrays.stream(value.split(File.pathSeparator)).flatMap(OwnPyTorch::path).filter(path -> Files.isRegularFile(path
			.resolve(Libtorch.library("torch"))) || isLibrary(path)).findFirst().map(path -> isLibrary(path) ? path.toAbsolutePath().getParent()
				: path);
	}

	private static boolean isLibrary(final Path path) {
		return path.endsWith(Libtorch.library("torch")) && Files.isRegularFile(path);
	}

	private static Stream<Path> path(final String value) {
		try {
			return Stream.of(Path.of(value));
		}
		catch (final InvalidPathException e) {
			return Stream.empty();
		}
	}
}
