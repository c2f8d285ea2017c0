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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transformers' weights of others: what they do to a formula image, whatever they are wrapped in and however kept. */
class TransformerWeightsTest {

	private static final int WIDTH = 16;
	private static final String QKV = "blocks.%d.attn.%s";

	@TempDir
	private Path folder;

	private final List<String> heard = new ArrayList<>();

	private final Monitor ear = new Monitor() {

		@Override
		public void message(final String text) {
			heard.add(text);
		}

		@Override
		public void warn(final String text) {
			heard.add("! " + text);
		}
	};

	@BeforeAll
	static void start() {
		Torch.inference();
	}

	/** A tiny network's tensors, none of them the same in every place. */
	private static Map<String, Tensor> tensors(final int channels) {
		try (VisionTransformer network = ViT.tiny(channels)) {
			int p = 0;
			for (final var entry : network.named().entrySet()) {
				final long[] shape = entry.getValue().getShape().getShape();
				Torch.fill(entry.getValue().getArray(), HashFill.fill(p++, shape, shape.length > 1 ? "w" : entry.getKey().matches(
					".*norm\\d?\\.weight") ? "norm" : "bias", 1));
			}
			return new LinkedHashMap<>(ModelFile.tensors(network));
		}
	}

	private static NDArray image(final NDManager manager, final int height, final int width) {
		return Torch.floats(manager, HashFill.image(77, 2, 1, height, width), 2, 1, height, width);
	}

	/** {@return what a network of one channel makes of the formula image, the weights being found as any file's are} */
	private float[] features(final Map<String, Tensor> file, final Map<String, String> header, final int height, final int width) {
		final StateDict weights = StateDict.of(file, header).network("", List.of(), ear);
		try (VisionTransformer network = ViT.tiny(1); NDManager scope = network.manager().newSubManager()) {
			StateLoader.load(network, weights, StateLoader.Head.KEEP_OWN, ear);
			return network.embed(image(scope, height, width), false).toFloatArray();
		}
	}

	private float[] features(final Map<String, Tensor> file) {
		return features(file, Map.of(), 16, 16);
	}

	private static String refused(final Runnable work) {
		return assertThrows(SonoflowException.File.class, work::run).getMessage();
	}

	@ParameterizedTest
	@ValueSource(strings = { "module.", "_orig_mod.", "state_dict.model.", "model.", "teacher.backbone.", "ema.module." })
	void wrappersChangeNothing(final String prefix) {
		final Map<String, Tensor> plain = tensors(1);
		final float[] expected = features(plain);
		assertTrue(heard.toString().contains("loaded 30 of 32, new: head.weight, head.bias, left over: 2 (head)"), heard.toString());
		final Map<String, Tensor> wrapped = new LinkedHashMap<>();
		plain.forEach((name, tensor) -> wrapped.put(prefix + name, tensor));
		wrapped.put("optimizer.state.0.exp_avg", Tensor.of(new float[3], 3));
		assertArrayEquals(expected, features(wrapped));
	}

	@Test
	void ofStudentAndTeacherTheTeacherIsTaken() {
		final Map<String, Tensor> plain = tensors(1);
		final Map<String, Tensor> two = new LinkedHashMap<>();
		plain.forEach((name, tensor) -> two.put("student.backbone." + name, Tensor.of(new float[tensor.size()], tensor.shape())));
		plain.forEach((name, tensor) -> two.put("teacher.backbone." + name, tensor));
		assertArrayEquals(features(plain), features(two));
		assertTrue(heard.stream().anyMatch(text -> text.contains("student.backbone") && text.contains("Taken: teacher.backbone")),
			heard.toString());
	}

	@Test
	void theDecoderIsLeftOverAndSaid() {
		final Map<String, Tensor> mae;
		try (MaskedAutoencoder network = new MaskedAutoencoder(Device.cpu(), ViT.tiny(1).shape(), 1, new MaskedAutoencoder.Decoder(
			12, 1, 3)))
		{
			network.initialize(3);
			mae = new LinkedHashMap<>();
			network.named().forEach((name, parameter) -> mae.put("model." + name, Tensor.of(parameter.getArray().toFloatArray(),
				parameter.getShape().getShape())));
		}
		features(mae);
		assertTrue(heard.stream().anyMatch(text -> !text.startsWith("!") && text.endsWith(
			"loaded 30 of 32, new: head.weight, head.bias, left over: 20 (decoder)")), heard.toString());
	}

