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
package io.sonoflow.nn.sam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Npz;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Weights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network against the original code in small sizes. */
@Tag(Fixtures.TAG)
class SamFixtureTest {

	static final String TOPIC = "sam";
	private static final double TOLERANCE = 1e-4;
	private static final double GRADIENT = 1e-3;

	@BeforeEach
	void inference() {
		Torch.inference();
	}

	static JsonObject cases() {
		return Fixtures.json(TOPIC, "cases");
	}

	private static List<JsonObject> list(final JsonElement array) {
		return StreamSupport.stream(array.getAsJsonArray().spliterator(), false).map(JsonElement::getAsJsonObject).toList();
	}

	static JsonObject full() {
		return list(cases().get("cases")).stream().filter(each -> each.get("full_model").getAsBoolean()).findFirst().orElseThrow();
	}

	/** {@return the sizes that a case states} */
	static SamShape shape(final JsonObject config) {
		final int depth = config.get("depth").getAsInt();
		final int grid = config.get("img").getAsInt() / config.get("patch").getAsInt();
		final int window = config.get("window").getAsInt();
		final List<Integer> windows = new ArrayList<>(Collections.nCopies(depth, window));
		config.getAsJsonArray("global").forEach(block -> windows.set(block.getAsInt(), 0));
		final List<Integer> tables = new ArrayList<>();
		for (int i = 0; i < depth; i++)
			tables.add(config.has("rel_pos_lengths") ? config.getAsJsonArray("rel_pos_lengths").get(windows.get(i) == 0 ? 1 : 0)
				.getAsInt() : 2 * (windows.get(i) == 0 ? grid : window) - 1);
		final int width = config.get("D").getAsInt();
		final SamShape.Encoder encoder = new SamShape.Encoder(config.get("patch").getAsInt(), width, width * config.get("mlp_ratio")
			.getAsInt(), config.get("heads").getAsInt(), grid, config.get("out").getAsInt(), windows, tables);
		final SamShape.Decoder decoder = config.has("decoder_depth") ? new SamShape.Decoder(config.get("decoder_depth").getAsInt(),
			config.get("decoder_mlp").getAsInt(), config.get("decoder_heads").getAsInt(), 1 + config.get("multimask").getAsInt(),
			config.get("iou_head_depth").getAsInt(), config.get("iou_head_hidden").getAsInt(), config.get("mask_in_chans").getAsInt())
				: new SamShape.Decoder(1, 8, 2, 1, 1, 8, 4);
		return new SamShape(encoder, decoder);
	}

	/** {@return a network of a case, filled by the formula} */
	static Sam network(final JsonObject one) {
		final Sam sam = new Sam(Device.cpu(), shape(one.getAsJsonObject("config")));
		one.add("phase", cases().get("phase"));
		HashFill.parameters(one, "params").forEach((name, values) -> Torch.fill(sam.named().get(name).getArray(), values.data()));
		return sam;
	}

	private static NDArray array(final Sam sam, final float[] data, final long... shape) {
		return Torch.floats(sam.manager(), data, shape);
	}

	private static NDArray images(final Sam sam, final JsonObject one) {
		final JsonObject input = one.getAsJsonObject("input");
		return array(sam, HashFill.image(input, HashFill.phase(cases())), HashFill.shape(input.get("shape")));
	}

	private static void close(final String what, final Npz expected, final String key, final NDArray actual) {
		assertArrayEquals(expected.get(key).shape(), actual.getShape().getShape(), what + ": shape of " + key);
		Fixtures.assertClose(what + ": " + key, expected.get(key).floats(), actual.toFloatArray(), TOLERANCE);
	}

