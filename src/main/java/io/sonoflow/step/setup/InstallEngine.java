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
import io.sonoflow.nn.engine.EngineInstaller;
import io.sonoflow.nn.engine.EngineStore;
import io.sonoflow.nn.engine.EngineStore.Installed;
import io.sonoflow.nn.engine.GraphicsCard;
import io.sonoflow.nn.engine.Libtorch;
import io.sonoflow.step.Step;

import java.util.List;
import java.util.Map;

import org.scijava.plugin.Parameter;

/** Fetches PyTorch's native libraries, or copies them from a folder, tries them, and has later starts use them. */
public final class InstallEngine extends Step<InstallEngine.Result> {

	/** The menu label. */
	public static final String LABEL = "Install Engine...";

	/** The table's columns. */
	public static final List<String> COLUMNS = List.of("flavour", "version", "bytes", "source", "folder");

	private static final String OWN_PATH = "PYTORCH_LIBRARY_PATH";

	@Parameter(label = "Flavour", description = "auto = as the source has it; without one with CUDA where there is an NVIDIA " +
		"GPU, else nothing is done. cu128 = with CUDA 12.8. cpu without a source = back to the PyTorch that Sonoflow brings: what " +
		"was installed is removed.", choices = { "auto", "cpu", "cu128" })
	public String flavour = "auto";

	@Parameter(label = "Source", description = "A folder with libtorch (torch/lib of a Python installation), or an https address " +
		"with DJL's files; empty = where DJL publishes them.", style = "directory")
	public String source = "";

	/**
	 * What the next start uses.
	 *
	 * @param flavour cpu or cu128
	 * @param version of PyTorch
	 * @param bytes of the installed files; 0 = nothing is installed
	 * @param source where they are from
	 * @param folder where they are; empty = in Sonoflow
	 */
	public record Result(String flavour, String version, long bytes, String source, String folder) {
	}

	public InstallEngine() {
	}

	/** @param values by key, for scripts */
	public InstallEngine(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with the defaults; more by {@link #with}} */
	public static InstallEngine of() {
		return new InstallEngine();
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * @return what the next start uses
	 * @throws io.sonoflow.SonoflowException.Input if a value is not usable
	 * @throws io.sonoflow.SonoflowException.File if the libraries cannot be had, or are of another version
	 * @throws io.sonoflow.SonoflowException.Device if they do not work here, or the driver is too old; what was installed before
	 *           is still there
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final Result result = new EngineInstaller(flavour, source, GraphicsCard.list(), EngineTrial::run, monitor).run().map(
			InstallEngine::result).orElseGet(() -> new Result(Libtorch.CPU, Libtorch.wanted(), 0, "Sonoflow", ""));
		final String own = System.getenv(OWN_PATH);
		if (own != null && !own.isEmpty()) monitor.warn("The environment variable " + OWN_PATH + "=" + own +
			" goes before what is installed. Take it away to use that.");
		return result;
	}

	private static Result result(final Installed installed) {
		return new Result(installed.flavour(), installed.version(), installed.bytes(), installed.source(), EngineStore.root(installed)
			.toString());
	}

	/** {@return the values of {@link #COLUMNS}} */
	public static List<Object> row(final Result result) {
		return List.of(result.flavour(), result.version(), result.bytes(), result.source(), result.folder());
	}
}
