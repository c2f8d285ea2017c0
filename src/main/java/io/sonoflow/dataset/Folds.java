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
package io.sonoflow.dataset;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides samples into parts so that all samples of a group (a patient) are in one part and every class is spread over
 * the parts in proportion. Groups are taken in the order of how unequal their class counts are (ties in random order,
 * fixed by the seed), each into the part that leaves the class shares most even, as in scikit-learn's
 * {@code StratifiedGroupKFold}; where a part then lacks a class, groups are moved or exchanged until none does.
 *
 * <pre>
 * int[] fold = Folds.grouped(patients, labels, classes, 3, seed); // fold of each sample, 0..2
 * </pre>
 */
public final class Folds {

	private static final String HOLDOUT = "holdout=";

	private final double[] shares;
	private final int classes;
	/** Samples of each class in each group, and in each part so far. */
	private final int[][] groups;
	private final int[][] parts;
	private final int[] totals;
	private final int[] partOf;

	private Folds(final double[] shares, final int[][] groups, final int classes) {
		this.shares = shares;
		this.classes = classes;
		this.groups = groups;
		this.parts = new int[shares.length][classes];
		this.totals = new int[classes];
		this.partOf = new int[groups.length];
		for (final int[] group : groups)
			for (int c = 0; c < classes; c++)
				totals[c] += group[c];
	}

	/**
	 * Equal parts for a cross-validation.
	 *
	 * @param patients the group of each sample
	 * @param labels the class of each sample, 0..labelNames.size()-1
	 * @param labelNames names of the classes, for messages
	 * @param folds number of parts, at least 2
	 * @param seed another seed gives another division
	 * @return the fold of each sample, 0..folds-1; every fold has every class
	 * @throws SonoflowException.Input if there are fewer patients, or fewer patients of some class, than folds
	 */
	public static int[] grouped(final List<String> patients, final int[] labels, final List<String> labelNames,
		final int folds, final long seed)
	{
		final double[] shares = new double[folds];
		Arrays.fill(shares, 1.0 / folds);
		return divide(patients, labels, labelNames, shares, seed, "folds=" + folds);
	}

	/**
	 * One part held out of the training.
	 *
	 * @param share size of the held-out part, 0..1 without the ends
	 * @return whether each sample is held out; both parts have every class
	 * @throws SonoflowException.Input if some class has only one patient
	 */
	public static boolean[] holdout(final List<String> patients, final int[] labels, final List<String> labelNames,
		final double share, final long seed)
	{
		final int[] part = divide(patients, labels, labelNames, new double[] { share, 1 - share }, seed, HOLDOUT +
			share);
		final boolean[] held = new boolean[part.length];
		for (int i = 0; i < held.length; i++)
			held[i] = part[i] == 0;
		return held;
	}

	private static int[] divide(final List<String> patients, final int[] labels, final List<String> labelNames,
		final double[] shares, final long seed, final String asked)
	{
		final int[] groupOf = new int[labels.length];
		final Map<String, Integer> index = new LinkedHashMap<>();
		for (int i = 0; i < labels.length; i++) {
			index.putIfAbsent(patients.get(i), index.size());
			groupOf[i] = index.get(patients.get(i));
		}
		final int[][] groups = new int[index.size()][labelNames.size()];
		for (int i = 0; i < labels.length; i++)
			groups[groupOf[i]][labels[i]]++;
		checkEnough(groups, labelNames, shares.length, asked);
		final Folds division = new Folds(shares, groups, labelNames.size());
		division.assign(seed);
		division.fillGaps(labelNames, asked);
		return Arrays.stream(groupOf).map(group -> division.partOf[group]).toArray();
	}

	private static void checkEnough(final int[][] groups, final List<String> labelNames, final int parts,
		final String asked)
	{
		if (groups.length < parts) throw new SonoflowException.Input(asked + " needs at least " + parts +
			" patients (all images of a patient stay together), but the data set has " + groups.length +
			". Add patients" + (asked.startsWith(HOLDOUT) ? "." : " or ask for fewer folds."));
		for (int c = 0; c < labelNames.size(); c++) {
			int having = 0;
			for (final int[] group : groups)
				if (group[c] > 0) having++;
			if (having < parts) throw new SonoflowException.Input(asked + " needs at least " + parts +
				" patients of every label, so that each part has all labels, but only " + having +
				" have label \"" + labelNames.get(c) + "\". Add patients with it, " + (asked.startsWith(HOLDOUT)
					? "or leave its images out of the table." : "ask for fewer folds, or leave its images out of the table."));
		}
	}

