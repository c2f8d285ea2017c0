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
package io.sonoflow.step.labelnoise;

import java.nio.file.Path;
import java.util.Map;

/** The parameters of a very short search for wrong labels; each test changes some. */
final class LabelNoiseRun {

	Path input;
	Path output;
	String weights = "";
	boolean online;
	int seeds = 1;
	int folds = 2;
	int epochs = 2;
	String method = "spikes";
	double threshold = 1;
	int count = 2;
	int judgements;
	String action = "report";
	String decisions = "";
	String unit = "view";
	Path trainings;
	String shard = "1/1";

	static LabelNoiseRun of(final Path input, final Path output) {
		final LabelNoiseRun run = new LabelNoiseRun();
		run.input = input;
		run.output = output;
		return run;
	}

	FilterNoisyLabels step() {
		final FilterNoisyLabels step = FilterNoisyLabels.of(input, output);
		step.set(Map.of("size", 32, "epochs", epochs, "batch", 4, "backbonerate", 1e-4, "headrate", 1e-3, "seeds", seeds,
			"folds", folds, "device", "cpu", "seed", 3, "shard", shard));
		step.weights = weights;
		step.online = online;
		step.verdict.decisions = decisions;
		step.set(Map.of("method", method, "threshold", threshold, "count", count, "judgements", judgements, "action", action,
			"unit", unit));
		step.trainings = trainings == null ? null : trainings.toFile();
		return step;
	}
}
