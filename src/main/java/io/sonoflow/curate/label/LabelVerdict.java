package io.sonoflow.curate.label;

/**
 * What a judge says of every image.
 *
 * @param score [image] the higher, the more suspect; finite. Its scale is the judge's own
 * @param flags [image] in how many judgements its label was doubted
 * @param judgements [image] how many there were. Spikes and margin: one a training which had the image in its training
 *          part; confident: one a training which held it out; combined: both
 * @param suspicious [image] whether its label is called wrong
 * @param proposed [image] the class it most likely has if the given one is wrong, never the given one
 */
public record LabelVerdict(double[] score, int[] flags, int[] judgements, boolean[] suspicious, int[] proposed) {

	/** @return number of images whose labels are called wrong */
	public int count() {
		int count = 0;
		for (final boolean one : suspicious)
			if (one) count++;
		return count;
	}
}
