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
package io.sonoflow.step.compare;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.Tables;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.metric.PairedDifference;
import io.sonoflow.metric.Summary;
import io.sonoflow.step.compare.ComparedArm.Item;
import io.sonoflow.step.compare.ComparedArm.Key;
import io.sonoflow.step.data.Labelling;
import io.sonoflow.step.data.OrganAccuracy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The scores of all arms: on each arm's own labels, and, where labels were cleaned or the truth is known in some arm, of
 * all arms on the original labels and on the truth. They are made anew from the predictions, because an arm that was not
 * cleaned has no columns of those; its own labels are then the original ones, which is checked.
 */
final class ComparedScores {

	private static final double ROUNDING = 1e-9;

	private final ComparedArms arms;
	private final double confidence;
	private final List<Key> keys;
	private final Map<String, Map<String, double[]>> values = new LinkedHashMap<>();

	/** @throws SonoflowException if labels contradict each other or a table was edited */
	ComparedScores(final ComparedArms arms, final double confidence) {
		this(arms, confidence, true);
	}

	/** @param whole whether all images are there, so that the scores must be those that the cross-validations wrote */
	ComparedScores(final ComparedArms arms, final double confidence, final boolean whole) {
		this.arms = arms;
		this.confidence = confidence;
		this.keys = List.copyOf(arms.list().get(0).parts().keySet());
		final Map<String, String> original = arms.labels(Labelling.ORIGINAL, Item::original);
		final Map<String, String> truth = arms.labels(Labelling.TRUTH, Item::truth);
		// Uncleaned arms say with their labels what the original ones are.
		if (!original.isEmpty()) arms.labels(Labelling.ORIGINAL, item -> item.original() == null ? item.label() : item
			.original());
		for (final ComparedArm arm : arms.list()) {
			final Map<String, double[]> scores = new LinkedHashMap<>();
			add(scores, arm, "", Item::label);
			addOrgans(scores, arm);
			if (whole && !arm.isForeign()) check(arm, scores);
			if (!original.isEmpty()) add(scores, arm, Labelling.ORIGINAL, item -> original.get(arms.name(item)));
			if (!truth.isEmpty()) add(scores, arm, Labelling.TRUTH, item -> truth.get(arms.name(item)));
			values.put(arm.name(), scores);
		}
	}

	private void add(final Map<String, double[]> scores, final ComparedArm arm, final String labelling,
		final Function<Item, String> label)
	{
		final int positive = arm.positive().isEmpty() ? ClassifierScores.NO_POSITIVE : arm.classes().indexOf(arm.positive());
		for (int k = 0; k < keys.size(); k++) {
			final List<Item> items = arm.parts().get(keys.get(k));
			final Labelling labels = new Labelling(labelling, items.stream().mapToInt(item -> arm.classes().indexOf(label.apply(
				item))).toArray());
			final int at = k;
			labels.figures(IntStream.range(0, items.size()).toArray(), items.stream().mapToInt(Item::predicted).toArray(), items
				.stream().map(Item::probabilities).toArray(double[][]::new), positive, arm.classes()).forEach((metric, value) -> scores
					.computeIfAbsent(metric, name -> new double[keys.size()])[at] = value);
		}
	}

	/** The accuracy by organ, where the arm's table names several. */
	private void addOrgans(final Map<String, double[]> scores, final ComparedArm arm) {
		final List<String> organs = arm.parts().values().stream().flatMap(List::stream).filter(item -> arm.classes().contains(item
			.label())).map(Item::organ).filter(Objects::nonNull).distinct().toList();
		for (int k = 0; k < keys.size(); k++) {
			final OrganAccuracy accuracy = new OrganAccuracy(organs);
			for (final Item item : arm.parts().get(keys.get(k)))
				if (organs.contains(item.organ()) && arm.classes().contains(item.label())) accuracy.add(item.organ(), item.predicted() ==
					arm.classes().indexOf(item.label()));
			final int at = k;
			accuracy.figures().forEach((metric, value) -> scores.computeIfAbsent(metric, name -> new double[keys.size()])[at] = value);
		}
	}

