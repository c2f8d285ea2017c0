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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.NamedImage;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.nn.segment.SegmentationNetwork;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.step.explain.ExplainClassification;
import io.sonoflow.step.setup.InspectWeights;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classifiers of several organs go the whole way. */
class SeveralOrgansTest {

	private static final int SIZE = 32;

	@TempDir
	static Path shared;

	private static Path table;
	private static Path segmenter;

	@TempDir
	Path folder;

	private final List<String> heard = new ArrayList<>();
	private final List<String> warned = new ArrayList<>();
	private final Monitor ear = new Monitor() {

		@Override
		public void message(final String text) {
			heard.add(text);
		}

		@Override
		public void warn(final String text) {
			heard.add(text);
			warned.add(text);
		}
	};

	@BeforeAll
	static void write() {
		Torch.threads(1);
		table = withOrgans(Textures.write(shared.resolve("data"), 8, SIZE), "organs.csv", "breast", "thyroid");
		segmenter = shared.resolve("segmenter.safetensors");
		final SegmentationConfig config = new SegmentationConfig(List.of("nodule"), List.of("thyroid"), List.of(4, 6, 8, 8), true,
			SIZE,
			0.5, Normalisation.CLASSIFIER, Map.of());
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), config, 3)) {
			SegmentationFile.write(segmenter, network, config);
		}
	}

	/** Writes a data set with a column organ: the first two patients of the first, and so on in turn. */
	private static Path withOrgans(final Path data, final String name, final String... organs) {
		final List<Sample> samples = new ArrayList<>();
		for (final Sample each : Dataset.read(data, Monitor.NONE).samples())
			samples.add(new Sample(each.image(), each.patient(), each.side(), each.view(), each.label(), organs[samples.size() / 4 %
				organs.length], null, "", Map.of()));
		final Path file = data.resolveSibling(name);
		Dataset.write(file, samples);
		return file;
	}

	private TrainClassifier step(final Path input, final String output, final Map<String, ?> values) {
		final TrainClassifier step = TrainClassifier.of(input, folder.resolve(output));
		step.set(Map.of("size", SIZE, "epochs", 1, "batch", 8, "headrate", 1e-3, "backbonerate", 1e-3, "markers", 0, "device", "cpu",
			"holdout", 0.5, "positive", "even", "seed", 4));
		step.set(values);
		return step;
	}

	private Path model(final String output, final Map<String, ?> values) {
		return step(table, output, values).run(ear).model();
	}

	private static String refused(final TrainClassifier step) {
		return assertThrows(SonoflowException.Input.class, () -> step.run(Monitor.NONE)).getMessage();
	}

	private static Map<String, String> metrics(final Path model) {
		final Map<String, String> metrics = new HashMap<>();
		Tables.read(model.resolveSibling("metrics.csv")).rows().forEach(row -> metrics.put(row.get(0), row.get(1)));
		return metrics;
	}

	@Test
	void toldTheOrganTheWholeWay() {
		final Path model = model("first", Map.of("backbone", "cbam-resnet18", "film", true, "loss", "both"));
		assertEquals("film-cbam-resnet18", ModelFile.config(model).architecture());
		new InspectWeights(Map.of("input", model)).run(ear);
		assertTrue(heard.stream().anyMatch(text -> text.contains("backbone=cbam-resnet18 and film=true")), heard.toString());
		final Map<String, String> metrics = metrics(model);
		assertEquals((Double.parseDouble(metrics.get("accuracy.breast")) + Double.parseDouble(metrics.get("accuracy.thyroid"))) / 2,
			Double.parseDouble(metrics.get("accuracy.organs")), 1e-3);
		new ClassifyUltrasound(Map.of("model", model, "input", table, "output", folder.resolve("classified"), "device", "cpu")).run(
			ear);
		assertEquals(16, Tables.read(folder.resolve("classified").resolve("predictions.csv")).rows().size());
		final Path strange = withOrgans(shared.resolve("data").resolve("dataset.csv"), "strange.csv", "breast", "liver");
		final String message = assertThrows(SonoflowException.Input.class, () -> new ClassifyUltrasound(Map.of("model", model,
			"input",
			strange, "device", "cpu")).run(ear)).getMessage();
		assertTrue(message.contains("liver") && message.contains("breast, thyroid"), message);
		openImagesAreToldByTheKey(model);
		for (final String layer : List.of("auto", "layer2.1", "cbam3"))
			assertEquals(2, new ExplainClassification(Map.of("model", model, "input", table, "count", 2, "layer", layer, "tests", layer
				.equals("auto"), "output", folder.resolve("explained " + layer), "device", "cpu")).run(ear).rows().size());
	}

	/** Of the images of one organ the key says what the column does. */
	private void openImagesAreToldByTheKey(final Path model) {
		final List<Sample> samples = Dataset.read(table, Monitor.NONE).samples();
		final ClassifyUltrasound classify = new ClassifyUltrasound(Map.of("model", model, "device", "cpu"));
		classify.images = samples.subList(0, 2).stream().map(each -> new NamedImage(each.image().getFileName().toString(), ImageFiles
			.readGray(each.image()))).toList();
		final String missing = assertThrows(SonoflowException.Input.class, () -> classify.run(ear)).getMessage();
		assertTrue(missing.contains("organ=, one of: breast, thyroid"), missing);
		classify.set(Map.of("organ", "liver"));
		final String strange = assertThrows(SonoflowException.Input.class, () -> classify.run(ear)).getMessage();
		assertTrue(strange.contains("organ=liver") && strange.contains("breast, thyroid"), strange);
		classify.set(Map.of("organ", "breast"));
		final Tables.Table byColumn = Tables.read(folder.resolve("classified").resolve("predictions.csv"));
		final List<ClassifyUltrasound.Prediction> rows = classify.run(ear).rows();
		for (int i = 0; i < 2; i++)
			assertEquals(Double.parseDouble(byColumn.rows().get(i).get(2)), rows.get(i).probabilities()[0], 1e-5);
		final ExplainClassification explain = new ExplainClassification(Map.of("model", model, "organ", "thyroid", "device", "cpu"));
		explain.images = classify.images;
		classify.set(Map.of("organ", "thyroid"));
		final double[] thyroid = classify.run(ear).rows().get(0).probabilities();
		assertNotEquals(thyroid[0], rows.get(0).probabilities()[0]);
		assertEquals(thyroid[0], explain.run(ear).explained().get(0).probabilities()[0], 1e-5);
	}

	@Test
	void aWholeClassifierLearnsOn() {
		final Path first = model("first", Map.of("backbone", "cbam-resnet18", "loss", "focal"));
		heard.clear();
		final Path second = model("second", Map.of("backbone", "cbam-resnet18", "weights", first, "headrate", 0, "backbonerate", 0));
		// One line, not that the head is new and that it is taken.
		assertTrue(heard.stream().filter(text -> text.contains("loaded ")).allMatch(text -> text.matches(
			".*loaded (\\d+) of \\1, new: none\\. The head is taken.*same classes.*")), heard.toString());
		assertTrue(heard.stream().anyMatch(text -> text.contains("The head is taken")), heard.toString());
		try (ImageNetwork a = ModelFile.read(first, Device.cpu()); ImageNetwork b = ModelFile.read(second, Device.cpu())) {
			for (final String name : List.of("fc.weight", "cbam4.conv.weight"))
				assertArrayEquals(a.named().get(name).getArray().toFloatArray(), b.named().get(name).getArray().toFloatArray(), name);
		}
	}

	@Test
	void headsStandOnTheSegmentersEncoder() {
		for (final String backbone : List.of("unet-flat", "unet-pooled")) {
			heard.clear();
			final Path model = model(backbone, Map.of("backbone", backbone, "film", true, "weights", segmenter));
			assertTrue(heard.stream().anyMatch(text -> text.contains("has not learned: breast")), heard.toString());
			assertTrue(heard.stream().anyMatch(text -> text.contains("loaded ") && text.contains("left over")), heard.toString());
			// A segmenter always has a decoder, and the head is always new: nothing to warn of.
			assertFalse(warned.stream().anyMatch(text -> text.contains("loaded ")), warned.toString());
			final ModelConfig config = ModelFile.config(model);
			assertEquals(backbone, config.architecture());
			assertEquals(1, new ExplainClassification(Map.of("model", model, "input", table, "count", 1, "output", folder.resolve(
				"explained " + backbone), "device", "cpu")).run(ear).rows().size());
		}
		assertTrue(refused(step(table, "out", Map.of("backbone", "unet-pooled", "weights", segmenter))).contains("film=true"));
		assertTrue(refused(step(table, "out", Map.of("backbone", "unet-pooled", "size", 36))).contains("such as 32"));
	}

	/** As {@link #table}, the thyroid's labels with names of their own. */
	private static Path ownLabels() {
		final List<Sample> samples = Dataset.read(table, Monitor.NONE).samples().stream().map(each -> each.organ().equals("breast")
			? each
			: each.withLabel("t-" + each.label())).toList();
		final Path file = table.resolveSibling("own.csv");
		Dataset.write(file, samples);
		return file;
	}

	@Test
	void eachOrganHasItsHead() throws IOException {
		final Path own = ownLabels();
		for (final boolean film : List.of(false, true)) {
			final String name = "heads " + film;
			final Path model = step(own, name, Map.of("heads", "organ", "film", film, "positive", "", "holdout", 0)).run(ear).model();
			assertEquals(List.of("even", "rough", "t-even", "t-rough"), ModelFile.config(model).classes());
			new ClassifyUltrasound(Map.of("model", model, "input", own, "output", folder.resolve("classified " + name), "device",
				"cpu"))
				.run(ear);
			final Tables.Table predictions = Tables.read(folder.resolve("classified " + name).resolve("predictions.csv"));
			final List<Sample> samples = Dataset.read(own, Monitor.NONE).samples();
			for (int i = 0; i < samples.size(); i++) {
				final boolean thyroid = samples.get(i).organ().equals("thyroid");
				assertEquals(thyroid, predictions.rows().get(i).get(1).startsWith("t-"), predictions.rows().get(i).toString());
				final double first = Double.parseDouble(predictions.rows().get(i).get(2)) + Double.parseDouble(predictions.rows().get(i)
					.get(3));
				assertEquals(thyroid ? 0 : 1, first, 1e-5);
			}
			assertEquals(1, new ExplainClassification(Map.of("model", model, "input", own, "count", 1, "output", folder.resolve(
				"explained " + name), "device", "cpu")).run(ear).rows().size());
			answersAsTheChallengeWantsThem(model, predictions, samples);
		}
		assertTrue(refused(step(own, "out", Map.of("heads", "organ", "backbone", "vit-tiny16"))).contains("heads=single"));
	}

	/** Every other picture is listed for classification; the thyroid's labels are 0 and 1 of its own. */
	private void answersAsTheChallengeWantsThem(final Path model, final Tables.Table predictions, final List<Sample> samples)
		throws IOException
	{
		final Path list = table.resolveSibling("list.json");
		final List<String> entries = new ArrayList<>();
		for (int i = 0; i < samples.size(); i++)
			entries.add("{\"img_path_relative\": \"" + list.getParent().relativize(samples.get(i).image()).toString().replace('\\',
				'/') + "\", \"task\": \"" + (i % 2 == 0
					? "classification" : "segmentation") + "\", \"dataset_name\": \"x\", \"organ\": \"" +
				(samples.get(i).organ().equals("breast") ? "Breast" : "Thyroid") + "\"}");
		Files.writeString(list, "[" + String.join(",\n", entries) + "]");
		final Path output = folder.resolve("answers " + model.getParent().getFileName());
		new ClassifyUltrasound(Map.of("model", model, "input", list, "output", output, "layout", "uusic", "device", "cpu")).run(ear);
		final JsonObject answers = HashFill.json(output.resolve("classification.json"));
		assertEquals(samples.size() / 2, answers.size());
		for (int i = 0; i < samples.size(); i += 2) {
			final JsonObject answer = answers.getAsJsonObject(list.getParent().relativize(samples.get(i).image()).toString().replace(
				'\\', '/'));
			final int first = samples.get(i).organ().equals("breast") ? 2 : 4;
			final double one = answer.getAsJsonArray("probability").get(1).getAsDouble();
			assertEquals(2, answer.getAsJsonArray("probability").size());
			assertEquals(Double.parseDouble(predictions.rows().get(i).get(first + 1)), one, 1e-5);
			assertEquals(one > 0.5 ? 1 : 0, answer.get("prediction").getAsInt());
		}
		assertTrue(heard.stream().anyMatch(text -> text.contains("thyroid: 0 = t-even, 1 = t-rough")), heard.toString());
		assertTrue(heard.stream().anyMatch(text -> text.contains("\"Segment Ultrasound...\"")), heard.toString());
	}

	/** Writes a table whose masks are black, or white in a corner. */
	private static Path withMasks(final String name, final boolean black) {
		final Path mask = table.resolveSibling(name + ".png").toAbsolutePath();
		final byte[] pixels = new byte[SIZE * SIZE];
		for (int i = 0; i < pixels.length && !black; i++)
			pixels[i] = (byte) (i % SIZE < 8 && i / SIZE < 12 ? 1 : 0);
		ImageFiles.writePng(mask, Images.bytes(pixels, SIZE, SIZE));
		final Path file = table.resolveSibling(name + ".csv");
		Dataset.write(file, Dataset.read(table, Monitor.NONE).samples().stream().map(each -> new Sample(each.image(), each.patient(),
			each
			.side(), each.view(), each.label(), each.organ(), each.patient().equals("p3") ? null : mask, "", Map.of())).toList());
		return file;
	}

	private static String weights(final Path model) {
		try (ImageNetwork network = ModelFile.read(model, Device.cpu())) {
			return Arrays.toString(network.named().get("layer1.0.conv1.weight").getArray().toFloatArray());
		}
	}

	@Test
	void boxIsLearnedAndLeavesNoTrace() {
		final Map<String, ?> plain = Map.of("epochs", 2);
		final Map<String, ?> boxed = Map.of("epochs", 2, "boxloss", 1, "phase2", 1);
		final String without = weights(model("plain", plain));
		assertEquals(without, weights(step(withMasks("black", true), "black", boxed).run(ear).model()), "no box, no term");
		final TrainClassifier.Result with = step(withMasks("corner", false), "corner", boxed).run(ear);
		assertNotEquals(without, weights(with.model()));
		assertTrue(refused(step(table, "out", Map.of("boxloss", 1))).contains("column mask"));
		assertTrue(refused(step(table, "out", Map.of("phase2", 1))).contains("boxloss"));
		assertTrue(refused(step(table, "out", Map.of("boxloss", 1, "phase2", 2, "epochs", 2))).contains("no epoch"));
		assertTrue(refused(step(table, "out", Map.of("heads", "organ", "smoothing", 0.1))).contains("smoothing=0.1"));
	}

	@Test
	void whatCannotBeIsRefusedBeforeWork() {
		assertTrue(refused(step(shared.resolve("data").resolve("dataset.csv"), "out", Map.of("film",
			true))).contains("column organ"));
		assertTrue(refused(step(table, "out", Map.of("film", true, "backbone", "resnet50"))).contains("cbam-resnet18"));
		assertTrue(refused(step(table, "out", Map.of("loss", "focal", "smoothing", 0.1))).contains("loss=both"));
	}
}
