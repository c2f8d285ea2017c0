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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.unet.ReferenceUNet;
import io.sonoflow.nn.weights.StateDict.Item;
import io.sonoflow.nn.weights.layout.InceptionLayout;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and architectures, from the reference's lists of names and shapes. */
class ArchitectureTest {

	/** A tensor without content: one number seen everywhere. */
	private static Tensor tensor(final long... shape) {
		final Tensor one = Tensor.of(new float[1], 1);
		return new Tensor(one.dtype(), shape, new Storage.Memory(ByteBuffer.allocate(4)), 0, new long[shape.length]);
	}

	/** Lists of names and shapes stand in {@code <topic>/<name>.json}. */
	private static Map<String, Tensor> shapes(final String topic, final String name, final String list) {
		final JsonObject json = Fixtures.json(topic, name);
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (final JsonElement e : json.getAsJsonArray(list)) {
			final JsonArray entry = e.getAsJsonArray();
			tensors.put(entry.get(0).getAsString(), tensor(StreamSupport.stream(entry.get(1).getAsJsonArray().spliterator(),
				false).mapToLong(JsonElement::getAsLong).toArray()));
		}
		return tensors;
	}

	private static StateDict dict(final Map<String, Tensor> tensors) {
		return StateDict.of(tensors, Map.of());
	}

	private static Map<String, Tensor> renamed(final Map<String, Tensor> tensors, final UnaryOperator<String> rule) {
		final Map<String, Tensor> result = new LinkedHashMap<>();
		tensors.forEach((name, tensor) -> result.put(rule.apply(name), tensor));
		return result;
	}

	private static void assertKnown(final String name, final long channels, final long classes,
		final Map<String, Tensor> tensors)
	{
		final Architecture found = Architecture.of(dict(tensors));
		assertEquals(name, found.name(), found.description());
		assertEquals(channels, found.channels());
		assertEquals(classes, found.classes());
		assertTrue(found.known());
	}