	@Test
	void aPartOrNothingIsRefusedWithTheCount() {
		final Map<String, Tensor> part = tensors(1);
		part.keySet().removeIf(name -> name.startsWith("blocks.1.") || name.startsWith("norm"));
		final String message = refused(() -> features(part));
		assertTrue(message.contains("missing blocks.1.norm1.weight") && message.contains("(16 of 32 tensors fit)"), message);
		final Map<String, Tensor> other = new LinkedHashMap<>();
		tensors(1).forEach((name, tensor) -> other.put("x" + name, tensor));
		assertTrue(refused(() -> features(other)).contains("(0 of 32 tensors fit)"));
	}

	@Test
	void poolingIsReadFromTheNames() {
		final Map<String, Tensor> mean = tensors(1);
		for (final String each : List.of("weight", "bias"))
			mean.put("fc_norm." + each, mean.remove("norm." + each));
		final float[] pooled = features(mean);
		assertTrue(Math.abs(pooled[0] - features(tensors(1))[0]) > 1e-3);
		final Map<String, Tensor> both = tensors(1);
		for (final String each : List.of("weight", "bias"))
			both.put("fc_norm." + each, both.get("norm." + each));
		assertTrue(refused(() -> features(both)).contains("both norm and fc_norm"));
		assertArrayEquals(pooled, features(both, Map.of(ForeignTransformer.POOLING, "mean"), 16, 16));
		// the mean over an encoder that was trained for its class token: a norm of its own, said
		try (VisionTransformer network = ViT.tiny(1)) {
			network.pool(Pooling.MEAN);
			heard.clear();
			StateLoader.load(network, StateDict.of(tensors(1), Map.of()), StateLoader.Head.KEEP_OWN, ear);
			assertEquals(Pooling.MEAN, network.pooling());
			assertEquals(WIDTH, network.named().get("fc_norm.weight").getArray().sum().getFloat());
			assertEquals(0, network.named().get("fc_norm.bias").getArray().abs().sum().getFloat());
			assertTrue(heard.toString().contains("loaded 28 of 32, new: fc_norm.weight, fc_norm.bias, head.weight, head.bias"), heard
				.toString());
		}
	}

	@Test
	void greyIsTheSumOfTheColours() {
		final Map<String, Tensor> colour = tensors(3);
		final float[] summed = features(colour);
		assertTrue(heard.toString().contains("is summed over its 3 channels"), heard.toString());
		try (VisionTransformer network = ViT.tiny(3); NDManager scope = network.manager().newSubManager()) {
			StateLoader.load(network, StateDict.of(colour, Map.of()), StateLoader.Head.LOAD, Monitor.NONE);
			Fixtures.assertClose("grey", network.embed(image(scope, 16, 16), false).toFloatArray(), summed, 1e-5);
		}
	}

	/** What a change of the attention's tensors must not change: the features. */
	private void assertSame(final Consumer<Map<String, Tensor>> change, final boolean withoutBiases) {
		final Map<String, Tensor> plain = tensors(1);
		if (withoutBiases) for (int i = 0; i < 2; i++)
			plain.put(String.format(QKV, i, "qkv.bias"), Tensor.of(new float[3 * WIDTH], 3 * WIDTH));
		final float[] expected = features(plain);
		change.accept(plain);
		Fixtures.assertClose("features", expected, features(plain), 1e-6);
	}

	private static float[] third(final Tensor tensor, final int which) {
		final float[] values = tensor.floats();
		return Arrays.copyOfRange(values, which * values.length / 3, (which + 1) * values.length / 3);
	}

	@ParameterizedTest
	@CsvSource({ "q,k,v", "q_proj,k_proj,v_proj", "query,key,value" })
	void threeMatricesAreOne(final String q, final String k, final String v) {
		assertSame(file -> {
			for (int i = 0; i < 2; i++) {
				final Tensor weight = file.remove(String.format(QKV, i, "qkv.weight"));
				final Tensor bias = file.remove(String.format(QKV, i, "qkv.bias"));
				for (int j = 0; j < 3; j++) {
					final String name = List.of(q, k, v).get(j);
					file.put(String.format(QKV, i, name + ".weight"), Tensor.of(third(weight, j), WIDTH, WIDTH));
					file.put(String.format(QKV, i, name + ".bias"), Tensor.of(third(bias, j), WIDTH));
				}
			}
		}, false);
	}

