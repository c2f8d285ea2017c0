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
package io.sonoflow.step.setup;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.install.Installer;
import io.sonoflow.nn.weights.install.Installer.Installed;
import io.sonoflow.nn.weights.install.Published;

import java.util.List;

/** Fetches published weights once, or copies them from a file, checks them, and keeps them for other commands. */
public final class InstallWeightsStep {

	/** The table's columns. */
	public static final List<String> COLUMNS = List.of("name", "architecture", "bytes", "sha256", "file");

	/**
	 * @param name of the weights: inception or resnet18-imagenet
	 * @param source an https address, a file, or a folder that holds the authors' file; empty = the authors' address
	 * @param sha256 of the file, or at least its first 8 digits; empty = of the authors' file
	 * @param overwrite whether other weights of this name may be replaced
	 */
	public record Config(String name, String source, String sha256, boolean overwrite) {
	}

	private InstallWeightsStep() {
	}

	/**
	 * @return what is installed now
	 * @throws SonoflowException.Input if a value is not usable
	 * @throws SonoflowException.File if the file cannot be had or is not the right one; what was installed before is still
	 *           there
	 */
	public static Installed run(final Config config, final Monitor monitor) {
		final Published weights = Published.of(config.name()).orElseThrow(() -> new SonoflowException.Input("name=" + config
			.name() + " is unknown. Allowed are: " + String.join(", ", Published.keys()) + "."));
		return new Installer(weights, config.source(), config.sha256(), config.overwrite(), monitor).run();
	}

	/** {@return the values of {@link #COLUMNS}} */
	public static List<Object> row(final Installed installed) {
		return List.of(installed.name(), installed.architecture(), installed.bytes(), installed.sha256(), installed.file());
	}
}
