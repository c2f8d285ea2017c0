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

import io.sonoflow.curate.copy.Flip;
import io.sonoflow.curate.copy.Leaks;
import io.sonoflow.curate.copy.Registration;
import io.sonoflow.run.AbstractPartTest;
import io.sonoflow.run.PartStore;

import java.util.List;
import java.util.Map;

/** The part of a search for copies. */
class LeakPartTest extends AbstractPartTest<LeakPart> {

	private static final int IMAGES = 6;

	@Override
	protected PartStore<LeakPart> store() {
		return LeakPart.store(run);
	}

	@Override
	protected LeakPart payload() {
		return new LeakPart(List.of(new Leaks.Pair(0, 5, 240, 1.0 / 3, Leaks.Found.BOTH, new Registration(0.9, Flip.NONE, 1, 0.5,
			-0.0, Double.NaN))));
	}

	@Override
	protected boolean isWhole(final LeakPart read) {
		return read.isWhole(IMAGES);
	}

	@Override
	protected String onDisk() {
		return "{\"key\":\"k\",\"pairs\":[{\"first\":0,\"second\":5,\"bits\":240,\"correlation\":0.3333333333333333," +
			"\"found\":\"BOTH\",\"registration\":{\"similarity\":0.9,\"flip\":\"NONE\",\"zoom\":1.0,\"degrees\":0.5,\"dx\":-0.0," +
			"\"dy\":\"NaN\"}}]}";
	}

	@Override
	protected Map<String, String> edits() {
		return Map.of("\"second\":5", "\"second\":6", "\"first\":0", "\"first\":5", "240", "241", "BOTH", "ALL", "NONE", "SOME",
			"registration", "alignment", "pairs", "images", "[{", "[null,{", "0.9", "[0.9]", "\"first\":0,", "\"first\":-1,");
	}
}
