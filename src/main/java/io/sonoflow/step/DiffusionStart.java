package io.sonoflow.step;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.nn.unet.UNetHints;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The model that a diffusion training starts from instead of random weights. */
final class DiffusionStart {

	private DiffusionStart() {
	}

	/**
	 * @param weights file of a diffusion model, ours or of guided-diffusion
	 * @param wanted the network to be trained
	 * @return the file's weights for that network
	 * @throws SonoflowException if it is no diffusion model, or one of another architecture or other labels; all differences
	 *           are named
	 */
	static UNetFile open(final Path weights, final UNetConfig wanted, final Monitor monitor) {
		final UNetFile file = UNetFile.open(weights, new UNetHints(wanted.size(), wanted.heads(), wanted.headChannels(), wanted
			.order()), monitor);
		final Map<String, String> has = says(file.config());
		final StringBuilder differences = new StringBuilder();
		says(wanted).forEach((key, value) -> {
			if (!value.equals(has.get(key))) differences.append(differences.isEmpty() ? "" : "; ").append(key).append(": ").append(
				value).append(" here, ").append(has.get(key)).append(" there");
		});
		if (!differences.isEmpty()) throw new SonoflowException.Input("weights=" + weights +
			" is not of the network that is to be trained (" + differences +
			"). Give the keys that it was trained with, or leave weights out to start from random ones.");
		return new UNetFile(wanted, file.notes(), file.weights());
	}

	private static Map<String, String> says(final UNetConfig config) {
		final Map<String, String> says = new LinkedHashMap<>();
		says.put("base", String.valueOf(config.shape().base()));
		says.put("multipliers", config.shape().multipliers().toString());
		says.put("blocks", String.valueOf(config.shape().blocks()));
		says.put("attention where sides shrank by", config.shape().attention().toString());
		says.put("heads", config.heads() + (config.headChannels() > 0 ? ", " + config.headChannels() + " channels each" : ""));
		says.put("order", config.order().toString());
		says.put("labels", config.classes().isEmpty() ? "none" : String.join(", ", config.classes()));
		says.put("channels in and out", config.shape().channels() + " and " + config.shape().outputs());
		says.put("scale-shift", String.valueOf(config.shape().scaleShift()));
		says.put("residual resampling", String.valueOf(config.shape().residualResampling()));
		return says;
	}
}
