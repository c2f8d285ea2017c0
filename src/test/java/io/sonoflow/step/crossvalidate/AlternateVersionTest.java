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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.marks.InsertMarkers;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cross-validation that tests each network on two versions of its images. */
class AlternateVersionTest {

	@TempDir
	static Path shared;

	@TempDir
	Path folder;

	private static Path table;
	private static Path without;

	@BeforeAll
	static void crossValidate() {
		Torch.threads(1);
		table = Textures.write(shared.resolve("data"), 8, 32);
		without = shared.resolve("without");
		step(without, null, "1/1").run(Monitor.NONE);
	}

	private static CrossValidateClassifier step(final Path output, final Path alternate, final String shard) {
		final CrossValidateClassifier step = CrossValidateClassifier.of(table, output);
		step.set(Map.of("size", 32, "epochs", 1, "batch", 4, "backbonerate", 1e-4, "headrate", 1e-3, "markers", 0, "folds",
			2, "seeds", 1, "device", "cpu", "seed", 5));
		step.division.alternate = alternate == null ? null : alternate.toFile();
		step.computation.shard = shard;
		return step;
	}

	private static List<Sample> samples() {
		return new ArrayList<>(Dataset.read(table, Monitor.NONE).samples());
	}

	@Test
	void theSameImagesHaveTheSameScoresAndTheRestStaysAsItWas() throws IOException {
		// In another order: partners are found by name.
		final List<Sample> reversed = samples();
		Collections.reverse(reversed);
		final Path other = shared.resolve("data").resolve("reversed.csv");
		Dataset.write(other, reversed);
		final Path output = folder.resolve("same");
		step(output, other, "1/2").run(Monitor.NONE);
		assertTrue(step(output, other, "2/2").run(Monitor.NONE).complete());
		for (final String name : List.of("predictions.csv", "models/seed5_fold1.safetensors", "models/seed5_fold2.safetensors"))
			assertArrayEquals(Files.readAllBytes(without.resolve(name)), Files.readAllBytes(output.resolve(name)), name);
		assertEquals(Files.readString(output.resolve("predictions.csv")), Files.readString(output.resolve("alternate.csv")));
		final Tables.Table folds = Tables.read(output.resolve("folds.csv"));
		assertEquals(List.of("seed", "fold", "accuracy", "precision", "recall", "f1", "auc", "alternateaccuracy",
			"alternateprecision", "alternaterecall", "alternatef1", "alternateauc", "alternatedrop"), folds.header());
		for (final List<String> row : folds.rows()) {
			assertEquals(row.subList(2, 7), row.subList(7, 12));
			assertEquals(0, Double.parseDouble(row.get(12)));
		}
		final Tables.Table summary = Tables.read(output.resolve("summary.csv"));
		assertEquals(11, summary.rows().size());
		assertEquals(summary.rows().get(0).subList(1, 5), summary.rows().get(5).subList(1, 5), "also the baselines");
	}

	@Test
	void otherImagesHaveOtherScoresOfTheSameNetworks() throws IOException {
		final Path swapped = folder.resolve("marks");
		new InsertMarkers(Map.of("input", table, "output", swapped, "swapped", true, "kinds", "side-bars")).run(Monitor.NONE);
		final Path output = folder.resolve("swapped");
		step(output, swapped, "1/1").run(Monitor.NONE);
		assertArrayEquals(Files.readAllBytes(without.resolve("predictions.csv")), Files.readAllBytes(output.resolve(
			"predictions.csv")));
		final Tables.Table before = Tables.read(output.resolve("predictions.csv"));
		final Tables.Table after = Tables.read(output.resolve("alternate.csv"));
		assertEquals(before.header(), after.header());
		assertEquals(before.rows().size(), after.rows().size());
		for (int i = 0; i < before.rows().size(); i++) {
			final List<String> row = before.rows().get(i);
			final boolean marked = row.get(4).equals("even");
			assertEquals(row.subList(1, 5), after.rows().get(i).subList(1, 5));
			if (marked) assertNotEquals(row.get(6), after.rows().get(i).get(6), "marks change the network's answer");
			else assertEquals(row.get(6), after.rows().get(i).get(6), "an image without marks is the same in both versions");
		}
		for (final List<String> row : Tables.read(output.resolve("folds.csv")).rows())
			assertEquals(Double.parseDouble(row.get(2)) - Double.parseDouble(row.get(7)), Double.parseDouble(row.get(12)), 0);
	}

	@Test
	void aRunOfTheTimeBeforeTheKeyIsStillFinished() throws IOException {
		final Path output = folder.resolve("old");
		final int[] trained = { 0 };
		assertThrows(SonoflowException.Cancelled.class, () -> step(output, null, "1/1").run(
			new Monitor() {

				@Override
				public void value(final String series, final double x, final double y) {
					trained[0]++;
				}

				@Override
				public boolean isCancelled() {
					return trained[0] == 2;
				}
			}));
		final Path record = output.resolve("run.json");
		final String before = Files.readString(record);
		final String old = before.replaceFirst("\\s*\"alternate\": \"\",", "");
		assertNotEquals(before, old);
		Files.writeString(record, old);
		final Path part = output.resolve("parts/seed5_fold1.json");
		assertFalse(Files.readString(part).contains("alternate"), "parts are as they were");
		final var time = Files.getLastModifiedTime(part);
		step(output, null, "1/1").run(Monitor.NONE);
		assertEquals(time, Files.getLastModifiedTime(part));
		assertArrayEquals(Files.readAllBytes(without.resolve("folds.csv")), Files.readAllBytes(output.resolve("folds.csv")));
	}

	@Test
	void wrongPartnersAreRefusedBeforeAnyWork() {
		final List<Sample> samples = samples();
		refused("image p0_1 of patient p0: it is not there", samples.subList(2, samples.size() - 1), samples.get(0));
		samples.set(4, samples.get(4).withLabel("rough"));
		refused("image p2_0 of patient p2: its label there is \"rough\", but \"even\"", samples);
		final List<Sample> twice = samples();
		final Sample copy = twice.get(0);
		final Path file = folder.resolve("copy").resolve(copy.image().getFileName());
		ImageFiles.writePng(file, ImageFiles.readGray(copy.image()));
		twice.add(copy.withFiles(file, null));
		refused("it is there 2 times", twice);
	}

	private void refused(final String message, final List<Sample> others, final Sample... first) {
		final List<Sample> all = new ArrayList<>(List.of(first));
		all.addAll(others);
		final Path other = folder.resolve("other.csv");
		Dataset.write(other, all);
		final Path output = folder.resolve("refused");
		final SonoflowException problem = assertThrows(SonoflowException.Input.class, () -> step(output, other,
			"1/1").run(Monitor.NONE));
		assertTrue(problem.getMessage().contains(message), problem.getMessage());
		assertFalse(Files.exists(output));
	}
}