	@Test
	void otherWaysToKeepTheAttention() {
		assertSame(file -> {
			for (int i = 0; i < 2; i++) {
				for (final String each : List.of("weight", "bias")) {
					file.put(String.format(QKV, i, "in_proj_" + each), file.remove(String.format(QKV, i, "qkv." + each)));
					file.put(String.format(QKV, i, "out_proj." + each), file.remove(String.format(QKV, i, "proj." + each)));
				}
			}
		}, false);
		assertSame(file -> {
			for (int i = 0; i < 2; i++) {
				final Tensor bias = file.remove(String.format(QKV, i, "qkv.bias"));
				file.put(String.format(QKV, i, "q_bias"), Tensor.of(third(bias, 0), WIDTH));
				file.put(String.format(QKV, i, "v_bias"), Tensor.of(third(bias, 2), WIDTH));
			}
		}, false);
		assertSame(file -> file.keySet().removeIf(name -> name.endsWith("qkv.bias")), true);
		final Map<String, Tensor> half = tensors(1);
		half.put("blocks.0.attn.q_bias", Tensor.of(third(half.remove("blocks.0.attn.qkv.bias"), 0), WIDTH));
		assertTrue(refused(() -> features(half)).contains("missing blocks.0.attn.qkv.bias"));
	}

	@Test
	void tablesOfPositions() {
		final Map<String, Tensor> plain = tensors(1);
		final float[] table = plain.get("pos_embed").floats();
		final float[] without = Arrays.copyOfRange(table, WIDTH, table.length);
		final float[] zero = table.clone();
		Arrays.fill(zero, 0, WIDTH, 0);
		plain.put("pos_embed", Tensor.of(zero, 1, 17, WIDTH));
		final float[] expected = features(plain);
		plain.put("pos_embed", Tensor.of(without, 1, 16, WIDTH));
		assertArrayEquals(expected, features(plain));
		plain.put("pos_embed", Tensor.of(new float[200 * WIDTH], 1, 200, WIDTH));
		assertTrue(refused(() -> features(plain)).contains("pos_embed [1, 200, 16]"));
		// a rectangle, by the header's word
		final float[] wide = HashFill.fill(3, new long[] { 1, 1 + 3 * 5, WIDTH }, "w", 1);
		plain.put("pos_embed", Tensor.of(wide, 1, 16, WIDTH));
		final float[] rectangle = features(plain, Map.of(ForeignTransformer.GRID, "3x5"), 12, 20);
		assertEquals(2 * WIDTH, rectangle.length);
		assertTrue(refused(() -> features(plain, Map.of(ForeignTransformer.GRID, "3x7"), 12, 20)).contains("3x7"));
		plain.remove("pos_embed");
		features(plain);
		assertTrue(heard.stream().anyMatch(text -> text.contains("no pos_embed")), heard.toString());
		assertTrue(heard.get(heard.size() - 1).contains("new: pos_embed, head.weight"), heard.toString());
	}

	@ParameterizedTest
	@ValueSource(floats = { Float.NaN, Float.NEGATIVE_INFINITY })
	void whatIsNoNumberIsRefusedByItsName(final float value) {
		final Map<String, Tensor> file = tensors(1);
		final float[] bias = file.get("blocks.1.mlp.fc1.bias").floats();
		bias[5] = value;
		file.put("blocks.1.mlp.fc1.bias", Tensor.of(bias, bias.length));
		final String message = refused(() -> features(file));
		assertTrue(message.contains("blocks.1.mlp.fc1.bias") && message.contains(Float.toString(value)), message);
	}

	/** MAE's file: of three channels, in "model", trained on ImageNet's mean and deviation of each. */
	@Test
	void imageNetsNormalisationIsTakenIntoTheFirstLayer() {
		final Path file = folder.resolve("mae.safetensors");
		final int size = 32;
		final float[] grey = new float[size * size];
		for (int i = 0; i < grey.length; i++)
			grey[i] = (float) Math.round(127.5 + 127 * HashFill.u(3, i));
		try (ImageNetwork colour = Networks.create(Networks.VIT_TINY16, Device.cpu(), 3, 1, 8)) {
			final Map<String, Tensor> tensors = new LinkedHashMap<>();
			ModelFile.tensors(colour).forEach((name, tensor) -> tensors.put("model." + name, tensor));
			tensors.keySet().removeIf(name -> name.startsWith("model.head"));
			Safetensors.write(file, tensors, Map.of());
			final float[] rgb = new float[3 * grey.length];
			final double[] mean = { 0.485, 0.456, 0.406 };
			final double[] deviation = { 0.229, 0.224, 0.225 };
			for (int i = 0; i < rgb.length; i++)
				rgb[i] = (float) ((grey[i % grey.length] / 255 - mean[i / grey.length]) / deviation[i / grey.length]);
			try (ImageNetwork start = ModelFile.start(file, Networks.VIT_TINY16, 2, ModelFile.Grey.REPEAT, Device.cpu(), 1, ear);
					NDManager scope = start.manager().newSubManager())
			{
				final float[] ours = new float[grey.length];
				for (int i = 0; i < ours.length; i++)
					ours[i] = Normalisation.CLASSIFIER.apply(grey[i]);
				assertEquals(1, start.channels());
				final float[] theirs = colour.embed(Torch.floats(scope, rgb, 1, 3, size, size), false).toFloatArray();
				Fixtures.assertClose("features", theirs, start.embed(Torch.floats(scope, ours, 1, 1, size, size), false).toFloatArray(),
					1e-5);
				assertTrue(heard.toString().contains("ImageNet") && heard.toString().contains("loaded 150 of 152"), heard.toString());
				written(start, Torch.floats(scope, ours, 1, 1, size, size));
			}
		}
	}

