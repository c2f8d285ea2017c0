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
package io.sonoflow.step.labelnoise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.label.TrainingRecord;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Folds;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.LabelledImages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way from recorded trainings to tables and data set: trainings are written by the test, in which networks could not
 * believe the labels that were planted wrong.
 */
class FilterNoisyLabelsVerdictTest {

	private static final int PATIENTS = 6;
	private static final int VIEWS = 2;
	private static final int EPOCHS = 2;
	/** A view whose sibling is right, and both views of a testis. */
	private static final List<String> PLANTED = List.of("p1_v0", "p3_v0", "p3_v1");
	/** What the networks did not believe: also a view whose label is right, as is its sibling's. */
	private static final List<String> DOUBTED = List.of("p1_v0", "p2_v1", "p3_v0", "p3_v1");

	@TempDir
	Path folder;

	private Path table;
	private LabelNoiseRun run;

	@BeforeEach
	void write() {
		Torch.threads(1);
		final List<Sample> samples = new ArrayList<>();
		for (int p = 0; p < PATIENTS; p++)
			for (int v = 0; v < VIEWS; v++) {
				final String name = "p" + p + "_v" + v;
				final Path file = folder.resolve("data").resolve(name + ".png").toAbsolutePath();
				ImageFiles.writePng(file, Images.bytes(new byte[32 * 32], 32, 32));
				final String truth = p % 2 == 0 ? "even" : "rough";
				final String label = PLANTED.contains(name) ? "even" : truth;
				samples.add(new Sample(file, "p" + p, "left", "v" + v, label, "", null, truth, Map.of("score", "0.5")));
			}
		table = folder.resolve("data").resolve("dataset.csv");
		Dataset.write(table, samples);
		run = LabelNoiseRun.of(table, folder.resolve("out"));
		run.seeds = 2;
		run.count = 2;
	}

	/** Writes what the trainings of the run would leave if they took to all labels but the planted ones. */
	private void record() {
		final FilterNoisyLabels step = run.step();
		final LabelledImages data = LabelledImages.read(table, "", Monitor.NONE);
		final List<LabelNoiseTask> tasks = new ArrayList<>();
		for (int s = 0; s < run.seeds; s++)
			for (int fold = 1; fold <= run.folds; fold++)
				tasks.add(new LabelNoiseTask(0, "scratch", step.computation.seed + s, fold, run.folds,
					Folds.grouped(data.groups(false), data
					.labels(), data.classes(), run.folds, step.computation.seed + s)));
		final LabelNoiseParts parts = LabelNoiseParts.of(step, tasks, data.size(), Map.of(), Monitor.NONE);
		run.trainings = folder.resolve("recorded");
		RunFolder.execute(new RunFolder.Run("test", step, run.trainings, false, List.of()), Monitor.NONE, recorded -> {
			tasks.forEach(task -> parts.write(recorded, task, record(data, task)));
			return null;
		});
	}

	private static TrainingRecord record(final LabelledImages data, final LabelNoiseTask task) {
		final int n = data.size();
		final double[][] loss = new double[n][EPOCHS];
		final double[][] margin = new double[n][EPOCHS];
		final double[][] heldOut = new double[n][2];
		final boolean[] judged = new boolean[n];
		for (int i = 0; i < n; i++) {
			judged[i] = task.foldOf()[i] != task.fold() - 1;
			final boolean wrong = DOUBTED.stream().anyMatch(data.name(i)::startsWith);
			Arrays.fill(loss[i], !judged[i] ? Double.NaN : wrong ? 2.5 : 0.2);
			Arrays.fill(margin[i], !judged[i] ? Double.NaN : wrong ? -2 : 2);
			final int believed = wrong ? 1 - data.labels()[i] : data.labels()[i];
			heldOut[i][believed] = judged[i] ? Double.NaN : 0.9;
			heldOut[i][1 - believed] = judged[i] ? Double.NaN : 0.1;
		}
		return new TrainingRecord(task.init(), task.seed(), task.fold(), loss, margin, judged, heldOut);
	}

	private Map<String, List<String>> rows(final String file) {
		final Map<String, List<String>> rows = new java.util.LinkedHashMap<>();
		for (final List<String> row : Tables.read(run.output.resolve(file)).rows())
			rows.put(row.get(0).replaceAll(".*/|\\.png", ""), row);
		return rows;
	}

	private Map<String, Sample> cleaned() {
		final Map<String, Sample> samples = new java.util.LinkedHashMap<>();
		for (final Sample sample : Dataset.read(run.output.resolve("dataset.csv"), Monitor.NONE).samples())
			samples.put(sample.image().getFileName().toString().replace(".png", ""), sample);
		return samples;
	}

