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
package io.sonoflow.nn;

import ai.djl.Device;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The reference's ResNet-18, filled by its formula. */
public final class ReferenceResNet {

	private static final Map<Integer, StateDict> WEIGHTS = new ConcurrentHashMap<>();

	private ReferenceResNet() {
	}

	/** {@return the settings of the topic} */
	public static JsonObject meta() {
		return Fixtures.json("resnet18", "meta");
	}

	/** {@return the reference's weights for 1 or 3 channels} */
	public static StateDict weights(final int channels) {
		return WEIGHTS.computeIfAbsent(channels, count -> fill(HashFill.parameters(meta(), "params_" + count + "ch")));
	}

	/** {@return the parameters as weights} */
	public static StateDict fill(final Map<String, HashFill.Parameter> parameters) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		parameters.forEach((name, parameter) -> tensors.put(name, Tensor.of(parameter.data(), parameter.shape())));
		return StateDict.of(tensors, Map.of());
	}

	/** {@return the reference's network of 1 or 3 channels} */
	public static ResNet network(final int channels) {
		final StateDict weights = weights(channels);
		final ResNet network = ResNet.resNet18(Device.cpu(), channels, weights.get("fc.bias").size());
		StateLoader.load(network, weights, StateLoader.Head.LOAD, Monitor.NONE);
		return network;
	}
}
