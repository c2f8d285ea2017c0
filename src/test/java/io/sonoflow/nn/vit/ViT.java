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
package io.sonoflow.nn.vit;

import ai.djl.Device;
import ai.djl.nn.Parameter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;

import java.util.Map;

/** Small transformers for tests. */
public final class ViT {

	private ViT() {
	}

	/** {@return the encoder that a reference's settings describe} */
	static TransformerShape shape(final JsonObject config) {
		final int patch = config.get("p").getAsInt();
		final int grid = config.get("img").getAsInt() / patch;
		return new TransformerShape(patch, config.get("D").getAsInt(), config.get("depth").getAsInt(), config.get("h").getAsInt(),
			grid, grid, true);
	}

	/** Fills by the reference's formula; tables of positions are sines and cosines. */
	static void fill(final Map<String, Parameter> named, final Map<String, HashFill.Parameter> values,
		final TransformerShape shape)
	{
		if (!named.keySet().equals(values.keySet())) throw new AssertionError(named.keySet() + " are not " + values.keySet());
		named.forEach((name, parameter) -> Torch.fill(parameter.getArray(), name.endsWith("pos_embed") ? PositionTable.floats(
			(int) parameter.getShape().get(2), shape.rows(), shape.columns()) : values.get(name).data()));
	}

	/** {@return the settings of the reference's classifiers} */
	public static JsonObject config() {
		return Fixtures.json("vit_extras", "vit").getAsJsonObject("config");
	}

	/** {@return the reference's images (n, c, img, img)} */
	public static float[] input() {
		final JsonObject config = config();
		final int side = config.get("img").getAsInt();
		final JsonObject input = new JsonObject();
		final JsonArray shape = new JsonArray();
		for (final int size : new int[] { config.get("n").getAsInt(), config.get("c").getAsInt(), side, side })
			shape.add(size);
		input.add("shape", shape);
		input.add("q", config.get("q"));
		return HashFill.image(input, HashFill.phase(Fixtures.json("vit_extras", "vit")));
	}

	/** {@return the reference's classifier {@code cls} or {@code pool}, filled by its formula} */
	public static VisionTransformer reference(final String name) {
		final JsonObject json = Fixtures.json("vit_extras", "vit");
		final VisionTransformer network = new VisionTransformer(name, Device.cpu(), shape(config()), config().get("c").getAsInt(),
			config().get("classes").getAsInt());
		network.pool(name.equals("pool") ? Pooling.MEAN : Pooling.CLS);
		final JsonObject of = Fixtures.json("vit_extras", "vit", "networks", name);
		of.add("phase", json.get("phase"));
		fill(network.named(), HashFill.parameters(of, "params"), network.shape());
		return network;
	}

	/** {@return a network of 16 px in patches of 4, three classes} */
	public static VisionTransformer tiny(final int channels) {
		return new VisionTransformer(Networks.VIT_TINY16, Device.cpu(), new TransformerShape(4, 16, 2, 2, 4, 4, true), channels, 3);
	}

	/** {@return a network with this table of positions} */
	static VisionTransformer of(final int patch, final int width, final int rows, final int columns) {
		final TransformerShape shape = new TransformerShape(patch, width, 1, 1, rows, columns, true);
		return new VisionTransformer(Networks.VIT_TINY16, Device.cpu(), shape, 1, 3);
	}
}
