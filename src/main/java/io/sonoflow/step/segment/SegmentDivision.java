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
package io.sonoflow.step.segment;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Folds;
import io.sonoflow.parameter.Parameters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.scijava.plugin.Parameter;

/** How pictures are divided into those that are learned from, those by which is chosen, and those that are tested on. */
public final class SegmentDivision extends Parameters {

	private static final String TRAIN = "train", VAL = "val", TEST = "test";

	@Parameter(label = "Folds", description = "Parts into which the patients are divided, each of which is left out once: 2 to " +
		"1000; 0 = one training, and holdout says what is left out.", min = "0", max = "1000")
	public int folds = 0;

	@Parameter(label = "Hold out", description = "Share of the patients that is held out for testing, 0 to 0.9; 0 = none. Not " +
		"asked with folds, nor where the data set says itself what is train and test.", min = "0", max = "0.9")
	public double holdout = 0.2;

	@Parameter(label = "Validation", description = "Share of the training's patients by which the step whose weights are kept " +
		"and " +
		"the threshold are chosen, 0 to 0.9; 0 = the last step and 0.5.", min = "0", max = "0.9")
	public double validation = 0.1;

	@Parameter(label = "Seeds", description = "How often all is done, with another seed each time, 1 to 1000.", min = "1",
		max = "1000")
	public int seeds = 1;

	@Override
	protected void checkTogether() {
		if (folds == 1) throw new SonoflowException.Input("folds=1 would leave nothing to learn from. Use folds=0 with holdout, or " +
			"folds=2 or more.");
	}

	/** {@return all trainings, by seed and fold} */
	List<SegmentTask> tasks(final SegmentSource source, final long seed, final Monitor monitor) {
		final List<SegmentTask> tasks = new ArrayList<>();
		final boolean[][] given = folds == 0 ? given(source, monitor) : null;
		if (folds > 0 && parts(source).contains(TEST)) monitor.message("folds=" + folds +
			" divides anew: what the data set itself calls its test part is learned from in the other folds.");
		for (long each = seed; each < seed + seeds; each++) {
			if (folds == 0) {
				tasks.add(given != null ? given(source, given, each, monitor) : task(source, each, 0, held(source, each, monitor),
					monitor));
				continue;
			}
			final int[] all = IntStream.range(0, source.size()).toArray();
			final Strata strata = strata(source, all, folds, "folds=" + folds, monitor);
			final int[] foldOf = Folds.grouped(source.groups(), strata.classes, strata.names, folds, each);
			for (int fold = 1; fold <= folds; fold++) {
				final int part = fold - 1;
				tasks.add(task(source, each, fold, mask(source.size(), i -> foldOf[i] == part), monitor));
			}
		}
		return tasks;
	}

	private static boolean[] mask(final int size, final Predicate<Integer> test) {
		final boolean[] mask = new boolean[size];
		for (int i = 0; i < size; i++)
			mask[i] = test.test(i);
		return mask;
	}

	/** {@return what the data set says itself is tested on and is chosen by; null if it says nothing of some picture} */
	private static boolean[][] given(final SegmentSource source, final Monitor monitor) {
		final List<String> parts = parts(source);
		final long without = parts.stream().filter(String::isEmpty).count();
		if (without > 0 && without < parts.size()) monitor.warn(without + " of " + parts.size() +
			" pictures stand in no part (train, val, test) of the data set, so its parts are not asked: holdout divides anew, and " +
			"pictures of its test part are learned from. Complete the column split (or the lists of the layout), or leave it out.");
		final Set<String> different = new HashSet<>(parts);
		if (without > 0 || different.size() < 2 || !different.contains(TRAIN)) return null;
		final boolean test = different.contains(TEST);
		final boolean[] held = mask(parts.size(), i -> parts.get(i).equals(test ? TEST : VAL));
		final boolean[] chosen = mask(parts.size(), i -> test && parts.get(i).equals(VAL));
		checkPatients(source, held, chosen, parts, monitor);
		monitor.message("The data set says itself what is what: its part " + (test ? TEST : VAL) + " is held out" + (different
			.size() == 3 ? " and by val is chosen" : "") + "; holdout is not asked.");
		return new boolean[][] { held, chosen };
	}

	/** {@return train, val or test of each picture, or nothing} */
	private static List<String> parts(final SegmentSource source) {
		return source.set().samples().stream().map(sample -> Stream.of(TRAIN, VAL, TEST).filter(sample.split().toLowerCase(
			Locale.ROOT)::startsWith).findFirst().orElse("")).toList();
	}

	/** Who is tested on must not be learned from; who is chosen by should not. */
	private static void checkPatients(final SegmentSource source, final boolean[] held, final boolean[] chosen,
		final List<String> parts, final Monitor monitor)
	{
		final Map<String, Integer> first = new HashMap<>();
		final Set<String> both = new TreeSet<>();
		for (int i = 0; i < held.length; i++) {
			final Integer k = first.putIfAbsent(source.groups().get(i), i);
			if (k == null) continue;
			if (held[i] != held[k]) throw new SonoflowException.Input(source.name(k) + " and " + source.name(i) +
				" are of one patient, or nearly the same, but one is in the part " + parts.get(k) + " and the other in " + parts.get(
					i) + ". Mend the column split (or the lists of the layout), or use folds.");
			if (chosen[i] != chosen[k]) both.add(source.name(k) + " and " + source.name(i));
		}
		if (!both.isEmpty()) monitor.warn(both.size() + " pictures of the parts train and val are of one patient, or nearly the " +
			"same (first: " + both.iterator().next() + "): step and threshold are chosen by what was learned, and may be too bold.");
	}

