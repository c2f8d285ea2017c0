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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of PyTorch's libraries, and what can be told of them without loading them.
 *
 * @param lib holds the library {@code torch}: {@code lib} of a libtorch, {@code torch/lib} of a Python installation
 */
public record Libtorch(Path lib) {

	/** With CUDA; DJL's jar has its own part for that one, which takes what PyTorch brings of CUDA, of any version 12. */
	public static final String CUDA = "cu128";

	/** Without. */
	public static final String CPU = "cpu";

	/** As in version.py of a Python installation, or build-version of a plain libtorch. */
	private static final Pattern WRITTEN = Pattern.compile("(?m)^(?:__version__ = '|)(\\d+\\.\\d+\\.\\d+)");

	/** The names of the folders in which DJL keeps what it unpacks. */
	private static final Pattern DJL = Pattern.compile("(\\d+\\.\\d+\\.\\d+)(-\\d+)?-(cpu|cu\\d+)-.*");

	/** {@return whether PyTorch is there} */
	public boolean exists() {
		return has("torch");
	}

	/** {@return cu128 or cpu} */
	public String flavour() {
		return has("torch_cuda") ? CUDA : CPU;
	}

	/** {@return whether DJL's part, compiled for that very PyTorch, lies beside it: DJL then takes that one} */
	public boolean hasOwnPart() {
		return has("djl_torch");
	}

	private boolean has(final String name) {
		return Files.isRegularFile(lib.resolve(library(name)));
	}

	/** {@return the version that is written beside it, e.g. 2.7.1; empty if none is} */
	public Optional<String> version() {
		final Path folder = lib.toAbsolutePath().normalize();
		final Path above = folder.getParent();
		if (above == null) return Optional.empty();
		return Stream.of("version.py", "build-version").map(above::resolve).filter(Files::isRegularFile).map(Libtorch::text).map(
			WRITTEN::matcher).filter(Matcher::find).map(found -> found.group(1)).findFirst().or(() -> Optional.of(DJL.matcher(folder
				.getFileName().toString())).filter(Matcher::matches).map(found -> found.group(1)));
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

	/** {@return a library's file name on this system, e.g. libtorch.so} */
	public static String library(final String name) {
		return System.mapLibraryName(name);
	}

	/** {@return the version that DJL's part in the jars is made for, e.g. 2.7.1} */
	public static String wanted() {
		try (InputStream in = Libtorch.class.getResourceAsStream("/jnilib/pytorch.properties")) {
			final Properties properties = new Properties();
			properties.load(in);
			return properties.getProperty("jni_version").replaceFirst("-.*", "");
		}
		catch (final IOException e) {
			throw new SonoflowException.Device("The jar pytorch-jni cannot be read (" + e + "). Install Sonoflow again.", e);
		}
	}
}
