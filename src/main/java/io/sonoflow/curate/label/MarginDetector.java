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
package io.sonoflow.curate.label;

import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The judge {@code margin}: the area under the margin (Pleiss, Zhang, Elenberg and Weinberger, "Identifying mislabeled data
 * using the area under the margin ranking", NeurIPS 2020). While a network learns, the logit of the given label leads the
 * largest other one for right labels, and lags behind for wrong ones, because the other images pull the other way. The
 * area is the mean margin over the epochs in which the image was drawn; of several trainings, the mean of their areas.
 * Its score is minus the area.
 * <p>
 * Whether a label is called wrong is decided by a threshold. Its authors' comes from images that were given a class of
 * their own that nothing looks like ({@link #threshold}); trainings without such images have the threshold 0: over the
 * whole training, the network would rather have called the image something else.
 *
 * @param threshold an area of at most this is suspicious; finite
 */
public record MarginDetector(double threshold) implements LabelErrorDetector {

	/** The macro value. */
	public static final String NAME = "margin";

	/** @throws SonoflowException.Input if the threshold is not finite */
	public MarginDetector {
		if (!Double.isFinite(threshold)) throw new SonoflowException.Input("threshold=" + threshold +
			" is no threshold of the margin. Allowed: a finite number of logits, by default 0.");
	}

	/** At threshold 0. */
	public MarginDetector() {
		this(0);
	}

	@Override
	public String name() {
		return NAME;
	}

	/** {@return how far the score of a class leads the largest other one of an image; negative if it lags behind} */
	public static double of(final double[] logits, final int label) {
		double other = Double.NEGATIVE_INFINITY;
		for (int k = 0; k < logits.length; k++)
			if (k != label) other = Math.max(other, logits[k]);
		return logits[label] - other;
	}

	/** The same of one row of a batch of logits (N, classes), computed in double. */
	public static double of(final float[] logits, final int row, final int classes, final int label) {
		final double[] one = new double[classes];
		Arrays.setAll(one, k -> logits[row * classes + k]);
		return of(one, label);
	}

	/**
	 * @param margins [image][epoch], not a number where it was not drawn
	 * @return [image] mean over the epochs with a number; not a number without any
	 */
	public static double[] areas(final double[][] margins) {
		final double[] areas = new double[margins.length];
		Arrays.setAll(areas, i -> Arrays.stream(margins[i]).filter(value -> !Double.isNaN(value)).average().orElse(
			Double.NaN));
		return areas;
	}

	/**
	 * The threshold of images that were given a class of their own for this purpose: a wrong label behaves like theirs.
	 *
	 * @param areas [image]
	 * @param fake [image] whether it was given the class of nothing
	 * @param percentile of their areas, 0..100; its authors' 99 (and 90 in the text)
	 * @return that percentile, interpolated linearly between order statistics
	 * @throws SonoflowException.Input if no such image was drawn
	 */
	public static double threshold(final double[] areas, final boolean[] fake, final double percentile) {
		final double[] sorted = IntStream.range(0, areas.length).filter(i -> fake[i] && !Double.isNaN(areas[i])).mapToDouble(
			i -> areas[i]).sorted().toArray();
		if (sorted.length == 0) throw new SonoflowException.Input(
			"No image of the extra class was drawn in any epoch, so there is no threshold of the margin. Train longer, or give" +
				" the extra class to more images.");
		final double place = percentile / 100 * (sorted.length - 1);
		final int below = (int) Math.floor(place);
		final int above = Math.min(sorted.length - 1, below + 1);
		return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
	}

	/** {@return [image] whether it is suspicious: not one of the extra class, and of an area of at most the threshold} */
	public static boolean[] below(final double[] areas, final boolean[] fake, final double threshold) {
		final boolean[] below = new boolean[areas.length];
		for (int i = 0; i < below.length; i++)
			below[i] = !fake[i] && areas[i] <= threshold;
		return below;
	}

	/** {@return [image] mean over the trainings that drew it of its area; not a number if none did} */
	static double[] meanAreas(final LabelEvidence evidence) {
		final List<double[]> each = evidence.records().stream().map(training -> areas(training.margin())).toList();
		final double[] mean = new double[evidence.images()];
		Arrays.setAll(mean, i -> each.stream().mapToDouble(areas -> areas[i]).filter(area -> !Double.isNaN(area)).average()
			.orElse(Double.NaN));
		return mean;
	}

	/** {@return [image] in how many trainings its area is at most the threshold} */
	int[] flags(final LabelEvidence evidence) {
		final int[] flags = new int[evidence.images()];
		for (final TrainingRecord training : evidence.records()) {
			final double[] areas = areas(training.margin());
			Arrays.setAll(flags, i -> flags[i] + (areas[i] <= threshold ? 1 : 0));
		}
		return flags;
	}

	@Override
	public LabelVerdict judge(final LabelEvidence evidence) {
		final double[] areas = meanAreas(evidence);
		// Of an image that was never drawn nothing is known: it is ranked with the best.
		final double best = Arrays.stream(areas).filter(area -> !Double.isNaN(area)).max().orElse(0);
		final double[] score = new double[areas.length];
		final boolean[] suspicious = new boolean[areas.length];
		for (int i = 0; i < areas.length; i++) {
			score[i] = -(Double.isNaN(areas[i]) ? best : areas[i]);
			suspicious[i] = areas[i] <= threshold;
		}
		return new LabelVerdict(score, flags(evidence), evidence.judgements(), suspicious, HeldOut.proposals(evidence));
	}
}
