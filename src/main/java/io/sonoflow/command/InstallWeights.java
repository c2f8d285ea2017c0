package io.sonoflow.command;

import io.sonoflow.Monitor;
import io.sonoflow.legacy.Show;
import io.sonoflow.step.InstallWeightsStep;

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
