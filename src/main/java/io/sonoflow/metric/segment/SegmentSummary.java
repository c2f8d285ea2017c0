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
package io.sonoflow.metric.segment;

import io.sonoflow.metric.PatientBootstrap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Means of images' figures by organ and structure, with intervals over patients ({@link PatientBootstrap}, 95 %). They are means
 * of the images' figures: pixels are not pooled, and patients are not averaged first. An organ of several structures has a row
 * {@value #ALL} beside those of its structures, the mean of their means, and all organs one row, the mean of the organs' means,
 * each of which counts alike. The order of the images does not matter.
 */
public final class SegmentSummary {

	/** Name of the structure, or organ, that stands for all. */
	public static final String ALL = "all";

	private static final double CONFIDENCE = 0.95;

	/**
	 * What is known of one structure of one image.
	 *
	 * @param image its name
	 * @param patient whose it is; images of one patient have the same
	 * @param organ empty = unknown
	 * @param structure its name
	 * @param figures by name, the same names in each
	 */
	public record Item(String image, String patient, String organ, String structure, Map<String, Double> figures) {
	}

	/**
	 * A mean.
	 *
	 * @param organ or {@link #ALL}
	 * @param structure or {@link #ALL}
	 * @param metric the figure's name
	 * @param interval the mean with its ends
	 * @param n figures in it
	 * @param undefined images without a figure
	 * @param infinite how many of the n are infinite
	 */
	public record Row(String organ, String structure, String metric, PatientBootstrap.Interval interval, int n, int undefined,
		int infinite)
	{
	}

	/** Numbers of items of each structure of each organ. */
	private final Map<String, Map<String, int[]>> groups = new LinkedHashMap<>();
	private final List<Item> items;
	private final List<String> metrics;
	/** By metric, then item. */
	private final double[][] values;

	private SegmentSummary(final List<Item> given) {
		items = given.stream().sorted(Comparator.comparing(Item::image).thenComparing(Item::structure)).toList();
		metrics = List.copyOf(items.get(0).figures().keySet());
		values = metrics.stream().map(metric -> items.stream().mapToDouble(item -> item.figures().get(metric)).toArray()).toArray(
			double[][]::new);
		final Map<String, Map<String, List<Integer>>> sorted = new TreeMap<>();
		for (int i = 0; i < items.size(); i++)
			sorted.computeIfAbsent(items.get(i).organ(), key -> new TreeMap<>()).computeIfAbsent(items.get(i).structure(),
				key -> new ArrayList<>()).add(i);
		sorted.forEach((organ, structures) -> structures.forEach((structure, numbers) -> groups.computeIfAbsent(organ,
			key -> new LinkedHashMap<>()).put(structure, numbers.stream().mapToInt(Integer::intValue).toArray())));
	}

	/** One row of the table: how it is computed, and of which items. */
	private record Group(String organ, String structure, int[] members, Function<int[], double[]> means) {
	}

	/**
	 * @param items at least one
	 * @param seed of the draws of patients
	 * @return the rows, metrics together
	 */
	public static List<Row> of(final List<Item> items, final long seed) {
		return new SegmentSummary(items).rows(seed);
	}

	private List<Row> rows(final long seed) {
		final List<Group> rows = new ArrayList<>();
		final List<Function<int[], double[]>> organs = new ArrayList<>();
		groups.forEach((organ, structures) -> {
			final List<Function<int[], double[]>> each = new ArrayList<>();
			structures.forEach((structure, members) -> {
				each.add(weights -> means(members, weights));
				rows.add(new Group(organ, structure, members, each.get(each.size() - 1)));
			});
			organs.add(meanOf(each));
			if (each.size() > 1) rows.add(new Group(organ, ALL, structures.values().stream().flatMapToInt(Arrays::stream).toArray(),
				meanOf(each)));
		});
		rows.add(new Group(ALL, ALL, IntStream.range(0, items.size()).toArray(), meanOf(organs)));
		final String[] patients = items.stream().map(Item::patient).toArray(String[]::new);
		final List<PatientBootstrap.Interval> intervals = PatientBootstrap.intervals(patients, seed, CONFIDENCE, weights -> rows
			.stream().flatMapToDouble(row -> Arrays.stream(row.means.apply(weights))).toArray());
		final List<Row> result = new ArrayList<>();
		for (int i = 0; i < rows.size() * metrics.size(); i++)
			result.add(row(rows.get(i / metrics.size()), i % metrics.size(), intervals.get(i)));
		return result;
	}

	private Row row(final Group group, final int metric, final PatientBootstrap.Interval interval) {
		final SegmentMean mean = SegmentMean.of(Arrays.stream(group.members).mapToDouble(i -> values[metric][i]).toArray());
		final long patients = Arrays.stream(group.members).mapToObj(i -> items.get(i).patient()).distinct().count();
		return new Row(group.organ, group.structure, metrics.get(metric), patients < 2 ? new PatientBootstrap.Interval(interval
			.value(), Double.NaN, Double.NaN) : interval, mean.n(), mean.undefined(), mean.infinite());
	}

	private double[] means(final int[] members, final int[] weights) {
		final int[] times = Arrays.stream(members).map(i -> weights[i]).toArray();
		return Arrays.stream(values).mapToDouble(metric -> SegmentMean.mean(Arrays.stream(members).mapToDouble(i -> metric[i])
			.toArray(), times)).toArray();
	}

	/** {@return the means of means; one that is not defined is left out} */
	private Function<int[], double[]> meanOf(final List<Function<int[], double[]>> parts) {
		return weights -> {
			final double[][] each = parts.stream().map(part -> part.apply(weights)).toArray(double[][]::new);
			return IntStream.range(0, metrics.size()).mapToDouble(metric -> SegmentMean.mean(Arrays.stream(each).mapToDouble(
				part -> part[metric]).toArray(), null)).toArray();
		};
	}
}
