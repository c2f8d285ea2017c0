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
package io.sonoflow.curate.label;

import io.sonoflow.SonoflowException;

import java.util.List;

/** The judges by name. */
public final class LabelErrorDetectors {

	/** The macro values of {@code method}; the first, the published one, is the default. */
	public static final List<String> NAMES = List.of(LossSpikeDetector.NAME, ConfidentDetector.NAME, MarginDetector.NAME,
		CombinedDetector.NAME, FoldLossDetector.BY_FOLD, FoldLossDetector.BY_IMAGE);

	private LabelErrorDetectors() {
	}

	/**
	 * @param method one of {@link #NAMES}
	 * @param spikes the rule of {@code spikes}, the only judge with parameters
	 * @return the judge
	 * @throws SonoflowException.Input if there is none of this name
	 */
	public static LabelErrorDetector of(final String method, final LossSpikeDetector spikes) {
		return switch (method) {
			case LossSpikeDetector.NAME -> spikes;
			case ConfidentDetector.NAME -> new ConfidentDetector();
			case MarginDetector.NAME -> new MarginDetector();
			case CombinedDetector.NAME -> new CombinedDetector();
			case FoldLossDetector.BY_FOLD -> new FoldLossDetector(false);
			case FoldLossDetector.BY_IMAGE -> new FoldLossDetector(true);
			default -> throw new SonoflowException.Input("method=" + method + " is unknown. Allowed: " + String.join(", ", NAMES) +
				".");
		};
	}
}
