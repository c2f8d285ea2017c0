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

import io.sonoflow.RandomStream;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Intervals of any figures over patients, whose images are not independent: percentiles over {@value #DRAWS} draws of as many
 * patients, with replacement (Efron and Tibshirani, An Introduction to the Bootstrap, 1993).
 */
public final class PatientBootstrap {

	private static final int DRAWS = 1000;

	private PatientBootstrap() {
	}

	/**
	 * A figure.
	 *
	 * @param value of all
	 * @param low lower end; not a number for fewer than two patients
	 * @param high upper end, likewise
	 */
	public record Interval(double value, double low, double high) {

		private static Interval of(final double value, final double[] draws, final double confidence) {
			final double[] sorted = Arrays.stream(draws).filter(each -> !Double.isNaN(each)).sorted().toArray();
			if (sorted.length == 0) return new Interval(value, Double.NaN, Double.NaN);
			final int cut = (int) Math.floor(sorted.length * (1 - confidence) / 2);
			return new Interval(value, sorted[cut], sorted[sorted.length - 1 - cut]);
		}
	}

	/**
	 * @param patient of each image
	 * @param seed of the draws
	 * @param confidence of the intervals, above 0 and below 1, e.g. 0.95
	 * @param figures as many numbers each time, of how often each image counts; not a number where one is not defined
	 * @return each figure, in its order
	 */
	public static List<Interval> intervals(final String[] patient, final long seed, final double confidence,
		final Function<int[], double[]> figures)
	{
		final int[] ones = new int[patient.length];
		Arrays.fill(ones, 1);
		final Map<String, Integer> numbers = new LinkedHashMap<>();
		final int[] whose = Arrays.stream(patient).mapToInt(name -> numbers.computeIfAbsent(name, key -> numbers.size())).toArray();
		final double[] values = figures.apply(ones);
		final double[][] draws = new double[values.length][numbers.size() < 2 ? 0 : DRAWS];
		for (int draw = 0; numbers.size() >= 2 && draw < DRAWS; draw++) {
			final RandomStream random = RandomStream.of(seed, "patients", draw);
			final int[] times = new int[numbers.size()];
			for (int i = 0; i < times.length; i++)
				times[random.nextInt(times.length)]++;
			final double[] drawn = figures.apply(Arrays.stream(whose).map(each -> times[each]).toArray());
			for (int i = 0; i < drawn.length; i++)
				draws[i][draw] = drawn[i];
		}
		return IntStream.range(0, values.length).mapToObj(i -> Interval.of(values[i], draws[i], confidence)).toList();
	}
}
