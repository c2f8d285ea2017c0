package io.sonoflow.step;

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

	/** @return the values of {@link #COLUMNS} */
	public static List<Object> row(final Installed installed) {
		return List.of(installed.name(), installed.architecture(), installed.bytes(), installed.sha256(), installed.file());
	}
}
