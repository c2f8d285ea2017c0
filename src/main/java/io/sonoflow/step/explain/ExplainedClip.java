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
package io.sonoflow.step.explain;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.explain.Explainer;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.nn.Classifier;
import io.sonoflow.step.data.ClipModels;
import io.sonoflow.step.data.FrameSettings;

import java.util.ArrayList;
import java.util.List;

/**
 * A clip that was explained in memory, as {@link ExplainClassification} does it with files.
 *
 * @param target index of the class that is explained
 * @param probabilities of all classes, of the clip
 * @param numbers of the frames that count, from 0: those that are the one before again do not
 * @param weights how much each of these counted, their sum 1
 * @param maps of each of these, in their size
 */
public record ExplainedClip(int target, double[] probabilities, int[] numbers, double[] weights, List<HeatMap> maps) {

	/**
	 * @param classifier of clips or of frames
	 * @param explainer of what it sees of them, {@link ClipModels#ofViews}
	 * @param frames of one size; not closed
	 * @param target index of a class, or {@link Explainer#PREDICTED}
	 * @param monitor asked whether to stop
	 */
	public static ExplainedClip of(final Classifier classifier, final Explainer explainer, final FrameReader frames,
		final int target, final Monitor monitor)
	{
		final ClipReading reading = new ClipReading(frames);
		final ClipSource clip = ClipSource.look(reading, FrameChoice.ALL);
		final ClipExplanation explanation = new ClipExplanation(classifier, explainer, ClipModels.clips(classifier.config(),
			new FrameSettings()), clip, reading, target, monitor);
		final List<HeatMap> maps = new ArrayList<>();
		explanation.run(null, frame -> maps.add(new HeatMap(frame.heat(), clip.width(), clip.height(), explanation.target(),
			explanation.probabilities(), frame.state())));
		return new ExplainedClip(explanation.target(), explanation.probabilities(), clip.numbers(), explanation.weights(), List
			.copyOf(maps));
	}
}
