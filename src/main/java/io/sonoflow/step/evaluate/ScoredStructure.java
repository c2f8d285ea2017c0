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
package io.sonoflow.step.evaluate;

import io.sonoflow.metric.segment.SegmentFigure;
import io.sonoflow.metric.segment.SegmentScores;
import io.sonoflow.metric.segment.SegmentSummary;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One structure of one picture.
 *
 * @param picture its number
 * @param plane number of the structure
 * @param image the picture's name
 * @param patient as the data set has it; empty = unknown
 * @param group what belongs together in draws of patients
 * @param organ empty = unknown
 * @param structure its name
 * @param scores the figures
 * @param post Dice after the published post-processing of the organ; not a number if both masks are empty
 */
record ScoredStructure(int picture, int plane, String image, String patient, String group, String organ, String structure,
	SegmentScores scores, double post)
{

	/** Dice after post-processing. */
	static final String POST = "dicepost";
	/** What post-processing adds to Dice. */
	static final String GAIN = "dicegain";

	/** {@return it as the summary wants it} */
	SegmentSummary.Item item() {
		final Map<String, Double> figures = new LinkedHashMap<>();
		for (final SegmentFigure figure : SegmentFigure.values())
			figures.put(figure.column(), figure.of(scores));
		figures.put(POST, post);
		figures.put(GAIN, post - scores.dice());
		return new SegmentSummary.Item(image, group, organ, structure, figures);
	}
}
