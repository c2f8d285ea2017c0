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
import io.sonoflow.step.setup.InspectWeightsStep;

import java.io.File;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows what a weight file holds and which network it is for. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Inspect Weights...",
	description = "Lists the tensors of a safetensors or PyTorch file and recognises the network. Runs nothing in it.")
public final class InspectWeights extends SonoflowCommand {

	@Parameter(label = "Weights", description = "File with weights: .safetensors, or .pt/.pth saved by torch.save.",
		required = false, persist = false, attrs = { @Attr(name = REQUIRED), @Attr(name = EXISTS) })
	private File input;

	@Parameter(label = "Output", description = "Folder for weights.csv; empty writes nothing.", style = "directory",
		required = false, persist = false)
	private File output;

	@Parameter(label = "Overwrite", description = "Whether a finished run in the output folder may be replaced.",
		persist = false)
	private boolean overwrite;

	@Override
	protected void execute(final Monitor monitor) {
		final InspectWeightsStep.Result result = InspectWeightsStep.run(new InspectWeightsStep.Config(path(input), path(
			output), overwrite), monitor);
		Show.table("Weights of " + input.getName() + ": " + result.description(), InspectWeightsStep.COLUMNS, result.rows()
			.stream().map(InspectWeightsStep.Row::values).toList());
	}
}
