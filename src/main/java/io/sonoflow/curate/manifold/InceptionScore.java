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
package io.sonoflow.curate.manifold;

import io.sonoflow.SonoflowException;

/**
 * The inception score (Salimans et al., NeurIPS 2016): exp of the mean Kullback-Leibler divergence between the classes of
 * one image and those of all; 1..number of classes, higher for images that are each clear and together various. Of ImageNet's
 * classes it says little about ultrasound; it is here because it is published.
 *
 * <pre>
 * InceptionScore.Score score = InceptionScore.of(logits, 10);
 * </pre>
 */
public final class InceptionScore {

	/** Parts of the published figures. */
	public static final int SPLITS = 10;

	/** Fewest images of a part that are worth the name. */
	private static final int LEAST = 100;

	/**
	 * The score over parts of the set.
	 *
	 * @param mean over the parts
	 * @param std population standard deviation over the parts; 0 with one part
	 */
	public record Score(double mean, double std) {
	}

	private InceptionScore() {
	}

	/** {@return {@value #SPLITS} parts as published if there are 100 images for each, else one: small parts score too low} */
	public static int parts(final int images) {
		return images >= LEAST * SPLITS ? SPLITS : 1;
	}

	/**
	 * @param logits one row an image, one column a class, before the softmax
	 * @param splits number of parts, contiguous, images i N / splits to (i + 1) N / splits; the order of the images matters
	 * @return the score
	 * @throws SonoflowException.Input if there are fewer images than parts
	 */
	public static Score of(final Features logits, final int splits) {
		if (splits < 1) throw new IllegalArgumentException(splits + " parts");
		final int n = logits.rows();
		if (n < splits) throw new SonoflowException.Input("The inception score in " + splits + " parts needs at least " +
			splits + " images; there are " + n + ". Use fewer parts or more images.");
		final double[] scores = new double[splits];
		double mean = 0;
		for (int s = 0; s < splits; s++) {
			scores[s] = part(logits, (int) ((long) s * n / splits), (int) ((s + 1L) * n / splits));
			mean += scores[s] / splits;
		}
		double squares = 0;
		for (final double score : scores)
			squares += (score - mean) * (score - mean);
		return new Score(mean, Math.sqrt(squares / splits));
	}

	private static double part(final Features logits, final int from, final int to) {
		final int classes = logits.columns();
		final double[] total = new double[classes];
		final double[] log = new double[classes];
		double entropy = 0;
		for (int i = from; i < to; i++) {
			logSoftmax(logits, i, log);
			for (int c = 0; c < classes; c++) {
				final double p = Math.exp(log[c]);
				total[c] += p;
				entropy += p * log[c];
			}
		}
		final double n = to - from;
		double cross = 0;
		for (final double sum : total)
			if (sum > 0) cross += sum / n * Math.log(sum / n);
		return Math.exp(entropy / n - cross);
	}

	private static void logSoftmax(final Features logits, final int row, final double[] log) {
		double top = Double.NEGATIVE_INFINITY;
		for (int c = 0; c < log.length; c++)
			top = Math.max(top, logits.get(row, c));
		double sum = 0;
		for (int c = 0; c < log.length; c++)
			sum += Math.exp(logits.get(row, c) - top);
		final double shift = top + Math.log(sum);
		for (int c = 0; c < log.length; c++)
			log[c] = logits.get(row, c) - shift;
	}
}
