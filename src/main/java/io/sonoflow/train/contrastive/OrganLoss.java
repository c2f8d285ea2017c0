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

import java.util.Arrays;

/**
 * The supervised part of the loss: cross-entropy of the organ, mean over the rows whose organ is known. In double, as there
 * are a few numbers a row.
 *
 * @param loss nats; 0 if no organ is known
 * @param gradient (rows, organs) of the loss with respect to the logits, row by row
 */
public record OrganLoss(double loss, double[] gradient) {

	/** An organ that is not known: the row has no part in the loss. */
	public static final int UNKNOWN = -1;

	/**
	 * @param logits (rows, organs), row by row, finite
	 * @param organs of each row, 0..organs-1 or {@link #UNKNOWN}
	 */
	public static OrganLoss of(final double[] logits, final int[] organs) {
		final long known = Arrays.stream(organs).filter(organ -> organ != UNKNOWN).count();
		final int classes = logits.length / organs.length;
		final double[] gradient = new double[logits.length];
		double loss = 0;
		for (int row = 0; row < organs.length; row++) {
			if (organs[row] == UNKNOWN) continue;
			final int from = row * classes;
			double largest = Double.NEGATIVE_INFINITY;
			for (int c = 0; c < classes; c++)
				largest = Math.max(largest, logits[from + c]);
			double sum = 0;
			for (int c = 0; c < classes; c++) {
				gradient[from + c] = Math.exp(logits[from + c] - largest);
				sum += gradient[from + c];
			}
			for (int c = 0; c < classes; c++)
				gradient[from + c] = (gradient[from + c] / sum - (c == organs[row] ? 1 : 0)) / known;
			loss += (Math.log(sum) + largest - logits[from + organs[row]]) / known;
		}
		return new OrganLoss(loss, gradient);
	}
}
