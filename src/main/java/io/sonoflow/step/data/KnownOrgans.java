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
package io.sonoflow.step.data;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ChallengeList;
import io.sonoflow.dataset.Sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The organs that a model has learned, and which of them pictures show.
 *
 * @param names of the organs; empty = the model knows of none, and any are right
 * @param told whether the model must be told the organ
 */
public record KnownOrgans(List<String> names, boolean told) {

	/**
	 * Which organ each picture shows: what is given for all, or the picture's own column organ, or the model's only one.
	 *
	 * @param given by the user for all; empty = as the pictures say
	 * @return the pictures with their organs
	 * @throws SonoflowException.Input if the model must know it and does not
	 */
	public List<Sample> of(final String given, final List<Sample> samples) {
		final List<Sample> named = new ArrayList<>();
		final Set<String> strange = new TreeSet<>();
		int unnamed = 0;
		for (final Sample sample : samples) {
			final Sample own = ChallengeList.named(sample, names);
			final String organ = given.isBlank() ? own.organ() : given.strip();
			final String known = organ.isBlank() && names.size() == 1 ? names.get(0) : organ;
			if (known.isBlank()) unnamed++;
			else if (!names.isEmpty() && !names.contains(known)) strange.add(known);
			named.add(known.equals(sample.organ()) ? sample : sample.withOrgan(known));
		}
		final String all = String.join(", ", names);
		if (!strange.isEmpty()) throw new SonoflowException.Input((given.isBlank() ? "The pictures show " : "organ=") + String.join(
			", ", strange) + ", which the model has not learned. It knows: " + all +
			". Give one of these with organ=, or leave those pictures out.");
		if (unnamed > 0 && told) throw new SonoflowException.Input("The model must be told the organ of a picture, and that of " +
			unnamed + " of " + samples.size() + " is not named. Give organ=, one of: " + all +
			"; or a dataset.csv with the column organ.");
		return named;
	}
}