	/** The greedy assignment. */
	private void assign(final long seed) {
		final int[] order = new int[groups.length];
		Arrays.setAll(order, i -> i);
		RandomStream.of(seed, "folds").shuffle(order);
		final List<Integer> sorted = new ArrayList<>();
		for (final int group : order)
			sorted.add(group);
		sorted.sort((a, b) -> Double.compare(spread(groups[b]), spread(groups[a])));
		for (final int group : sorted) {
			int best = 0;
			for (int part = 1; part < parts.length; part++)
				if (isBetter(group, part, best)) best = part;
			put(group, best);
		}
	}

	/** Variance of a group's class counts: the groups hardest to place have the largest. */
	private static double spread(final int[] counts) {
		final double mean = Arrays.stream(counts).average().orElse(0);
		return Arrays.stream(counts).mapToDouble(count -> (count - mean) * (count - mean)).sum();
	}

	private boolean isBetter(final int group, final int part, final int best) {
		final double difference = costWith(group, part) - costWith(group, best);
		if (Math.abs(difference) > 1e-12) return difference < 0;
		return Arrays.stream(parts[part]).sum() / shares[part] < Arrays.stream(parts[best]).sum() / shares[best];
	}

	private double costWith(final int group, final int part) {
		add(part, group, 1);
		final double cost = cost();
		add(part, group, -1);
		return cost;
	}

	/** How unevenly the parts are filled: variance over the parts of (share of a class they hold / their due share). */
	private double cost() {
		double cost = 0;
		for (int c = 0; c < classes; c++) {
			double mean = 0;
			for (final int[] part : parts)
				mean += (double) part[c] / totals[c];
			for (int p = 0; p < parts.length; p++) {
				final double filled = parts[p][c] / (shares[p] * totals[c]);
				cost += shares[p] * (filled - mean) * (filled - mean);
			}
		}
		return cost;
	}

	private void add(final int part, final int group, final int sign) {
		for (int c = 0; c < classes; c++)
			parts[part][c] += sign * groups[group][c];
	}

	private void put(final int group, final int part) {
		partOf[group] = part;
		add(part, group, 1);
	}

	private void move(final int group, final int part) {
		add(partOf[group], group, -1);
		put(group, part);
	}

	private int gaps() {
		int gaps = 0;
		for (final int[] part : parts)
			for (final int count : part)
				if (count == 0) gaps++;
		return gaps;
	}

	/** Moves or exchanges groups until every part has every class. */
	private void fillGaps(final List<String> labelNames, final String asked) {
		for (int gaps = gaps(); gaps > 0; gaps = gaps()) {
			if (!fillOneGap(gaps)) throw new SonoflowException.Input("With " + asked + " no division of the " +
				groups.length + " patients was found in which every part has all of the labels " + labelNames +
				(asked.startsWith(HOLDOUT) ? ". Add" : ". Ask for fewer folds or add") + " patients of the rare labels.");
		}
	}

	private boolean fillOneGap(final int gaps) {
		for (int part = 0; part < parts.length; part++)
			for (int c = 0; c < classes; c++)
				if (parts[part][c] == 0 && fill(part, c, gaps)) return true;
		return false;
	}

	private boolean fill(final int part, final int label, final int gaps) {
		int bestGroup = -1;
		int bestBack = -1;
		double best = Double.POSITIVE_INFINITY;
		for (int group = 0; group < groups.length; group++) {
			if (groups[group][label] == 0) continue;
			final int from = partOf[group];
			move(group, part);
			for (int back = -1; back < groups.length; back++) {
				if (back >= 0 && (partOf[back] != part || back == group)) continue;
				if (back >= 0) move(back, from);
				if (gaps() < gaps && cost() < best) {
					best = cost();
					bestGroup = group;
					bestBack = back;
				}
				if (back >= 0) move(back, part);
			}
			move(group, from);
		}
		if (bestGroup < 0) return false;
		final int from = partOf[bestGroup];
		move(bestGroup, part);
		if (bestBack >= 0) move(bestBack, from);
		return true;
	}
}
