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
package io.sonoflow.step.crossvalidate;

import io.sonoflow.run.AbstractPartTest;
import io.sonoflow.run.PartStore;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier.Task;

import java.util.Map;

/** The part of a training. */
class FoldPartTest extends AbstractPartTest<FoldPart> {

	private static final Task TASK = new Task(7, 2, "", new int[] { 0, 1, 0, 1 }, false);

	@Override
	protected PartStore<FoldPart> store() {
		return FoldPart.store(run);
	}

	@Override
	protected FoldPart payload() {
		return new FoldPart(7, 2, new double[] { 0.5, 1.0 / 3 }, new int[] { 1, 3 }, new double[][] { { 0.25, 0.75 }, { 1e-5,
			Double.NaN } }, null);
	}

	@Override
	protected boolean isWhole(final FoldPart read) {
		return read.isOf(TASK);
	}

	@Override
	protected String onDisk() {
		return "{\"key\":\"k\",\"seed\":7,\"fold\":2,\"losses\":[0.5,0.3333333333333333],\"samples\":[1,3]," +
			"\"probabilities\":[[0.25,0.75],[1.0E-5,\"NaN\"]]}";
	}

	@Override
	protected Map<String, String> edits() {
		return Map.of("\"seed\":7", "\"seed\":8", "\"fold\":2", "\"fold\":1", "[1,3]", "[1,2]", "[1.0E-5,\"NaN\"]", "[1.0E-5]",
			"[0.25,0.75]", "null", ",[1.0E-5,\"NaN\"]", "", "probabilities", "alternate", "losses", "loss", "1.0E-5", "0,00001",
			"\"probabilities\"", "\"alternate\":[[1.0,0.0]],\"probabilities\"");
	}
}
