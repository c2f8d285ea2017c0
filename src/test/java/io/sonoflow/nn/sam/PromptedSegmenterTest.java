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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Box;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.StateDict.Item;
import io.sonoflow.nn.weights.Tensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks of prompts by a small network of formula weights. */
class PromptedSegmenterTest {

	private static final int WIDTH = 50;
	private static final int HEIGHT = 30;

	@TempDir
	private Path folder;

	@BeforeEach
	void inference() {
		Torch.inference();
	}

	/** {@return a picture of the formula} */
	private static Picture picture() {
		final float[] values = HashFill.image(7, 1, 1, HEIGHT, WIDTH);
		final byte[] plane = new byte[values.length];
		for (int i = 0; i < plane.length; i++)
			plane[i] = (byte) Math.round(127 + 100 * values[i]);
		return new Picture(new byte[][] { plane }, WIDTH, HEIGHT);
	}

	private static List<Prompt> prompts() {
		final List<Prompt> prompts = new ArrayList<>();
		for (int i = 0; i < 20; i++)
			prompts.add(Prompt.of("box " + i, new Box(i, i / 2, 8 + i, 10)));
		prompts.add(Prompt.of("points", List.of(new Prompt.Point(9, 9, true), new Prompt.Point(30, 3, false))));
		prompts.add(Prompt.of("point", List.of(new Prompt.Point(20, 12, true))));
		prompts.add(new Prompt("both", "", Optional.of(new Box(3, 4, 20, 20)), List.of(new Prompt.Point(9, 9, true))));
		return prompts;
	}

	@Test
	void manyPromptsGiveWhatEachGivesAlone() {
		final Path file = TinySam.write(folder.resolve("sam_vit_tiny.safetensors"));
		for (final String name : List.of("sam_vit_tiny.safetensors", "medsam_tiny.safetensors")) {
			TinySam.write(folder.resolve(name));
			try (PromptedSegmenter segmenter = PromptedSegmenter.load(folder.resolve(name), "", Device.cpu(), Monitor.NONE)) {
				assertEquals(name.startsWith("med") ? Preparation.MEDSAM : Preparation.SAM, segmenter.preparation());
				final List<PromptedMask> together = segmenter.segment(picture(), prompts());
				assertEquals(prompts(), together.stream().map(PromptedMask::prompt).toList());
				int areas = 0;
				for (int i = 0; i < together.size(); i++) {
					final PromptedMask alone = segmenter.segment(picture(), List.of(prompts().get(i))).get(0);
					assertEquals(alone.score(), together.get(i).score(), 1e-5, alone.prompt().name());
					assertArrayEquals(alone.data(), together.get(i).data(), alone.prompt().name());
					areas += alone.area();
				}
				assertTrue(areas > 0 && areas < together.size() * WIDTH * HEIGHT, "masks of something: " + areas);
			}
		}
		assertTrue(file.toFile().exists());
	}

	/** The low-resolution logits themselves, to 1e-5. */
	@Test
	void logitsOfManyBoxesAreThoseOfEach() {
		try (Sam sam = Sam.of(StateDict.of(TinySam.tensors(), Map.of()), Device.cpu())) {
			assertEquals(TinySam.SHAPE, sam.shape());
			final PromptArrays arrays = PromptArrays.of(prompts().subList(0, 20), picture(), Preparation.MEDSAM, TinySam.SIZE);
			try (NDArray input = Torch.floats(sam.manager(), Preparation.MEDSAM.input(picture(), TinySam.SIZE), 1, 3, TinySam.SIZE,
				TinySam.SIZE); NDArray embedding = sam.encoder().forward(input, false); NDArray places = Torch.floats(sam
					.manager(), arrays
					.places(), 20, 2, 2); NDArray labels = Torch.floats(sam.manager(), arrays.labels(), 20, 2);
					MaskDecoder.Output all = sam.decode(embedding, places, labels, null, false))
			{
				for (int i = 0; i < 20; i++)
					try (MaskDecoder.Output one = sam.decode(embedding, places.get(i + ":" + (i + 1)), labels.get(i + ":" + (i + 1)), null,
						false))
					{
						assertArrayEquals(one.masks().toFloatArray(), all.masks().get(i + ":" + (i + 1)).toFloatArray(), 1e-5f);
					}
			}
		}
	}

