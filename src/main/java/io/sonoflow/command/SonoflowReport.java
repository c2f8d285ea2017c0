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
import io.sonoflow.step.report.SonoflowReportStep;

import java.io.File;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Tells on one page what other commands did and how far it can be trusted. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Sonoflow Report...",
	description = "Writes report.html: one self-contained page with figures, tables and pictures of finished runs.")
public final class SonoflowReport extends SonoflowCommand {

	@Parameter(label = "Input", description = "One or more output folders of other commands, separated by commas.",
		persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = EXISTS) })
	private String input = "";

	@Parameter(label = "Output", description = "Folder for report.html; it is made if absent.", style = "directory",
		required = false, persist = false, attrs = @Attr(name = REQUIRED))
	private File output;

	@Parameter(label = "Overwrite", description = "Whether a finished report in the output folder is replaced.",
		persist = false)
	private boolean overwrite;

	@Override
	protected void execute(final Monitor monitor) {
		SonoflowReportStep.run(new SonoflowReportStep.Config(paths(input), path(output), overwrite), monitor);
	}
}
