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

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three classifier steps on small textures: that runs are complete, repeatable, divisible and resumable. */
class ClassifierStepsTest {

	private static final int SEEDS = 2;

	@TempDir
	static Path shared;

	private static Path table;
	private static Path whole;

	@TempDir
	Path folder;

	@BeforeAll
	static void crossValidate() {
		Torch.threads(1);
		table = Textures.write(shared.resolve("data ä"), 12, 32);
		whole = shared.resolve("whole");
		final var result = step(whole, "1/1").run(Monitor.NONE);
		assertTrue(result.complete());
		assertEquals(4, result.folds().size());
	}

	private static CrossValidateClassifier step(final Path output, final String shard) {
		final CrossValidateClassifier step = CrossValidateClassifier.of(table, output);
		step.set(Map.of("size", 32, "epochs", 1, "batch", 4, "backbonerate", 1e-4, "headrate", 1e-3, "markers", 1, "folds",
			2, "seeds", SEEDS, "device", "cpu", "seed", 5));
		step.computation.shard = shard;
		return step;
	}

	/** Everything but the records of the runs, which hold times. */
	private static Set<String> files(final Path output) throws IOException {
		try (Stream<Path> walk = Files.walk(output)) {
			return new TreeSet<>(walk.filter(Files::isRegularFile).map(file -> output.relativize(file).toString()).filter(
				name -> !name.startsWith("run") && !name.startsWith(".")).toList());
		}
	}

	private static void assertSameResults(final Path expected, final Path actual) throws IOException {
		assertEquals(files(expected), files(actual));
		for (final String name : files(expected))
			assertArrayEquals(Files.readAllBytes(expected.resolve(name)), Files.readAllBytes(actual.resolve(name)), name);
	}

	@Test
	void everySampleIsTestedOnceASeedAndPatientsStayTogether() {
		final Tables.Table predictions = Tables.read(whole.resolve("predictions.csv"));
		assertEquals(List.of("image", "patient", "seed", "fold", "label", "prediction", "p_even", "p_rough"), predictions
			.header());
		assertEquals(24 * SEEDS, predictions.rows().size());
		final Set<String> tested = new HashSet<>();
		final Set<String> patientFolds = new HashSet<>();
		for (final List<String> row : predictions.rows()) {
			assertTrue(tested.add(row.get(2) + row.get(0)), row.toString());
			patientFolds.add(row.get(2) + row.get(1) + " " + row.get(3));
			assertEquals(1, Double.parseDouble(row.get(6)) + Double.parseDouble(row.get(7)), 1e-12);
			assertEquals(Double.parseDouble(row.get(7)) > Double.parseDouble(row.get(6)) ? "rough" : "even", row.get(5));
		}
		assertEquals(12 * SEEDS, patientFolds.size());
	}

	@Test
	void everythingPromisedIsWritten() throws IOException {
		final Set<String> expected = new TreeSet<>(List.of("folds.csv", "summary.csv", "predictions.csv", "duplicates.csv",
			"confusion.png",
			"curves.png", "roc.png", "parts/leaks.json"));
		for (final int seed : new int[] { 5, 6 })
			for (int fold = 1; fold <= 2; fold++)
				for (final String name : List.of("models/%s.safetensors", "parts/%s.json", "splits/%s.csv"))
					expected.add(String.format(name, "seed" + seed + "_fold" + fold));
		assertEquals(expected, files(whole));
		final Tables.Table folds = Tables.read(whole.resolve("folds.csv"));
		assertEquals(List.of("seed", "fold", "accuracy", "precision", "recall", "f1", "auc"), folds.header());
		final Tables.Table summary = Tables.read(whole.resolve("summary.csv"));
		assertEquals("accuracy", summary.rows().get(0).get(0));
		assertEquals(folds.rows().stream().mapToDouble(row -> Double.parseDouble(row.get(2))).average().orElseThrow(), Double
			.parseDouble(summary.rows().get(0).get(1)), 1e-12);
		final JsonObject run = HashFill.json(whole.resolve("run.json"));
		assertEquals("finished", run.get("status").getAsString());
		assertEquals("rough", run.getAsJsonObject("figures").get("positive").getAsString());
		assertEquals("cpu", run.get("device").getAsString());
	}

