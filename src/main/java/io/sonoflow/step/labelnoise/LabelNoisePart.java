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

import io.sonoflow.curate.label.TrainingRecord;
import io.sonoflow.run.PartStore;

import java.nio.file.Path;

/**
 * What one training of the search for wrong labels leaves behind; see {@link PartStore}. Verdicts are always made from
 * these, so it does not matter who wrote them and when.
 *
 * @param loss see {@link TrainingRecord}, as are the others
 */
record LabelNoisePart(double[][] loss, double[][] margin, boolean[] judged, double[][] heldOut) {

	static LabelNoisePart of(final TrainingRecord record) {
		return new LabelNoisePart(record.loss(), record.margin(), record.judged(), record.heldOut());
	}

	/** {@return the parts in the folder of a run, also of an earlier one} */
	static PartStore<LabelNoisePart> store(final Path run) {
		return new PartStore<>(run, "parts", LabelNoisePart.class);
	}

	/** {@return whether all is there that a training on a data set of so many images gives} */
	boolean isWhole(final int images) {
		return judged != null && judged.length == images && PartStore.isTable(loss, images) && PartStore.isTable(margin,
			images) && PartStore.isTable(heldOut, images) && loss[0].length == margin[0].length;
	}

	TrainingRecord record(final LabelNoiseTask task) {
		return new TrainingRecord(task.init(), task.seed(), task.fold(), loss, margin, judged, heldOut);
	}
}