	@Test
	void everyBlockOfTheEncoderIsTheOriginals() {
		for (final JsonObject one : list(cases().get("cases"))) {
			final String name = one.get("name").getAsString();
			final Npz expected = Fixtures.npz(TOPIC, name);
			try (Sam sam = network(one); NDArray images = images(sam, one); NDArray first = images.get("0:1")) {
				NDArray tokens = sam.encoder().patches(first);
				close(name, expected, "after_patch_embed", tokens);
				tokens = sam.encoder().placed(tokens);
				close(name, expected, "after_pos", tokens);
				for (int i = 0; i < sam.shape().encoder().windows().size(); i++) {
					if (!expected.all().containsKey("after_block" + i)) break;
					tokens = sam.encoder().block(i).forward(tokens, false);
					close(name, expected, "after_block" + i, tokens);
				}
				close(name, expected, "image_embedding", sam.encoder().forward(images, false));
			}
		}
	}

	@Test
	void tablesOfRelativePositionsAreLookedUpAsTheOriginalDoes() {
		final Npz arrays = Fixtures.npz(TOPIC, "rel_pos");
		try (Sam sam = network(full())) {
			final SamOperators ops = SamOperators.encoder(sam.manager(), 1);
			for (final JsonObject one : list(cases().get("rel_pos"))) {
				final String key = one.get("key").getAsString();
				final Npz.Array table = arrays.get(key + ".rel_pos");
				close(key, arrays, key + ".out", RelativePositions.lookup(ops, array(sam, table.floats(), table.shape()), one.get("q")
					.getAsInt(), one.get("k").getAsInt()));
			}
		}
	}

	/** Points before corners; without a box one that is none. */
	private static float[][] prompt(final JsonObject prompt, final int number) {
		final List<Float> places = new ArrayList<>();
		final List<Float> labels = new ArrayList<>();
		if (prompt.has("points")) {
			final JsonArray points = prompt.getAsJsonArray("points").get(number).getAsJsonArray();
			for (int i = 0; i < points.size(); i++) {
				points.get(i).getAsJsonArray().forEach(value -> places.add(value.getAsFloat()));
				labels.add(prompt.getAsJsonArray("labels").get(number).getAsJsonArray().get(i).getAsFloat());
			}
		}
		if (prompt.has("boxes")) {
			prompt.getAsJsonArray("boxes").get(number).getAsJsonArray().forEach(value -> places.add(value.getAsFloat()));
			labels.addAll(List.of(2f, 3f));
		}
		else {
			places.addAll(List.of(0f, 0f));
			labels.add(-1f);
		}
		return new float[][] { floats(places), floats(labels) };
	}

	private static float[] floats(final List<Float> values) {
		final float[] array = new float[values.size()];
		for (int i = 0; i < array.length; i++)
			array[i] = values.get(i);
		return array;
	}

	private static int count(final JsonObject prompt) {
		return prompt.getAsJsonArray(prompt.has("boxes") ? "boxes" : "points").size();
	}

	private static NDArray[] encoded(final Sam sam, final JsonObject prompt) {
		final int n = count(prompt);
		final List<Float> places = new ArrayList<>();
		final List<Float> labels = new ArrayList<>();
		for (int i = 0; i < n; i++) {
			final float[][] one = prompt(prompt, i);
			for (final float value : one[0])
				places.add(value);
			for (final float value : one[1])
				labels.add(value);
		}
		final int k = labels.size() / n;
		return new NDArray[] { array(sam, floats(places), n, k, 2), array(sam, floats(labels), n, k) };
	}

