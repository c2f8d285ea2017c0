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
import io.sonoflow.parameter.Key;
import io.sonoflow.step.Step;

import java.util.List;
import java.util.Map;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Fetches published weights once, or copies them from a file, checks them, and keeps them for other commands. */
public final class InstallWeights extends Step<Installed> {

	/** The menu label. */
	public static final String LABEL = "Install Weights...";

	/** The table's columns. */
	public static final List<String> COLUMNS = List.of("name", "architecture", "bytes", "sha256", "file");

	@Parameter(label = "Name", description = "Which weights: inception (96 MB) for FID and the features of generated " +
		"images, resnet18-imagenet (47 MB) as a start for training.", choices = { "inception", "resnet18-imagenet" })
	public String name = "inception";

	@Parameter(label = "Source", description = "An https address, a file, or a folder that holds the authors' file; empty = " +
		"the authors' address.", style = "file")
	public String source = "";

	@Parameter(label = "SHA-256", description = "SHA-256 of the file, or at least its first 8 digits; empty = that of the " +
		"authors' file.", attrs = { @Attr(name = Key.PATTERN, value = "[0-9a-fA-F]{8,64}"), @Attr(name = Key.ALLOWED,
			value = "8 to 64 hexadecimal digits") })
	public String sha256 = "";

	@Parameter(label = "Overwrite", description = "Replace other weights that are installed under this name.", attrs = @Attr(
		name = Key.FRAME))
	public boolean overwrite = false;

	public InstallWeights() {
	}

	/** @param name of the weights: inception or resnet18-imagenet */
	public InstallWeights(final String name) {
		this.name = name;
	}

	/** @param values by key, for scripts */
	public InstallWeights(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static InstallWeights of(final String name) {
		return new InstallWeights(name);
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * @return what is installed now
	 * @throws SonoflowException.Input if a value is not usable
	 * @throws SonoflowException.File if the file cannot be had or is not the right one; what was installed before is still
	 *           there
	 */
	@Override
	protected Installed execute(final Monitor monitor) {
		return new Installer(Published.of(name).orElseThrow(), source, sha256, overwrite, monitor).run();
	}

	/** {@return the values of {@link #COLUMNS}} */
	public static List<Object> row(final Installed installed) {
		return List.of(installed.name(), installed.architecture(), installed.bytes(), installed.sha256(), installed.file());
	}
}
