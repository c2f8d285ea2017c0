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

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.explain.ExplainClassification;
import io.sonoflow.train.Textures;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A test set that no fold sees, and sites that are left out. */
class TestSetTest {

	@TempDir
	static Path shared;

	/** All images; those of the first patients are learned. */
	private static List<Sample> all;
	private static Path learned;

	@TempDir
	Path folder;

	private final List<String> heard = new ArrayList<>();
	private final Monitor ear = new Monitor() {

		@Override
		public void warn(final String text) {
			heard.add(text);
		}

		@Override
		public void message(final String text) {
			heard.add(text);
		}
	};

	@BeforeAll
	static void write() {
		Torch.threads(1);
		all = Dataset.read(Textures.write(shared.resolve("data"), 14, 48), Monitor.NONE).samples();
		learned = shared.resolve("data/learned.csv");
		Dataset.write(learned, all.subList(0, 16).stream().map(sample -> sample.withExtra("site", Set.of("p0", "p1", "p2").contains(
			sample.patient()) ? "west" : "east")).toList());
	}

	private static List<Sample> unseen() {
		return all.subList(16, 28);
	}

	private Path table(final List<Sample> samples, final UnaryOperator<Sample> change) {
		final Path table = shared.resolve("data/" + folder.getFileName() + heard.size() + ".csv");
		Dataset.write(table, samples.stream().map(change).toList());
		return table;
	}

	private CrossValidateClassifier step(final Map<String, ?> values) {
		final CrossValidateClassifier step = CrossValidateClassifier.of(learned, folder.resolve("out"));
		step.set(Map.of("size", 32, "epochs", 1, "batch", 8, "backbonerate", 1e-4, "headrate", 1e-3, "markers", 1, "seeds", 1,
			"device", "cpu", "seed", 5));
		step.set(values);
		return step;
	}

	private String refused(final Path test) {
		final String message = assertThrows(SonoflowException.Input.class, () -> step(Map.of("folds", 2, "test",
			test.toString())).run(
			ear)).getMessage();
		assertFalse(Files.exists(folder.resolve("out")));
		return message;
	}

	private static double number(final List<String> row, final int column) {
		return Double.parseDouble(row.get(column));
	}

	private List<List<String>> rows(final String file) {
		return Tables.read(folder.resolve("out").resolve(file)).rows();
	}

