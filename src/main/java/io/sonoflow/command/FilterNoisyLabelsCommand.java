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
package io.sonoflow.command;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.bridge.MenuEntry;
import io.sonoflow.bridge.StepCommand;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.review.LabelReviewWindow;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.labelnoise.FilterNoisyLabels;
import io.sonoflow.step.labelnoise.FilterNoisyLabels.Finding;
import io.sonoflow.step.labelnoise.ReviewLabels;

import java.util.List;

import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Searches a data set for wrong labels. */
@Plugin(type = MenuEntry.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Sonoflow"), @Menu(
	label = FilterNoisyLabels.LABEL, weight = 30) },
	description = "Searches labels that are probably wrong: trains classifiers several times and finds the images whose " +
		"label they cannot believe. An interrupted run goes on where it stopped.")
public final class FilterNoisyLabelsCommand extends StepCommand<FilterNoisyLabels.Result> {

	public FilterNoisyLabelsCommand() {
		super(new FilterNoisyLabels());
	}

	@Override
	protected void show(final FilterNoisyLabels.Result result) {
		if (!result.complete()) return;
		final List<Finding> suspicious = result.findings().stream().filter(Finding::suspicious).toList();
		if (!suspicious.isEmpty()) Show.table("Suspicious Labels", List.of("image", "patient", "label", "proposed", "flags",
			"judgements", "conflict"), suspicious.stream().map(each -> List.of(each.image(), each.patient(), each.label(), each
				.proposed(), each.flags(), each.judgements(), each.conflict())).toList());
		if (!suspicious.isEmpty() && Host.hasUser()) review(result);
	}

	/** A reader's table that stood in the folder before does not make a failure of the run. */
	private static void review(final FilterNoisyLabels.Result result) {
		try {
			LabelReviewWindow.open(ReviewLabels.of(result.output()).run(Monitor.NONE));
		}
		catch (final SonoflowException e) {
			Host.log(ReviewLabels.LABEL + " " + e.getMessage());
		}
	}
}