	/** timm's own plain files, or what the key says; the file does not tell, which is warned of. */
	@ParameterizedTest
	@CsvSource({ "auto,1000,0.5,1", "auto,0,0.485,1", "imagenet,1000,0.485,0", "half,0,0.5,0" })
	void normalisationIsTimmsOrAsked(final String asked, final int classes, final double red, final long warnings) {
		final Path file = folder.resolve("timm.safetensors");
		try (ImageNetwork colour = Networks.create(Networks.VIT_TINY16, Device.cpu(), 3, Math.max(1, classes), 8)) {
			final Map<String, Tensor> tensors = new LinkedHashMap<>(ModelFile.tensors(colour));
			if (classes == 0) tensors.keySet().removeIf(name -> name.startsWith("head"));
			Safetensors.write(file, tensors, Map.of());
			final double[] mean = red == 0.5 ? new double[] { 0.5, 0.5, 0.5 } : new double[] { 0.485, 0.456, 0.406 };
			final double[] deviation = red == 0.5 ? mean : new double[] { 0.229, 0.224, 0.225 };
			final float[] grey = new float[32 * 32];
			final float[] rgb = new float[3 * grey.length];
			for (int i = 0; i < rgb.length; i++) {
				final int value = (int) Math.round(127.5 + 127 * HashFill.u(3, i % grey.length));
				grey[i % grey.length] = Normalisation.CLASSIFIER.apply(value);
				rgb[i] = (float) ((value / 255.0 - mean[i / grey.length]) / deviation[i / grey.length]);
			}
			final List<String> warned = new ArrayList<>();
			final Monitor own = new Monitor() {

				@Override
				public void warn(final String text) {
					if (text.contains("does not say it")) warned.add(text);
				}
			};
			try (ImageNetwork start = ModelFile.start(file, new ModelFile.Start(new ModelFile.Reading("", ModelFile.Grey.SUM, asked),
				network -> {}), Networks.VIT_TINY16, 2, Device.cpu(), 1, own);
					NDManager scope = start.manager().newSubManager())
			{
				Fixtures.assertClose("features", colour.embed(Torch.floats(scope, rgb, 1, 3, 32, 32), false).toFloatArray(), start.embed(
					Torch.floats(scope, grey, 1, 1, 32, 32), false).toFloatArray(), 1e-5);
			}
			assertEquals(warnings, warned.size());
		}
	}

	/** Our own file says how it pools and what grid it has, and is read as it was. */
	private void written(final ImageNetwork network, final NDArray x) {
		final Path model = folder.resolve("model.safetensors");
		((VisionTransformer) network).pool(Pooling.MEAN);
		ModelFile.write(model, network, new ModelConfig(Networks.VIT_TINY16, 1, List.of("a", "b"), 32));
		assertEquals("mean", Weights.read(model).metadata().get("pooling"));
		assertEquals("14x14", Weights.read(model).metadata().get("grid"));
		try (ImageNetwork read = ModelFile.read(model, Device.cpu())) {
			assertArrayEquals(network.logits(x, false).toFloatArray(), read.logits(x, false).toFloatArray());
		}
	}

	@Test
	void firstValuesAreMaes() {
		try (VisionTransformer network = ViT.tiny(1)) {
			Initializer.fill(network, 6);
			assertArrayEquals(PositionTable.floats(WIDTH, 4, 4), network.named().get("pos_embed").getArray().toFloatArray());
			final double bound = Math.sqrt(6.0 / (3 * WIDTH + WIDTH));
			final float largest = network.named().get("blocks.0.attn.qkv.weight").getArray().abs().max().getFloat();
			assertTrue(largest <= bound && largest > 0.95 * bound);
			assertEquals(WIDTH, network.named().get("norm.weight").getArray().sum().getFloat());
		}
	}
}
