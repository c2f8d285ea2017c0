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
package io.sonoflow.train.contrastive;

/**
 * How far two predictions for the same image are apart (the released code's {@code coupled_loss}): rows 2i and 2i + 1 are a
 * pair; the Kullback-Leibler divergences of their softmax at a temperature, both ways, summed, times the temperature
 * squared, mean over the pairs. A last row without a partner is left out. In double, as there are a few numbers a row.
 *
 * @param loss nats times temperature squared; 0 without a pair
 * @param gradient (rows, classes) of the loss with respect to the logits, row by row
 */
public record CoupledLoss(double loss, double[] gradient) {

	/**
	 * @param logits (rows, classes), row by row, finite
	 * @param classes at least 1
	 * @param temperature above 0
	 */
	public static CoupledLoss of(final double[] logits, final int classes, final double temperature) {
		final int pairs = logits.length / classes / 2;
		final double[] gradient = new double[logits.length];
		double loss = 0;
		for (int pair = 0; pair < pairs; pair++) {
			final int first = 2 * pair * classes;
			final int second = first + classes;
			final double[] a = logSoftmax(logits, first, classes, temperature);
			final double[] b = logSoftmax(logits, second, classes, temperature);
			for (int c = 0; c < classes; c++)
				loss += (Math.exp(a[c]) - Math.exp(b[c])) * (a[c] - b[c]);
			backward(a, b, temperature / pairs, gradient, first);
			backward(b, a, temperature / pairs, gradient, second);
		}
		return new CoupledLoss(pairs == 0 ? 0 : loss * temperature * temperature / pairs, gradient);
	}

	/** With p = exp(a), q = exp(b): the gradient of sum (p - q) (a - b) through the softmax of a, times a factor. */
	private static void backward(final double[] a, final double[] b, final double factor, final double[] gradient,
		final int from)
	{
		final double[] raw = new double[a.length];
		double sum = 0;
		for (int c = 0; c < a.length; c++) {
			raw[c] = Math.exp(a[c]) * (a[c] - b[c]) + Math.exp(a[c]) - Math.exp(b[c]);
			sum += raw[c];
		}
		for (int c = 0; c < a.length; c++)
			gradient[from + c] = factor * (raw[c] - Math.exp(a[c]) * sum);
	}

	private static double[] logSoftmax(final double[] logits, final int from, final int classes, final double temperature) {
		double largest = Double.NEGATIVE_INFINITY;
		for (int c = 0; c < classes; c++)
			largest = Math.max(largest, logits[from + c] / temperature);
		double sum = 0;
		for (int c = 0; c < classes; c++)
			sum += Math.exp(logits[from + c] / temperature - largest);
		final double[] result = new double[classes];
		for (int c = 0; c < classes; c++)
			result[c] = logits[from + c] / temperature - largest - Math.log(sum);
		return result;
	}
}
