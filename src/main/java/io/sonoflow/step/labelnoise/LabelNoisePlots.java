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
package io.sonoflow.step.labelnoise;

import io.sonoflow.curate.label.LossSpikeDetector;
import io.sonoflow.curate.label.TrainingRecord;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plot;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.step.labelnoise.FilterNoisyLabels.Finding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The two pictures of a search for wrong labels, in the style of the publication. */
final class LabelNoisePlots {

	/** More single curves would hide each other. */
	private static final int MOST_CURVES = 30;

	private final VerdictSettings verdict;
	private final List<Finding> findings;
	private final List<TrainingRecord> records;

	/** @param findings in the order of the data set */
	LabelNoisePlots(final VerdictSettings verdict, final List<Finding> findings,
		final List<TrainingRecord> records)
	{
		this.verdict = verdict;
		this.findings = findings;
		this.records = records;
	}

	/**
	 * {@return the loss over the epochs, each image's a mean over the trainings that had it: of the images that are not
	 *         suspicious median and the middle nine tenths, of those that are, each one and their median}
	 */
	Plot trajectories() {
		final double[][] losses = IntStream.range(0, findings.size()).mapToObj(this::loss).toArray(double[][]::new);
		final int[] others = images(false);
		final int[] suspicious = images(true);
		final List<Series> series = new ArrayList<>();
		if (others.length > 0) series.add(spread(others.length + " others: median, 5 to 95 %", losses, others));
		if (suspicious.length > 0) series.add(median(suspicious.length + " suspicious: median" + (suspicious.length >
			MOST_CURVES ? ", and " + MOST_CURVES + " of them" : ", and each"), losses, suspicious));
		IntStream.of(suspicious).boxed().sorted(Comparator.comparingDouble(i -> -findings.get(i).score())).limit(MOST_CURVES)
			.forEach(i -> series.add(Series.of(findings.get(i).image(), losses[i]).style(Series.Style.THIN)));
		final Axes axes = Axes.of("epoch", "loss (nats), mean over the trainings").title(
			"Loss of suspicious and other images, method " + verdict.method);
		// The other judges do not look at it.
		return Plots.lines(verdict.method.equals(LossSpikeDetector.NAME) ? axes.markY(verdict.threshold, String.format(Locale.ROOT,
			"threshold %s", verdict.threshold)) : axes, series).size(900, 540);
	}

	private int[] images(final boolean suspicious) {
		return IntStream.range(0, findings.size()).filter(i -> findings.get(i).suspicious() == suspicious).toArray();
	}

	/** Not a number in an epoch in which no training drew it. */
	private double[] loss(final int image) {
		return IntStream.range(0, records.get(0).epochs()).mapToDouble(epoch -> records.stream().mapToDouble(record -> record
			.loss()[image][epoch]).filter(loss -> !Double.isNaN(loss)).average().orElse(Double.NaN)).toArray();
	}

	private static Series spread(final String name, final double[][] losses, final int[] images) {
		return Series.of(name, quantile(losses, images, 0.5)).band(quantile(losses, images, 0.05), quantile(losses, images,
			0.95));
	}

	private static Series median(final String name, final double[][] losses, final int[] images) {
		return Series.of(name, quantile(losses, images, 0.5));
	}

	/** Of each epoch; linear between the order statistics. */
	private static double[] quantile(final double[][] losses, final int[] images, final double share) {
		return IntStream.range(0, losses[0].length).mapToDouble(epoch -> {
			final double[] sorted = Arrays.stream(images).mapToDouble(i -> losses[i][epoch]).filter(loss -> !Double.isNaN(loss))
				.sorted().toArray();
			if (sorted.length == 0) return Double.NaN;
			final double place = share * (sorted.length - 1);
			final int below = (int) place;
			return sorted[below] + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
		}).toArray();
	}

	/** {@return how many images were flagged in at least k judgements} */
	Plot histogram() {
		final int most = findings.stream().mapToInt(Finding::judgements).max().orElseThrow();
		final long suspicious = findings.stream().filter(Finding::suspicious).count();
		final int[] counts = LossSpikeDetector.cumulative(findings.stream().mapToInt(Finding::flags).toArray(), most);
		final String rule = verdict.method.equals(LossSpikeDetector.NAME) && most < FilterNoisyLabels.PUBLISHED
			? " (the published rule has " + FilterNoisyLabels.PUBLISHED + ")" : "";
		return Plots.counts(Axes.of("flagged in at least this many of " + most + " judgements" + rule, "images").title("Method " +
			verdict.method + ": " + suspicious + " of " + findings.size() + " images are suspicious"), IntStream.rangeClosed(1,
				most).mapToObj(Integer::toString).toList(), Arrays.stream(counts).asDoubleStream().toArray());
	}
}
