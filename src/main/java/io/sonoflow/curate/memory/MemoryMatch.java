package io.sonoflow.curate.memory;

/**
 * The training image that a generated image most resembles.
 *
 * @param nearest its number
 * @param similarity normalised cross-correlation of the two, aligned, without gain and slow shading: -1..1, of a copy near 1
 * @param flip of the training image
 * @param dx how far the training image, flipped, is moved to the right in the generated one, as a share of the width
 * @param dy how far it is moved down, as a share of the height
 * @param lead by how much it leads over the most similar images of other patients, in units of Fisher's z; about 0.1 by
 *          chance
 * @param p probability of such a lead between real images of different patients, 0..1
 */
public record MemoryMatch(int nearest, double similarity, Flip flip, double dx, double dy, double lead, double p) {

	/** Below it an image is taken for a copy: one in a thousand others is, too. */
	public static final double ALARM = 0.001;
}