	/** The same figures as the cross-validation wrote, or one of its tables is not its own any more. */
	private void check(final ComparedArm arm, final Map<String, double[]> scores) {
		final Tables.Table table = arm.scores();
		for (final List<String> row : table.rows()) {
			final int k = keys.indexOf(ComparedArm.key(table, row));
			scores.forEach((metric, values) -> {
				// Tables of earlier versions have none.
				if (metric.endsWith(Labelling.KAPPA) && !table.header().contains(metric)) return;
				final String written = row.get(table.column(metric));
				final double value = written.isEmpty() ? Double.NaN : Double.parseDouble(written);
				if (k < 0 || Double.isNaN(value) != Double.isNaN(values[k]) || Math.abs(value - values[k]) > ROUNDING)
					throw new SonoflowException.File(arm.folder() + ": " + metric + " in folds.csv is not that of predictions.csv. " +
						"A table was edited or damaged; run the cross-validation again.");
			});
		}
	}

	List<Key> keys() {
		return keys;
	}

	List<String> arms() {
		return List.copyOf(values.keySet());
	}

	/** {@return e.g. accuracy, f1, originalf1: those of all arms (tables of earlier versions have no accuracy by organ)} */
	List<String> metrics() {
		return values.values().iterator().next().keySet().stream().filter(metric -> values.values().stream().allMatch(scores -> scores
			.containsKey(metric))).toList();
	}

	/** {@return one value a training, in the order of {@link #keys}} */
	double[] values(final String arm, final String metric) {
		return values.get(arm).get(metric);
	}

	Summary summary(final String arm, final String metric) {
		return Summary.of(values(arm, metric));
	}

	/** {@return arm - baseline, one a training} */
	double[] differences(final String arm, final String baseline, final String metric) {
		return IntStream.range(0, keys.size()).mapToDouble(k -> values(arm, metric)[k] - values(baseline, metric)[k])
			.toArray();
	}

	/**
	 * {@return their mean with its interval; all scores but kappa are within 0..1. Other seeds of a division by site leave out the
	 *         same sites: what is independent there are sites, of which each counts once, by its mean over the seeds}
	 */
	PairedDifference difference(final String arm, final String baseline, final String metric) {
		return PairedDifference.of(independent(differences(arm, baseline, metric)), 1.0 / (arms.list().get(0).folds() - 1),
			confidence).within(-range(metric), range(metric));
	}

	private static double range(final String metric) {
		return metric.endsWith(Labelling.KAPPA) ? 2 : 1;
	}

	/** {@return one difference a training, or a site; of a site without any not a number} */
	private double[] independent(final double[] differences) {
		if (!arms.bySite()) return differences;
		return keys.stream().mapToInt(Key::fold).distinct().mapToDouble(fold -> IntStream.range(0, keys.size()).filter(k -> keys.get(
			k).fold() == fold).mapToDouble(k -> differences[k]).filter(value -> !Double.isNaN(value)).average().orElse(
				Double.NaN)).toArray();
	}

	/** {@return what is formal only: too few trainings, or differences without any spread} */
	List<String> warnings(final String baseline) {
		final List<String> warnings = new ArrayList<>();
		final int folds = arms.list().get(0).folds();
		if (arms.bySite() && folds < PairedDifference.FEWEST) warnings.add(folds + " sites are too few for intervals of the " +
			"differences, which are taken over sites: other seeds leave out the same ones. Give images of more sites.");
		else if (keys.size() < PairedDifference.FEWEST) warnings.add(keys.size() + (keys.size() == 1 ? " training" : " trainings") +
			" of each arm are too few for intervals of the differences: give more folds or seeds.");
		else for (final String arm : arms())
			if (!arm.equals(baseline)) for (final String metric : List.of("f1", "accuracy"))
				if (PairedDifference.allEqual(independent(differences(arm,
				baseline, metric)))) warnings.add("All differences of " + metric +
					" between " + arm + " and " + baseline + " are equal, so they have no interval: how much chance moves them is " +
					"not known.");
		return warnings;
	}
}