	/** SAM offers three masks of a single point, of which the best is taken; MedSAM's weights were trained for one. */
	@Test
	void aSinglePointIsAmbiguousToSamOnly() {
		final StateDict weights = StateDict.of(TinySam.tensors(), Map.of());
		final List<Prompt> point = List.of(Prompt.of("point", List.of(new Prompt.Point(20, 12, true))));
		for (final Preparation preparation : Preparation.values())
			try (PromptedSegmenter segmenter = new PromptedSegmenter(Sam.of(weights, Device.cpu()), preparation)) {
				final PromptArrays arrays = PromptArrays.of(point, picture(), preparation, TinySam.SIZE);
				final Sam sam = segmenter.network();
				try (NDArray input = Torch.floats(sam.manager(), preparation.input(picture(), TinySam.SIZE), 1, 3, TinySam.SIZE,
					TinySam.SIZE); NDArray embedding = sam.encoder().forward(input, false); NDArray places = Torch.floats(sam.manager(),
						arrays.places(), 1, 2, 2); NDArray labels = Torch.floats(sam.manager(), arrays.labels(), 1, 2);
						MaskDecoder.Output all = sam.decode(embedding, places, labels, null, preparation == Preparation.SAM))
				{
					assertEquals(preparation == Preparation.SAM ? 3 : 1, all.scores().size());
					assertEquals(all.scores().max().getFloat(), segmenter.segment(picture(), point).get(0).score(), 1e-6);
				}
			}
	}

	private static StateDict file(final List<Object> around, final String... others) {
		final List<Item> items = new ArrayList<>();
		TinySam.tensors().forEach((name, tensor) -> {
			final List<Object> path = new ArrayList<>(around);
			path.add(name);
			items.add(new Item(path, tensor));
		});
		for (final String other : others)
			items.add(new Item(List.of(other), 3L));
		return new StateDict("test", items, Map.of());
	}

	@Test
	void whoseWeightsTheyAreSaysTheNameOrTheCheckpoint() {
		final StateDict plain = file(List.of());
		assertEquals(Preparation.MEDSAM, Preparation.of(Path.of("medsam_vit_b.pth"), plain));
		assertEquals(Preparation.MEDSAM, Preparation.of(Path.of("MedSAM-ours.pth"), plain));
		assertEquals(Preparation.SAM, Preparation.of(Path.of("sam_vit_b_01ec64.pth"), plain));
		assertEquals(Preparation.MEDSAM, Preparation.of(Path.of("best.pth"), file(List.of("model"), "optimizer", "epoch")));
		final SonoflowException.File refused = assertThrows(SonoflowException.File.class, () -> Preparation.of(Path.of(
			"best.pth"), plain));
		assertTrue(refused.getMessage().contains("medsam"), refused.getMessage());
	}

	/** MedSAM's checkpoints: model, optimizer, epoch, and after several cards a module. before each name. */
	@Test
	void wrappersAreUndone() {
		for (final List<Object> around : List.of(new ArrayList<Object>(), new ArrayList<Object>(List.of("model")))) {
			final Map<String, Tensor> tensors = new LinkedHashMap<>();
			TinySam.tensors().forEach((name, tensor) -> tensors.put("module." + name, tensor));
			final List<Item> items = new ArrayList<>();
			tensors.forEach((name, tensor) -> {
				final List<Object> path = new ArrayList<>(around);
				path.add(name);
				items.add(new Item(path, tensor));
			});
			final StateDict network = new StateDict("test", items, Map.of()).network();
			assertEquals(TinySam.tensors().keySet(), network.tensors().keySet());
			try (Sam sam = Sam.of(network, Device.cpu())) {
				assertEquals(TinySam.SHAPE, sam.shape());
			}
		}
	}

	@Test
	void whatIsNoWholeSamIsRefused() {
		final Path file = folder.resolve("medsam.safetensors");
		final Map<String, Tensor> damaged = new LinkedHashMap<>(TinySam.tensors());
		damaged.remove("mask_decoder.iou_token.weight");
		Safetensors.write(file, damaged, Map.of());
		assertTrue(refused(file).contains("mask_decoder.iou_token.weight is missing"), refused(file));
		damaged.put("mask_decoder.iou_token.weight", Tensor.of(new float[] { 1, Float.NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
			0 }, 1, 16));
		Safetensors.write(file, damaged, Map.of());
		assertTrue(refused(file).contains("mask_decoder.iou_token.weight") && refused(file).contains("NaN"), refused(file));
		Safetensors.write(file, Map.of("a.weight", Tensor.of(new float[2], 2)), Map.of());
		assertTrue(refused(file).contains("prompt= needs weights of SAM or MedSAM"), refused(file));
	}

	private static String refused(final Path file) {
		return assertThrows(SonoflowException.File.class, () -> PromptedSegmenter.load(file, "", Device.cpu(), Monitor.NONE))
			.getMessage();
	}

	@Test
	void pixelsOutsideOfTheBoxAreCounted() {
		final boolean[] data = new boolean[WIDTH * HEIGHT];
		for (int i = 0; i < 10; i++)
			data[5 * WIDTH + 10 + i] = true;
		assertEquals(0.4, new PromptedMask(Prompt.of("a", new Box(10, 5, 6, 3)), data, WIDTH, HEIGHT, 1).outside().getAsDouble(),
			1e-12);
		assertEquals(0, new PromptedMask(Prompt.of("a", new Box(10, 5, 10, 1)), data, WIDTH, HEIGHT, 1).outside().getAsDouble());
		assertTrue(new PromptedMask(Prompt.of("a", List.of(new Prompt.Point(1, 1, true))), data, WIDTH, HEIGHT, 1).outside()
			.isEmpty());
	}
}
