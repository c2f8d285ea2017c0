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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real, very short trainings: that a run is complete, and that shards, interruptions and second verdicts change nothing. */
class FilterNoisyLabelsStepTest {

	private static final int IMAGES = 12;
	private static final List<String> RESULTS = List.of("suspicious.csv", "losses.csv", "dataset.csv", "trajectories.png",
		"histogram.png");

	@TempDir
	static Path shared;

	private static Path table;
	private static Path whole;

	@TempDir
	Path folder;

	@BeforeAll
	static void filter() {
		Torch.threads(1);
		table = Textures.write(shared.resolve("data"), IMAGES / 2, 32);
		whole = shared.resolve("whole");
		assertTrue(LabelNoiseRun.of(table, whole).step().run(Monitor.NONE).complete());
	}

	private static void assertSameResults(final Path actual) throws IOException {
		for (final String name : RESULTS)
			assertArrayEquals(Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(actual.resolve(name)), name);
	}

	private static Set<String> parts(final Path output) throws IOException {
		try (Stream<Path> files = Files.list(output.resolve("parts"))) {
			return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
		}
	}

	@Test
	void everythingPromisedIsWritten() throws IOException {
		assertEquals(Set.of("init1_seed3_fold1.json", "init1_seed3_fold2.json"), parts(whole));
		final Tables.Table suspicious = Tables.read(whole.resolve("suspicious.csv"));
		assertEquals(List.of("image", "patient", "label", "flags", "judgements", "suspicious", "conflict"), suspicious.header()
			.subList(0, 7));
		assertEquals(IMAGES, suspicious.rows().size());
		for (final List<String> row : suspicious.rows())
			assertEquals("1", row.get(4), row.toString());
		final Tables.Table losses = Tables.read(whole.resolve("losses.csv"));
		assertEquals(List.of("image", "init", "seed", "fold", "epoch", "loss"), losses.header());
		assertTrue(losses.rows().size() > IMAGES / 2 && losses.rows().size() <= 2 * IMAGES, losses.rows().size() + " rows");
		for (final List<String> row : losses.rows()) {
			assertEquals(List.of("scratch", "3"), row.subList(1, 3));
			assertTrue(Double.parseDouble(row.get(5)) > 0, row.toString());
		}
		assertEquals(Files.readString(table).replace("images/", "../data/images/"), Files.readString(whole.resolve(
			"dataset.csv")));
		assertEquals(2, HashFill.json(whole.resolve("run.json")).getAsJsonObject("figures").get("trainings").getAsInt());
	}

	@Test
	void heldOutImagesHaveNoLossAndTrainedOnesNoProbabilities() {
		final LabelNoiseTask task = new LabelNoiseTask(0, "scratch", 3, 1, 2, new int[0]);
		final String key = HashFill.json(whole.resolve("parts").resolve("init1_seed3_fold1.json")).get("key").getAsString();
		final var record = LabelNoisePart.store(whole).find("init1_seed3_fold1", key, part -> part.isWhole(IMAGES)).orElseThrow()
			.record(task);
		int trained = 0;
		for (int i = 0; i < IMAGES; i++) {
			if (record.judged()[i]) trained++;
			assertNotEquals(record.judged()[i], record.isHeldOut(i));
			assertTrue(record.judged()[i] || Double.isNaN(record.loss()[i][0]) && Double.isNaN(record.margin()[i][0]));
			// Of two classes, the loss of one draw is log(1 + exp(-margin)); of several it is a mean of such.
			if (!Double.isNaN(record.loss()[i][0])) assertTrue(record.loss()[i][0] >= Math.log1p(Math.exp(-record.margin()[i][0])) -
				1e-5);
		}
		assertEquals(IMAGES / 2, trained);
	}

	@Test
	void shardsGiveTheSameBytesAsOneProcess() throws IOException {
		final LabelNoiseRun run = LabelNoiseRun.of(table, shared.resolve("shards"));
		run.shard = "2/2";
		assertFalse(run.step().run(Monitor.NONE).complete());
		assertFalse(Files.exists(run.output.resolve("suspicious.csv")));
		run.shard = "1/2";
		assertTrue(run.step().run(Monitor.NONE).complete());
		assertSameResults(run.output);
		assertTrue(Files.exists(run.output.resolve("run.json")));
	}

	@Test
	void aKilledRunGoesOnAtTheUnfinishedTraining() throws IOException {
		final LabelNoiseRun run = LabelNoiseRun.of(table, shared.resolve("killed"));
		final List<String> told = new ArrayList<>();
		assertThrows(SonoflowException.Cancelled.class, () -> run.step().run(new Monitor() {

			@Override
			public void value(final String series, final double x, final double y) {
				told.add(series);
			}

			@Override
			public boolean isCancelled() {
				return told.size() == 3;
			}
		}));
		assertEquals(Set.of("init1_seed3_fold1.json"), parts(run.output));
		// A part that a crash of the machine cut short is no part.
		Files.writeString(run.output.resolve("parts").resolve("init1_seed3_fold1.json"), "{\"key\":\"");
		told.clear();
		run.step().run(new Monitor() {

			@Override
			public void value(final String series, final double x, final double y) {
				told.add(series);
			}
		});
		// The first training has lost its part; the second goes on from its checkpoint. Both tell their curves from the beginning.
		assertEquals(4, told.size(), told.toString());
		assertTrue(told.get(0).contains("fold 1") && told.get(2).contains("fold 2"), told.toString());
		assertSameResults(run.output);
	}

