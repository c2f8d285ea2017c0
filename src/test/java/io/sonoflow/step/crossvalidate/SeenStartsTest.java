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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.LearnedRole;
import io.sonoflow.dataset.learned.SetDigests;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.run.RunInfo;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.step.compare.CompareClassifiers;
import io.sonoflow.step.data.SeenCheck;
import io.sonoflow.step.marks.InsertMarkers;
import io.sonoflow.step.pretrain.PretrainEncoder;
import io.sonoflow.train.Textures;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published study's situation, an encoder pretrained on the patients who are tested later, and others. */
class SeenStartsTest {

	@TempDir
	static Path folder;

	private static Path data;
	private static Path labelled;

	@BeforeAll
	static void write() {
		Torch.threads(1);
		data = Textures.write(folder.resolve("data"), 10, 32);
		labelled = part("labelled", "p0", "p1", "p2", "p3", "p4", "p6");
	}

	/** {@return a table of some of the patients} */
	private static Path part(final String name, final String... patients) {
		final List<Sample> samples = Dataset.read(folder.resolve("data/dataset.csv"), Monitor.NONE).samples();
		final Path table = folder.resolve("data").resolve(name + ".csv");
		Dataset.write(table, samples.stream().filter(sample -> Set.of(patients).contains(sample.patient())).toList());
		return table;
	}

	private static Path encoder(final String name, final Path input) {
		final PretrainEncoder step = PretrainEncoder.of(input, folder.resolve(name));
		step.set(Map.of("size", 32, "steps", 1, "batch", 4, "chunk", 4, "device", "cpu"));
		return step.run(Monitor.NONE).encoder();
	}

	private static Path validated(final String name, final Path weights) {
		return validated(name, weights, Map.of());
	}

	private static Path validated(final String name, final Path weights, final Map<String, String> more) {
		final CrossValidateClassifier step = CrossValidateClassifier.of(labelled, folder.resolve(name));
		step.set(more);
		step.set(Map.of("weights", weights.toString(), "size", 32, "epochs", 1, "batch", 8, "folds", 2, "seeds", 1, "device", "cpu"));
		final List<String> heard = new ArrayList<>();
		assertTrue(step.run(new Monitor() {

			@Override
			public void warn(final String text) {
				heard.add(text);
			}

			@Override
			public List<String> warnings() {
				return heard;
			}
		}).complete());
		return folder.resolve(name);
	}

	private static List<List<String>> rows(final Path file) {
		return Tables.read(file).rows();
	}

	private static String warnings(final Path run) {
		return String.join("\n", RunInfo.read(run).warnings());
	}

	@Test
	void theShareIsNamedThroughEveryStep() throws Exception {
		final Path others = validated("b", encoder("others", part("elsewhere", "p5", "p7", "p8", "p9")));
		assertEquals(List.of(List.of("weights", "encoder.safetensors", "encoder", "folds", "6", "0", "0", "12", "0")), rows(others
			.resolve("seen.csv")));
		assertFalse(warnings(others).contains("learned from"), warnings(others));
		assertFalse(Files.exists(others.resolve("seenscores.csv")));
		assertFalse(Tables.read(others.resolve("predictions.csv")).header().contains("seen"));
		final Path some = validated("c", encoder("some", part("partly", "p0", "p5", "p7")), Map.of("test", part("tested",
			"p5", "p8").toString()));
		someOfThePatients(some);
		final Path all = everyPatient();
		compared(others, some, all);
	}

	/** One of six: warned, and the scores of the other five beside. */
	private static void someOfThePatients(final Path some) {
		assertTrue(warnings(some).contains("1 of 6 test patients (17 %) and 2 of 12 test images (folds) are among those that " +
			"weights=encoder.safetensors learned from (pretrained on them, without labels)"), warnings(some));
		final Tables.Table scores = Tables.read(some.resolve("seenscores.csv"));
		assertEquals(List.of("folds all 6 12 2", "folds unseen 5 10 2", "folds seen 1 2 1", "test all 2 4 2", "test unseen 1 2 2",
			"test seen 1 2 2"), scores.rows().stream().map(
			row -> String.join(" ", row.subList(0, 5))).toList());
		final Tables.Table predictions = Tables.read(some.resolve("predictions.csv"));
		assertEquals(Set.of("p0"), predictions.rows().stream().filter(row -> row.get(predictions.column("seen")).equals("true")).map(
			row -> row.get(predictions.column("patient"))).collect(Collectors.toSet()));
		final Tables.Table tested = Tables.read(some.resolve("testpredictions.csv"));
		assertEquals(List.of("p5 true", "p5 true", "p8 false", "p8 false"), tested.rows().stream().map(row -> row.get(tested.column(
			"patient")) + " " + row.get(tested.column("seen"))).toList());
		final double[] right = Arrays.stream(new int[] { 1, 2 }).mapToDouble(fold -> predictions.rows().stream().filter(row -> row
			.get(predictions.column("fold")).equals(Integer.toString(fold)) && row.get(predictions.column("seen")).equals("false"))
			.mapToDouble(row -> row.get(predictions.column("label")).equals(row.get(predictions.column("prediction"))) ? 1 : 0)
			.average().orElseThrow()).toArray();
		assertEquals((right[0] + right[1]) / 2, Double.parseDouble(scores.rows().get(1).get(scores.column("accuracy"))), 1e-9);
		final Tables.Table summary = Tables.read(some.resolve("summary.csv"));
		assertEquals(summary.rows().get(0).get(1), scores.rows().get(0).get(scores.column("accuracy")), "as in the summary");
	}

