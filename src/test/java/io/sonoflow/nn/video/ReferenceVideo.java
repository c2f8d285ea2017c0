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
package io.sonoflow.nn.video;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.nn.ReferenceResNet;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;

import java.util.Map;

/** The reference's networks of clips, filled by its formula, and its clips. */
final class ReferenceVideo {

	private ReferenceVideo() {
	}

	/** {@return the settings of all networks} */
	static JsonObject meta() {
		return Fixtures.json("video", "networks");
	}

	/** {@return the settings of one} */
	static JsonObject meta(final String name) {
		return Fixtures.json("video", "networks", "networks", name);
	}

	/** {@return its parameters} */
	static Map<String, HashFill.Parameter> parameters(final String name) {
		final JsonObject of = meta(name);
		of.add("phase", meta().get("phase"));
		return HashFill.parameters(of, "params");
	}

	/** {@return the network} */
	static VideoNetwork network(final String name) {
		final Map<String, HashFill.Parameter> parameters = parameters(name);
		final VideoNetwork network = empty(name, (int) parameters.get("stem.0.weight").shape()[1], meta(name).get("classes")
			.getAsInt());
		StateLoader.load(network, ReferenceResNet.fill(parameters), StateLoader.Head.LOAD, Monitor.NONE);
		return network;
	}

	/** {@return a network of zeros; the reference writes names with a low line} */
	static VideoNetwork empty(final String name, final int channels, final int classes) {
		return new VideoNetwork(name.replace('_', '-'), Device.cpu(), channels, classes, VideoNetwork.USUAL);
	}

	/** {@return the clips that settings describe: frames are images (n T, c, H, W) of the formula} */
	static NDArray clips(final NDManager manager, final JsonObject input) {
		final long[] s = HashFill.shape(input.get("shape"));
		final JsonObject frames = new JsonObject();
		final JsonArray shape = new JsonArray();
		shape.add(s[0] * s[2]);
		shape.add(s[1]);
		shape.add(s[3]);
		shape.add(s[4]);
		frames.add("shape", shape);
		frames.add("q", input.get("q"));
		try (NDArray flat = Torch.floats(manager, HashFill.image(frames, HashFill.phase(meta())), s[0], s[2], s[1], s[3], s[4]);
				NDArray turned = flat.transpose(0, 2, 1, 3, 4))
		{
			return Torch.floats(manager, turned.toFloatArray(), s);
		}
	}
}
