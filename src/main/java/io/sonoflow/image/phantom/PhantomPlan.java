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
package io.sonoflow.image.phantom;

import io.sonoflow.RandomStream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who has which label in a set of phantoms. Patient i has organ i mod the number of organs. Labels belong to testes, and
 * to whole thyroids. The counts of inhomogeneous and of wrong labels are the shares asked for, rounded, over all organs
 * and (within 1) for each organ; which ones is drawn.
 *
 * @param seed the user's seed
 * @param organs at least one
 * @param patients at least 1
 * @param inhomogeneous share of the inhomogeneous class, 0..1; from 2 patients on, a share strictly between gives at
 *          least one of each class
 * @param noise share of wrong labels, 0..1
 * @param markers share of views with burnt-in markers, 0..1
 * @param biased how strongly markers follow the label, 0..1: at 1 only views labelled inhomogeneous bear any. The share of
 *          marked views stays what it was as long as that class is large enough.
 * @param sites number of sites, 1..6, among which the patients of each organ are shared in turn
 */
public record PhantomPlan(long seed, List<Organ> organs, int patients, double inhomogeneous, double noise, double markers,
	double biased, int sites)
{

	/** The most sites that a set can have. */
	public static final int MOST_SITES = Scanner.MOST;

	/** Copies the list. */
	public PhantomPlan {
		organs = List.copyOf(organs);
		if (organs.isEmpty() || patients < 1) throw new IllegalArgumentException(
			"A set of phantoms needs an organ and a patient");
	}

	/** A set of one site. */
	public PhantomPlan(final long seed, final List<Organ> organs, final int patients, final double inhomogeneous,
		final double noise, final double markers, final double biased)
	{
		this(seed, organs, patients, inhomogeneous, noise, markers, biased, 1);
	}

	/** {@return the exams in order of patient and side: two a patient} */
	public List<Exam> exams() {
		final List<int[]> units = units();
		final int[] organ = units.stream().mapToInt(unit -> unit[0] % organs.size()).toArray();
		final boolean[] truth = choose("phantom-labels", organ, count(units.size()));
		final boolean[] wrong = choose("phantom-noise", organ, (int) Math.round(noise * units.size()));
		final boolean[] label = new boolean[truth.length];
		int positive = 0;
		for (int i = 0; i < label.length; i++) {
			label[i] = truth[i] ^ wrong[i];
			if (label[i]) positive++;
		}
		final double share = positive / (double) label.length;
		final List<Exam> exams = new ArrayList<>();
		for (int patient = 0; patient < patients; patient++)
			for (int side = 0; side < 2; side++) {
				final int unit = unitOf(units, patient, side);
				final Organ shown = organs.get(patient % organs.size());
				exams.add(new Exam(shown, patient, side, truth[unit], label[unit], List.of(marked(patient, side, 0, label[unit],
					share), marked(patient, side, 1, label[unit], share)), patient / organs.size() % sites));
			}
		return exams;
	}

	/** {@return (patient, side) of all that have a label of their own; side -1 = both} */
	private List<int[]> units() {
		final List<int[]> units = new ArrayList<>();
		for (int patient = 0; patient < patients; patient++)
			if (organs.get(patient % organs.size()) == Organ.THYROID) units.add(new int[] { patient, -1 });
			else for (int side = 0; side < 2; side++)
				units.add(new int[] { patient, side });
		return units;
	}

	private static int unitOf(final List<int[]> units, final int patient, final int side) {
		int low = 0;
		int high = units.size() - 1;
		while (low < high) {
			final int middle = (low + high) >>> 1;
			final int[] unit = units.get(middle);
			if (unit[0] < patient || unit[0] == patient && unit[1] >= 0 && unit[1] < side) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	private int count(final int units) {
		final int rounded = (int) Math.round(inhomogeneous * units);
		if (patients < 2 || inhomogeneous <= 0 || inhomogeneous >= 1) return rounded;
		return Math.max(1, Math.min(units - 1, rounded));
	}

	/** Chooses as many units as wanted, spread over the organs by cumulative rounding. */
	private boolean[] choose(final String purpose, final int[] organ, final int wanted) {
		final boolean[] chosen = new boolean[organ.length];
		int seen = 0;
		int taken = 0;
		for (int kind = 0; kind < organs.size(); kind++) {
			final int current = kind;
			final int[] members = IntStream.range(0, organ.length).filter(i -> organ[i] == current).toArray();
			seen += members.length;
			final int until = (int) Math.round((double) wanted * seen / organ.length);
			RandomStream.of(seed, purpose, kind).shuffle(members);
			Arrays.stream(members).limit(until - taken).forEach(i -> chosen[i] = true);
			taken = until;
		}
		return chosen;
	}

	private boolean marked(final int patient, final int side, final int view, final boolean label, final double share) {
		final double following = label && share > 0 ? Math.min(1, markers / share) : 0;
		final double probability = (1 - biased) * markers + biased * following;
		return RandomStream.of(seed, "phantom-marked", patient, side, view).chance(probability);
	}
}
