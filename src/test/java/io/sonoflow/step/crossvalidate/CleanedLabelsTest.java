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
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.Labelling;
import io.sonoflow.train.Textures;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set whose labels were cleaned: what is learned, what is scored, and that a filter cannot hide its victims. */
class CleanedLabelsTest {

	@TempDir
	Path folder;

	private Path table;
	private Path cleaned;
	private List<Sample> samples;
	private final List<String> warned = new ArrayList<>();
	private final Monitor monitor = new Monitor() {

		@Override
		public void warn(final String text) {
			warned.add(text);
		}
	};

	@BeforeEach
	void write() {
		Torch.threads(1);
		table = Textures.write(folder.resolve("data"), 6, 32);
		samples = Dataset.read(table, Monitor.NONE).samples();
		cleaned = folder.resolve("cleaned.csv");
	}

	/** The first image of p0 loses its label, the second of p1 gets the other one. */
	private void clean() {
		Dataset.write(cleaned, IntStream.range(0, samples.size()).mapToObj(i -> {
			final Sample sample = samples.get(i).withExtra("original", samples.get(i).label());
			return i == 0 ? sample.withLabel("") : i == 3 ? sample.withLabel("rough") : sample;
		}).toList());
	}

	private CrossValidateClassifier step(final Path input, final String output) {
		final CrossValidateClassifier step = CrossValidateClassifier.of(input, folder.resolve(output));
		step.set(Map.of("size", 32, "epochs", 1, "batch", 6, "backbonerate", 1e-4, "headrate", 1e-3, "markers", 0, "folds",
			2, "seeds", 1, "device", "cpu", "seed", 5));
		return step;
	}

	@Test
	void crossValidationScoresOriginalAndCleanedLabelsSideBySide() {
		clean();
		final var result = step(cleaned, "cv").run(monitor);
		assertTrue(warned.stream().anyMatch(text -> text.contains("1 changed, 1 dropped")), warned.toString());
		final Tables.Table folds = Tables.read(folder.resolve("cv").resolve("folds.csv"));
		assertEquals(List.of("seed", "fold", "accuracy", "precision", "recall", "f1", "auc", "originalaccuracy",
			"originalprecision", "originalrecall", "originalf1", "originalauc"), folds.header());
		final Tables.Table predictions = Tables.read(folder.resolve("cv").resolve("predictions.csv"));
		assertEquals("original", predictions.header().get(predictions.header().size() - 1));
		// Every image is tested, the dropped one too.
		assertEquals(samples.size(), predictions.rows().size());
		for (final CrossValidateClassifier.Fold fold : result.folds()) {
			final List<List<String>> rows = predictions.rows().stream().filter(row -> row.get(3).equals(Integer.toString(fold
				.fold()))).toList();
			assertEquals(right(rows, 4), fold.figures().get("accuracy"), 1e-12);
			assertEquals(right(rows, predictions.header().size() - 1), fold.figures().get("originalaccuracy"), 1e-12);
		}
		assertEquals(10, Tables.read(folder.resolve("cv").resolve("summary.csv")).rows().size());
		assertTrue(Files.exists(folder.resolve("cv").resolve("confusion-original.png")));
	}

	/** {@return share of the labelled rows whose prediction is the label in that column} */
	private static double right(final List<List<String>> rows, final int column) {
		final List<List<String>> labelled = rows.stream().filter(row -> !row.get(column).isEmpty()).toList();
		return (double) labelled.stream().filter(row -> row.get(column).equals(row.get(5))).count() / labelled.size();
	}

	@Test
	void cleanedAndOriginalDataAreDividedAlike() {
		clean();
		final LabelledImages before = LabelledImages.read(table, "", Monitor.NONE);
		final LabelledImages after = LabelledImages.read(cleaned, "", Monitor.NONE);
		assertEquals(before.positive(), after.positive());
		assertEquals(List.of(""), before.labellings().stream().map(Labelling::name).toList());
		assertEquals(List.of("", "original"), after.labellings().stream().map(Labelling::name).toList());
		assertEquals(IntStream.of(before.strata()).boxed().toList(), IntStream.of(after.strata()).boxed().toList());
		assertEquals(List.of(1, 2, 3), IntStream.of(after.trainable(new int[] { 0, 1, 2, 3 })).boxed().toList());
	}

