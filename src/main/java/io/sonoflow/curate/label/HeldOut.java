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

/** What networks that were not trained on an image say of it. */
final class HeldOut {

	private HeldOut() {
	}

	/**
	 * @return [image][class] mean probability over the trainings that held it out
	 * @throws SonoflowException.Input if some image was never held out
	 */
	static double[][] mean(final LabelEvidence evidence) {
		final double[][] mean = new double[evidence.images()][evidence.classes()];
		final int[] times = times(evidence);
		for (final TrainingRecord training : evidence.records())
			for (int i = 0; i < mean.length; i++)
				if (training.isHeldOut(i)) for (int k = 0; k < mean[i].length; k++)
					mean[i][k] += training.heldOut()[i][k] / times[i];
		return mean;
	}

	/**
	 * @return of each image, how many trainings held it out
	 * @throws SonoflowException.Input if some image was never held out
	 */
	static int[] times(final LabelEvidence evidence) {
		final int[] times = new int[evidence.images()];
		for (final TrainingRecord training : evidence.records())
			Arrays.setAll(times, i -> times[i] + (training.isHeldOut(i) ? 1 : 0));
		for (int i = 0; i < times.length; i++)
			if (times[i] == 0) throw new SonoflowException.Input("Image " + (i + 1) + " of the data set was held out by none of the " +
				evidence.records().size() + " trainings, so nothing unbiased is known of it. All folds of a seed are needed:" +
				" let the other shards finish, or use method=spikes.");
		return times;
	}

	/** {@return of each image, by how many of the trainings that held it out its most probable class is not the given one} */
	static int[] disagreements(final LabelEvidence evidence) {
		final int[] counts = new int[evidence.images()];
		for (final TrainingRecord training : evidence.records())
			for (int i = 0; i < counts.length; i++)
				if (training.isHeldOut(i) && ConfidentJoint.best(training.heldOut()[i]) != evidence.labels()[i]) counts[i]++;
		return counts;
	}

	/** {@return of each image, the most probable class other than the given one; the first other one where none was held out} */
	static int[] proposals(final LabelEvidence evidence) {
		final double[][] sum = new double[evidence.images()][evidence.classes()];
		for (final TrainingRecord training : evidence.records())
			for (int i = 0; i < sum.length; i++)
				if (training.isHeldOut(i)) for (int k = 0; k < sum[i].length; k++)
					sum[i][k] += training.heldOut()[i][k];
		final int[] proposals = new int[sum.length];
		for (int i = 0; i < sum.length; i++) {
			sum[i][evidence.labels()[i]] = Double.NEGATIVE_INFINITY;
			proposals[i] = ConfidentJoint.best(sum[i]);
		}
		return proposals;
	}
}
