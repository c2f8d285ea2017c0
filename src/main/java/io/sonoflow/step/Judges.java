package io.sonoflow.step;

import io.sonoflow.SonoflowException;
import io.sonoflow.curate.label.Confident;
import io.sonoflow.curate.label.LabelJudge;
import io.sonoflow.curate.label.Margin;
import io.sonoflow.curate.label.Spikes;

/** The judges of labels by the values of the key {@code method}. */
final class Judges {

	private Judges() {
	}

	/** @throws SonoflowException.Input if there is no such method */
	static LabelJudge of(final FilterNoisyLabelsStep.Config config) {
		return switch (config.method()) {
			case Spikes.NAME -> new Spikes(config.threshold(), config.count(), config.judgements());
			case Confident.NAME -> new Confident();
			case Margin.NAME -> new Margin();
			default -> throw new SonoflowException.Input("method=" + config.method() +
				" does not exist. Choose spikes, confident, margin or combined.");
		};
	}
}
