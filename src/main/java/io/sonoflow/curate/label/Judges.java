package io.sonoflow.curate.label;

import io.sonoflow.SonoflowException;

import java.util.List;

/** The judges by name. */
public final class Judges {

	/** The macro values of {@code method}; the first, the published one, is the default. */
	public static final List<String> NAMES = List.of(Spikes.NAME, Confident.NAME, Margin.NAME, Combined.NAME);

	private Judges() {
	}

	/**
	 * @param method one of {@link #NAMES}
	 * @param spikes the rule of {@code spikes}, the only judge with parameters
	 * @return the judge
	 * @throws SonoflowException.Input if there is none of this name
	 */
	public static LabelJudge of(final String method, final Spikes spikes) {
		return switch (method) {
			case Spikes.NAME -> spikes;
			case Confident.NAME -> new Confident();
			case Margin.NAME -> new Margin();
			case Combined.NAME -> new Combined();
			default -> throw new SonoflowException.Input("method=" + method + " is unknown. Allowed: " + String.join(", ", NAMES) +
				".");
		};
	}
}
