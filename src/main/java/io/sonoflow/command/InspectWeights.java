package io.sonoflow.command;

import io.sonoflow.Monitor;
import io.sonoflow.legacy.Show;
import io.sonoflow.step.InspectWeightsStep;

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
