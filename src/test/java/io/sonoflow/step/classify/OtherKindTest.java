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
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.image.appearance.Appearances;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.step.crop.CropUltrasound;
import io.sonoflow.step.explain.ExplainClassification;
import io.sonoflow.step.phantom.MakePhantoms;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of cropped views is shown uncropped screens. */
class OtherKindTest {

	@TempDir
	private static Path shared;

	@TempDir
	private Path folder;

	private static Path model;
	private final List<String> said = new ArrayList<>();
	private final Monitor monitor = new Monitor() {

		@Override
		public void message(final String text) {
			said.add(text);
		}

		@Override
		public void warn(final String text) {
			said.add("WARNING " + text);
		}

		@Override
		public List<String> warnings() {
			return said.stream().filter(text -> text.startsWith("WARNING ")).toList();
		}
	};

	@BeforeAll
	static void makeModelAndImages() {
		MakePhantoms.of(shared.resolve("phantoms")).with("patients", 3).run(Monitor.NONE);
		final Path crops = CropUltrasound.of(shared.resolve("phantoms/dataset.csv"), shared.resolve("crops")).with("mode", "views")
			.run(Monitor.NONE).table();
		final List<Path> files = Dataset.read(crops, Monitor.NONE).samples().stream().map(Sample::image).toList();
		model = shared.resolve("model.safetensors");
		write(model, new Appearances(i -> ImageFiles.readGray(files.get(i))).range(IntStream.range(0, files.size()).toArray(),
			Monitor.NONE).encode());
	}

	private static void write(final Path file, final String looks) {
		final ModelConfig config = new ModelConfig("resnet18", 1, List.of("healthy", "ill"), 64);
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 4)) {
			ModelFile.write(file, network, looks == null ? config : config.withNote(AppearanceRange.KEY, looks));
		}
	}

	private ClassifyUltrasound classify(final String input) {
		final ClassifyUltrasound step = ClassifyUltrasound.of(model, shared.resolve(input));
		step.output = folder.resolve("out").toFile();
		step.computation.device = "cpu";
		return step;
	}

	private JsonObject record() throws IOException {
		return HashFill.json(folder.resolve("out/run.json"));
	}

	@Test
	void uncroppedScreensAreNamed() throws IOException {
		final ClassifyUltrasound.Result result = classify("phantoms/dataset.csv").run(monitor);
		assertEquals(6, result.rows().size());
		final Tables.Table table = Tables.read(folder.resolve("out/predictions.csv"));
		assertEquals(List.of("image", "prediction", "p_healthy", "p_ill", "warning"), table.header());
		for (final List<String> row : table.rows())
			assertTrue(row.get(4).matches("margins take [56]\\d % of it .*\"Crop Ultrasound\\.\\.\\.\" first.*"), row.get(4));
		assertEquals(1, monitor.warnings().size(), said.toString());
		assertTrue(monitor.warnings().get(0).startsWith("WARNING 6 of 6 images do not look like those that the model was"));
		assertTrue(record().get("warnings").toString().contains("Crop Ultrasound"));
		assertEquals("cpu", record().get("device").getAsString());
		assertEquals(6, record().getAsJsonObject("figures").get("unlike the training images").getAsInt());
	}

	@Test
	void imagesOfTheKindAreNot() throws IOException {
		classify("crops/dataset.csv").run(monitor);
		Tables.read(folder.resolve("out/predictions.csv")).rows().forEach(row -> assertEquals("", row.get(4)));
		assertEquals(List.of(), monitor.warnings());
		assertEquals(0, record().getAsJsonObject("figures").get("unlike the training images").getAsInt());
	}

	@Test
	void anOldModelSaysNothingAndNothingIsGuessed() {
		final Path old = folder.resolve("old.safetensors");
		write(old, null);
		final ClassifyUltrasound step = classify("phantoms/dataset.csv");
		step.model = old.toFile();
		step.run(monitor).rows().forEach(row -> assertEquals("", row.warning()));
		assertEquals(1, said.stream().filter(text -> text.contains("old.safetensors does not say what its training images look like"))
			.count());
	}

	@Test
	void anExplanationNamesThemToo() throws IOException {
		final ExplainClassification step = ExplainClassification.of(model, shared.resolve("phantoms/dataset.csv"));
		step.with("count", 2).with("output", folder.resolve("out").toFile()).with("device", "cpu").run(monitor);
		final Tables.Table table = Tables.read(folder.resolve("out/cams.csv"));
		table.rows().forEach(row -> assertTrue(row.get(table.column("warning")).contains("Crop Ultrasound"), row.toString()));
		assertEquals(1, monitor.warnings().size(), said.toString());
		assertEquals("cpu", record().get("device").getAsString());
	}
}
