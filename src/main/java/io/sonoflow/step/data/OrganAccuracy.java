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
package io.sonoflow.step.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts right answers by organ. */
public final class OrganAccuracy {

	/** The column of tables that names the organ. */
	public static final String COLUMN = "organ";

	/** Before the name of an organ, in the name of its figure. */
	public static final String PREFIX = "accuracy.";

	/** The mean of the organs' accuracies. */
	public static final String MEAN = PREFIX + "organs";

	private static final String UNNAMED = "unnamed";

	/** Right answers and all, by organ. */
	private final Map<String, int[]> counts = new TreeMap<>();

	/** @param organs that have a figure, whether an answer is added of them or not; an empty name is one, too */
	public OrganAccuracy(final List<String> organs) {
		organs.forEach(organ -> counts.put(organ, new int[2]));
	}

	/** @param organ one of those given */
	public void add(final String organ, final boolean right) {
		final int[] count = counts.get(organ);
		if (right) count[0]++;
		count[1]++;
	}

	/**
	 * {@return the accuracy of each organ ({@code accuracy.breast}), not a number without an answer, and the mean of those that are
	 *         numbers, whatever the organs' numbers of images ({@code accuracy.organs}); nothing where there are not two organs}
	 */
	public Map<String, Double> figures() {
		final Map<String, Double> figures = new LinkedHashMap<>();
		if (counts.size() < 2) return figures;
		counts.forEach((organ, count) -> figures.put(PREFIX + (organ.isEmpty() ? UNNAMED : organ), (double) count[0] / count[1]));
		figures.put(MEAN, figures.values().stream().mapToDouble(Double::doubleValue).filter(value -> !Double.isNaN(value)).average()
			.orElse(Double.NaN));
		return figures;
	}
}
