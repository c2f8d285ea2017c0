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
package io.sonoflow.metric;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Classes that are degrees of one thing, e.g. a severity of 0, 1, 2 and 3: a miss by two counts for more than one by one.
 *
 * @param places of each class among them, by its number
 */
public record OrderedClasses(List<Integer> places) {

	/** Of two, quadratic kappa is the plain one. */
	private static final int FEWEST = 3;

	/** {@return the order of classes of which each is another number, at least 3; else nothing} */
	public static Optional<OrderedClasses> of(final List<String> classes) {
		if (classes.size() < FEWEST || !classes.stream().allMatch(name -> name.strip().matches("[+-]?\\d{1,9}([.]\\d{1,9})?")))
			return Optional.empty();
		final List<BigDecimal> numbers = classes.stream().map(name -> new BigDecimal(name.strip()).stripTrailingZeros()).toList();
		final List<BigDecimal> sorted = numbers.stream().sorted().distinct().toList();
		return sorted.size() < classes.size() ? Optional.empty() : Optional.of(new OrderedClasses(numbers.stream().map(
			sorted::indexOf).toList()));
	}

	private int[] places(final int[] classes) {
		return Arrays.stream(classes).map(places::get).toArray();
	}

	/**
	 * @param truth class of each item
	 * @param predicted class given to each
	 * @return quadratic {@link Kappa} by the places of the classes, not the distances of their numbers; not a number for no items,
	 *         or where all are of one class and that was predicted for all
	 */
	public double kappa(final int[] truth, final int[] predicted) {
		return truth.length == 0 ? Double.NaN : Kappa.of(places(truth), places(predicted), places.size(), Kappa.Weights.QUADRATIC)
			.value();
	}

	/** {@return the same with its interval over patients; see {@link Kappa#overPatients}} */
	public PatientBootstrap.Interval kappa(final int[] truth, final int[] predicted, final String[] patient,
		final double confidence)
	{
		return Kappa.overPatients(places(truth), places(predicted), patient, places.size(), Kappa.Weights.QUADRATIC, confidence);
	}
}
