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
import java.util.Collections;
import java.util.List;

/** The parameters of a very short search for wrong labels; each test changes some. */
final class LabelNoiseRun {

	Path input;
	Path output;
	List<Path> weights = Collections.singletonList(null);
	int seeds = 1;
	int folds = 2;
	int epochs = 2;
	String method = "spikes";
	double threshold = 1;
	int count = 2;
	int judgements;
	String action = "report";
	String unit = "view";
	Path trainings;
	String shard = "1/1";

	static LabelNoiseRun of(final Path input, final Path output) {
		final LabelNoiseRun run = new LabelNoiseRun();
		run.input = input;
		run.output = output;
		return run;
	}

	FilterNoisyLabelsStep.Config config() {
		return new FilterNoisyLabelsStep.Config(input, output, "resnet18", weights, seeds, folds, 32, epochs, 4, 1e-4, 1e-3,
			1e-5, 1, method, threshold, count, judgements, action, unit, trainings, "cpu", 3, shard, false);
	}
}
