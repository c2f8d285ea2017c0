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
package io.sonoflow.api;

import io.sonoflow.SonoflowException;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a classifier says of an image.
 *
 * @param label the most probable class
 * @param probabilities of all classes by name, in the model's order; their sum is 1
 */
public record Prediction(String label, Map<String, Double> probabilities) {

	/**
	 * Copies the map.
	 *
	 * @throws SonoflowException.Input if something is missing or the label is no class
	 */
	public Prediction {
		Arguments.given(label, "label", "the most probable class");
		Arguments.given(probabilities, "probabilities", "them by class");
		if (!probabilities.containsKey(label)) throw new SonoflowException.Input("label=" + label +
			" is none of the classes: " + String.join(", ", probabilities.keySet()) + ". Give one of them.");
		probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
	}

	/** {@return the probability of the most probable class} */
	public double probability() {
		return probabilities.get(label);
	}

	static Map<String, Double> byName(final List<String> classes, final double[] probabilities) {
		final Map<String, Double> map = new LinkedHashMap<>();
		for (int i = 0; i < probabilities.length; i++)
			map.put(classes.get(i), probabilities[i]);
		return map;
	}
}
