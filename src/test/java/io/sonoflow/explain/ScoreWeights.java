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
package io.sonoflow.explain;

import io.sonoflow.nn.Classifier;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** All weightings of Score-CAM that the reference has: those of ours, and two that nothing here uses. */
final class ScoreWeights {

	private ScoreWeights() {
	}

	/**
	 * @param logits of masked images, (channels, classes)
	 * @param nothing of the all-zero image
	 * @return one weight a channel, by the reference's names
	 */
	static Map<String, double[]> of(final float[][] logits, final float[] nothing, final int target) {
		final Map<String, double[]> weights = new LinkedHashMap<>();
		weights.put("logit", ScoreCam.weights(logits, target, ScoreCam.Weighting.LOGIT));
		weights.put("logit_softmax", ScoreCam.weights(logits, target, ScoreCam.Weighting.LOGIT_SOFTMAX));
		weights.put("increase", Arrays.stream(logits).mapToDouble(each -> (double) each[target] - nothing[target]).toArray());
		weights.put("probability", Arrays.stream(logits).mapToDouble(each -> Classifier.softmax(each, each.length)[0][target])
			.toArray());
		return weights;
	}
}
