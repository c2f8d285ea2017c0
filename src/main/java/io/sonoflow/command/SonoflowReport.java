package io.sonoflow.command;

import io.sonoflow.Monitor;
import io.sonoflow.step.SonoflowReportStep;

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
