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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.file.Tables;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.step.explain.CamTable;
import io.sonoflow.step.explain.ExplainClassification;
import io.sonoflow.train.Textures;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DenseNet goes the whole way: trained, written, classifying, explained, a start for the next. */
class BackboneTest {

	private static final String NAME = "densenet121";

	@TempDir
	private static Path shared;

	private static Path table;
	private static Path model;

	@TempDir
	private Path folder;

	@BeforeAll
	static void trainOne() {
		Torch.threads(1);
		table = Textures.write(shared.resolve("data"), 4, 40);
		model = train(shared.resolve("trained"), null);
	}

	private static Path train(final Path output, final Path weights) {
		final TrainClassifier step = TrainClassifier.of(table, output);
		step.set(Map.of("backbone", NAME, "positive", "even", "size", 64, "epochs", 1, "batch", 8, "backbonerate", 1e-4,
			"headrate", 1e-3, "markers", 0, "device", "cpu", "seed", 5));
		step.network.weights = weights == null ? null : weights.toFile();
		step.test.holdout = 0;
		return step.run(Monitor.NONE).model();
	}

	@Test
	void theModelNamesItsBackbone() {
		final ModelConfig config = ModelFile.config(model);
		assertEquals(NAME, config.architecture());
		assertEquals(1, config.channels());
	}

	@Test
	void itClassifies() {
		new ClassifyUltrasound(Map.of("model", model, "input", table, "output", folder.resolve("out"), "device", "cpu")).run(
			Monitor.NONE);
		assertEquals(8, Tables.read(folder.resolve("out").resolve("predictions.csv")).rows().size());
	}

	@Test
	void itIsExplained() {
		final ExplainClassification.Result result = new ExplainClassification(Map.of("model", model, "input", table, "count", 2,
			"output", folder.resolve("out"), "device", "cpu")).run(Monitor.NONE);
		assertEquals(2, result.rows().size());
		for (final CamTable.Row row : result.rows())
			assertTrue(row.score() >= 0.5, row.toString());
	}

	@Test
	void itIsAStartForTheNext() {
		final Map<String, String> before = ModelFile.config(model).notes();
		assertTrue(AppearanceRange.decode(before).isPresent());
		assertEquals(before.keySet(), ModelFile.config(train(folder.resolve("second"), model)).notes().keySet());
	}
}
