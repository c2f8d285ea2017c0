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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Assumptions;

/** The reference ResNet-18 and how results are compared with it. */
public final class Fixture {

	private static final Map<Integer, StateDict> WEIGHTS = new ConcurrentHashMap<>();

	private Fixture() {
	}

	/** {@return the folder of a topic; skips the test if it is not there} */
	public static Path folder(final String topic) {
		final Path folder = Path.of("..", "shared", "reference", topic);
		Assumptions.assumeTrue(Files.isDirectory(folder), "skipped: no reference in " + folder);
		return folder;
	}

	/** {@return the reference's weights for 1 or 3 channels} */
	public static StateDict weights(final int channels) {
		return WEIGHTS.computeIfAbsent(channels, Fixture::makeWeights);
	}

	private static StateDict makeWeights(final int channels) {
		final JsonObject meta = HashFill.json(folder("resnet18").resolve("meta.json"));
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		HashFill.parameters(meta, "params_" + channels + "ch").forEach((name, parameter) -> tensors.put(name, Tensor.of(
			parameter.data(), parameter.shape())));
		return StateDict.of(tensors, Map.of());
	}

	/** {@return the reference's network of 1 or 3 channels and 2 classes} */
	public static ResNet network(final int channels) {
		final ResNet network = ResNet.resNet18(Device.cpu(), channels, 2);
		StateLoader.load(network, weights(channels), StateLoader.Head.LOAD, Monitor.NONE);
		return network;
	}

	/** Fails if an element differs by more than the tolerance times the largest element. */
	public static void assertClose(final String what, final float[] expected, final float[] actual,
		final double tolerance)
	{
		assertEquals(expected.length, actual.length, what + ": number of values");
		double largest = 0;
		double worst = 0;
		for (int i = 0; i < expected.length; i++) {
			largest = Math.max(largest, Math.abs(expected[i]));
			worst = Math.max(worst, Math.abs((double) expected[i] - actual[i]));
		}
		final double error = worst / Math.max(largest, Double.MIN_NORMAL);
		assertTrue(error <= tolerance, what + ": relative error " + error + " is above " + tolerance);
	}
}
