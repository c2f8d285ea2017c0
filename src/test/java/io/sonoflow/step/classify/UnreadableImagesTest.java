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
package io.sonoflow.step.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.step.Step;
import io.sonoflow.step.explain.ExplainClassification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with each image by itself goes on without those that cannot be read, and what is done with a set does not. */
class UnreadableImagesTest {

	@TempDir
	private Path folder;

	private Path model;
	private final List<String> warnings = new ArrayList<>();
	private final Monitor monitor = new Monitor() {

		@Override
		public void warn(final String text) {
			warnings.add(text);
		}
	};

	@BeforeEach
	void makeModelAndImages() {
		model = folder.resolve("model.safetensors");
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 4)) {
			ModelFile.write(model, network, new ModelConfig("resnet18", 1, List.of("healthy", "ill"), 64));
		}
		for (int i = 0; i < 4; i++)
			image("in/" + (i % 2 == 0 ? "a" : "b") + "/view " + i + ".png", i, 40);
	}

	private void image(final String name, final int seed, final int side) {
		final byte[] pixels = new byte[side * side];
		final RandomStream random = RandomStream.of(5, "test image", seed);
		for (int p = 0; p < pixels.length; p++)
			pixels[p] = (byte) random.nextInt(200);
		ImageFiles.writePng(folder.resolve(name), Images.bytes(pixels, side, side));
	}

	private void damage() throws IOException {
		Files.writeString(folder.resolve("in/a/broken.png"), "\u0089PNG no image at all");
		Files.write(folder.resolve("in/b/empty.png"), new byte[0]);
		image("in/b/small.png", 9, 8);
	}

	private Map<String, Object> values(final Map<String, Object> more) {
		final Map<String, Object> values = new java.util.HashMap<>(Map.of("model", model, "input", folder.resolve("in"), "output",
			folder.resolve("out"), "device", "cpu"));
		values.putAll(more);
		return values;
	}

	private List<String> reviewed() {
		final Tables.Table review = Tables.read(folder.resolve("out/review.csv"));
		assertEquals(List.of("image", "reason"), review.header());
		review.rows().forEach(row -> assertFalse(row.get(1).contains(folder.toString()), row.get(1)));
		return review.rows().stream().map(row -> row.get(0)).toList();
	}

	private static void assertNames(final String message, final String... parts) {
		for (final String part : parts)
			assertTrue(message.contains(part), part + " is not in: " + message);
	}

	@Test
	void aClassificationGoesOnAndSaysHowManyOfHowMany() throws IOException {
		final ClassifyUltrasound.Result whole = new ClassifyUltrasound(values(Map.of())).run(monitor);
		assertEquals(List.of(), reviewed());
		damage();
		final ClassifyUltrasound.Result result = new ClassifyUltrasound(values(Map.of("overwrite", true))).run(monitor);
		assertEquals(List.of("a/broken.png", "b/empty.png", "b/small.png"), reviewed());
		assertEquals(whole.rows().stream().map(ClassifyUltrasound.Prediction::image).toList(), result.rows().stream().map(
			ClassifyUltrasound.Prediction::image).toList());
		assertEquals(4, Tables.read(folder.resolve("out/predictions.csv")).rows().size());
		assertNames(String.join("\n", warnings), "3 of 7 images", "review.csv", "broken.png");
		assertNames(Files.readString(folder.resolve("out/run.json")), "\"review\": 3", "\"images\": 4");
	}

	@Test
	void anExplanationGoesOnToo() throws IOException {
		damage();
		final ExplainClassification.Result result = new ExplainClassification(values(Map.of("method", "gradcam"))).run(monitor);
		assertEquals(List.of("a/broken.png", "b/empty.png", "b/small.png"), reviewed());
		assertEquals(4, result.rows().size());
		assertEquals(4, result.pictures().size());
	}

	@Test
	void strictStopsAtTheFirstAndWritesNothing() throws IOException {
		damage();
		for (final Step<?> step : List.of(new ClassifyUltrasound(values(Map.of("strict", true))), new ExplainClassification(values(
			Map.of("strict", true))))) {
			final String message = assertThrows(SonoflowException.File.class, () -> step.run(monitor)).getMessage();
			assertNames(message, "broken.png");
			assertFalse(message.contains("empty.png"), message);
			assertFalse(Files.exists(folder.resolve("out")));
		}
	}

	@Test
	void ifNothingCanBeReadTheCommandFails() throws IOException {
		for (int i = 0; i < 7; i++)
			Files.writeString(Files.createDirectories(folder.resolve("bad")).resolve(i + ".png"), "?");
		for (final Step<?> step : List.of(new ClassifyUltrasound(values(Map.of("input", folder.resolve("bad")))),
			new ExplainClassification(values(Map.of("input", folder.resolve("bad")))))) {
			assertNames(assertThrows(SonoflowException.File.class, () -> step.run(monitor)).getMessage(), "7 of 7 images", "0.png",
				"6.png");
			assertFalse(Files.exists(folder.resolve("out")));
		}
	}

	@Test
	void aTrainingEndsAndNamesAllOfThem() throws IOException {
		damage();
		final String message = assertThrows(SonoflowException.File.class, () -> new TrainClassifier(Map.of("input", folder.resolve(
			"in"), "output", folder.resolve("out"), "device", "cpu")).run(monitor)).getMessage();
		assertNames(message, "3 of 7 images", "broken.png", "empty.png", "small.png", "8 x 8");
		assertFalse(Files.exists(folder.resolve("out")));
	}
}
