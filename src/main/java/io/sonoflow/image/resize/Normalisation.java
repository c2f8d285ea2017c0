package io.sonoflow.image.resize;

/** From 8-bit grey to what a network is fed with. The one place where this is defined. */
public enum Normalisation {

	/** x / 255: 0..1 */
	UNIT(255, 0, 1),
	/** (x / 255 - 0.5) / 0.25: -2..2, classifiers */
	CLASSIFIER(255, 0.5, 0.25),
	/** x / 127.5 - 1: -1..1, diffusion models */
	DIFFUSION(127.5, 1, 1);

	private final double unit;
	private final double mean;
	private final double deviation;

	Normalisation(final double unit, final double mean, final double deviation) {
		this.unit = unit;
		this.mean = mean;
		this.deviation = deviation;
	}

	/** @return the network's value of a grey value 0..255 */
	public float apply(final double gray) {
		return (float) ((gray / unit - mean) / deviation);
	}

	/** @return the grey value, not rounded or clamped, of a network's value */
	public double invert(final double value) {
		return (value * deviation + mean) * unit;
	}
}
