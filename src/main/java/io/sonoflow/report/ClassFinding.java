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
package io.sonoflow.report;

import io.sonoflow.metric.Calibration;
import io.sonoflow.metric.PatientAuc;
import io.sonoflow.metric.PatientShare;
import io.sonoflow.metric.Roc;
import io.sonoflow.plot.Pictures;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** How well one class is found, against the labels of one column, with intervals over patients. */
final class ClassFinding {

	/** Of all intervals. */
	static final double CONFIDENCE = 0.95;
	/** Below this many images a calibration curve shows chance. */
	private static final int FEW = 50;
	private static final int BINS = 10;

	private final String sought;
	private final List<Predictions.Row> rows;
	private final boolean[] positive;
	private final boolean[] called;
	private final double[] score;
	private final String[] patient;
	private final People people;

	/** One figure with its interval, in words. */
	record Measure(String name, String value, String counts, String meaning) {
	}

	/**
	 * @param rows answers with labels
	 * @param reference position of the labels
	 */
	ClassFinding(final Predictions predictions, final List<Predictions.Row> rows, final int reference, final String sought) {
		this.sought = sought;
		this.rows = rows;
		final int index = predictions.classes().indexOf(sought);
		final int n = rows.size();
		people = People.of(rows);
		positive = new boolean[n];
		called = new boolean[n];
		score = new double[n];
		patient = new String[n];
		for (int i = 0; i < n; i++) {
			final Predictions.Row row = rows.get(i);
			positive[i] = row.labels().get(reference).equals(sought);
			called[i] = row.prediction().equals(sought);
			score[i] = row.probabilities()[index];
			patient[i] = row.patient();
		}
	}

	/** {@return of several classes the one whose images are found least often; none where one alone is sought} */
	static Optional<ClassFinding> worst(final Predictions all, final List<Predictions.Row> rows, final int reference) {
		if (all.sought().size() < 2) return Optional.empty();
		return all.sought().stream().map(each -> new ClassFinding(all, rows, reference, each)).filter(each -> each.sensitivity()
			.images() > 0).min(Comparator.comparingDouble(each -> each.sensitivity().share()));
	}

	/** {@return e.g. "rare", 1 of 8 images, 12 % (2 to 50 %)} */
	String found() {
		final PatientShare share = sensitivity();
		return "\"" + sought + "\", " + share.hits() + " of " + share.images() + (share.images() == 1 ? " image, " : " images, ") +
			text(share);
	}

	private PatientShare share(final Predicate<Integer> of, final Predicate<Integer> hit) {
		final List<Integer> in = new ArrayList<>();
		for (int i = 0; i < positive.length; i++)
			if (of.test(i)) in.add(i);
		final boolean[] hits = new boolean[in.size()];
		final String[] whose = new String[hits.length];
		for (int i = 0; i < hits.length; i++) {
			hits[i] = hit.test(in.get(i));
			whose[i] = patient[in.get(i)];
		}
		return PatientShare.of(hits, whose, CONFIDENCE);
	}

	PatientShare sensitivity() {
		return share(i -> positive[i], i -> called[i]);
	}

	PatientShare specificity() {
		return share(i -> !positive[i], i -> !called[i]);
	}

	private boolean hasScores() {
		for (final double each : score)
			if (!(each >= 0 && each <= 1)) return false;
		return true;
	}

	/** {@return area under the ROC; not a number where no probabilities are written or a class is missing} */
	PatientAuc auc() {
		return hasScores() ? PatientAuc.of(positive, score, patient, CONFIDENCE) : new PatientAuc(Double.NaN, Double.NaN,
			Double.NaN, 0);
	}

	static String text(final PatientShare share) {
		return Digits.percent(share.share(), share.low(), share.high());
	}

	static String text(final PatientAuc auc) {
		return Digits.interval(auc.area(), auc.low(), auc.high());
	}