	@Test
	void aDroppedImageCountsOnItsOriginalLabelOnly() {
		clean();
		final LabelledImages data = LabelledImages.read(cleaned, "", Monitor.NONE);
		final int even = data.classes().indexOf("even");
		final double[][] allEven = new double[4][2];
		for (final double[] row : allEven)
			row[even] = 1;
		final var figures = data.figures(new int[] { 0, 1, 2, 3 }, allEven);
		// p0 is rough, p1 even: cleaned (-, rough, even, rough), original (rough, rough, even, even).
		assertEquals(1.0 / 3, figures.get("accuracy"), 1e-12);
		assertEquals(0.5, figures.get("originalaccuracy"), 1e-12);
		assertTrue(Double.isNaN(data.figures(new int[] { 0 }, allEven).get("accuracy")));
		assertEquals(0, data.figures(new int[] { 0 }, new double[][] { allEven[0] }).get("originalaccuracy"));
	}

	@Test
	void knownTruthIsScoredIfItDiffers() {
		Dataset.write(cleaned, IntStream.range(0, samples.size()).mapToObj(i -> {
			final Sample s = samples.get(i);
			return new Sample(s.image(), s.patient(), s.side(), s.view(), i == 3 ? "rough" : s.label(), "", null, s.label(), s
				.extra());
		}).toList());
		final LabelledImages data = LabelledImages.read(cleaned, "", Monitor.NONE);
		assertEquals(List.of("", "truth"), data.labellings().stream().map(Labelling::name).toList());
		final ClassifierScores scores = data.labellings().get(1).scores(new int[] { 3 }, new double[][] { { 1, 0 } }, data
			.positive());
		assertEquals(1, scores.accuracy());
	}

	@Test
	void aClassThatIsCleanedAwayIsRefused() {
		Dataset.write(cleaned, samples.stream().map(sample -> sample.withExtra("original", sample.label()).withLabel(sample
			.patient().equals("p0") ? "" : sample.label())).toList());
		final String message = assertThrows(SonoflowException.Input.class, () -> step(cleaned,
			"gone").run(monitor)).getMessage();
		assertTrue(message.contains("rough") && message.contains("dropped or flipped"), message);
		assertFalse(Files.exists(folder.resolve("gone")));
		Dataset.write(cleaned, samples.stream().map(sample -> sample.withExtra("original", sample.label()).withLabel(sample
			.label().equals("rough") ? "" : sample.label())).toList());
		assertTrue(assertThrows(SonoflowException.Input.class, () -> LabelledImages.read(cleaned, "", monitor)).getMessage()
			.contains("all images have the label even"));
	}

	@Test
	void aColumnOfThatNameThatHoldsOtherThingsIsNotScored() {
		Dataset.write(cleaned, samples.stream().map(sample -> sample.withExtra("original", "scan_17.dcm")).toList());
		assertEquals(1, LabelledImages.read(cleaned, "", monitor).labellings().size());
		assertTrue(warned.stream().anyMatch(text -> text.contains("column original")), warned.toString());
	}

	@Test
	void trainingLeavesDroppedImagesOutAndScoresThem() {
		clean();
		final Path output = folder.resolve("trained");
		final TrainClassifier train = TrainClassifier.of(cleaned, output);
		train.set(Map.of("size", 32, "epochs", 1, "batch", 6, "backbonerate", 1e-4, "headrate", 1e-3, "markers", 0, "holdout",
			0.4, "device", "cpu", "seed", 1));
		train.run(monitor);
		final Tables.Table metrics = Tables.read(output.resolve("metrics.csv"));
		assertEquals(10, metrics.rows().size());
		assertEquals("originalaccuracy", metrics.rows().get(5).get(0));
		final Tables.Table predictions = Tables.read(output.resolve("predictions.csv"));
		assertEquals(right(moved(predictions.rows()), 6), Double.parseDouble(metrics.rows().get(5).get(1)), 1e-12);
	}

	/** Rows of Train's table with label and prediction where those of Cross-Validate are, and original after them. */
	private static List<List<String>> moved(final List<List<String>> rows) {
		return rows.stream().map(row -> List.of("", "", "", "", row.get(2), row.get(3), row.get(6))).toList();
	}
}
