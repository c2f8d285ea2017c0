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
package io.sonoflow.step.crossvalidate;

import io.sonoflow.Monitor;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier.Task;
import io.sonoflow.step.data.LabelledImages;

import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many images of one patient are in training and test at once, by what the data set says of its patients. (Of images
 * without a patient the reader of the data set warns.)
 *
 * @param pairs pairs of images of one patient, however divided
 * @param parted how many of them a division puts into different folds, so that one trains while the other tests: over the
 *          divisions
 */
record PatientOverlap(long pairs, LongSummaryStatistics parted) {

	/** @param tasks of one or more divisions */
	static PatientOverlap of(final LabelledImages data, final List<Task> tasks) {
		final List<String> groups = data.groups(false);
		final Map<Long, int[]> divisions = new TreeMap<>();
		tasks.forEach(task -> divisions.putIfAbsent(task.seed(), task.foldOf()));
		final long pairs = pairs(groups, new int[groups.size()]);
		final LongSummaryStatistics parted = divisions.values().stream().mapToLong(foldOf -> pairs - pairs(groups, foldOf))
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
	static long several(final LabelledImages data) {
		final List<String> groups = data.groups(false);
		return Set.copyOf(groups).stream().filter(group -> groups.indexOf(group) != groups.lastIndexOf(group)).count();
	}

	/** Warns if training and test are not, or may not be, separate. */
	void tell(final boolean byView, final Monitor monitor) {
		if (byView) monitor.warn("byview=true: images, not patients, are divided. " + (pairs == 0
			? "No patient is known to have several images, so this makes no difference that can be seen."
			: "Of " + pairs + " pairs of images of one patient, " + range() + " are in training and test at once: these are " +
				"not separate and the figures are too good."));
		else if (parted.getMax() > 0) throw new IllegalStateException(parted.getMax() + " pairs of one patient were parted");
	}

	private String range() {
		return parted.getMin() == parted.getMax() ? Long.toString(parted.getMin()) : parted.getMin() + " to " + parted.getMax() +
			" (by seed)";
	}
}
