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
package io.sonoflow.curate.label;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a judge may know: the trainings, the given labels, and which images share their truth.
 *
 * @param records of all trainings, at least one, all of the same images; kept in the order of initialisation, seed and fold,
 *          so that it does not matter in which order they were done
 * @param labels given class of each image
 * @param classes how many there are
 * @param units of each image, what its label was really given to, by number from 0: the views of one testis have one unit and so
 *          one truth, even if their given labels differ. Without such knowledge each image is its own
 *          ({@link #single(int)})
 */
public record LabelEvidence(List<TrainingRecord> records, int[] labels, int classes, int[] units) {

	/** @throws IllegalArgumentException if the parts do not fit */
	public LabelEvidence {
		records = records.stream().sorted(Comparator.comparingInt(TrainingRecord::init).thenComparingLong(TrainingRecord::seed)
			.thenComparingInt(TrainingRecord::fold)).toList();
		if (records.isEmpty()) throw new IllegalArgumentException("There is no training to judge by");
		if (units.length != labels.length) throw new IllegalArgumentException("There are " + labels.length + " labels but " +
			units.length + " units");
		for (final TrainingRecord training : records)
			if (training.images() != labels.length) throw new IllegalArgumentException("A training is of " + training.images() +
				" images but there are " + labels.length + " labels");
		for (final int unit : units)
			if (unit < 0) throw new IllegalArgumentException("Unit " + unit + " is below 0");
		for (final int label : labels)
			if (label < 0 || label >= classes) throw new IllegalArgumentException("Label " + label + " is outside 0.." +
				(classes - 1));
	}

	/** Each image is its own unit. */
	public LabelEvidence(final List<TrainingRecord> records, final int[] labels, final int classes) {
		this(records, labels, classes, single(labels.length));
	}

	/** {@return units of one image each} */
	public static int[] single(final int images) {
		return IntStream.range(0, images).toArray();
	}

	/** {@return units by name: images of equal names are of one unit} */
	public static int[] units(final List<String> names) {
		final Map<String, Integer> numbers = new HashMap<>();
		names.forEach(name -> numbers.putIfAbsent(name, numbers.size()));
		return names.stream().mapToInt(numbers::get).toArray();
	}

	/** {@return number of images} */
	public int images() {
		return labels.length;
	}

	/** {@return of each image, how many trainings had it in their training part} */
	public int[] judgements() {
		final int[] counts = new int[labels.length];
		for (final TrainingRecord training : records)
			Arrays.setAll(counts, i -> counts[i] + (training.judged()[i] ? 1 : 0));
		return counts;
	}
}
