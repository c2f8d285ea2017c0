package io.sonoflow.command;

import io.sonoflow.Monitor;
import io.sonoflow.legacy.Show;
import io.sonoflow.step.CheckSetupStep;

import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows what Sonoflow would compute on, and how fast that is. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Check Setup...",
	description = "Shows engine, device, memory and threads, and times a test convolution. Needs no files.")
public final class CheckSetup extends SonoflowCommand {

	@Parameter(label = "Device", description = "What to compute on: auto (first GPU, else CPU), cpu, gpu0, gpu1, ... or mps.",
		persist = false, attrs = { @Attr(name = PATTERN, value = DEVICE), @Attr(name = ALLOWED, value = DEVICES) })
	private String device = "auto";

	@Override
	protected void execute(final Monitor monitor) {
		final CheckSetupStep.Result result = CheckSetupStep.run(new CheckSetupStep.Config(device), monitor);
		Show.table("Sonoflow Setup", List.of("what", "value"), result.rows().stream().map(row -> List.of(row.what(), row
			.value())).toList());
	}
}
