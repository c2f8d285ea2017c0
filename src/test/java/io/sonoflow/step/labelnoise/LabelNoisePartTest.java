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

import io.sonoflow.run.AbstractPartTest;
import io.sonoflow.run.PartStore;

import java.util.Map;

/** The part of a training that looks for wrong labels. */
class LabelNoisePartTest extends AbstractPartTest<LabelNoisePart> {

	private static final int IMAGES = 2;

	@Override
	protected PartStore<LabelNoisePart> store() {
		return LabelNoisePart.store(run);
	}

	@Override
	protected LabelNoisePart payload() {
		return new LabelNoisePart(new double[][] { { 0.5, 1.0 / 3 }, { Double.NaN, 1 } }, new double[][] { { 1, 2 }, { 3,
			Double.NEGATIVE_INFINITY } }, new boolean[] { true, false }, new double[][] { { Double.NaN, Double.NaN }, { 0.25,
				0.75 } });
	}

	@Override
	protected boolean isWhole(final LabelNoisePart read) {
		return read.isWhole(IMAGES);
	}

	/** What is no number is a text, so that every program can read it as JSON. */
	@Override
	protected String onDisk() {
		return "{\"key\":\"k\",\"loss\":[[0.5,0.3333333333333333],[\"NaN\",1.0]],\"margin\":[[1.0,2.0],[3.0,\"-Infinity\"]]," +
			"\"judged\":[true,false],\"heldOut\":[[\"NaN\",\"NaN\"],[0.25,0.75]]}";
	}

	@Override
	protected Map<String, String> edits() {
		return Map.of("[true,false]", "[true]", "judged", "trained", ",[0.25,0.75]", "", "[0.25,0.75]", "[0.25]", "[\"NaN\",1.0]",
			"null", "[[1.0,2.0],[3.0,\"-Infinity\"]]", "[[1.0],[3.0]]", "heldOut", "heldout", "\"-Infinity\"", "\"much\"");
	}
}