	static List<String> resNets() {
		return Fixtures.matches(Fixtures.json("resnet18", "meta").keySet(), "(params_.*|authors_wrapper_backbone_names)");
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("resNets")
	void resNetsOfTheReference(final String list) {
		final Map<String, Tensor> tensors = shapes("resnet18", "meta", list);
		// conv1 is the wrapper's first child; the classifier is the last of either
		final Tensor first = tensors.getOrDefault("conv1.weight", tensors.get("backbone.0.weight"));
		final Tensor last = tensors.getOrDefault("fc.bias", tensors.get("cls_head.0.bias"));
		assertKnown("resnet18", first.shape()[1], last.size(), tensors);
	}

	static List<String> denseNets() {
		return Fixtures.names("resnet18", "(densenet\\d+)_params\\.json");
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("denseNets")
	void denseNetsOfTheReference(final String name) {
		final Map<String, Tensor> tensors = shapes("resnet18", name + "_params", "params");
		assertKnown(name, tensors.get("features.conv0.weight").shape()[1], tensors.get("classifier.bias").size(), tensors);
	}

	@Tag(Fixtures.TAG)
	@Test
	void visionTransformersOfTheReference() {
		for (final String name : Fixtures.names("vit_mae", "(.*_names)\\.json"))
			assertKnown("vit-base16", 3, 0, shapes("vit_mae", name, "state_dict"));
	}

	static List<String> uNets() {
		return Fixtures.names("unet", "(.*)\\.json");
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("uNets")
	void uNetsOfTheReference(final String name) {
		final String list = Fixtures.json("unet", name).has("params") ? "params" : "state_dict";
		final Architecture found = Architecture.of(dict(renamed(shapes("unet", name, list), key -> "module." + key)));
		assertEquals("unet", found.name(), found.description());
		assertEquals(ReferenceUNet.shape(name), found.unet());
	}

	@Test
	void aUNetsMultipliers() {
		final UNetShape full = new UNetShape(1, 2, 128, List.of(128, 128, 256, 256, 512, 512), 2, new TreeSet<>(List.of(16, 32)),
			0, true, false);
		assertEquals("1,1,2,2,4,4", full.multipliers());
		assertTrue(full.learnedSigma());
	}

	@Test
	void inception() {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		InceptionLayout.shapes().forEach((name, shape) -> tensors.put(name, tensor(shape)));
		// torchvision's 27,161,264 less its auxiliary head (3,326,696) and fc (2,049,000), plus the running statistics.
		final long statistics = tensors.entrySet().stream().filter(e -> e.getKey().contains("running")).mapToLong(e -> e
			.getValue().size()).sum();
		assertEquals(27_161_264 - 3_326_696 - 2_049_000, dict(tensors).parameters() - statistics);
		tensors.put("fc.weight", tensor(1008, 2048));
		final Architecture found = Architecture.of(dict(tensors));
		assertEquals("inception", found.name());
		assertTrue(found.description().contains("FID"), found.description());
	}

	@ParameterizedTest
	@CsvSource({ "18, 11176512", "34, 21284672", "50, 23508032" })
	void resNetsHaveTorchvisionsNumberOfParameters(final int depth, final long parameters) {
		final Map<String, long[]> shapes = Layouts.resNet(3, depth == 18 ? new int[] { 2, 2, 2, 2 } : new int[] { 3, 4, 6, 3 },
			depth == 50);
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		shapes.forEach((name, shape) -> tensors.put(name, tensor(shape)));
		assertEquals("resnet" + depth, Architecture.of(dict(tensors)).name());
		assertEquals(parameters, tensors.entrySet().stream().filter(e -> !e.getKey().contains("running")).mapToLong(e -> e
			.getValue().size()).sum());
	}

	@Test
	void aDamagedNetworkIsUnknownAndSaysWhatItNearlyIs() {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		Layouts.resNet(3, new int[] { 3, 4, 6, 3 }, false).forEach((name, shape) -> tensors.put(name, tensor(shape)));
		tensors.remove("layer3.5.conv1.weight");
		final Architecture found = Architecture.of(dict(tensors));
		assertFalse(found.known());
		assertTrue(found.description().contains("ResNet-34") && found.description().contains("layer3.5.conv1.weight"), found
			.description());
		assertEquals("unknown network, like none that is known", Architecture.of(dict(Map.of("x", tensor(3)))).description());
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@ValueSource(strings = { "module.", "backbone.", "features.", "encoder.", "module.backbone.", "module.model.encoder." })
	void prefixesAndSequentialNamesBecomeTorchvisions(final String prefix) {
		final Map<String, Tensor> torchvision = shapes("resnet18", "meta", resNets().stream().filter(list -> list.startsWith(
			"params")).findFirst().orElseThrow());
		final StateDict plain = dict(torchvision);
		assertSame(plain, NameMap.normalise(plain));
		assertEquals(torchvision.keySet(), NameMap.normalise(dict(renamed(torchvision, name -> prefix + name))).tensors()
			.keySet());
		final Map<String, Tensor> headApart = renamed(torchvision, name -> name.startsWith("fc.") ? "cls_head.0" + name
			.substring(2) : prefix + name);
		assertEquals(torchvision.keySet(), NameMap.normalise(dict(headApart)).tensors().keySet());
		final Map<String, Tensor> sequential = renamed(torchvision, name -> prefix + name.replace("conv1.weight",
			"conv1.weight").replaceFirst("^conv1", "0").replaceFirst("^bn1", "1").replaceFirst("^layer1", "4").replaceFirst(
				"^layer2", "5").replaceFirst("^layer3", "6").replaceFirst("^layer4", "7").replaceFirst("^fc", "9"));
		assertEquals(torchvision.keySet(), NameMap.normalise(dict(sequential)).tensors().keySet());
	}

	@Tag(Fixtures.TAG)
	@Test
	void denseNetKeepsItsFeatures() {
		final Map<String, Tensor> dense = shapes("resnet18", denseNets().get(0) + "_params", "params");
		dense.keySet().removeIf(name -> name.startsWith("classifier"));
		assertEquals(dense.keySet(), NameMap.normalise(dict(dense)).tensors().keySet());
		assertEquals(dense.keySet(), NameMap.normalise(dict(renamed(dense, name -> "encoder." + name))).tensors().keySet());
		assertEquals(dense.keySet(), NameMap.normalise(dict(renamed(dense, name -> name.substring(9)))).tensors().keySet());
		assertEquals(dense.keySet(), NameMap.normalise(dict(renamed(dense, name -> name.replaceAll(
			"(denselayer\\d+\\.(?:norm|conv))([12])", "$1.$2")))).tensors().keySet());
	}

	@Test
	void namesOfOthersStay() {
		final StateDict two = dict(Map.of("encoder.a.weight", tensor(2), "decoder.a.weight", tensor(2)));
		assertSame(two, NameMap.normalise(two));
		final StateDict collision = dict(Map.of("backbone.fc.weight", tensor(2), "fc.weight", tensor(2)));
		assertThrows(SonoflowException.File.class, () -> NameMap.normalise(collision));
	}

	@Test
	void theNetworkOfACheckpoint() {
		final List<Item> items = new ArrayList<>();
		items.add(new Item(List.of("step"), 7L));
		for (final String key : List.of("model", "opt", "ema"))
			items.add(new Item(List.of(key, "conv.weight"), tensor(key.length())));
		assertEquals(3, of(items).network().get("conv.weight").size());
		assertTrue(of(items).network().source().contains("[ema]"));
		// an average without all of the model's tensors is no network
		items.add(new Item(List.of("model", "bn.running_mean"), tensor(9)));
		assertEquals(5, of(items).network().get("conv.weight").size());
		assertEquals(3, of(items).container("opt").get("conv.weight").size());
		final List<Item> two = List.of(new Item(List.of("gan_a", "w.weight"), tensor(1)), new Item(List.of("gan_b", "w.weight"),
			tensor(1)));
		assertTrue(assertThrows(SonoflowException.File.class, () -> of(two).network()).getMessage().contains("gan_b"));
		final List<Item> nested = List.of(new Item(List.of("model", "state_dict", "a.weight"), tensor(4)));
		assertEquals(4, of(nested).network().get("a.weight").size());
	}

	private static StateDict of(final List<Item> items) {
		return new StateDict("test", items, Map.of());
	}
}
