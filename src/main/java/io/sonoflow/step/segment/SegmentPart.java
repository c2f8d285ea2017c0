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
package io.sonoflow.step.segment;

import io.sonoflow.metric.segment.SegmentFigure;
import io.sonoflow.run.PartStore;
import io.sonoflow.train.segment.SegmentState;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What one training of a segmenter leaves behind; see {@link PartStore}.
 *
 * @param seed of the training
 * @param fold held out, from 1; 0 = a share
 * @param steps done
 * @param planned how many there were to be; more if the user ended it early
 * @param choice step and threshold
 * @param losses rows: the step, then the columns of its losses
 * @param loss of the last row
 * @param held numbers of the pictures it was tested on
 * @param scores of each of them
 */
record SegmentPart(long seed, int fold, long steps, long planned, SegmentState.Choice choice, List<double[]> losses, double loss,
	int[] held, List<Score> scores)
{

	/**
	 * How one structure of one picture was found.
	 *
	 * @param sample number of the picture
	 * @param structure number of the structure
	 * @param plain figures of the network's mask, in the order of {@link SegmentFigure}
	 * @param post the same after post-processing
	 */
	record Score(int sample, int structure, double[] plain, double[] post) {

		private boolean isWhole() {
			final int count = SegmentFigure.values().length;
			return plain != null && post != null && plain.length == count && post.length == count;
		}
	}

	/** {@return the parts in a run's folder} */
	static PartStore<SegmentPart> store(final Path run) {
		return new PartStore<>(run, "parts", SegmentPart.class);
	}

	/** {@return whether all is there that the training gives} */
	boolean isOf(final SegmentTask task) {
		return seed == task.seed() && fold == task.fold() && choice != null && losses != null && Arrays.equals(held, task.held()) &&
			scores != null && scores.stream().allMatch(score -> score != null && score.isWhole());
	}

	/** {@return whether the user ended it early} */
	boolean isEarly() {
		return steps < planned;
	}
}
