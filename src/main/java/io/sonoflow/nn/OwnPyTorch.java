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

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

	/** The one with CUDA that DJL's jar has its own part for; it takes what PyTorch brings of CUDA, of any version 12. */
	private static final String CUDA = "cu128";

	/** As in version.py of a Python installation, or build-version of a plain libtorch. */
	private static final Pattern WRITTEN = Pattern.compile("(?m)^(?:__version__ = '|)(\\d+\\.\\d+\\.\\d+)");

	private OwnPyTorch() {
	}

	/**
	 * Tells DJL what is there.
	 *
	 * @throws SonoflowException.Device if there is no PyTorch, or one of another version
	 */
	static void prepare() {
		final String value = Utils.getEnvOrSystemProperty(VARIABLE);
		if (value == null || value.isEmpty()) return;
		final Path folder = folder(value).orElseThrow(() -> new SonoflowException.Device(VARIABLE + "=" + value.replace("\0", "") +
			" leads to no PyTorch: there is no file " + library("torch") + ". Point it to the folder that holds it: the folder lib " +
			"of a libtorch, or torch/lib of a Python installation (see docs/gpu.md)."));
		set(FLAVOR, Files.exists(folder.resolve(library("torch_cuda"))) ? CUDA : "cpu");
		final String wanted = version();
		final Optional<String> found = version(folder);
		if (found.isEmpty() || found.get().equals(wanted)) return;
		if (!hasOwnPart(folder)) throw new SonoflowException.Device(VARIABLE + " leads to PyTorch " + found.get() + " (" + folder +
			"), but this Sonoflow works with " + wanted + " only. Install that one beside it, in Python: pip install torch==" + wanted +
			" --target=folder, and point " + VARIABLE + " to folder/torch/lib (see docs/gpu.md).");
		set(VERSION, found.get());
	}

	/** Unless the user says it. */
	private static void set(final String name, final String value) {
		final String chosen = Utils.getEnvOrSystemProperty(name);
		if (chosen == null || chosen.isEmpty()) System.setProperty(name, value);
	}

	private static String library(final String name) {
		return System.mapLibraryName(name);
	}

	/** {@return the folder that DJL will take, if it finds one} */
	private static Optional<Path> folder(final String value) {
		return Arrays.stream(value.split(File.pathSeparator)).flatMap(OwnPyTorch::path).filter(path -> Files.isRegularFile(path
			.resolve(library("torch"))) || isLibrary(path)).findFirst().map(path -> isLibrary(path) ? path.toAbsolutePath().getParent()
				: path);
	}

	private static boolean isLibrary(final Path path) {
		return path.endsWith(library("torch")) && Files.isRegularFile(path);
	}

	private static Stream<Path> path(final String value) {
		try {
			return Stream.of(Path.of(value));
		}
		catch (final InvalidPathException e) {
			return Stream.empty();
		}
	}

	/** {@return whether DJL's part, compiled for that PyTorch, lies beside it: DJL then takes that one} */
	private static boolean hasOwnPart(final Path folder) {
		return Files.exists(folder.resolve(library("djl_torch")));
	}

	/** {@return the version that DJL's part is made for, e.g. 2.7.1} */
	private static String version() {
		try (InputStream in = OwnPyTorch.class.getResourceAsStream("/jnilib/pytorch.properties")) {
			final Properties properties = new Properties();
			properties.load(in);
			return properties.getProperty("jni_version").replaceFirst("-.*", "");
		}
		catch (final IOException e) {
			throw new SonoflowException.Device("The jar pytorch-jni cannot be read (" + e + "). Install Sonoflow again.", e);
		}
	}

	/**
	 * @param folder lib of an installation
	 * @return the version that is written beside it, e.g. 2.7.1; empty if none is
	 */
	static Optional<String> version(final Path folder) {
		final Path above = folder.toAbsolutePath().normalize().getParent();
		if (above == null) return Optional.empty();
		return Stream.of("version.py", "build-version").map(above::resolve).filter(Files::isRegularFile).map(OwnPyTorch::text).map(
			WRITTEN::matcher).filter(Matcher::find).map(found -> found.group(1)).findFirst();
	}

	private static String text(final Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (final IOException e) {
			// Then nothing is known of it, and DJL tries.
			return "";
		}
	}
}
