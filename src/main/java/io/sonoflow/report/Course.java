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
package io.sonoflow.report;

import io.sonoflow.run.RunInfo;

/** How a run trained its networks: what was done, which is not always what was asked for. */
final class Course {

	private final RunInfo run;

	Course(final RunInfo run) {
		this.run = run;
	}

	/** {@return e.g. "8 epochs, 480 steps"; of a training that was ended early its steps; empty if it is not known} */
	String length() {
		final String done = run.figures().getOrDefault("steps", "");
		final String steps = done.isEmpty() ? "" : done + (done.equals("1") ? " step" : " steps");
		// Of several trainings those count that came to their end.
		final boolean several = run.parameters().containsKey("folds");
		if (!several && (!run.early().isEmpty() || !run.finished())) return steps;
		if (Headline.number(run.parameter("steps")).orElse(0) > 0) return steps.isEmpty() ? run.parameter("steps") + " steps" : steps;
		final String epochs = run.parameter("epochs");
		if (epochs.isEmpty()) return steps;
		return epochs + (epochs.equals("1") ? " epoch" : " epochs") + (steps.isEmpty() ? "" : ", " + steps);
	}

	/** {@return the learning rates; empty if they are not recorded} */
	String rates() {
		final String head = run.parameter("headrate");
		final String below = run.parameter("backbonerate");
		if (head.isEmpty()) return "";
		if (Headline.number(run.parameter("layerdecay")).orElse(1) < 1) return "learning rate " + head +
			" in the last layer, falling by a factor of " + run.parameter("layerdecay") + " with each layer below";
		return below.isEmpty() ? "" : "learning rates " + below + " below and " + head + " in the last layer";
	}

	/** {@return e.g. "of 3 folds"; empty if it is not recorded} */
	String division() {
		return run.parameter("groups").equals("site") ? "that leaves out each site once" : run.parameter("folds").isEmpty() ? "" :
			"of " + run.parameter("folds") + " folds";
	}

	/** {@return what the first weights were; empty if it is not recorded} */
	String start() {
		if (!run.parameters().containsKey("weights")) return "";
		return run.parameter("weights").isEmpty() ? "random weights" : "pretrained weights";
	}
}
