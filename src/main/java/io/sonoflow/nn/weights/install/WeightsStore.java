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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The folder of installed weights: the system property {@value #PROPERTY}, else the environment variable
 * {@value #VARIABLE}, else {@code .sonoflow/weights} in the user's home. Each set of weights is one file,
 * {@code <name>.pth}, whatever its format; a file put there by hand counts as well.
 */
public final class WeightsStore {

	/** The system property that names the folder. */
	public static final String PROPERTY = "sonoflow.weights";

	/** The environment variable that names the folder. */
	public static final String VARIABLE = "SONOFLOW_WEIGHTS";

	private WeightsStore() {
	}

	/** {@return the folder, which may not exist yet} */
	public static Path folder() {
		final String property = System.getProperty(PROPERTY);
		if (property != null && !property.isBlank()) return Path.of(property).toAbsolutePath().normalize();
		final String variable = System.getenv(VARIABLE);
		if (variable != null && !variable.isBlank()) return Path.of(variable).toAbsolutePath().normalize();
		final Path home = Path.of(System.getProperty("user.home", ""));
		if (!home.isAbsolute()) throw new SonoflowException.File("There is no folder for installed weights, as this account has no " +
			"home. Set the environment variable " + VARIABLE + " to a folder.");
		return home.resolve(".sonoflow").resolve("weights").normalize();
	}

	/** {@return where these weights are or would be} */
	public static Path file(final Published weights) {
		return folder().resolve(fileName(weights));
	}

	static String fileName(final Published weights) {
		return weights.key() + ".pth";
	}

	/** {@return the file of these weights, if they are installed} */
	public static Optional<Path> find(final Published weights) {
		return Optional.of(file(weights)).filter(Files::isRegularFile);
	}

	/**
	 * @param needed what asks for them, e.g. {@code features=inception}
	 * @return the file of these weights
	 * @throws SonoflowException.File if they are not installed; the message says how to install them
	 */
	public static Path require(final Published weights, final String needed) {
		return find(weights).orElseThrow(() -> new SonoflowException.File(String.format(
			Locale.ROOT, "%s needs weights that are not installed: %s is not there. Install them once with \"Install Weights...\" " +
				"name=%s (%d MB, from %s); without a connection fetch that file elsewhere and add source=[its path].", needed,
			file(weights), weights.key(), Math.round(weights.bytes() / 1e6), weights.source())));
	}

	/**
	 * @param key the key that was given, for the message
	 * @param given what was given for a file of weights
	 * @return the installed file if it is a name of published weights and no file is called so; else as given
	 * @throws SonoflowException.File if those weights are not installed; the message says how to install them
	 */
	public static Path resolve(final String key, final Path given) {
		final Optional<Published> published = Published.of(given.toString());
		if (published.isEmpty() || Files.exists(given)) return given;
		return require(published.get(), key + "=" + given);
	}
}