	@Test
	void everyPromptGivesTheOriginalsTokensMasksAndScores() {
		final JsonObject full = full();
		final Npz expected = Fixtures.npz(TOPIC, full.get("name").getAsString());
		try (Sam sam = network(full); NDArray images = images(sam, full)) {
			final int image = full.get("prompts_on_image").getAsInt();
			final NDArray embedding = sam.encoder().forward(images.get(image + ":" + (image + 1)), false);
			close("places", expected, "dense_pe", sam.prompts().places());
			for (final JsonObject prompt : list(full.get("prompts"))) {
				final String name = prompt.get("name").getAsString();
				final NDArray[] given = encoded(sam, prompt);
				final NDArray tokens = sam.prompts().points(given[0], given[1]);
				close(name, expected, name + ".sparse", tokens);
				NDArray mask = null;
				if (prompt.has("mask_q")) {
					final long[] s = HashFill.shape(prompt.get("mask_shape"));
					prompt.add("shape", prompt.get("mask_shape"));
					prompt.add("q", prompt.get("mask_q"));
					mask = array(sam, HashFill.image(prompt, HashFill.phase(cases())), s);
				}
				final NDArray dense = mask == null ? sam.prompts().noMask() : sam.prompts().mask(mask);
				if (mask == null) {
					final Npz.Array one = expected.get(name + ".dense");
					final float[] constant = dense.get(":, :, :1, :1").toFloatArray();
					for (int i = 0; i < one.shape()[0]; i++)
						Fixtures.assertClose(name + ".dense", java.util.Arrays.copyOfRange(one.floats(), i * constant.length, (i + 1) *
							constant.length), constant, TOLERANCE);
					assertEquals(0, dense.sub(dense.get(":, :, :1, :1")).abs().max().getFloat(), name + ": the same everywhere");
				}
				else close(name, expected, name + ".dense", dense);
				for (final String kind : List.of("single", "multi")) {
					if (!expected.all().containsKey(name + ".low_res_" + kind)) continue;
					try (MaskDecoder.Output output = sam.decode(embedding, given[0], given[1], mask, kind.equals("multi"))) {
						close(name, expected, name + ".low_res_" + kind, output.masks());
						close(name, expected, name + ".iou_" + kind, output.scores());
					}
				}
				if (expected.all().containsKey(name + ".transformer_tokens")) try (MaskDecoder.Attended attended = sam.decoder().attend(
					embedding, sam.prompts().places(), tokens, dense))
				{
					close(name, expected, name + ".transformer_tokens", attended.tokens());
					close(name, expected, name + ".transformer_image", attended.picture());
				}
			}
		}
	}

	@Test
	void aBatchOfPicturesHasOneBoxEach() {
		final JsonObject full = full();
		final Npz expected = Fixtures.npz(TOPIC, full.get("name").getAsString());
		try (Sam sam = network(full); NDArray images = images(sam, full); NDArray embedding = sam.encoder().forward(images, false)) {
			final NDArray[] boxes = encoded(sam, full.getAsJsonObject("paired"));
			try (MaskDecoder.Output output = sam.decode(embedding, boxes[0], boxes[1], null, false)) {
				close("paired", expected, "paired.low_res_single", output.masks());
				close("paired", expected, "paired.iou_single", output.scores());
				for (int i = 0; i < 2; i++)
					try (MaskDecoder.Output alone = sam.decode(embedding.get(i + ":" + (i + 1)), boxes[0].get(i + ":" + (i + 1)), boxes[1]
						.get(i + ":" + (i + 1)), null, false))
					{
						Fixtures.assertClose("alone", alone.masks().toFloatArray(), output.masks().get(i + ":" + (i + 1))
							.toFloatArray(), 1e-5);
					}
			}
		}
	}