	/** As published: all that is labelled lies in what the encoder saw; a classifier between the two changes nothing. */
	private static Path everyPatient() {
		final TrainClassifier between = TrainClassifier.of(part("next", "p5", "p8", "p9"), folder.resolve("between"));
		between.set(Map.of("weights", encoder("superset", data).toString(), "size", 32, "epochs", 1, "holdout", 0, "device", "cpu"));
		final Path model = between.run(Monitor.NONE).model();
		assertEquals("classifier: 6 images of 3 named patients; encoder: 20 images of 10 named patients", LearnedFrom.header(Weights
			.read(model).metadata()).describe());
		final Path all = validated("a", model);
		assertEquals(List.of("classifier 6 0 0 12 0", "encoder 6 6 0 12 12", "any 6 6 0 12 12"), rows(all.resolve("seen.csv"))
			.stream().map(row -> row.get(2) + " " + String.join(" ", row.subList(4, 9))).toList());
		assertTrue(warnings(all).contains("6 of 6 test patients (100 %)") && warnings(all).contains("No test patient is left"),
			warnings(all));
		assertTrue(LearnedFrom.header(Weights.read(all.resolve("models/seed0_fold1.safetensors")).metadata()).describe().startsWith(
			"classifier: 6 images of 3 named patients; classifier: 6 images of 3"), "what a fold learned comes first");
		return all;
	}

	private static void compared(final Path others, final Path some, final Path all) {
		CompareClassifiers.of(List.of(others, some), folder.resolve("two")).run(Monitor.NONE);
		assertEquals(List.of("b 0", "c 1"), rows(folder.resolve("two/seen.csv")).stream().map(row -> row.get(0) + " " + row.get(6))
			.toList());
		assertTrue(warnings(folder.resolve("two")).contains("(b: 0 of 6; c: 1 of 6): a difference may come from that. " +
			"comparisonunseen.csv"), warnings(folder.resolve("two")));
		final Tables.Table scores = Tables.read(some.resolve("seenscores.csv"));
		final Tables.Table unseen = Tables.read(folder.resolve("two/comparisonunseen.csv"));
		assertEquals(scores.rows().get(1).get(scores.column("accuracy")), unseen.rows().stream().filter(row -> row.get(0).equals(
			"c") && row.get(1).equals("accuracy")).findFirst().orElseThrow().get(2), "both leave out the same images");
		CompareClassifiers.of(List.of(others, all), folder.resolve("none")).run(Monitor.NONE);
		assertTrue(warnings(folder.resolve("none")).contains("Too few patients are left"), warnings(folder.resolve("none")));
		assertFalse(Files.exists(folder.resolve("none/comparisonunseen.csv")));
	}

	/** A start may have seen those who are trained on. */
	@Test
	void onlyWhoIsTestedCounts() {
		final List<Sample> samples = Dataset.read(data, Monitor.NONE).samples();
		final SetDigests set = SetDigests.of(samples, i -> ImageFiles.readGray(samples.get(i).image()), Monitor.NONE);
		final SeenCheck check = new SeenCheck(List.of(new SeenCheck.Source("weights", "encoder", set.recorder(1, Monitor.NONE)
			.record(LearnedRole.ENCODER, new int[] { 0 }))));
		check.look("holdout", set, new int[] { 2, 3 }, Monitor.NONE);
		assertEquals(0, check.seen("holdout").length);
		check.look("test", set, new int[] { 1, 2 }, Monitor.NONE);
		assertEquals(List.of(false, true, false), List.of(check.seen("test")[0], check.seen("test")[1], check.seen("test")[2]));
	}

	/** What a step makes of generated images says what their generator learned from. */
	@Test
	void dataSetsInherit() {
		final Path generated = Textures.write(folder.resolve("generated"), 2, 32).getParent();
		final LearnedFrom said = LearnedFrom.unknown(LearnedRole.GENERATOR);
		said.write(generated);
		InsertMarkers.of(generated, folder.resolve("marked")).run(Monitor.NONE);
		assertEquals(said, LearnedFrom.beside(folder.resolve("marked/dataset.csv")));
		InsertMarkers.of(data, folder.resolve("real")).run(Monitor.NONE);
		assertFalse(Files.exists(folder.resolve("real").resolve(LearnedFrom.FILE)), "real images say nothing");
	}
}
