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

import io.sonoflow.curate.label.LabelErrorDetector;
import io.sonoflow.curate.label.LabelErrorDetectors;
import io.sonoflow.curate.label.LossSpikeDetector;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** How it is decided, from the trainings, which labels are wrong, and what becomes of them. */
public class VerdictSettings extends Parameters {

	private static final String COUNTS = " *0*[1-9][0-9]{0,5}( *, *0*[1-9][0-9]{0,5})* *";

	@Parameter(label = "Method", description = "Who judges: spikes = high losses in training, as published; confident = " +
		"confident learning on held-out images; margin = area under the margin; combined = our own, from all of them; sla and " +
		"slasample = standardised held-out losses of the folds, or of each image in its fold.",
		choices = { "spikes", "confident", "margin", "combined", "sla", "slasample" })
	public String method = "spikes";

	@Parameter(label = "Threshold", description = "Of spikes: a loss above this counts, in nats, at least 0.", min = "0",
		attrs = @Attr(name = Key.UNIT, value = "nats"))
	public double threshold = 1;

	@Parameter(label = "Count", description = "Of spikes: in how many epochs of a training it must be above to flag the " +
		"image, 1 to epochs; of several, e.g. 3,4,5, the first decides, and flagged.csv has all side by side.", attrs = { @Attr(
			name = Key.PATTERN, value = COUNTS), @Attr(name = Key.ALLOWED, value = "a whole number of at least 1, or several " +
				"separated by commas") })
	public String count = "3";

	@Parameter(label = "Judgements", description = "Of spikes: how many trainings must flag the image to make it suspicious, " +
		"up to initialisations x seeds x (folds - 1); 0 = all.", min = "0")
	public int judgements = 0;

	@Parameter(label = "Action", description = "What becomes of suspicious labels in dataset.csv: report = nothing, drop = " +
		"empty, flip = the other of two. The label before is kept in the column original.", choices = { "report", "drop",
			"flip" })
	public String action = "report";

	@Parameter(label = "Unit", description = "What is judged: each view, or the testis = all images of one patient and side " +
		"together, suspicious if each of them with that label is; combined then adds up what all of them say.", choices = {
			"view", "testis" })
	public String unit = "view";

	@Parameter(label = "Decisions", description = "Files decisions.csv of \"Review Labels...\", separated by commas: what " +
		"readers decided goes before the action, which then touches nothing; empty = none. Where sure readers disagree, the label stays.",
		attrs = { @Attr(name = Key.LIST), @Attr(name = Key.EXISTS), @Attr(name = Key.SINCE, value = "") })
	public String decisions = "";

	/** {@return how many epochs above the threshold make a flag: the first decides} */
	int[] counts() {
		return Lists.integers(count);
	}

	/** {@return who judges} */
	LabelErrorDetector detector() {
		return LabelErrorDetectors.of(method, new LossSpikeDetector(threshold, counts()[0], judgements));
	}
}
