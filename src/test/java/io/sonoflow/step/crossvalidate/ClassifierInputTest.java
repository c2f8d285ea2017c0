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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.step.ComputationSettings;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.classify.StartedNetworkSettings;
import io.sonoflow.step.classify.TestSettings;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.train.Textures;
import io.sonoflow.train.TrainingSettings;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong inputs of the classifier's steps: a message that names the cause, and nothing written. */
class ClassifierInputTest {

	@TempDir
	Path folder;

	private Path table;
	private Path output;

	@BeforeEach
	void write() {
		table = Textures.write(folder.resolve("data"), 6, 32);
		output = folder.resolve("out");
	}

	/** The usual parameters; each test spoils one. */
	private final class Keys {

		Path input = table;
		Path weights;
		String backbone = "resnet18";
		String positive = "";
		String shard = "1/1";
		String device = "cpu";
		int size = 32;
		int epochs = 1;
		int batch = 4;
		int folds = 2;
		double rate = 1e-3;
		double holdout = 0.3;

		void crossValidate() {
			final CrossValidateClassifier step = new CrossValidateClassifier();
			step.input = file(input);
			step.output = output.toFile();
			set(step.network, step.training, step.test, step.computation);
			step.division.folds = folds;
			step.division.seeds = 1;
			step.computation.shard = shard;
			step.run(Monitor.NONE);
		}

		void train() {
			final TrainClassifier step = new TrainClassifier();
			step.input = file(input);
			step.output = output.toFile();
			set(step.network, step.training, step.test, step.computation);
			step.test.holdout = holdout;
			step.run(Monitor.NONE);
		}

		private void set(final StartedNetworkSettings network, final TrainingSettings training, final TestSettings test,
			final ComputationSettings computation)
		{
			network.backbone = backbone;
			network.weights = file(weights);
			network.size = size;
			training.epochs = epochs;
			training.batch = batch;
			training.backbonerate = rate;
			training.headrate = 1e-3;
			training.decay = 0;
			test.positive = positive;
			computation.device = device;
		}

		private static File file(final Path path) {
			return path == null ? null : path.toFile();
		}
	}

	private void assertRefused(final Runnable work, final String... parts) {
		final String message = assertThrows(SonoflowException.class, work::run).getMessage();
		for (final String part : parts)
			assertTrue(message.contains(part), message);
		assertFalse(Files.exists(output), message);
	}

	private void edit(final UnaryOperator<String> change) throws IOException {
		Files.writeString(table, change.apply(Files.readString(table)));
	}

	@Test
	void valuesOutOfRange() {
		final Keys keys = new Keys();
		keys.size = 16;
		assertRefused(keys::train, "size=16", "32 to 1024");
		keys.size = 32;
		keys.epochs = 0;
		assertRefused(keys::train, "epochs=0");
		keys.epochs = 1;
		keys.batch = 1;
		assertRefused(keys::crossValidate, "batch=1", "2");
		keys.batch = 4;
		keys.folds = 1;
		assertRefused(keys::crossValidate, "folds=1");
		keys.folds = 2;
		keys.shard = "3/2";
		assertRefused(keys::crossValidate, "shard=3/2");
		keys.shard = "1/1";
		keys.rate = -1;
		assertRefused(keys::crossValidate, "backbonerate=-1");
		keys.rate = Double.NaN;
		assertRefused(keys::train, "backbonerate=NaN");
		keys.rate = 1e-3;
		keys.holdout = 0.95;
		assertRefused(keys::train, "holdout=0.95");
		keys.holdout = 0.3;
		keys.device = "gpu77";
		assertRefused(keys::train, "device=gpu77");
		keys.device = "cpu";
		keys.backbone = "resnet19";
		assertRefused(keys::train, "resnet19", "resnet18");
	}

	@Test
	void labelsThatDoNotFit() throws IOException {
		final Keys keys = new Keys();
		keys.positive = "ruogh";
		assertRefused(keys::train, "positive=ruogh", "even, rough");
		keys.positive = "";
		edit(text -> text.replace("rough", "even"));
		assertRefused(keys::train, "all images have the label even");
		edit(text -> text.replaceFirst(",even", ","));
		assertRefused(keys::crossValidate, "no label");
		edit(text -> text.replace("label", "lable"));
		assertRefused(keys::crossValidate, "no label");
	}

	@Test
	void tooFewPatients() {
		final Keys keys = new Keys();
		keys.folds = 7;
		assertRefused(keys::crossValidate, "folds=7", "has 6");
		keys.folds = 3;
		assertRefused(keys::crossValidate, "folds=3", "only 2 have label \"rough\"");
	}

	@Test
	void imagesThatCannotBeUsed() throws IOException {
		final Keys keys = new Keys();
		final Path image = table.getParent().resolve("images").resolve("p1_0.png");
		ImageFiles.writePng(image, Images.bytes(1, 1));
		assertRefused(keys::train, "p1_0.png", "1 x 1");
		Files.writeString(image, "not an image");
		assertRefused(keys::crossValidate, "p1_0.png");
		Files.delete(image);
		assertRefused(keys::crossValidate, "p1_0.png");
		edit(text -> text + text.lines().skip(1).findFirst().orElseThrow() + "\n");
		assertRefused(keys::crossValidate, "already in line 2");
		keys.input = folder.resolve("absent");
		assertRefused(keys::train, "absent");
		keys.input = null;
		assertRefused(keys::train, "input is missing");
	}

	@Test
	void weightsOfAnotherNetwork() throws IOException {
		final Keys keys = new Keys();
		keys.weights = folder.resolve("other.safetensors");
		assertRefused(keys::train, "weights=", "there is no such file");
		Safetensors.write(keys.weights, Map.of("conv1.weight", Tensor.of(new float[9], 1, 1, 3, 3)), Map.of());
		assertRefused(keys::crossValidate, "other.safetensors", "conv1.weight");
		Files.writeString(keys.weights, "no weights");
		assertRefused(keys::train, "other.safetensors");
	}

	@Test
	void classifyingWithoutAModel() {
		assertRefused(() -> new ClassifyUltrasound(Map.of("input", table, "output", output)).run(Monitor.NONE), "model is missing");
		final Path other = folder.resolve("w.safetensors");
		Safetensors.write(other, Map.of("a", Tensor.of(new float[1], 1)), Map.of());
		assertRefused(() -> new ClassifyUltrasound(Map.of("model", other, "input", table, "output",
			output)).run(Monitor.NONE), "w.safetensors is not a Sonoflow classifier");
	}

	@Test
	void divisionByViewIsWarnedOf() {
		final List<String> warned = new ArrayList<>();
		final CrossValidateClassifier step = CrossValidateClassifier.of(table, output);
		step.set(Map.of("size", 32, "epochs", 1, "batch", 4, "backbonerate", 1e-3, "headrate", 1e-3, "byview", true, "folds", 2,
			"seeds", 1, "device", "cpu", "shard", "1/1000"));
		step.run(new Monitor() {

			@Override
			public void warn(final String text) {
				warned.add(text);
			}
		});
		assertEquals(1, warned.stream().filter(text -> text.startsWith("byview=true")).count(), warned.toString());
	}
}
