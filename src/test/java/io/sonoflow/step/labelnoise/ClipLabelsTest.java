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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.label.TrainingRecord;
import io.sonoflow.curate.review.ReviewItem;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clip is searched, judged, reviewed and relabelled as one, whatever the number of its frames. */
class ClipLabelsTest {

	private static final int PATIENTS = 4, CLIPS = 2 * PATIENTS, FRAMES = 3, SIDE = 32;

	@TempDir
	private static Path shared;

	private static Path table;
	private static LabelNoiseRun search;

	/** Each patient has two clips of frames that are rows. */
	@BeforeAll
	static void search() {
		Torch.threads(1);
		final List<Sample> rows = new ArrayList<>();
		for (int clip = 0; clip < CLIPS; clip++)
			for (int f = 0; f < FRAMES; f++) {
				final RandomStream random = RandomStream.of(1, "clip", clip, f);
				final byte[] pixels = new byte[SIDE * SIDE];
				for (int i = 0; i < pixels.length; i++)
					pixels[i] = (byte) (40 * (clip / 2 % 2) + random.nextInt(100));
				final Path file = shared.resolve("data/c" + clip + "_" + f + ".png").toAbsolutePath();
				ImageFiles.writePng(file, Images.bytes(pixels, SIDE, SIDE));
				rows.add(new Sample(file, "p" + clip / 2, "", "", clip / 2 % 2 == 0 ? "dark" : "light", "", null, "", Map.of(Sample.CLIP,
					"clip " + clip)));
			}
		table = shared.resolve("data").resolve(Dataset.FILE);
		Dataset.write(table, rows);
		search = run("search");
		step(search).run(Monitor.NONE);
	}

	private static LabelNoiseRun run(final String output) {
		final LabelNoiseRun run = LabelNoiseRun.of(table, shared.resolve(output));
		// Whatever was learned, every label is suspicious.
		run.threshold = 0;
		run.count = 1;
		run.epochs = 3;
		return run;
	}

	private static FilterNoisyLabels step(final LabelNoiseRun run) {
		return (FilterNoisyLabels) run.step().with("pooling", "max");
	}

	@Test
	void foldsPartNoClipAndNoPatientAndAnAnswerIsPooledAsInACrossValidation() {
		final CrossValidateClassifier cross = CrossValidateClassifier.of(table, shared.resolve("cross"));
		cross.set(Map.of("size", SIDE, "epochs", search.epochs, "batch", 4, "backbonerate", 1e-4, "headrate", 1e-3, "seeds", 1,
			"folds", 2, "seed", 3, "device", "cpu", "pooling", "max"));
		cross.run(Monitor.NONE);
		final Tables.Table predictions = Tables.read(shared.resolve("cross/predictions.csv"));
		int held = 0;
		for (int fold = 1; fold <= 2; fold++) {
			final TrainingRecord record = record(fold);
			assertEquals(CLIPS, record.images());
			for (int clip = 0; clip < CLIPS; clip++) {
				assertEquals(record.judged()[clip], record.judged()[clip ^ 1], "both clips of a patient");
				if (!record.isHeldOut(clip)) continue;
				held++;
				final String image = "c" + clip + "_0.png";
				final List<String> row = predictions.rows().stream().filter(each -> each.get(predictions.column("image")).endsWith(image))
					.findFirst().orElseThrow();
				for (int k = 0; k < 2; k++)
					assertEquals(Double.parseDouble(row.get(predictions.column(k == 0 ? "p_dark" : "p_light"))), record.heldOut()[clip][k],
						1e-12, image);
			}
		}
		assertEquals(CLIPS, held);
	}

	private static TrainingRecord record(final int fold) {
		final String name = "init1_seed3_fold" + fold;
		final String key = HashFill.json(search.output.resolve("parts").resolve(name + ".json")).get("key").getAsString();
		return LabelNoisePart.store(search.output).find(name, key, part -> part.isWhole(CLIPS)).orElseThrow().record(
			new LabelNoiseTask(0, "scratch", 3, fold, 2, new int[0]));
	}

	@Test
	void aClipHasOneVerdictAndOneLabel() {
		final Tables.Table suspicious = Tables.read(search.output.resolve("suspicious.csv"));
		assertEquals(CLIPS, suspicious.rows().size());
		assertEquals(CLIPS, suspicious.rows().stream().map(row -> row.get(suspicious.column("clip"))).distinct().count());
		final LabelNoiseRun again = run("dropped");
		again.trainings = search.output;
		again.action = "drop";
		step(again).run(Monitor.NONE);
		final List<Sample> cleaned = Dataset.read(again.output.resolve(Dataset.FILE), Monitor.NONE).samples();
		assertEquals(CLIPS * FRAMES, cleaned.size());
		final Tables.Table verdicts = Tables.read(again.output.resolve("suspicious.csv"));
		for (final Sample row : cleaned) {
			final boolean dropped = verdicts.rows().stream().filter(each -> each.get(verdicts.column("clip")).equals(row.clip()))
				.anyMatch(each -> each.get(verdicts.column("suspicious")).equals("true"));
			assertEquals(dropped, row.label().isEmpty(), row.clip());
			assertEquals(row.patient().matches("p[02]") ? "dark" : "light", row.original());
		}
		assertTrue(cleaned.stream().anyMatch(Sample::isDropped));
	}

	@Test
	void aReaderSeesTheMiddleFrameAndDecidesOfTheWhole() {
		final LabelReview review = ReviewLabels.of(search.output).with("reader", "anna").run(Monitor.NONE);
		final ReviewItem item = review.current();
		assertTrue(item.image().endsWith("_0.png") && item.file().toString().endsWith("_1.png"), item.toString());
		assertArrayEquals(Images.pixels(ImageFiles.readGray(item.file())), Images.pixels(LabelReview.shown(item).picture()));
		assertEquals("A clip, shown by its middle frame (2 of " + FRAMES + ")", LabelReview.shown(item).words());
		review.decide("accept");
		final LabelNoiseRun again = run("decided");
		again.trainings = search.output;
		again.decisions = search.output.resolve("decisions.csv").toString();
		step(again).run(Monitor.NONE);
		final List<Sample> changed = Dataset.read(again.output.resolve(Dataset.FILE), Monitor.NONE).samples().stream().filter(
			row -> !row.label().equals(row.original())).toList();
		assertEquals(FRAMES, changed.size());
		assertEquals(1, changed.stream().map(Sample::clip).distinct().count());
	}

	/** Files that are clips, seen by windows; and what such a network is not for. */
	@Test
	void windowsOfClipsAreSearchedToo() {
		final LabelNoiseRun run = run("windows");
		run.epochs = 1;
		step(run).with("pooling", "mean").with("backbone", "r3d-18").with("window", 2).run(Monitor.NONE);
		assertTrue(Files.isRegularFile(run.output.resolve("suspicious.csv")));
		final Path stills = shared.resolve("data/stills.csv");
		Dataset.write(stills, IntStream.range(0, CLIPS).mapToObj(clip -> Dataset.read(table, Monitor.NONE).samples().get(clip *
			FRAMES)).toList());
		final LabelNoiseRun images = LabelNoiseRun.of(stills, shared.resolve("images"));
		final String message = assertThrows(SonoflowException.Input.class, () -> images.step().with("backbone", "r3d-18").run(
			Monitor.NONE)).getMessage();
		assertTrue(message.contains("backbone=r3d-18 is for clips"), message);
		assertTrue(Files.notExists(images.output));
	}
}
