package io.sonoflow.curate.memory;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks for an image among the training images: all of them coarsely, the best few finely.
 *
 * @param references the training images
 * @param groups their patients, by number
 */
record Search(List<Fingerprint> references, int[] groups) {

	/** So many are compared finely. */
	static final int CANDIDATES = 16;

	private static final double ALMOST_ONE = 0.9999;

	/** No patient is left out. */
	static final int NOBODY = -1;

	/**
	 * What was found.
	 *
	 * @param nearest number of the training image
	 * @param alignment how it lies
	 * @param lead over the others
	 */
	record Found(int nearest, Alignment alignment, double lead) {
	}

	/** A training image, its place and how much that says. */
	private record Candidate(int number, Alignment alignment, double weight) {
	}

	/**
	 * @param without the patient whose images are left out, or {@link #NOBODY}
	 * @return the image with the largest weight; its lead is over the median candidate of other patients
	 */
	Found find(final Fingerprint image, final int without) {
		final Correlation correlation = new Correlation();
		final int[] others = IntStream.range(0, groups.length).filter(i -> groups[i] != without).toArray();
		final float[] coarse = new float[groups.length];
		for (final int i : others)
			coarse[i] = correlation.search(image, references.get(i));
		final List<Candidate> candidates = Arrays.stream(others).boxed().sorted(Comparator.<Integer>comparingDouble(
			i -> -coarse[i]).thenComparing(i -> i)).limit(CANDIDATES).map(i -> candidate(image, i, correlation)).toList();
		final Candidate best = candidates.stream().max(Comparator.comparingDouble(Candidate::weight)).orElseThrow();
		final double[] rivals = candidates.stream().filter(each -> groups[each.number] != groups[best.number]).mapToDouble(
			Candidate::weight).sorted().toArray();
		// A patient whose views fill all places has no rival: the lead is then over nothing.
		final double usual = rivals.length == 0 ? 0 : (rivals[rivals.length / 2] + rivals[(rivals.length - 1) / 2]) / 2;
		return new Found(best.number, best.alignment, best.weight - usual);
	}

	private Candidate candidate(final Fingerprint image, final int number, final Correlation correlation) {
		correlation.search(image, references.get(number));
		final Alignment alignment = Alignment.refine(image, references.get(number), correlation);
		return new Candidate(number, alignment, weight(alignment));
	}

	/** Fisher's z, whose spread grows with one over the root of the area compared. */
	private static double weight(final Alignment alignment) {
		final double similarity = Math.max(-ALMOST_ONE, Math.min(ALMOST_ONE, alignment.similarity()));
		final double area = (1 - Math.abs(alignment.dx())) * (1 - Math.abs(alignment.dy()));
		return 0.5 * Math.log((1 + similarity) / (1 - similarity)) * Math.sqrt(area);
	}
}