	private List<String> filter() {
		record();
		return filter(run.step());
	}

	/** {@return the warnings} */
	private static List<String> filter(final FilterNoisyLabels step) {
		final List<String> warned = new ArrayList<>();
		step.run(new Monitor() {

			@Override
			public void warn(final String text) {
				warned.add(text);
			}
		});
		return warned;
	}

	@Test
	void plantedLabelsComeFirstAndConflictsAreShown() throws IOException {
		final List<String> warned = filter();
		final Map<String, List<String>> rows = rows("suspicious.csv");
		assertEquals(DOUBTED, rows.keySet().stream().limit(4).sorted().toList());
		rows.forEach((name, row) -> assertEquals(Boolean.toString(DOUBTED.contains(name)), row.get(5), row.toString()));
		assertEquals(List.of("p1", "even", "2", "2", "true", "labels differ; views disagree"), rows.get("p1_v0").subList(1,
			7));
		assertEquals("labels differ; views disagree", rows.get("p1_v1").get(6));
		assertEquals("", rows.get("p3_v0").get(6));
		assertEquals("rough", rows.get("p3_v0").get(8));
		assertEquals("", rows.get("p1_v1").get(8));
		assertEquals(2, warned.stream().filter(text -> text.startsWith("Conflicts")).count(), warned.toString());
		final JsonObject figures = HashFill.json(run.output.resolve("run.json")).getAsJsonObject("figures");
		assertEquals(4, figures.get("suspicious").getAsInt());
		assertEquals(3, figures.get("wronglabelsfound").getAsInt());
		assertEquals(1, figures.get("falsealarms").getAsInt());
		assertEquals(Files.readString(table).replaceAll("(?m)^p", "../data/p"), Files.readString(run.output.resolve(
			"dataset.csv")));
	}

	/** Doubted images have a high loss in all epochs, so that each number of epochs flags them in every judgement. */
	@Test
	void countsStandSideBySideAndFewJudgementsAreSaid() throws IOException {
		record();
		final FilterNoisyLabels step = run.step();
		step.verdict.count = "2, 1,2";
		final List<String> warned = filter(step);
		final List<List<String>> flagged = Tables.read(run.output.resolve("flagged.csv")).rows();
		final int most = 2 * (run.folds - 1);
		assertEquals(3 * most, flagged.size());
		final String doubted = flagged.get(0).get(2);
		assertTrue(Integer.parseInt(doubted) > 0);
		for (final List<String> row : flagged)
			assertEquals(doubted, row.get(2), row.toString());
		assertTrue(warned.stream().anyMatch(text -> text.contains(most + " of " + most + " judgements") && text.contains(
			"published rule has 16")), warned.toString());
	}

	@Test
	void droppedLabelsAreEmptyAndTheOriginalIsKept() {
		run.action = "drop";
		filter();
		cleaned().forEach((name, sample) -> {
			assertEquals(DOUBTED.contains(name), sample.isDropped(), name);
			assertEquals(sample.truth().equals("even") || PLANTED.contains(name) ? "even" : "rough", sample.original());
			assertEquals("0.5", sample.extra().get("score"));
		});
		assertEquals("views disagree", rows("suspicious.csv").get("p1_v1").get(6));
	}

	@Test
	void flippedLabelsAreTheOtherOnesAndConflictsAreThoseAfterwards() {
		run.action = "flip";
		filter();
		cleaned().forEach((name, sample) -> {
			assertEquals(name.equals("p2_v1") ? "rough" : sample.truth(), sample.label(), name);
			assertEquals(PLANTED.contains(name) ? "even" : sample.truth(), sample.original(), name);
		});
		// Before, the labels of p1 differed; after the flip they agree. With p2 it is the other way round.
		assertEquals("views disagree", rows("suspicious.csv").get("p1_v0").get(6));
		assertEquals("labels differ; views disagree", rows("suspicious.csv").get("p2_v0").get(6));
	}

	@Test
	void aTestisIsActedOnAsAWhole() {
		run.action = "flip";
		run.unit = "testis";
		filter();
		final Map<String, List<String>> rows = rows("suspicious.csv");
		// One view of p2 is believed, so both are; the odd view of p1 is judged by itself.
		assertEquals("false", rows.get("p2_v1").get(5));
		assertEquals("views disagree", rows.get("p2_v1").get(6));
		assertEquals("true", rows.get("p1_v0").get(5));
		cleaned().forEach((name, sample) -> assertEquals(sample.truth(), sample.label(), name));
	}