	private SegmentTask given(final SegmentSource source, final boolean[][] given, final long seed, final Monitor monitor) {
		final int[] chosen = numbers(given[1]);
		if (chosen.length == 0) return task(source, seed, 0, given[0], monitor);
		return new SegmentTask(seed, 0, numbers(mask(source.size(), i -> !given[0][i] && !given[1][i])), chosen, numbers(given[0]));
	}

	private boolean[] held(final SegmentSource source, final long seed, final Monitor monitor) {
		if (holdout == 0) return new boolean[source.size()];
		final int[] all = IntStream.range(0, source.size()).toArray();
		final int[] held = share(source, all, holdout, "holdout=" + holdout, seed, monitor);
		return mask(source.size(), i -> Arrays.binarySearch(held, i) >= 0);
	}

	private SegmentTask task(final SegmentSource source, final long seed, final int fold, final boolean[] held,
		final Monitor monitor)
	{
		final int[] rest = numbers(mask(held.length, i -> !held[i]));
		if (validation == 0) return new SegmentTask(seed, fold, rest, new int[0], numbers(held));
		if (Arrays.stream(rest).mapToObj(source.groups()::get).distinct().count() < 2) throw new SonoflowException.Input(
			"validation=" + validation +
				" takes patients from those that are learned from, but there is only one. Add patients, or use validation=0.");
		final int[] chosen = share(source, rest, validation, "validation=" + validation, seed, monitor);
		return new SegmentTask(seed, fold, Arrays.stream(rest).filter(i -> Arrays.binarySearch(chosen, i) < 0).toArray(), chosen,
			numbers(held));
	}

	/**
	 * {@return a share of the pictures, ascending, whole patients; the only patient of an organ is learned from and never among
	 *         them}
	 */
	private static int[] share(final SegmentSource source, final int[] samples, final double share, final String asked,
		final long seed, final Monitor monitor)
	{
		final List<Set<String>> patients = patients(source, samples);
		final Set<String> alone = new TreeSet<>();
		final Set<String> organs = new TreeSet<>();
		for (int organ = 0; organ < patients.size(); organ++)
			if (patients.get(organ).size() == 1) {
				alone.addAll(patients.get(organ));
				organs.add(source.organs().get(organ));
			}
		final int[] others = Arrays.stream(samples).filter(i -> !alone.contains(source.groups().get(i))).toArray();
		final boolean few = Arrays.stream(others).mapToObj(source.groups()::get).distinct().count() < 2;
		if (!organs.isEmpty() && !few) monitor.warn(asked + ": there is only one patient of " + String.join(", ", organs) +
			", who is learned from.");
		final int[] divided = few ? samples : others;
		final Strata strata = strata(source, divided, 2, asked, monitor);
		final boolean[] part = Folds.holdout(Arrays.stream(divided).mapToObj(source.groups()::get).toList(), strata.classes,
			strata.names, share, seed);
		return IntStream.range(0, divided.length).filter(i -> part[i]).map(i -> divided[i]).toArray();
	}

	/** {@return of each organ the patients} */
	private static List<Set<String>> patients(final SegmentSource source, final int[] samples) {
		final List<Set<String>> patients = new ArrayList<>();
		for (int organ = 0; organ < source.organs().size(); organ++)
			patients.add(new HashSet<>());
		for (final int sample : samples)
			patients.get(source.organOf()[sample]).add(source.groups().get(sample));
		return patients;
	}

	private static int[] numbers(final boolean[] mask) {
		return IntStream.range(0, mask.length).filter(i -> mask[i]).toArray();
	}

	/**
	 * {@return the pictures' organs; organs of fewer patients than parts count with the commonest one}
	 */
	private static Strata strata(final SegmentSource source, final int[] samples, final int parts, final String asked,
		final Monitor monitor)
	{
		final List<Set<String>> patients = patients(source, samples);
		final int[] usual = IntStream.range(0, patients.size()).boxed().sorted((a, b) -> patients.get(b).size() - patients.get(a)
			.size()).mapToInt(i -> i).toArray();
		final Set<String> rare = new TreeSet<>();
		for (int organ = 0; organ < patients.size(); organ++)
			if (!patients.get(organ).isEmpty() && patients.get(organ).size() < parts) rare.add(source.organs().get(organ) + " (" +
				patients.get(organ).size() + ")");
		if (!rare.isEmpty()) monitor.warn(asked + ": fewer than " + parts + " patients of " + String.join(", ", rare) +
			": not every part has them.");
		final int[] chosen = Arrays.stream(samples).map(i -> source.organOf()[i]).map(organ -> patients.get(organ).size() < parts
			? usual[0] : organ).toArray();
		final int[] present = Arrays.stream(chosen).distinct().sorted().toArray();
		return new Strata(Arrays.stream(chosen).map(organ -> Arrays.binarySearch(present, organ)).toArray(), Arrays.stream(present)
			.mapToObj(source.organs()::get).toList());
	}

	/** By what pictures are divided evenly: a number for each, and the numbers' names. */
	private record Strata(int[] classes, List<String> names) {
	}
}
