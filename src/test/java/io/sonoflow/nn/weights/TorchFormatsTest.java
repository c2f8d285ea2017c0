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
package io.sonoflow.nn.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.nn.weights.StateDict.Item;
import io.sonoflow.nn.weights.StateDict.Opaque;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real files of PyTorch: both formats, the authors' checkpoints, whole models. */
@Tag(Fixtures.TAG)
class TorchFormatsTest {

	private static final String FORMATS = "unet/pt_formats";

	static List<String> mixed() {
		return Fixtures.names(FORMATS, "(.*_mixed\\.pt)");
	}

	static List<String> models() {
		return Fixtures.names("unet", "(.*)_model\\.pt");
	}

	@ParameterizedTest
	@MethodSource("mixed")
	void mixedTypesAndViews(final String file) {
		final StateDict weights = Weights.read(Fixtures.file(FORMATS, file));
		final Npz expected = Fixtures.npz(FORMATS, "mixed_expected");
		int compared = 0;
		for (final var entry : weights.tensors().entrySet())
			if (entry.getValue().size() > 0) {
				assertArrayEquals(expected.get(entry.getKey()).floats(), entry.getValue().floats(), entry.getKey());
				compared++;
			}
			else assertEquals(0, entry.getValue().shape()[0], "no array of a tensor without elements");
		assertEquals(expected.all().size(), compared);
		assertEquals(compared + 1, weights.tensors().size());
	}

	@Test
	void authorsCheckpoints() {
		final StateDict backbone = Weights.read(Fixtures.file(FORMATS, "backbone_checkpoint_tiny.pt"));
		assertEquals(Set.of("model_state_dict"), backbone.containers());
		assertEquals(new Opaque("net.BackboneWrapper"), value(backbone, "net_type"));
		final StateDict finetuned = Weights.read(Fixtures.file(FORMATS, "finetune_checkpoint_tiny.pt"));
		assertEquals(new Opaque("numpy.ndarray"), value(finetuned, "train_idx"));
		final Npz expected = Fixtures.npz(FORMATS, "backbone_expected");
		int found = 0;
		for (final StateDict inside : new StateDict[] { backbone.container("model_state_dict"), finetuned.container(
			"weights") })
			for (final var entry : inside.tensors().entrySet()) {
				assertArrayEquals(expected.get(entry.getKey()).floats(), entry.getValue().floats(), entry.getKey());
				found++;
			}
		assertEquals(backbone.tensors().size() + finetuned.tensors().size(), found);
	}

	private static Object value(final StateDict weights, final String name) {
		return weights.items().stream().filter(item -> item.name().equals(name)).map(Item::value).findFirst().orElseThrow();
	}

	@ParameterizedTest
	@MethodSource("models")
	void wholeModel(final String name) {
		final StateDict weights = Weights.read(Fixtures.file("unet", name + "_model.pt"));
		final JsonArray expected = Fixtures.json("unet", name).getAsJsonArray("state_dict");
		assertEquals(expected.size(), weights.tensors().size());
		for (final JsonElement e : expected) {
			final JsonArray entry = e.getAsJsonArray();
			final Tensor tensor = weights.get(entry.get(0).getAsString());
			assertEquals(entry.get(1).toString(), JsonParser.parseString(Arrays.toString(tensor.shape())).toString());
			final JsonObject check = entry.get(2).getAsJsonObject();
			final double[] values = tensor.doubles();
			double sum = 0;
			for (final double value : values)
				sum += value;
			assertEquals(check.get("sum").getAsDouble(), sum, 1e-9 * values.length);
			for (int i = 0; i < Math.min(3, values.length); i++)
				assertEquals(check.getAsJsonArray("first3").get(i).getAsDouble(), values[i]);
		}
	}
}