	/** Of two seeds the first is needed for a verdict, the second is not begun. */
	@Test
	void endedEarlyItIsThatOfTheSeedsThatAreWhole() throws IOException {
		final LabelNoiseRun run = LabelNoiseRun.of(table, shared.resolve("early"));
		run.seeds = 2;
		assertTrue(run.step().run(new Monitor() {

			@Override
			public boolean isFinishing() {
				return true;
			}
		}).complete());
		assertSameResults(run.output);
		assertEquals(Set.of("init1_seed3_fold1.json", "init1_seed3_fold2.json"), parts(run.output));
		assertTrue(Files.readString(run.output.resolve("run.json")).contains("\"early\": \"with 2 of 4 trainings"));
	}

	@Test
	void anotherVerdictOnTheSameTrainingsTrainsNothing() throws IOException {
		final LabelNoiseRun run = LabelNoiseRun.of(table, folder.resolve("again"));
		run.trainings = whole;
		run.threshold = 1e-6;
		run.count = 1;
		run.action = "flip";
		final List<String> told = new ArrayList<>();
		final var result = run.step().run(new Monitor() {

			@Override
			public void value(final String series, final double x, final double y) {
				told.add(series);
			}
		});
		assertEquals(List.of(), told);
		assertArrayEquals(Files.readAllBytes(whole.resolve("losses.csv")), Files.readAllBytes(run.output.resolve(
			"losses.csv")));
		assertTrue(result.findings().stream().anyMatch(each -> each.suspicious()));
		assertTrue(Tables.read(run.output.resolve("dataset.csv")).header().contains("original"));
	}

	/** A recipe that earlier versions had not makes other trainings, too; which key it is is said. */
	@Test
	void trainingsOfAnotherRecipeAreNotTaken() {
		final LabelNoiseRun run = LabelNoiseRun.of(table, folder.resolve("smooth"));
		run.trainings = whole;
		final FilterNoisyLabels step = run.step();
		step.training.recipe.smoothing = 0.1;
		final String message = assertThrows(SonoflowException.Input.class, () -> step.run(Monitor.NONE)).getMessage();
		assertTrue(message.contains("smoothing was 0.0, now 0.1"), message);
		assertFalse(Files.exists(run.output));
	}

	/** Two columns more, which follow from the losses; another judge finds them again. */
	@Test
	void onlineTellsWhomItSkipped() throws IOException {
		final LabelNoiseRun run = LabelNoiseRun.of(table, folder.resolve("online"));
		run.online = true;
		run.epochs = 8;
		final List<String> heard = new ArrayList<>();
		run.step().run(new Monitor() {

			@Override
			public void message(final String text) {
				heard.add(text);
			}
		});
		final Tables.Table losses = Tables.read(run.output.resolve("losses.csv"));
		assertEquals(List.of("epoch", "loss", "skipped"), losses.header().subList(4, 7));
		final Tables.Table suspicious = Tables.read(run.output.resolve("suspicious.csv"));
		assertEquals(List.of("published", "skipped", "firstskip"), suspicious.header().subList(11, 14));
		int all = 0;
		int images = 0;
		for (final List<String> row : suspicious.rows()) {
			final List<Integer> epochs = losses.rows().stream().filter(each -> each.get(0).equals(row.get(0)) && each.get(6).equals(
				"true")).map(each -> Integer.valueOf(each.get(4))).sorted().toList();
			assertEquals(List.of(Integer.toString(epochs.size()), epochs.isEmpty() ? "" : epochs.get(0).toString()), row.subList(12,
				14), row.toString());
			assertTrue(epochs.stream().allMatch(epoch -> epoch >= 5), epochs.toString());
			all += epochs.size();
			images += epochs.isEmpty() ? 0 : 1;
		}
		final String said = "online=true: " + images + " of 12 images were skipped in at least one epoch of a training, " + all +
			" times in all";
		assertTrue(heard.stream().anyMatch(text -> text.startsWith(said)), said + heard);
		assertEquals(images, HashFill.json(run.output.resolve("run.json")).getAsJsonObject("figures").get("skipped").getAsInt());
		anotherJudgeFindsThemAgain(run, suspicious);
	}

	private void anotherJudgeFindsThemAgain(final LabelNoiseRun run, final Tables.Table suspicious) {
		run.trainings = run.output;
		run.output = folder.resolve("margin");
		run.method = "margin";
		run.step().run(Monitor.NONE);
		assertEquals(skips(suspicious), skips(Tables.read(run.output.resolve("suspicious.csv"))));
		run.online = false;
		run.output = folder.resolve("off");
		final String message = assertThrows(SonoflowException.Input.class, () -> run.step().run(Monitor.NONE)).getMessage();
		assertTrue(message.contains("online was true, now false"), message);
	}

	private static Set<List<String>> skips(final Tables.Table suspicious) {
		return suspicious.rows().stream().map(row -> List.of(row.get(0), row.get(12), row.get(13))).collect(Collectors.toSet());
	}
}
