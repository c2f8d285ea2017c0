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
package io.sonoflow.nn.segment;

import ai.djl.ndarray.NDArray;

import io.sonoflow.nn.ImageEncoder;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parts of a network that weights of others lack, and that begin with their first values. */
final class NewParts {

	private static final String EMBED = Codes.EMBED + ".weight";

	private NewParts() {
	}

	/**
	 * @param network with its first values
	 * @param parts regular expression of the names that weights may lack
	 * @return the weights, with the network's own values of what they lack; the codes of those organs that both know are taken
	 */
	static ImageEncoder.Adopted adopted(final ImageNetwork network, final StateDict weights, final String parts) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
		final Set<String> fresh = new LinkedHashSet<>();
		network.named().forEach((name, parameter) -> {
			if (tensors.containsKey(name) || !name.matches(parts)) return;
			tensors.put(name, tensor(parameter.getArray()));
			fresh.add(name);
		});
		if (!network.named().containsKey(EMBED)) return new ImageEncoder.Adopted(weights.with(tensors), fresh, List.of());
		final NDArray own = network.named().get(EMBED).getArray();
		final List<String> theirs = Codes.of(weights);
		if (!tensors.containsKey(EMBED) || theirs.isEmpty()) {
			if (!tensors.containsKey(EMBED) || tensors.get(EMBED).shape()[0] != network.organs().size()) {
				tensors.put(EMBED, tensor(own));
				fresh.add(EMBED);
			}
			return new ImageEncoder.Adopted(weights.with(tensors), fresh, List.of());
		}
		final List<String> unknown = network.organs().stream().filter(organ -> !theirs.contains(organ)).toList();
		tensors.put(EMBED, merged(own, network.organs(), tensors.get(EMBED), theirs));
		return new ImageEncoder.Adopted(weights.with(tensors), fresh, unknown.isEmpty() ? List.of() : List.of(weights.source() +
			" has not learned: " + String.join(", ", unknown) + ". Their codes are new."));
	}

	private static Tensor tensor(final NDArray array) {
		return Tensor.of(array.toFloatArray(), array.getShape().getShape());
	}

	private static Tensor merged(final NDArray own, final List<String> organs, final Tensor tensor, final List<String> theirs) {
		final float[] values = own.toFloatArray();
		final float[] other = tensor.floats();
		final int length = values.length / organs.size();
		for (int i = 0; i < organs.size(); i++) {
			final int at = theirs.indexOf(organs.get(i));
			if (at >= 0 && (at + 1) * length <= other.length) System.arraycopy(other, at * length, values, i * length, length);
		}
		return Tensor.of(values, organs.size(), length);
	}
}