	/** {@return the figures that a clinician asks for} */
	List<Measure> measures() {
		final List<Measure> all = new ArrayList<>();
		all.add(measure("sensitivity", sensitivity(), "of the images that are \"" + sought + "\", those that are found"));
		all.add(measure("specificity", specificity(), "of the other images, those that are passed"));
		all.add(measure("positive predictive value", share(i -> called[i], i -> positive[i]), "of the alarms, those that are right"));
		all.add(measure("negative predictive value", share(i -> !called[i], i -> !positive[i]),
			"of the images passed, those that are right"));
		all.add(measure("accuracy", share(i -> true, i -> called[i] == positive[i]), "of all images, those called right"));
		final PatientAuc auc = auc();
		if (Double.isFinite(auc.area())) all.add(new Measure("area under the ROC", text(auc), "",
			"chance that such an image has a higher score than another one"));
		return all;
	}

	private Measure measure(final String name, final PatientShare share, final String meaning) {
		return new Measure(name, text(share), share.images() == 0 ? "none" : counted(share), meaning);
	}

	private String counted(final PatientShare share) {
		final String groups = people.groups(share.patients());
		return share.hits() + " of " + share.images() + (groups.isEmpty() ? "" : ", " + groups);
	}

	/** {@return sensitivity, specificity and area in one line} */
	String line() {
		final PatientAuc auc = auc();
		return "sensitivity " + text(sensitivity()) + ", specificity " + text(specificity()) + (Double.isFinite(auc.area())
			? ", area under the ROC " + text(auc) : "");
	}

	/** {@return the ROC with the point at which the network was used, or null where it is not defined} */
	Picture roc() {
		final PatientAuc auc = auc();
		if (!Double.isFinite(auc.area())) return null;
		final Roc roc = Roc.of(positive, score);
		final double[] x = new double[roc.size()];
		final double[] y = new double[roc.size()];
		for (int i = 0; i < x.length; i++) {
			x[i] = roc.falseAlarms(i);
			y[i] = roc.sensitivity(i);
		}
		final Series point = Series.of("as used", new double[] { 1 - specificity().share() }, new double[] { sensitivity()
			.share() }).style(Series.Style.POINTS);
		return picture("Receiver operating characteristic for \"" + sought + "\", area " + text(auc), Plots.roc("", List.of(Series
			.of("area " + text(auc), x, y), point)).size(460, 440));
	}

	static Picture picture(final String caption, final io.sonoflow.plot.chart.Plot plot) {
		return Picture.of(caption, Pictures.toPicture(plot.scale(2).image()), 460, 200_000);
	}

	/** {@return the calibration, or null where there are too few images or no probabilities} */
	Calibration calibration() {
		return rows.size() < FEW || !hasScores() ? null : Calibration.of(positive, score, patient, BINS);
	}

	/** {@return why there is no calibration curve, or what it says} */
	String calibrated() {
		final Calibration all = calibration();
		if (all == null) return hasScores() ? "Fewer than " + FEW +
			" answers are too few for a calibration curve." : "No probabilities are recorded, so calibration is not known.";
		return String.format(Locale.ROOT, "On average the network says %.0f %%, and %.0f %% are \"%s\". The expected calibration " +
			"error is %s (10 bins of equal width): so far, on average, are the probabilities off. Chance alone makes it larger than " +
			"0. Bars are 95 %% intervals over %s.", 100 * all.mean(), 100 * all.share(), sought, Digits.around(all.error(),
				0.02), people.over());
	}

	/** {@return the calibration curve, or null} */
	Picture curve() {
		final Calibration all = calibration();
		if (all == null) return null;
		final double[] x = all.bins().stream().mapToDouble(Calibration.Bin::mean).toArray();
		final double[] y = all.bins().stream().mapToDouble(bin -> bin.positive().share()).toArray();
		final List<Series> series = new ArrayList<>();
		series.add(Series.of("images", x, y).style(Series.Style.MARKED));
		for (final Calibration.Bin bin : all.bins())
			if (bin.positive().low() < bin.positive().high()) series.add(Series.of("interval", new double[] { bin.mean(), bin.mean() },
				new double[] { bin.positive().low(), bin.positive().high() }).style(Series.Style.THIN));
		series.add(Series.of("as it should be", new double[] { 0, 1 }, new double[] { 0, 1 }).style(Series.Style.DASHED));
		return picture("Calibration for \"" + sought + "\"", Plots.lines(Axes.of("probability given", "share that is \"" + sought +
			"\"").rangeX(0, 1).rangeY(0, 1), series).size(460, 440));
	}
}
