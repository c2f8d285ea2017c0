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
package io.sonoflow.command;

import io.sonoflow.Monitor;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.setup.InstallWeightsStep;

import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Fetches or copies published weights into the folder where other commands look for them. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Install Weights...",
	description = "Fetches published weights once, checks their SHA-256 and keeps them for other commands; a broken " +
		"transfer goes on where it stopped. Nothing is ever fetched by any other command.")
public final class InstallWeights extends SonoflowCommand {

	@Parameter(label = "Name", description = "Which weights: inception (96 MB) for FID and the features of generated " +
		"images, resnet18-imagenet (47 MB) as a start for training.", choices = { "inception", "resnet18-imagenet" },
		persist = false)
	private String name = "inception";

	@Parameter(label = "Source", description = "An https address, a file, or a folder that holds the authors' file; empty = " +
		"the authors' address.", required = false, persist = false)
	private String source = "";

	@Parameter(label = "SHA-256", description = "SHA-256 of the file, or at least its first 8 digits; empty = that of the " +
		"authors' file.", required = false, persist = false, attrs = { @Attr(name = PATTERN,
			value = "[0-9a-fA-F]{8,64}"), @Attr(name = ALLOWED, value = "8 to 64 hexadecimal digits") })
	private String sha256 = "";

	@Parameter(label = "Overwrite", description = "Replace other weights that are installed under this name.",
		persist = false)
	private boolean overwrite = false;

	@Override
	protected void execute(final Monitor monitor) {
		Show.table("Installed weights", InstallWeightsStep.COLUMNS, List.of(InstallWeightsStep.row(InstallWeightsStep.run(
			new InstallWeightsStep.Config(name, source.strip(), sha256.strip(), overwrite), monitor))));
	}
}