	@Test
	void splitsAreDataSetsOfTheHeldOutPart() {
		final Dataset held = Dataset.read(whole.resolve("splits").resolve("seed5_fold1.csv"), Monitor.NONE);
		final List<Path> tested = new ArrayList<>();
		for (final List<String> row : Tables.read(whole.resolve("predictions.csv")).rows())
			if (row.get(2).equals("5") && row.get(3).equals("1")) tested.add(table.getParent().resolve(row.get(0)));
		assertEquals(tested, held.samples().stream().map(Sample::image).toList());
	}

	@Test
	void shardsGiveTheSameBytesAsOneProcess() throws IOException {
		final Path output = folder.resolve("whole");
		final var first = step(output, "1/2").run(Monitor.NONE);
		assertFalse(first.complete());
		assertFalse(Files.exists(output.resolve("folds.csv")));
		assertFalse(Files.exists(output.resolve("run.json")));
		final var second = step(output, "2/2").run(Monitor.NONE);
		assertTrue(second.complete());
		assertTrue(Files.exists(output.resolve("run.json")));
		for (final String name : List.of("folds.csv", "summary.csv", "predictions.csv", "confusion.png", "roc.png"))
			assertArrayEquals(Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(output.resolve(name)), name);
		for (final String name : List.of("models/seed5_fold2.safetensors", "models/seed6_fold1.safetensors"))
			assertArrayEquals(Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(output.resolve(name)), name);
	}

	@Test
	void anInterruptedRunGoesOnAtTheUnfinishedFold() throws IOException {
		final Path output = shared.resolve("resumed");
		final List<String> trained = new ArrayList<>();
		final Monitor interrupt = new Monitor() {

			@Override
			public void value(final String series, final double x, final double y) {
				trained.add(series);
			}

			@Override
			public boolean isCancelled() {
				return trained.size() == 2;
			}
		};
		final String told = assertThrows(SonoflowException.Cancelled.class, () -> step(output, "1/1").run(interrupt)).getMessage();
		assertTrue(told.contains(": 1 of 4 trainings, and of the next the training up to step 3 of 3. Run"), told);
		assertTrue(Files.exists(output.resolve("parts").resolve("seed5_fold1.json")));
		assertFalse(Files.exists(output.resolve("parts").resolve("seed5_fold2.json")));
		assertEquals("cancelled", HashFill.json(output.resolve("run.json")).get("status").getAsString());
		final List<String> again = new ArrayList<>();
		step(output, "1/1").run(new Monitor() {

			@Override
			public void value(final String series, final double x, final double y) {
				again.add(series);
			}
		});
		// The second training goes on from its checkpoint, and tells its curve from the beginning.
		assertEquals(3, again.size(), again.toString());
		assertTrue(again.get(0).contains("seed 5, fold 2"), again.toString());
		assertSameResults(whole, output);
	}

	/** And never goes on in another precision. */
	@Test
	void inBfloat16ItIsRepeatableAndResumableToo() throws IOException {
		final Path straight = folder.resolve("straight");
		assertTrue(half(straight, "bf16").run(Monitor.NONE).complete());
		assertFalse(Arrays.equals(Files.readAllBytes(whole.resolve("models/seed5_fold1.safetensors")), Files.readAllBytes(straight
			.resolve("models/seed5_fold1.safetensors"))), "another precision");
		final Path broken = folder.resolve("broken");
		final List<String> trained = new ArrayList<>();
		assertThrows(SonoflowException.Cancelled.class, () -> half(broken, "bf16").run(new Monitor() {

			@Override
			public void value(final String series, final double x, final double y) {
				trained.add(series);
			}

			@Override
			public boolean isCancelled() {
				return trained.size() == 1;
			}
		}));
		final var error = assertThrows(SonoflowException.Input.class, () -> half(broken, "fp32").run(Monitor.NONE));
		assertTrue(error.getMessage().contains("precision was \"bf16\""), error.getMessage());
		half(broken, "bf16").run(Monitor.NONE);
		assertSameResults(straight, broken);
		assertTrue(Files.readString(straight.resolve("run.json")).contains("\"precision\": \"bf16\""));
	}