	/** Each network by itself, then the mean of what they say, held against Classify Ultrasound on the models' files. */
	@Test
	void networksAndTheirMeanAreScored() {
		// An image that was learned, mirrored and of another size, under another name: told and listed.
		final Sample first = all.get(0);
		final Path twin = shared.resolve("data/images/twin.png");
		final byte[] pixels = Images.pixels(ImageFiles.readGray(first.image()));
		final byte[] mirrored = new byte[pixels.length];
		for (int i = 0; i < pixels.length; i++)
			mirrored[i] = pixels[i / 48 * 48 + 47 - i % 48];
		ImageFiles.writePng(twin, Images.bytes(mirrored, 48, 48));
		final List<Sample> samples = new ArrayList<>(unseen());
		samples.add(new Sample(twin, "q9", "", "", "rough", "", null, "", Map.of()));
		final Path test = table(samples, sample -> sample);
		step(Map.of("folds", 2, "test", test.toString())).run(ear);
		final Path out = folder.resolve("out");
		final Tables.Table folds = Tables.read(out.resolve("folds.csv"));
		final Tables.Table scores = Tables.read(out.resolve(TestSet.FILE));
		final List<String> columns = new ArrayList<>(List.of("model"));
		columns.addAll(folds.header());
		assertEquals(columns, scores.header());
		assertEquals(List.of("seed5_fold1", "seed5_fold2", "ensemble"), scores.rows().stream().map(row -> row.get(0)).toList());
		final double[][] mean = new double[13][2];
		final int[] truth = samples.stream().mapToInt(sample -> sample.label().equals("rough") ? 1 : 0).toArray();
		for (int fold = 1; fold <= 2; fold++) {
			final double[][] own = ClassifyUltrasound.of(out.resolve("models/seed5_fold" + fold + ".safetensors"), test).with("device",
				"cpu").run(Monitor.NONE).rows().stream().map(ClassifyUltrasound.Prediction::probabilities).toArray(double[][]::new);
			for (int i = 0; i < 13; i++)
				for (int c = 0; c < 2; c++)
					mean[i][c] += own[i][c] / 2;
			assertScores(truth, own, scores.rows().get(fold - 1));
		}
		assertScores(truth, mean, scores.rows().get(2));
		final List<ClassifyUltrasound.Prediction> together = ClassifyUltrasound.of(out, test).with("device", "cpu").run(Monitor.NONE)
			.rows();
		for (int i = 0; i < 13; i++)
			assertEquals(mean[i][1], together.get(i).probabilities()[1], 1e-12);
		final ExplainClassification explain = ExplainClassification.of(out, test);
		assertTrue(assertThrows(SonoflowException.Input.class, () -> explain.run(Monitor.NONE)).getMessage().contains(
			"seed5_fold1.safetensors"));
		final List<List<String>> predictions = rows(TestSet.PREDICTIONS);
		for (int i = 0; i < 13; i++)
			assertEquals(mean[i][1], number(predictions.get(i), 5), 1e-6);
		assertEquals(List.of("image", "patient", "label", "prediction", "p_even", "p_rough"), Tables.read(out.resolve(
			TestSet.PREDICTIONS)).header());
		final JsonObject figures = HashFill.json(out.resolve("run.json")).getAsJsonObject("figures");
		assertEquals(number(scores.rows().get(2), 3), figures.get("test.ensemble.accuracy").getAsDouble());
		assertEquals((number(scores.rows().get(0), 3) + number(scores.rows().get(1), 3)) / 2, figures.get("test.accuracy.mean")
			.getAsDouble(), 1e-12);
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("1 picture(s) of test= are nearly the same") && text.contains(
			"twin.png")), heard::toString);
		final List<List<String>> pairs = rows(TestGuard.FILE);
		assertEquals(1, pairs.size());
		assertEquals(List.of(first.image().getFileName().toString(), "twin.png", first.patient(), "q9"), List.of(Path.of(pairs.get(0)
			.get(0)).getFileName().toString(), Path.of(pairs.get(0).get(1)).getFileName().toString(), pairs.get(0).get(2), pairs.get(0)
				.get(3)));
		assertTrue(Files.exists(out.resolve("confusion-test.png")));
	}

	private static void assertScores(final int[] truth, final double[][] probabilities, final List<String> row) {
		final int[] predicted = Arrays.stream(probabilities).mapToInt(each -> each[1] > each[0] ? 1 : 0).toArray();
		int at = 3;
		for (final double value : ClassifierScores.of(truth, predicted, probabilities, 1).byName().values())
			assertEquals(value, number(row, at++), 1e-6, row.toString());
	}

	@Test
	void whatIsNotIndependentIsRefused() {
		final List<Sample> samples = new ArrayList<>(unseen());
		samples.addAll(all.subList(14, 16));
		String message = refused(table(samples, sample -> sample));
		assertTrue(message.contains("2 of its 14 images are of 1 patient(s)") && message.contains("patient p7"), message);
		// At another site they may be other people: but the pictures are the same.
		final Path namesakes = table(samples, sample -> sample.withExtra("site", "north"));
		message = refused(namesakes);
		assertTrue(message.contains("2 of its pictures are pixel for pixel"), message);
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("1 patient(s) or clip(s) of test= have names")), heard::toString);
		// The same files under the name of somebody else, and the same pixels in another file.
		message = refused(table(samples, sample -> new Sample(sample.image(), "other " + sample.patient(), "", "", sample.label(), "",
			null, "", Map.of())));
		assertTrue(message.contains("2 of its pictures are pixel for pixel among those of input"), message);
		message = refused(table(unseen(), sample -> sample.withLabel(sample.label().equals("even") ? "Even" : "rough")));
		assertTrue(message.contains("\"Even\" (8 images)") && message.contains("even, rough"), message);
		message = refused(table(unseen(), sample -> sample.withLabel("")));
		assertTrue(message.contains("12 of 12 images have no label"), message);
		message = assertThrows(SonoflowException.Input.class, () -> step(Map.of("groups", "site", "folds", 4)).run(ear)).getMessage();
		assertTrue(message.contains("folds=4 has no meaning with groups=site"), message);
		final Path nowhere = table(all.subList(0, 16), sample -> sample);
		message = assertThrows(SonoflowException.Input.class, () -> step(Map.of("groups", "site", "input", nowhere.toString())).run(
			ear)).getMessage();
		assertTrue(message.contains("16 of 16 images have no site"), message);
		final Path oneSided = table(all.subList(0, 16), sample -> sample.withExtra("site", sample.label()));
		message = assertThrows(SonoflowException.Input.class, () -> step(Map.of("groups", "site", "input", oneSided.toString())).run(
			ear)).getMessage();
		assertTrue(message.contains("all images with the label \"even\" are of the site even"), message);
	}

	/** Two labels for one picture; a test set without its first class, whose names shift nothing and whose AUC is blank. */
	@Test
	void sitesAreLeftOutAndAbsentClassesAreBlank() {
		final List<Sample> rough = new ArrayList<>(unseen().stream().filter(sample -> sample.label().equals("rough")).toList());
		step(Map.of("groups", "site", "test", table(rough, sample -> sample).toString())).run(ear);
		final Tables.Table folds = Tables.read(folder.resolve("out/folds.csv"));
		assertEquals(List.of("seed", "fold", "site"), folds.header().subList(0, 3));
		assertEquals(List.of("east", "west"), folds.rows().stream().map(row -> row.get(2)).toList());
		final Tables.Table predictions = Tables.read(folder.resolve("out/predictions.csv"));
		for (final List<String> row : predictions.rows()) {
			final String site = row.get(predictions.column("site"));
			assertEquals(site.equals("east") ? "1" : "2", row.get(predictions.column("fold")));
			assertEquals(Set.of("p0", "p1", "p2").contains(row.get(1)), site.equals("west"));
		}
		assertEquals(16, predictions.rows().size());
		final Tables.Table scores = Tables.read(folder.resolve("out/test.csv"));
		final Tables.Table said = Tables.read(folder.resolve("out/testpredictions.csv"));
		assertEquals(List.of("p_even", "p_rough"), said.header().subList(4, 6));
		for (final List<String> row : scores.rows())
			assertEquals(List.of("", "even"), List.of(row.get(scores.column("auc")), row.get(scores.column("absent"))));
		final double right = said.rows().stream().filter(row -> number(row, 5) > number(row, 4)).count();
		assertEquals(right / said.rows().size(), number(scores.rows().get(2), scores.column("recall")), 1e-12);
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("The test set has no image of 1 of the 2 classes: even")), heard
			::toString);
		assertEquals("[\"east\",\"west\"]", HashFill.json(folder.resolve("out/run.json")).getAsJsonObject("figures").get("sites")
			.toString());
	}

	/** Of a patient's name at two sites nothing is known: a picture of both is a leak. */
	@Test
	void aPictureOfTwoSitesIsListedWhoeverThePatient() {
		final Sample first = all.get(0);
		final Path copy = shared.resolve("data/images/twice.png");
		ImageFiles.writePng(copy, ImageFiles.readGray(first.image()));
		final List<Sample> samples = new ArrayList<>(Dataset.read(learned, Monitor.NONE).samples());
		samples.add(samples.get(0).withFiles(copy, null).withExtra("site", "east"));
		step(Map.of("groups", "site", "input", table(samples, sample -> sample).toString())).run(ear);
		final Tables.Table found = Tables.read(folder.resolve("out/duplicates.csv"));
		assertTrue(found.rows().stream().anyMatch(row -> row.subList(0, 2).stream().anyMatch(name -> name.endsWith("twice.png"))),
			found.rows()::toString);
		assertTrue(heard.stream().anyMatch(text -> text.contains("images of different sites are nearly the same")), heard::toString);
	}

	/** Of three with one picture, two agree: those that contradict are named. Clips of other sites are other clips. */
	@Test
	void whoContradictsIsNamedAndClipsAreTheirSites() {
		final Sample last = all.get(27);
		final List<Sample> samples = new ArrayList<>(unseen());
		for (int i = 0; i < 2; i++) {
			final Path copy = shared.resolve("data/images/copy" + i + ".png");
			ImageFiles.writePng(copy, ImageFiles.readGray(last.image()));
			samples.add(last.withFiles(copy, null).withLabel(i == 0 ? last.label() : last.label().equals("even") ? "rough" : "even"));
		}
		final LabelledImages trained = LabelledImages.read(learned, "", Monitor.NONE);
		TestSet.read(table(samples, sample -> sample), trained, ear);
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("1 picture(s) are there twice") && text.contains("copy1.png (") &&
			text.contains(last.image().getFileName() + " (" + last.label() + ")")), heard::toString);
		final LabelledImages here = LabelledImages.read(table(all.subList(0, 16), sample -> clip(sample, "west")), "", Monitor.NONE);
		assertEquals(12, TestSet.read(table(unseen(), sample -> clip(sample, "north")), here, ear).size());
		assertTrue(heard.stream().anyMatch(text -> text.contains("patient(s) or clip(s) of test= have names")), heard::toString);
	}

	private static Sample clip(final Sample sample, final String site) {
		return new Sample(sample.image(), "", "", "", sample.label(), "", null, "", Map.of("site", site, "clip", "c"));
	}

	/** Equal pixels with two labels within the test set; patients of both sets spelled alike. */
	@Test
	void contradictionsAreTold() {
		final Sample last = all.get(27);
		final Path copy = shared.resolve("data/images/again.png");
		ImageFiles.writePng(copy, ImageFiles.readGray(last.image()));
		final List<Sample> samples = new ArrayList<>(unseen());
		samples.add(new Sample(copy, last.patient(), "", "", last.label().equals("even") ? "rough" : "even", "", null, "", Map.of()));
		samples.set(0, new Sample(samples.get(0).image(), "P-01", "", "", samples.get(0).label(), "", null, "", Map.of()));
		final Dataset test = Dataset.read(table(samples, sample -> sample), Monitor.NONE);
		final LabelledImages trained = LabelledImages.read(learned, "", Monitor.NONE);
		assertEquals(13, TestSet.read(test.source(), trained, ear).size());
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("1 picture(s) are there twice") && text.contains("again.png")),
			heard::toString);
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("1 patient(s) of test= may be patients of input") && text.contains(
			"P-01 and p1")), heard::toString);
	}

	/** Of three classes, one of which does not occur: means are those over what occurs. */
	@Test
	void meansAreOverTheClassesThatOccur() {
		final int[] truth = { 1, 1, 2, 2 };
		final double[][] p = { { 0.1, 0.8, 0.1 }, { 0.2, 0.3, 0.5 }, { 0.1, 0.2, 0.7 }, { 0.1, 0.1, 0.8 } };
		final int[] predicted = IntStream.of(1, 2, 2, 2).toArray();
		final ClassifierScores scores = ClassifierScores.of(truth, predicted, p, ClassifierScores.NO_POSITIVE);
		assertEquals((2.0 / 3 + 0.8) / 2, scores.f1(), 1e-12);
		assertEquals(1, scores.auc(), 1e-12);
	}
}