	@Test
	void gradientsOfTheFineTuningAreTheOriginals() {
		final JsonObject full = full();
		final JsonObject tune = full.getAsJsonObject("finetune");
		final Npz expected = Fixtures.npz(TOPIC, full.get("name").getAsString());
		final JsonObject box = list(full.get("prompts")).stream().filter(each -> each.get("name").equals(tune.get("prompt")))
			.findFirst().orElseThrow();
		try (Sam sam = network(full); NDArray images = images(sam, full)) {
			sam.requireGradient(true);
			sam.prompts().requireGradient(false);
			final int size = sam.shape().encoder().size();
			final float[] picture = HashFill.image(tune.get("target_q").getAsLong(), 1, 1, size, size);
			final float[] target = new float[picture.length];
			for (int i = 0; i < target.length; i++)
				target[i] = picture[i] > 0 ? 1 : 0;
			final NDArray loss = Torch.withGradient(() -> loss(sam, images.get("0:1"), encoded(sam, box), array(sam, target, 1, 1, size,
				size)));
			assertEquals(tune.get("loss").getAsDouble(), loss.getFloat(), 1e-5);
			Torch.backward(loss, null);
			final JsonObject norms = tune.getAsJsonObject("grad_norms");
			final double largest = norms.entrySet().stream().mapToDouble(entry -> entry.getValue().getAsDouble()).max().orElseThrow();
			final TreeSet<String> none = new TreeSet<>();
			for (final Map.Entry<String, Parameter> entry : sam.named().entrySet()) {
				final NDArray array = entry.getValue().getArray();
				final double norm = array.hasGradient() ? Math.sqrt(array.getGradient().square().sum().getFloat()) : 0;
				if (!norms.has(entry.getKey())) none.add(entry.getKey());
				final double wanted = norms.has(entry.getKey()) ? norms.get(entry.getKey()).getAsDouble() : 0;
				assertEquals(wanted, norm, Math.max(GRADIENT * wanted, 1e-6 * largest), entry.getKey());
				if (expected.all().containsKey("grad." + entry.getKey())) Fixtures.assertClose(entry.getKey(), expected.get("grad." +
					entry.getKey()).floats(), array.getGradient().toFloatArray(), GRADIENT);
			}
			assertTrue(none.stream().anyMatch(name -> name.startsWith("prompt_encoder.")) && none.size() < norms.size(), none
				.toString());
		}
	}

	/** Binary cross-entropy and Dice of the single mask, whose logits are brought to the picture's size. */
	private static NDArray loss(final Sam sam, final NDArray image, final NDArray[] box, final NDArray target) {
		final NDArray embedding = sam.encoder().forward(image, false);
		final MaskDecoder.Output output = sam.decode(embedding, box[0], box[1], null, false);
		final NDArray logits = sam.operators().call("resize", output.masks(), array(sam, new float[] { sam.shape().encoder().size(),
			sam.shape().encoder().size() }, 2));
		final NDArray p = sam.operators().call("sigmoid", logits);
		final NDArray entropy = p.log().mul(target).add(p.mul(-1).add(1).log().mul(target.mul(-1).add(1))).mean().neg();
		final NDArray dice = p.mul(target).sum().mul(2).add(1e-5f).div(p.square().sum().add(target.square().sum()).add(1e-5f));
		return entropy.add(dice.mul(-1).add(1));
	}

	@Test
	void theFileIsReadAsWrittenAndItsSizesAreReadOffIt() {
		final JsonObject full = full();
		try (Sam sam = Sam.of(Weights.read(Fixtures.file(TOPIC, full.get("name").getAsString() + ".pth")), Device.cpu());
				Sam formula = network(full))
		{
			assertEquals(formula.shape(), sam.shape());
			sam.named().forEach((name, parameter) -> assertArrayEquals(formula.named().get(name).getArray().toFloatArray(), parameter
				.getArray().toFloatArray(), name));
		}
	}

	@Test
	void theWholeNetworkHasTheNamesAndShapesOfThePublishedFile() {
		final JsonObject names = Fixtures.json(TOPIC, "names");
		final SamShape whole = shape(names.getAsJsonObject("config"));
		try (Sam sam = new Sam(Device.cpu(), whole)) {
			final Map<String, Parameter> named = sam.named();
			final JsonArray list = names.getAsJsonArray("state_dict");
			assertEquals(list.size(), named.size());
			for (final JsonElement each : list) {
				final String name = each.getAsJsonArray().get(0).getAsString();
				assertTrue(named.containsKey(name), name);
				assertArrayEquals(HashFill.shape(each.getAsJsonArray().get(1)), named.get(name).getShape().getShape(), name);
			}
			assertEquals(names.get("n_values").getAsLong(), named.values().stream().mapToLong(each -> each.getShape().size()).sum());
		}
	}
}
