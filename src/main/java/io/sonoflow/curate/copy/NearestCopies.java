/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.curate.copy;

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
record NearestCopies(List<Fingerprint> references, int[] groups) {

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
