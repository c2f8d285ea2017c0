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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Npz;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classifier, against the reference's numbers and by itself. */
class VisionTransformerTest {

	private static final int DRAWS = 4000;

	@BeforeAll
	static void start() {
		Torch.inference();
	}

	private static NDArray images(final NDManager manager) {
		final JsonObject config = ViT.config();
		final long side = config.get("img").getAsLong();
		return Torch.floats(manager, ViT.input(), config.get("n").getAsLong(), config.get("c").getAsLong(), side, side);
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@CsvSource({ "cls", "pool" })
	void forwardIsTheReferences(final String name) {
		final Npz expected = Fixtures.npz("vit_extras", "vit");
		try (VisionTransformer network = ViT.reference(name); NDManager scope = network.manager().newSubManager()) {
			final NDArray x = images(scope);
			Fixtures.assertClose("features", expected.get(name + ".features").floats(), network.embed(x, false).toFloatArray(), 1e-5);
			Fixtures.assertClose("logits", expected.get(name + ".logits").floats(), network.logits(x, false).toFloatArray(), 1e-5);
			if (name.equals("pool")) return;
			final List<float[]> attention = new ArrayList<>();
			network.attention(x, each -> attention.add(each.toFloatArray()));
			for (int i = 0; i < attention.size(); i++)
				Fixtures.assertClose("attention " + i, expected.get("attention.block" + i).floats(), attention.get(i), 1e-5);
		}
	}

	/** The gradient of the last block's first norm as a node of its own, patches as (n, D, g, g). */
	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@CsvSource({ "cls", "pool" })
	void gradientOfTheLastNormIsTheReferences(final String name) {
		final Npz expected = Fixtures.npz("vit_extras", "gradcams");
		try (VisionTransformer network = ViT.reference(name); NDManager scope = network.manager().newSubManager();
				NDArray x = images(scope))
		{
			for (int c = 0; c < network.classes(); c++)
				try (ImageNetwork.Stage stage = network.stage(x, network.usualStage())) {
					stage.values().setRequiresGradient(true);
					final float[] one = new float[(int) x.getShape().get(0) * network.classes()];
					for (int i = c; i < one.length; i += network.classes())
						one[i] = 1;
					final NDArray logits = Torch.withGradient(() -> network.logits(stage));
					if (c == 0) Fixtures.assertClose("logits", Fixtures.npz("vit_extras", "vit").get(name + ".logits").floats(), logits
						.toFloatArray(), 1e-5);
					Torch.backward(logits, Torch.floats(scope, one, x.getShape().get(0), network.classes()));
					Fixtures.assertClose("gradient " + c, expected.get(name + ".grad.c" + c).floats(), maps(stage.values().getGradient()),
						1e-4);
				}
		}
	}

	/** (n, 1 + L, D) to (n, D, L). */
	private static float[] maps(final NDArray tokens) {
		final int n = (int) tokens.getShape().get(0);
		final int patches = (int) tokens.getShape().get(1) - 1;
		final int width = (int) tokens.getShape().get(2);
		final float[] values = tokens.toFloatArray();
		final float[] maps = new float[n * width * patches];
		for (int i = 0; i < n; i++)
			for (int p = 0; p < patches; p++)
				for (int d = 0; d < width; d++)
					maps[(i * width + d) * patches + p] = values[(i * (patches + 1) + 1 + p) * width + d];
		return maps;
	}

	@Tag(Fixtures.TAG)
	@Test
	void dropPathIsTheReferences() {
		final JsonObject drop = Fixtures.json("vit_extras", "losses", "drop_path");
		final double rate = drop.get("rate").getAsDouble();
		final Npz npz = Fixtures.npz("vit_extras", "losses");
		try (VisionTransformer network = ViT.reference("cls"); NDManager scope = network.manager().newSubManager();
				NDArray x = images(scope))
		{
			network.dropPath(rate);
			final float[] flat = npz.get("drop_path.network_masks").floats();
			final int n = (int) x.getShape().get(0);
			final float[][][] masks = new float[network.blocks.length][2][n];
			for (int i = 0; i < flat.length; i++)
				masks[i / (2 * n)][i / n % 2][i % n] = flat[i];
			final NDArray logits = network.head(network.pool(network.dropped(network.embed(x, null), masks)));
			Fixtures.assertClose("logits", npz.get("drop_path.network_logits").floats(), logits.toFloatArray(), 1e-5);
		}
	}

	@Test
	void dropPathDrawsFromSeedAndStep() {
		final DropPath path = new DropPath(0.3, 4);
		assertThrows(IllegalStateException.class, () -> path.draw(2));
		path.begin(7, 3);
		final float[][][] first = path.draw(DRAWS);
		final float[][][] second = path.draw(DRAWS);
		path.begin(7, 3);
		assertTrue(Arrays.deepEquals(first, path.draw(DRAWS)) && !Arrays.deepEquals(first, second));
		path.begin(7, 4);
		assertFalse(Arrays.deepEquals(first, path.draw(DRAWS)));
		for (int block = 0; block < 4; block++)
			for (final float[] branch : first[block]) {
				double kept = 0;
				for (final float each : branch)
					kept += each;
				assertEquals(1 - 0.1 * block, kept / DRAWS, block == 0 ? 0 : 0.03, "block " + block);
			}
	}

	/** Killed after two of four steps and begun again from its parameters, a training has the same bits. */
	@Test
	void trainingResumesToTheBit() {
		final float[] whole = trained(0, 4, null);
		final float[] half = trained(0, 2, null);
		assertArrayEquals(whole, trained(2, 4, half));
		assertFalse(Arrays.equals(whole, half));
	}

	/** {@return head.weight and all else after plain descent from step to step} */
	private static float[] trained(final int from, final int to, final float[] start) {
		try (VisionTransformer network = ViT.tiny(1); NDManager scope = network.manager().newSubManager()) {
			Initializer.fill(network, 5);
			if (start != null) set(network, start);
			network.dropPath(0.5);
			network.requireGradient(true);
			for (int step = from; step < to; step++) {
				network.beginStep(11, step);
				final NDArray x = Torch.floats(scope, HashFill.image(step, 4, 1, 16, 16), 4, 1, 16, 16);
				final NDArray logits = Torch.withGradient(() -> network.logits(x, true));
				Torch.backward(logits, null);
				for (final var parameter : network.named().values()) {
					final NDArray array = parameter.getArray();
					final float[] values = array.toFloatArray();
					final float[] gradient = array.getGradient().toFloatArray();
					for (int i = 0; i < values.length; i++)
						values[i] -= 0.01f * gradient[i];
					Torch.fill(array, values);
					array.getGradient().subi(array.getGradient());
				}
			}
			return get(network);
		}
	}

	private static float[] get(final ImageNetwork network) {
		final List<Float> all = new ArrayList<>();
		for (final var parameter : network.named().values())
			for (final float value : parameter.getArray().toFloatArray())
				all.add(value);
		final float[] values = new float[all.size()];
		for (int i = 0; i < values.length; i++)
			values[i] = all.get(i);
		return values;
	}

	private static void set(final ImageNetwork network, final float[] values) {
		int at = 0;
		for (final var parameter : network.named().values()) {
			final int size = (int) parameter.getShape().size();
			Torch.fill(parameter.getArray(), Arrays.copyOfRange(values, at, at + size));
			at += size;
		}
	}

	@Tag(Fixtures.TAG)
	@Test
	void positionsAreInterpolatedAsTheReference() {
		final Npz npz = Fixtures.npz("vit_extras", "pos_interp");
		int cases = 0;
		for (final JsonElement each : Fixtures.json("vit_extras", "vit").getAsJsonArray("pos_interp")) {
			final JsonObject one = each.getAsJsonObject();
			final int from = one.get("grid").getAsInt();
			final int[] to = { one.get("rows").getAsInt(), one.get("columns").getAsInt() };
			final String key = one.get("key").getAsString();
			final Npz.Array table = npz.get(key + ".pos_embed");
			final int width = (int) table.shape()[2];
			final TransformerShape shape = new TransformerShape(1, width, 1, 1, from, from, true);
			try (VisionTransformer network = new VisionTransformer("", Device.cpu(), shape, 1, 1)) {
				final var positions = network.named().get("pos_embed");
				Torch.fill(positions.getArray(), table.floats());
				Fixtures.assertClose(key, npz.get(key + ".out").floats(), network.positions(positions, to).toFloatArray(), 1e-5);
			}
			cases++;
		}
		assertTrue(cases > 0);
	}

	/** A table that counts rows is stretched over all of them, whatever the size; the same grid has the same bits. */
	@Test
	void everyGridIsWhole() {
		try (VisionTransformer network = ViT.of(4, 4, 14, 14)) {
			final var positions = network.named().get("pos_embed");
			final float[] table = HashFill.image(9, 1, 1, 197, 4);
			for (int p = 0; p < 196; p++)
				table[4 * (1 + p)] = p / 14;
			Torch.fill(positions.getArray(), table);
			assertArrayEquals(table, network.positions(positions, new int[] { 14, 14 }).toFloatArray());
			for (int rows = 14; rows <= 30; rows++)
				for (final int columns : new int[] { 14, rows, 17, 30, 44 - rows }) {
					final NDArray out = network.positions(positions, new int[] { rows, columns });
					final float[] values = out.toFloatArray();
					assertEquals((1 + rows * columns) * 4, values.length);
					assertArrayEquals(Arrays.copyOf(table, 4), Arrays.copyOf(values, 4));
					for (int y = 0; y < rows; y++) {
						final double at = (y + 0.5) * 14 / rows - 0.5;
						if (at >= 1 && at < 12) assertEquals(at, values[4 * (1 + y * columns + columns / 2)], 0.06);
					}
					out.close();
				}
		}
	}

	@Test
	void otherSizesOfImagesAreTakenAndOddOnesRefused() {
		try (VisionTransformer network = ViT.tiny(1); NDManager scope = network.manager().newSubManager()) {
			Initializer.fill(network, 3);
			assertArrayEquals(new long[] { 2, 3 }, network.logits(scope.zeros(new Shape(2, 1, 24, 16)), false)
				.getShape().getShape());
			assertArrayEquals(new int[] { 6, 4 }, network.grid(24, 16));
			final String message = assertThrows(SonoflowException.Input.class, () -> network.logits(scope.zeros(
				new Shape(1, 1, 16, 18)), false)).getMessage();
			assertTrue(message.contains("size=18") && message.contains("size=16 or size=20"), message);
			assertTrue(assertThrows(SonoflowException.Input.class, () -> network.checkSize(2, 4)).getMessage().contains("size=4"));
		}
	}

	@Test
	void bfloatIsNearFloat() {
		try (VisionTransformer network = ViT.tiny(1); NDManager scope = network.manager().newSubManager()) {
			Initializer.fill(network, 3);
			final NDArray x = Torch.floats(scope, HashFill.image(1, 2, 1, 16, 16), 2, 1, 16, 16);
			final float[] exact = network.logits(x, false).toFloatArray();
			network.compute(Precision.BF16);
			final float[] rough = network.logits(x, false).toFloatArray();
			assertFalse(Arrays.equals(exact, rough));
			Fixtures.assertClose("bf16", exact, rough, 0.05);
		}
	}

	/**
	 * Two keys whose scores are 522 and 521: as bfloat16 both are 520, and the query would take half of each instead of 0.73 and
	 * 0.27. All other numbers are exact in bfloat16, so that nothing but scores and softmax is asked.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void largeScoresAreNotRounded(final boolean learning) {
		try (VisionTransformer network = ViT.of(4, 16, 1, 2); NDManager scope = network.manager().newSubManager()) {
			final float[] a = new float[16];
			for (int i = 0; i < a.length; i++)
				a[i] = i % 2 == 0 ? 1 : -1;
			final float[] tokens = new float[3 * 16];
			final float[] qkv = new float[3 * 16 * 16];
			final float[] one = new float[16 * 16];
			for (int i = 0; i < a.length; i++) {
				tokens[i] = -a[i];
				tokens[16 + i] = a[i];
				tokens[32 + i] = i < 2 ? -a[i] : a[i];
				qkv[i * 17] = i < 2 ? 1 : 149;
				one[i * 17] = 1;
			}
			System.arraycopy(one, 0, qkv, 256, 256);
			System.arraycopy(one, 0, qkv, 512, 256);
			final float[] ones = new float[16];
			Arrays.fill(ones, 1);
			final Map<String, float[]> values = Map.of("pos_embed", tokens, "blocks.0.norm1.weight", ones, "blocks.0.attn.qkv.weight",
				qkv, "blocks.0.attn.proj.weight", one);
			values.forEach((name, value) -> Torch.fill(network.named().get(name).getArray(), value));
			network.requireGradient(learning);
			final NDArray x = scope.zeros(new Shape(1, 1, 4, 8));
			final double share = 1 / (1 + Math.exp(-1));
			for (final Precision precision : Precision.values()) {
				network.compute(precision);
				final NDArray y = learning ? Torch.withGradient(() -> network.features(x, true)) : network.features(x, false);
				final float[] out = y.toFloatArray();
				assertEquals(1 + share - (1 - share), out[16], 0.005, precision.toString());
				assertEquals(2, out[18], 0.005, precision.toString());
			}
		}
	}

	@Test
	void allThreeAreKnownWithTimmsNames() {
		for (final Map.Entry<String, Integer> each : Map.of(Networks.VIT_TINY16, 192, Networks.VIT_SMALL16, 384).entrySet())
			try (ImageNetwork network = Networks.empty(each.getKey(), Device.cpu(), 1, 2)) {
				assertEquals(each.getValue(), network.width());
				assertEquals(152, network.named().size());
				assertTrue(new HashSet<>(network.named().keySet()).containsAll(List.of("cls_token", "pos_embed",
					"patch_embed.proj.bias", "blocks.11.mlp.fc2.weight", "norm.bias", "head.weight")));
			}
		assertTrue(Networks.names().contains(Networks.VIT_BASE16));
	}
}
