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
package io.sonoflow.dataset.learned;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which samples of a data set are among those that something was learned from.
 *
 * @param groups whose each image is: the patient, or, where unknown, its clip or the image itself
 * @param images whether each image was learned from, pixel for pixel
 * @param names whether the name of each image's patient is among those that were learned from
 */
public record SeenSamples(List<String> groups, boolean[] images, boolean[] names) {

	/**
	 * How many.
	 *
	 * @param patients of whom there are images; where the patient is not known, each clip or image counts as one
	 * @param seenPatients of them those who were learned from, by name or by an image
	 * @param byName of these those of whom only the name is the same, not one image
	 * @param images all
	 * @param seenImages of them those that were learned from, pixel for pixel
	 */
	public record Count(int patients, int seenPatients, int byName, int images, int seenImages) {
	}

	/** {@return both together: what either has seen} */
	public SeenSamples or(final SeenSamples other) {
		return new SeenSamples(groups, or(images, other.images), or(names, other.names));
	}

	private static boolean[] or(final boolean[] a, final boolean[] b) {
		final boolean[] both = a.clone();
		for (int i = 0; i < both.length; i++)
			both[i] |= b[i];
		return both;
	}

	/** {@return the groups of whom an image or the name was seen} */
	private Set<String> seenGroups() {
		final Set<String> seen = new HashSet<>();
		for (int i = 0; i < images.length; i++)
			if (images[i] || names[i]) seen.add(groups.get(i));
		return seen;
	}

	/** {@return for each sample whether its patient was seen: one image of a patient shows the patient} */
	public boolean[] patients() {
		final Set<String> seen = seenGroups();
		final boolean[] patients = new boolean[images.length];
		for (int i = 0; i < patients.length; i++)
			patients[i] = seen.contains(groups.get(i));
		return patients;
	}

	/** {@return the counts over some samples} */
	public Count count(final int[] samples) {
		final Set<String> all = new HashSet<>();
		final Set<String> pictured = new HashSet<>();
		IntStream.range(0, images.length).filter(i -> images[i]).forEach(i -> pictured.add(groups.get(i)));
		Arrays.stream(samples).forEach(i -> all.add(groups.get(i)));
		final Set<String> seen = new HashSet<>(seenGroups());
		seen.retainAll(all);
		final Set<String> named = new HashSet<>(seen);
		named.removeAll(pictured);
		return new Count(all.size(), seen.size(), named.size(), samples.length, (int) Arrays.stream(samples).filter(i -> images[i])
			.count());
	}
}
