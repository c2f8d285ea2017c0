package io.sonoflow.explain;

/**
 * A class activation map in the size of its image.
 *
 * @param values row by row, 0..1 (the largest is 1), all zero if nothing speaks for the class
 * @param width columns
 * @param height rows
 * @param target index of the class it explains
 * @param probabilities of all classes, for this image
 */
public record HeatMap(float[] values, int width, int height, int target, double[] probabilities) {

	/** @return probability of the explained class */
	public double score() {
		return probabilities[target];
	}

	/**
	 * How much of the map lies on marks.
	 *
	 * @param mask row by row, same size
	 * @return sum of the map on the mask / sum of the map, 0..1; NaN if the map is zero everywhere
	 */
	public double share(final boolean[] mask) {
		if (mask.length != values.length) throw new IllegalArgumentException("a mask of " + mask.length + " pixels for a map of " +
			values.length);
		double inside = 0;
		double all = 0;
		for (int i = 0; i < mask.length; i++) {
			all += values[i];
			if (mask[i]) inside += values[i];
		}
		return inside / all;
	}
}
