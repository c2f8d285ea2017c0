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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier;
import io.sonoflow.step.explain.ExplainClassification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classifiers that weigh frames and that see windows, from the command that trains them to those that use them. */
class ClipClassifierTest {

	private static final int SIDE = 32, FRAMES = 3, CLIPS = 8;

	@TempDir
	private static Path shared;

	@TempDir
	private Path folder;

	@BeforeAll
	static void writeClips() {
		final List<Sample> rows = new ArrayList<>();
		for (int clip = 0; clip < CLIPS; clip++)
			for (int f = 0; f < FRAMES; f++) {
				final RandomStream random = RandomStream.of(1, "clip", clip, f);
				final byte[] pixels = new byte[SIDE * SIDE];
				for (int i = 0; i < pixels.length; i++)
					pixels[i] = (byte) (40 * (clip % 2) + random.nextInt(100));
				final Path file = shared.resolve("c" + clip + "_" + f + ".png").toAbsolutePath();
				ImageFiles.writePng(file, Images.bytes(pixels, SIDE, SIDE));
				rows.add(new Sample(file, "p" + clip, "", "", clip % 2 == 0 ? "dark" : "light", "", null, "", Map.of(Sample.CLIP, "1")));
			}
		Dataset.write(shared.resolve(Dataset.FILE), rows);
		Dataset.write(shared.resolve("stills.csv"), rows.stream().filter(row -> row.image().toString().endsWith("_0.png")).toList());
	}

	private Path train(final String... keysAndValues) {
		final TrainClassifier step = TrainClassifier.of(shared.resolve(Dataset.FILE), folder.resolve("run"));
		step.set(Map.of("size", SIDE, "batch", 2, "epochs", 1, "steps", 1, "holdout", 0.25, "device", "cpu", "overwrite", true));
		for (int i = 0; i < keysAndValues.length; i += 2)
			step.with(keysAndValues[i], keysAndValues[i + 1]);
		return step.run(Monitor.NONE).model();
	}

	private ClassifyUltrasound classify(final Path model, final String input) {
		final ClassifyUltrasound step = ClassifyUltrasound.of(model, shared.resolve(input));
		step.output = folder.resolve("answers").toFile();
		step.overwrite = true;
		step.computation.device = "cpu";
		return step;
	}

	@Test
	void framesAreWeighed() throws IOException {
		final Path model = train("pooling", "gated");
		classify(model, Dataset.FILE).run(Monitor.NONE);
		final Tables.Table table = Tables.read(folder.resolve("answers/frames.csv"));
		final List<List<String>> frames = table.rows();
		assertEquals(CLIPS * FRAMES, frames.size());
		for (int clip = 0; clip < CLIPS; clip++)
			assertEquals(1, frames.subList(clip * FRAMES, (clip + 1) * FRAMES).stream().mapToDouble(row -> Double.parseDouble(row.get(
				table.column("weight")))).sum(), 1e-4);
		// What such a file has learned goes on: its attention, too.
		final Path again = folder.resolve("start.safetensors");
		Files.copy(model, again);
		train("pooling", "gated", "weights", again.toString(), "headrate", "1e-12", "backbonerate", "1e-12", "decay", "0");
		final String first = "attention_V.0.weight";
		assertArrayEquals(Weights.read(again).get(first).floats(),
			Weights.read(model).get(first).floats(), 1e-7f);
		// Single images are bags of one, and can be explained.
		final ExplainClassification explain = ExplainClassification.of(model, shared.resolve("stills.csv"));
		explain.with("output", folder.resolve("maps").toString()).with("device", "cpu");
		explain.run(Monitor.NONE);
	}

	@Test
	void windowsAreSeen() throws IOException {
		final Path model = train("backbone", "r3d-18", "window", "2");
		assertEquals("2", ModelFile.config(model).notes().get("window"));
		classify(model, Dataset.FILE).run(Monitor.NONE);
		final List<List<String>> windows = Tables.read(folder.resolve("answers/frames.csv")).rows();
		assertEquals(CLIPS * 2, windows.size());
		assertEquals(List.of("0", "1"), windows.subList(0, 2).stream().map(row -> row.get(1)).toList());
		final SonoflowException refused = assertThrows(SonoflowException.Input.class, () -> classify(model, "stills.csv").run(
			Monitor.NONE));
		assertTrue(refused.getMessage().contains("The model sees clips (r3d-18)"), refused.getMessage());
		assertTrue(assertThrows(SonoflowException.Input.class, () -> ExplainClassification.of(model, shared.resolve("stills.csv"))
			.run(Monitor.NONE)).getMessage().contains("The model sees clips"));
	}

	@Test
	void foldsAreTestedByTheirAttention() {
		final CrossValidateClassifier step = CrossValidateClassifier.of(shared.resolve(Dataset.FILE), folder.resolve("cross"));
		step.set(Map.of("size", SIDE, "batch", 2, "epochs", 1, "steps", 1, "folds", 2, "seeds", 1, "device", "cpu", "pooling",
			"attention"));
		assertEquals(2, step.run(Monitor.NONE).folds().size());
	}
}
