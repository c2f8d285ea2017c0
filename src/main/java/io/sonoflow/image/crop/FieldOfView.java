package io.sonoflow.image.crop;

import io.sonoflow.image.Box;

/**
 * Where the picture is on a screen.
 *
 * @param box the smallest rectangle that holds it; the whole image if there is no margin
 * @param score 0..1, how far to trust it
 * @param reason why somebody should look at it; empty if nobody needs to
 */
public record FieldOfView(Box box, double score, String reason) {

	/** Below this score somebody should look. */
	public static final double CERTAIN = 0.85;

	/** @return whether nobody needs to look at it */
	public boolean certain() {
		return reason.isEmpty();
	}
}
