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
package io.sonoflow.diffusion.translate;

import io.sonoflow.train.LossLog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Says when a training against a discriminator has collapsed: the discriminator tells everything that is made, so that there is
 * nothing to learn from it, or what is made has hardly any speckle, or far too much. Looks at finished rows of losses only.
 */
public final class CollapseWatch {

	/** Columns of the losses. */
	static final String DISCRIMINATOR = "discriminator", SPREAD = "spread";

	/** Rows that must agree, all in the second half of what was done. */
	private static final int ROWS = 5;

	/** Least loss of a discriminator that is not sure of everything (of 2, where it knows nothing); bounds of the spread. */
	private static final double SURE = 0.05, FLAT = 0.5, WILD = 2;

	private CollapseWatch() {
	}

	/** {@return what is wrong in the last rows, a sentence; empty = nothing} */
	public static Optional<String> look(final LossLog log) {
		final double[] judge = last(log.column(DISCRIMINATOR));
		if (judge.length == ROWS && Arrays.stream(judge).allMatch(value -> value < SURE)) return Optional.of(String.format(
			Locale.ROOT, "The discriminator tells all that is made from what is real (its loss is %.3f of 2): the adversarial loss " +
				"teaches nothing any more. Give a larger adversarial, a lower rate, or more clips.", judge[ROWS - 1]));
		final double[] spread = last(log.column(SPREAD));
		if (spread.length < ROWS || Arrays.stream(spread).anyMatch(value -> value >= FLAT && value <= WILD)) return Optional
			.empty();
		if (Arrays.stream(spread).allMatch(value -> value < FLAT)) return Optional.of(String.format(Locale.ROOT,
			"The made speckle has collapsed: its spread is %.0f %% of the true one's. Give a larger speckle or adversarial, or train " +
				"longer.", 100 * spread[ROWS - 1]));
		if (Arrays.stream(spread).allMatch(value -> value > WILD)) return Optional.of(String.format(Locale.ROOT,
			"The made speckle runs wild: its spread is %.0f %% of the true one's. Give a smaller adversarial or a lower rate.", 100 *
				spread[ROWS - 1]));
		return Optional.empty();
	}

	private static double[] last(final double[] values) {
		final double[] known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
		return known.length < 2 * ROWS ? new double[0] : Arrays.copyOfRange(known, known.length - ROWS, known.length);
	}
}
