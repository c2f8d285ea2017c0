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

import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities are what they say: of images called 0.8 likely, eight in ten should be positive (reliability diagram;
 * expected calibration error with bins of equal width, Guo et al., ICML 2017, for the probability of one class). Chance alone
 * makes the error larger than 0, the more the fewer images there are.
 *
 * @param bins those that hold images, by probability
 * @param error mean distance of share and probability over the bins, weighted by images, 0..1; not a number without images
 * @param mean probability of all images
 * @param share of all images that are positive
 * @param images number of them
 */
public record Calibration(List<Bin> bins, double error, double mean, double share, int images) {

	/**
	 * Images of like probability.
	 *
	 * @param mean probability, 0..1
	 * @param positive how many of them are, with the interval over patients
	 */
	public record Bin(double mean, PatientShare positive) {
	}

	/**
	 * @param positive whether each image truly is positive
	 * @param probability that it is, 0..1
	 * @param patient of each image
	 * @param count number of bins, at least 1; usually 10
	 * @return the calibration, intervals of 95 %
	 * @throws IllegalArgumentException if lengths differ or a probability is out of range
	 */
	public static Calibration of(final boolean[] positive, final double[] probability, final String[] patient,
		final int count)
	{
		final int n = probability.length;
		if (positive.length != n || patient.length != n || count < 1) throw new IllegalArgumentException(positive.length +
			" classes, " + n + " probabilities, " + patient.length + " patients, " + count + " bins");
		final List<List<Integer>> members = new ArrayList<>();
		for (int i = 0; i < count; i++)
			members.add(new ArrayList<>());
		double sum = 0;
		int positives = 0;
		for (int i = 0; i < n; i++) {
			if (!(probability[i] >= 0 && probability[i] <= 1)) throw new IllegalArgumentException("A probability of " +
				probability[i]);
			members.get(Math.min(count - 1, (int) (probability[i] * count))).add(i);
			sum += probability[i];
			if (positive[i]) positives++;
		}
		final List<Bin> bins = members.stream().filter(each -> !each.isEmpty()).map(each -> bin(each, positive, probability,
			patient)).toList();
		double error = 0;
		for (final Bin bin : bins)
			error += bin.positive.images() * Math.abs(bin.positive.share() - bin.mean);
		return new Calibration(bins, error / n, sum / n, (double) positives / n, n);
	}

	private static Bin bin(final List<Integer> members, final boolean[] positive, final double[] probability,
		final String[] patient)
	{
		final boolean[] hit = new boolean[members.size()];
		final String[] who = new String[members.size()];
		double sum = 0;
		for (int i = 0; i < hit.length; i++) {
			hit[i] = positive[members.get(i)];
			who[i] = patient[members.get(i)];
			sum += probability[members.get(i)];
		}
		return new Bin(sum / hit.length, PatientShare.of(hit, who, 0.95));
	}
}