	private static CrossValidateClassifier half(final Path output, final String precision) {
		final CrossValidateClassifier step = step(output, "1/1");
		step.set(Map.of("seeds", 1, "precision", precision));
		return step;
	}

	/** The folds of the first seed are needed for any result; the second seed is not begun. */
	@Test
	void endedEarlyItIsThatOfTheSeedsThatAreWhole() throws IOException {
		final Path output = folder.resolve("whole");
		final var result = step(output, "1/1").run(new Monitor() {

			@Override
			public boolean isFinishing() {
				return true;
			}
		});
		assertEquals(2, result.folds().size());
		assertEquals(Tables.read(whole.resolve("folds.csv")).rows().subList(0, 2), Tables.read(output.resolve("folds.csv"))
			.rows());
		assertEquals(Tables.read(whole.resolve("predictions.csv")).rows().subList(0, 24), Tables.read(output.resolve(
			"predictions.csv")).rows());
		assertEquals("with 2 of 4 trainings, those of the seeds whose folds are all trained", HashFill.json(output.resolve(
			"run.json")).get("early").getAsString());
		assertFalse(Files.exists(output.resolve("checkpoints")));
	}

	private TrainClassifier train(final Path output, final Path weights, final double holdout) {
		final TrainClassifier step = TrainClassifier.of(table, output);
		step.set(Map.of("positive", "even", "size", 32, "epochs", 1, "batch", 4, "backbonerate", 1e-4, "headrate", 1e-3,
			"markers", 0, "device", "cpu", "seed", 3));
		step.network.weights = weights == null ? null : weights.toFile();
		step.test.holdout = holdout;
		return step;
	}

	@Test
	void aTrainedModelClassifiesAsItDidInItsTest() throws IOException {
		final Path output = folder.resolve("trained");
		final var result = train(output, whole.resolve("models").resolve("seed5_fold1.safetensors"), 0.25).run(
			Monitor.NONE);
		assertEquals(Set.of("curves.png", "metrics.csv", "model.safetensors", "predictions.csv", "roc.png", "seen.csv",
			"seenscores.csv"), files(output));
		final Tables.Table predictions = Tables.read(output.resolve("predictions.csv"));
		assertEquals(6, predictions.rows().size());
		final Tables.Table metrics = Tables.read(output.resolve("metrics.csv"));
		assertEquals(List.of("metric", "value", "alwaysnegative", "random"), metrics.header());
		assertEquals(result.scores().orElseThrow().accuracy(), Double.parseDouble(metrics.rows().get(0).get(1)));

		final Path classified = folder.resolve("classified");
		final var rows = new ClassifyUltrasound(Map.of("model", result.model(), "input", table, "output", classified, "device",
			"cpu")).run(Monitor.NONE).rows();
		assertEquals(24, rows.size());
		final Tables.Table all = Tables.read(classified.resolve("predictions.csv"));
		assertEquals(List.of("image", "prediction", "p_even", "p_rough", "warning"), all.header());
		for (final List<String> row : predictions.rows()) {
			final List<String> same = all.rows().stream().filter(other -> other.get(0).equals(row.get(0))).findFirst()
				.orElseThrow();
			assertEquals(row.get(3), same.get(1));
			assertEquals(Double.parseDouble(row.get(4)), Double.parseDouble(same.get(2)), 1e-6);
		}
	}

	@Test
	void withoutHoldoutNothingIsTestedAndThatIsSaid() {
		final Path output = folder.resolve("all");
		final List<String> warned = new ArrayList<>();
		final var result = train(output, null, 0).run(new Monitor() {

			@Override
			public void warn(final String text) {
				warned.add(text);
			}
		});
		assertTrue(result.scores().isEmpty());
		assertTrue(warned.stream().anyMatch(text -> text.startsWith("holdout=0")), warned.toString());
		assertNotEquals(0, result.losses()[0]);
	}
}
