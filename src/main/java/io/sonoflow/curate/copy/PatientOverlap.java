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

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How many images of one patient are in training and test at once, by what the data set says of its patients. (Of images
 * without a patient the reader of the data set warns.)
 *
 * @param pairs pairs of images of one patient, however divided
 * @param parted how many of them a division puts into different folds, so that one trains while the other tests: over the
 *          divisions
 */
public record PatientOverlap(long pairs, LongSummaryStatistics parted) {

	/**
	 * @param groups by image: the patient, or the image itself if unknown
	 * @param divisions one or more: the fold of each image
	 * @return the overlap
	 */
	public static PatientOverlap of(final List<String> groups, final Collection<int[]> divisions) {
		final long pairs = pairs(groups, new int[groups.size()]);
		final LongSummaryStatistics parted = divisions.stream().mapToLong(foldOf -> pairs - pairs(groups, foldOf))
			.summaryStatistics();
		return new PatientOverlap(pairs, parted);
	}

	/** {@return pairs of images of one group that lie in one fold} */
	private static long pairs(final List<String> groups, final int[] foldOf) {
		final Map<Map.Entry<String, Integer>, Long> counts = new HashMap<>();
		for (int i = 0; i < foldOf.length; i++)
			counts.merge(Map.entry(groups.get(i), foldOf[i]), 1L, Long::sum);
		return counts.values().stream().mapToLong(count -> count * (count - 1) / 2).sum();
	}

	/** {@return number of patients of whom there are two images or more} */
	public static long several(final List<String> groups) {
		return groups.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())).values().stream()
			.filter(images -> images > 1).count();
	}
}
