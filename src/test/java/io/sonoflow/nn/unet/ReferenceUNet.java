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
package io.sonoflow.nn.unet;

import ai.djl.Device;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.nn.ReferenceResNet;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.weights.UNetShape;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The reference's U-Nets: of a weight file, or filled by its formula. */
public final class ReferenceUNet {

	private ReferenceUNet() {
	}

	/** {@return a list, or numbers with commas between, as guided-diffusion's command line takes them} */
	private static List<Double> numbers(final JsonElement value) {
		return value.isJsonArray() ? StreamSupport.stream(value.getAsJsonArray().spliterator(), false).map(
			JsonElement::getAsDouble).toList() : Arrays.stream(value.getAsString().split(",")).filter(word -> !word.isBlank())
				.map(Double::valueOf).toList();
	}

	/** {@return what the arguments of guided-diffusion's {@code create_model} stand for} */
	static UNetConfig config(final JsonObject json, final AttentionOrder order) {
		final JsonObject config = json.getAsJsonObject("config");
		final int size = config.get("image_size").getAsInt();
		final boolean classes = config.get("class_cond").getAsBoolean();
		final List<Double> multipliers = numbers(config.get("channel_mult"));
		final UNetConfig.Builder builder = UNetConfig.builder(size).channels(config.get("in_channels").getAsInt()).base(config
			.get("num_channels").getAsInt()).blocks(config.get("num_res_blocks").getAsInt()).attention(numbers(config.get(
				"attention_resolutions")).stream().map(Double::intValue).toList()).heads(config.get("num_heads").getAsInt())
			.headChannels(Math.max(0, config.get("num_head_channels").getAsInt())).order(order).learnedSigma(config.get(
				"learn_sigma").getAsBoolean()).scaleShift(config.get("use_scale_shift_norm").getAsBoolean())
			.residualResampling(config.get("resblock_updown").getAsBoolean());
		if (!multipliers.isEmpty()) builder.multipliers(multipliers);
		if (classes) builder.classes(IntStream.range(0, json.get("num_classes").getAsInt()).mapToObj(String::valueOf).toList());
		return builder.build();
	}

	/** {@return the shape that the tensors of a model must tell} */
	public static UNetShape shape(final String name) {
		return config(Fixtures.json("unet", name), AttentionOrder.LEGACY).shape();
	}

	/** {@return the network of a name such as {@code a}} */
	public static UNet network(final String name, final AttentionOrder order) {
		final JsonObject json = Fixtures.json("unet", name);
		final UNetConfig config = config(json, order);
		if (!json.has("params")) return UNetFile.open(Fixtures.file("unet", name + "_model.pt"), new UNetHints(config.size(),
			config.heads(), config.headChannels(), order), Monitor.NONE).network(Device.cpu());
		final UNet network = new UNet(Device.cpu(), config);
		StateLoader.fill(network.named(), ReferenceResNet.fill(HashFill.parameters(json, "params")), name);
		return network;
	}
}
