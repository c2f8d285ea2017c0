package io.sonoflow.image.morphology;

/** Which pixels are neighbours. */
public enum Connectivity {
	/** Pixels that share an edge. */
	FOUR,
	/** Pixels that share an edge or a corner. */
	EIGHT
}