	@Test
	void everyMethodFindsThem() {
		for (final String method : List.of("confident", "margin", "combined")) {
			run = LabelNoiseRun.of(table, folder.resolve(method));
			run.seeds = 2;
			run.method = method;
			run.unit = "testis";
			run.action = "flip";
			if (!Files.exists(folder.resolve("recorded"))) record();
			run.trainings = folder.resolve("recorded");
			run.step().run(Monitor.NONE);
			cleaned().forEach((name, sample) -> assertTrue(name.startsWith("p2") || sample.truth().equals(sample.label()),
				method + " " + name));
		}
	}

	@Test
	void aSecondPassKeepsTheFirstOriginals() {
		run.action = "drop";
		filter();
		table = run.output.resolve("dataset.csv");
		final Path first = run.output;
		run = LabelNoiseRun.of(table, folder.resolve("second"));
		run.action = "flip";
		run.seeds = 2;
		// All that is left is believed; what was dropped is carried through.
		recordedForKept().run(Monitor.NONE);
		final Map<String, Sample> samples = cleaned();
		assertEquals(PATIENTS * VIEWS, samples.size());
		assertEquals(DOUBTED, samples.entrySet().stream().filter(each -> each.getValue().isDropped()).map(Map.Entry::getKey)
			.toList());
		assertEquals(Dataset.read(first.resolve("dataset.csv"), Monitor.NONE).samples(), List.copyOf(samples.values()));
	}

	private FilterNoisyLabels recordedForKept() {
		final LabelledImages kept = LabelledImages.of(Dataset.read(table, Monitor.NONE).withoutDropped(), "", Monitor.NONE);
		final FilterNoisyLabels step = run.step();
		final List<LabelNoiseTask> tasks = IntStream.range(0, 4).mapToObj(k -> new LabelNoiseTask(0, "scratch",
			step.computation.seed + k / 2, k %
			2 + 1, 2, Folds.grouped(kept.groups(false), kept.labels(), kept.classes(), 2, step.computation.seed + k / 2))).toList();
		final LabelNoiseParts parts = LabelNoiseParts.of(step, tasks, kept.size(), Map.of(), Monitor.NONE);
		run.trainings = folder.resolve("recorded again");
		RunFolder.execute(new RunFolder.Run("test", step, run.trainings, false, List.of()), Monitor.NONE, recorded -> {
			tasks.forEach(task -> parts.write(recorded, task, record(kept, task)));
			return null;
		});
		return run.step();
	}

	private void assertRefused(final String... parts) {
		final String message = assertThrows(SonoflowException.class, () -> run.step().run(Monitor.NONE)).getMessage();
		for (final String part : parts)
			assertTrue(message.contains(part), message);
		assertFalse(Files.exists(run.output), message);
	}

	private void edit(final UnaryOperator<String> change) throws IOException {
		Files.writeString(table, change.apply(Files.readString(table)));
	}

	@Test
	void wrongKeysAreRefusedBeforeAnyWork() {
		run.judgements = 3;
		assertRefused("judgements=3", "from 0 to 2");
		run.judgements = 0;
		run.count = 3;
		assertRefused("count=3", "from 1 to 2");
		run.count = 1;
		run.threshold = -1;
		assertRefused("threshold=-1");
		run.threshold = 1;
		run.method = "spike";
		assertRefused("method=spike", "spikes");
		run.method = "spikes";
		run.action = "delete";
		assertRefused("action=delete", "report | drop | flip");
		run.action = "report";
		run.unit = "patient";
		assertRefused("unit=patient", "view | testis");
		run.unit = "view";
		run.weights = ",";
		assertRefused("weights", "twice");
		run.weights = folder.resolve("none.pth").toString();
		assertRefused("weights=", "none.pth is not a file");
		run.weights = "";
		run.trainings = folder.resolve("nowhere");
		assertRefused("trainings=", "there is no such file or folder");
		run.trainings = folder.resolve("data");
		assertRefused("trainings=", "none of the trainings");
	}

	@Test
	void wrongDataIsRefusedBeforeAnyWork() throws IOException {
		run.unit = "testis";
		edit(text -> text.replace("left", ""));
		assertRefused("unit=testis", "patient and side");
		run.unit = "view";
		run.action = "flip";
		edit(text -> text.replaceFirst("even,even", "smooth,even"));
		assertRefused("action=flip", "even, rough, smooth");
		edit(text -> text.replaceAll("(rough|even|smooth),(rough|even)", "even,$2"));
		assertRefused("all images have the label even");
	}
}
