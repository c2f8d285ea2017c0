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

import io.sonoflow.dataset.mask.PredictedMasks;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.metric.segment.State;
import io.sonoflow.plot.sheet.MaskOutlines;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunFolder;

import java.util.List;
import java.util.Locale;

/** The structures with the smallest Dice, without names: their numbers stand in the table of scores. */
record WorstSheet(SegmentationSet reference, PredictedMasks predicted) {

	private static final int COLUMNS = 5;
	private static final int CELL = 320;

	/**
	 * @param worst the first is the worst; may be none
	 * @param all how many there are
	 */
	void write(final RunFolder folder, final List<ScoredStructure> worst, final int all) {
		if (worst.isEmpty()) return;
		final Sheet sheet = new Sheet(COLUMNS).cell(CELL).title("The worst " + worst.size() + " of " + all +
			" by Dice; reference solid (green), prediction dashed (orange)");
		for (int i = 0; i < worst.size(); i++) {
			final ScoredStructure each = worst.get(i);
			sheet.add(MaskOutlines.of(reference.picture(each.picture()), reference.mask(each
				.picture()).plane(each.plane()), predicted.mask(each.picture()).plane(each.plane()), CELL), caption(i + 1, each),
				Sheet.Frame.NONE);
		}
		sheet.write(folder.resolve(EvaluationTables.WORST));
	}

	private String caption(final int number, final ScoredStructure each) {
		return String.format(Locale.ROOT, "%d: %s%sDice %.3f%s", number, each.organ().isEmpty() ? "" : each.organ() + ", ", reference
			.structures().size() == 1 ? "" : each.structure() + ", ", each.scores().dice(), each.scores().state() == State.OK ? ""
				: ", " + (predicted.has(each.picture()) ? each.scores().state() : "no prediction"));
	}
}
