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
package io.sonoflow.step.crossvalidate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that fine-tune: what they refuse, say, and go on with. */
class FineTunedRunsTest {

	@TempDir
	static Path shared;

	private static Path table;

	@TempDir
	Path folder;

	private final List<String> heard = new ArrayList<>();
	private final Monitor ear = new Monitor() {

		@Override
		public void message(final String text) {
			heard.add(text);
		}

		@Override
		public void warn(final String text) {
			heard.add(text);
		}
	};

	@BeforeAll
	static void write() {
		Torch.threads(1);
		table = Textures.write(shared.resolve("data"), 6, 32);
	}

	private TrainClassifier train(final Map<String, ?> values) {
		final TrainClassifier step = TrainClassifier.of(table, folder.resolve("out"));
		step.set(Map.of("size", 32, "epochs", 2, "batch", 8, "headrate", 1e-3, "device", "cpu", "holdout", 0.4));
		step.set(values);
		return step;
	}

	private static String refused(final TrainClassifier step) {
		return assertThrows(SonoflowException.Input.class, () -> step.run(Monitor.NONE)).getMessage();
	}

	private void stop(final TrainClassifier step) {
		assertThrows(SonoflowException.Cancelled.class, () -> step.run(new Monitor() {

			private boolean stepped;

			@Override
			public void progress(final String stage, final long done, final long all) {
				stepped |= stage.equals("training") && done > 0;
			}

			@Override
			public boolean isCancelled() {
				return stepped;
			}
		}));
	}

	@Test
	void transformersKeysAreForTransformers() {
		assertTrue(refused(train(Map.of("droppath", 0.1))).contains("droppath=0.1 is for transformers"));
		assertTrue(refused(train(Map.of("pool", "mean"))).contains("backbone=vit-tiny16"));
		assertTrue(refused(train(Map.of("layerdecay", 0.5, "backbonerate", 1e-4))).contains("headrate x layerdecay^depth"));
		assertFalse(Files.exists(folder.resolve("out")));
	}

	/** The whole recipe; the model says how it pools; half way, other epochs are refused and the same go on. */
	@Test
	void aTransformerIsFineTunedAndGoesOn() {
		final Map<String, Object> recipe = Map.of("backbone", Networks.VIT_TINY16, "pool", "mean", "droppath", 0.2, "layerdecay",
			0.65, "schedule", "cosine", "warmup", 0.2, "smoothing", 0.1);
		final Path whole = train(recipe).with("output", folder.resolve("whole").toFile()).run(ear).model();
		assertTrue(heard.stream().anyMatch(text -> text.contains("head is trained at a rate of 0.00100") && text.contains(
			"the first at 3.70e-06")), heard::toString);
		assertEquals("mean", Weights.read(whole).metadata().get("pooling"));
		assertTrue(Weights.read(whole).has("fc_norm.weight") && !Weights.read(whole).has("norm.weight"));
		stop(train(recipe));
		final TrainClassifier longer = train(recipe);
		longer.training.epochs = 3;
		assertTrue(refused(longer).contains("epochs was 2, now 3"));
		final Path resumed = train(recipe).run(Monitor.NONE).model();
		assertEquals(Weights.read(whole).get("head.weight").floats()[5], Weights.read(resumed).get("head.weight").floats()[5]);
	}

	/** Trained with the class token, to be pooled by the mean: the norm is new, and it is told. */
	@Test
	void theMeanHasANormOfItsOwn() {
		final Path weights = folder.resolve("vit.safetensors");
		try (ImageNetwork made = Networks.create(Networks.VIT_TINY16, Device.cpu(), 1, 2, 1)) {
			Safetensors.write(weights, ModelFile.tensors(made), Map.of("pooling", "cls"));
		}
		final Path model = train(Map.of("backbone", Networks.VIT_TINY16, "weights", weights.toString(), "pool", "mean", "epochs", 1,
			"headrate", 0, "backbonerate", 0)).run(ear).model();
		assertTrue(heard.stream().anyMatch(text -> text.contains("new: fc_norm.weight, fc_norm.bias, head.weight, head.bias")), heard
			::toString);
		assertEquals(1, Weights.read(model).get("fc_norm.weight").floats()[3]);
		assertEquals("mean", Weights.read(model).metadata().get("pooling"));
		heard.clear();
		final Path again = train(Map.of("backbone", Networks.VIT_TINY16, "weights", model.toString(), "epochs", 1, "output", folder
			.resolve("again").toString())).run(ear).model();
		assertEquals("mean", Weights.read(again).metadata().get("pooling"));
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("The head sees the mean")), heard::toString);
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("None of the") && text.contains("(holdout)")), heard::toString);
	}

	/** Weights of three channels are summed, and said to be; a run on them that an earlier version began does not go on. */
	@Test
	void colourIsSummedAndOlderRunsDoNotGoOn() throws IOException {
		final Path record = folder.resolve("out/run.json");
		for (final int channels : new int[] { 3, 1 }) {
			final Path weights = folder.resolve("resnet" + channels + ".safetensors");
			try (ImageNetwork made = Networks.create(Networks.RESNET18, Device.cpu(), channels, 2, 1)) {
				Safetensors.write(weights, ModelFile.tensors(made), Map.of());
			}
			final Map<String, Object> values = Map.of("weights", weights.toString(), "overwrite", true);
			stop(train(values));
			final String before = Files.readString(record).replaceAll(",\\s*\"read\": \"[^\"]*\"", "");
			assertEquals(channels == 1, before.equals(Files.readString(record)));
			Files.writeString(record, before);
			heard.clear();
			final TrainClassifier again = train(Map.of("weights", weights.toString()));
			if (channels == 3) {
				assertTrue(refused(again).contains("earlier version read weights of three channels otherwise"));
				again.computation.overwrite = true;
			}
			final Path model = again.run(ear).model();
			assertEquals(1, ModelFile.config(model).channels());
			assertEquals(List.of("weights", "holdout", "unknown", "unknown"), List.of(2, 3, 4, 5).stream().map(i -> Tables.read(folder
				.resolve("out/seen.csv")).rows().get(0).get(i)).toList(), "weights of others do not say what they saw");
			assertEquals(channels == 3, heard.stream().anyMatch(text -> text.contains("is summed over its 3 channels")),
				heard::toString);
			Files.delete(record);
			try (var files = Files.walk(folder.resolve("out"))) {
				for (final Path file : files.sorted((a, b) -> b.compareTo(a)).toList())
					Files.delete(file);
			}
		}
	}
}
