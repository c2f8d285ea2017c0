package io.sonoflow.step;

import io.sonoflow.SonoflowException;
import io.sonoflow.curate.label.LabelJudge;
import io.sonoflow.curate.label.Spikes;

/** The judges of labels by the values of the key {@code method}. */
final class Judges {

	private Judges() {
	}

	/** @throws SonoflowException.Input if there is no such method */
	static LabelJudge of(final FilterNoisyLabelsStep.Config config) {
		return switch (config.method()) {
			case "spikes" -> new Spikes(config.threshold(), config.count(), config.judgements());
			default -> throw new SonoflowException.Input("method=" + config.method() +
				" does not exist. Choose spikes, confident, margin or combined.");
		};
	}
}
