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

import io.sonoflow.metric.OrderedClasses;
import io.sonoflow.metric.PatientBootstrap;
import io.sonoflow.metric.PatientMacro;
import io.sonoflow.metric.Roc;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How well three or more classes are told apart, each of which counts alike.
 *
 * @param f1 mean over the classes, with its interval
 * @param area mean over the classes of one against the rest, with its interval; "-" where there is none
 * @param kappa quadratic, with its interval; empty where the classes are no ordered numbers
 * @param roc the curve of each class, or null
 * @param classes how many there are
 */
record MacroFinding(String f1, String area, String kappa, Picture roc, int classes) {

	/** {@return what is found of answers with labels in a column; null where one class alone is sought} */
	static MacroFinding of(final Predictions all, final List<Predictions.Row> rows, final int reference) {
		if (all.sought().size() < 2 || rows.isEmpty()) return null;
		final List<String> classes = all.classes();
		final int[] truth = rows.stream().mapToInt(row -> classes.indexOf(row.labels().get(reference))).toArray();
		final int[] predicted = rows.stream().mapToInt(row -> classes.indexOf(row.prediction())).toArray();
		if (Stream.of(truth, predicted).anyMatch(each -> Arrays.stream(each).anyMatch(c -> c < 0))) return null;
		final boolean scored = rows.stream().allMatch(row -> Arrays.stream(row.probabilities()).allMatch(p -> p >= 0 && p <= 1));
		final double[][] probabilities = scored ? rows.stream().map(Predictions.Row::probabilities).toArray(double[][]::new) : null;
		final String[] patients = rows.stream().map(Predictions.Row::patient).toArray(String[]::new);
		final PatientMacro macro = PatientMacro.of(truth, predicted, probabilities, patients, classes.size(),
			ClassFinding.CONFIDENCE);
		final String kappa = OrderedClasses.of(classes).map(order -> text(order.kappa(truth, predicted, patients,
			ClassFinding.CONFIDENCE))).filter(each -> !each.equals("-")).orElse("");
		return new MacroFinding(text(macro.f1()), text(macro.auc()), kappa, scored ? roc(classes, truth, probabilities, text(macro
			.auc())) : null, classes.size());
	}

	private static String text(final PatientBootstrap.Interval each) {
		return Digits.interval(each.value(), each.low(), each.high());
	}

	private static Picture roc(final List<String> classes, final int[] truth, final double[][] probabilities, final String area) {
		final List<Series> curves = new ArrayList<>();
		for (int c = 0; c < classes.size(); c++) {
			final Roc roc = Roc.oneVersusRest(truth, probabilities, c);
			if (Double.isNaN(roc.auc())) continue;
			final double[] x = new double[roc.size()];
			final double[] y = new double[roc.size()];
			for (int i = 0; i < x.length; i++) {
				x[i] = roc.falseAlarms(i);
				y[i] = roc.sensitivity(i);
			}
			curves.add(Series.of(classes.get(c) + String.format(Locale.ROOT, " (area %.2f)", roc.auc()), x, y));
		}
		return curves.isEmpty() ? null :
			ClassFinding.picture("Receiver operating characteristic of each class against the rest, mean " +
			"area " + area, Plots.roc("", curves).size(460, 440));
	}

	/** {@return the figures in a sentence} */
	String sentence() {
		return "Averaged over the " + classes + " classes, each of which counts alike, F1 is " + f1 + (area.equals("-") ? "" :
			" and the area under the ROC of one class against the rest is " + area) + (kappa.isEmpty() ? "" :
				". Quadratic kappa, by which a miss counts for the more the farther it is off and 0 is chance, is " + kappa);
	}

	/** {@return the same without words round it} */
	String line() {
		return "mean F1 of the classes " + f1 + (area.equals("-") ? "" : ", mean area under the ROC " + area) + (kappa.isEmpty() ? ""
			: ", quadratic kappa " + kappa);
	}
}
