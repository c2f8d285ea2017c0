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
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cross-Validate says it when training and test are not as separate as they look. */
class LeakGuardTest {

	@TempDir
	private Path folder;

	/** What a run warned of. */
	private static final class Ear implements Monitor {

		final List<String> heard = new ArrayList<>();

		@Override
		public void warn(final String text) {
			heard.add(text);
		}
	}

	@Test
	void aCopyAndASecondSpellingAreToldAndListed() throws IOException {
		Torch.threads(1);
		final Path table = Textures.write(folder.resolve("data"), 6, 48);
		final List<Sample> samples = new ArrayList<>(Dataset.read(table, Monitor.NONE).samples());
		final Sample first = samples.get(0);
		final Path copy = table.resolveSibling("copy.png");
		Files.copy(first.image(), copy);
		samples.add(new Sample(copy, samples.get(samples.size() - 1).patient(), "", "", first.label(), "", null, "", Map.of()));
		final Path other = table.resolveSibling("other.png");
		Files.copy(samples.get(1).image(), other);
		samples.add(new Sample(other, first.patient().toUpperCase(Locale.ROOT), "", "", first.label(), "", null, "",
			Map.of()));
		// Of the same patient, with another label.
		final Path again = table.resolveSibling("again.png");
		Files.copy(samples.get(2).image(), again);
		samples.add(new Sample(again, samples.get(2).patient(), "", "", samples.get(2).label().equals("even") ? "rough" : "even", "",
			null, "", Map.of()));
		Dataset.write(table, samples);
		final Path output = folder.resolve("out");
		final Ear ear = new Ear();
		tiny(table, "out", false, false, "1/1").with("seeds", 1).run(ear);
		assertTrue(ear.heard.stream().anyMatch(text -> text.contains("written in several ways") && text.contains(first
			.patient())), ear.heard::toString);
		assertTrue(ear.heard.stream().anyMatch(text -> text.contains("nearly the same") && text.contains("copy.png")),
			ear.heard::toString);
		final List<List<String>> rows = Tables.read(output.resolve(LeakGuard.FILE)).rows();
		assertTrue(rows.stream().anyMatch(row -> row.get(1).endsWith("copy.png") && row.get(2).equals(first.patient()) &&
			Double.parseDouble(row.get(6)) > 0.999), rows::toString);
		final JsonObject figures = HashFill.json(output.resolve("run.json")).getAsJsonObject("figures");
		assertEquals(rows.size(), figures.get("duplicates").getAsInt());
		assertTrue(rows.stream().noneMatch(row -> row.get(1).endsWith("again.png")), rows::toString);
		final Tables.Table contradicting = Tables.read(output.resolve(LeakGuard.CONTRADICTIONS));
		assertTrue(contradicting.rows().stream().anyMatch(row -> row.get(1).endsWith("again.png") && row.get(2).equals(row.get(3)) &&
			!row.get(4).equals(row.get(5))), contradicting.rows()::toString);
		assertEquals(contradicting.rows().size(), figures.get("contradictions").getAsInt());
		assertTrue(ear.heard.stream().anyMatch(text -> text.contains("pixel for pixel, with different labels") && text.contains(
			"contradictions.csv")), ear.heard::toString);
	}

	private CrossValidateClassifier tiny(final Path table, final String output, final boolean byview,
		final boolean leakage, final String shard)
	{
		final CrossValidateClassifier step = CrossValidateClassifier.of(table, folder.resolve(output));
		step.set(Map.of("size", 32, "epochs", 1, "batch", 4, "backbonerate", 1e-4, "headrate", 1e-3, "markers", 1, "folds",
			2, "seeds", 2, "device", "cpu", "seed", 5));
		step.division.byview = byview;
		step.division.leakage = leakage;
		step.computation.shard = shard;
		return step;
	}

	/** Counts the searches, and stops a run in its first training if it shall. */
	private static final class Counter implements Monitor {

		private final boolean stops;
		private final AtomicInteger searches = new AtomicInteger();
		private volatile boolean training;

		Counter(final boolean stops) {
			this.stops = stops;
		}

		@Override
		public void progress(final String stage, final long done, final long total) {
			if (stage.equals("looking for altered copies") && done == 1) searches.incrementAndGet();
			training |= stage.equals("trainings");
		}

		@Override
		public boolean isCancelled() {
			return stops && training;
		}
	}

	private int searches(final CrossValidateClassifier step) {
		final Counter counter = new Counter(false);
		step.run(counter);
		return counter.searches.get();
	}

	private Path tableWithCopy() throws IOException {
		final Path table = Textures.write(folder.resolve("data"), 6, 48);
		final List<Sample> samples = new ArrayList<>(Dataset.read(table, Monitor.NONE).samples());
		final Path copy = table.resolveSibling("copy.png");
		Files.copy(samples.get(0).image(), copy);
		samples.add(new Sample(copy, samples.get(samples.size() - 1).patient(), "", "", samples.get(0).label(), "", null, "", Map
			.of()));
		Dataset.write(table, samples);
		return table;
	}

	@Test
	void shardsAndResumesSearchOnce() throws IOException {
		Torch.threads(1);
		final Path table = tableWithCopy();
		final Counter stopped = new Counter(true);
		assertThrows(SonoflowException.Cancelled.class, () -> tiny(table, "shards", false, false,
			"1/2").run(stopped));
		assertEquals(1, stopped.searches.get());
		assertEquals(0, searches(tiny(table, "shards", false, false, "1/2")), "a resume");
		final byte[] first = Files.readAllBytes(folder.resolve("shards").resolve(LeakGuard.FILE));
		Files.delete(folder.resolve("shards").resolve(LeakGuard.FILE));
		assertEquals(0, searches(tiny(table, "shards", false, false, "2/2")), "the second shard");
		assertArrayEquals(first, Files.readAllBytes(folder.resolve("shards").resolve(LeakGuard.FILE)));
		assertEquals(1, searches(tiny(table, "whole", false, false, "1/1")));
		assertArrayEquals(first, Files.readAllBytes(folder.resolve("whole").resolve(LeakGuard.FILE)), "as one process");
		final String cached = Files.readString(LeakPart.store(folder.resolve("shards")).file(LeakPart.NAME));
		for (final Sample sample : Dataset.read(table, Monitor.NONE).samples())
			assertFalse(cached.contains(sample.patient()) || cached.contains(sample.image().getFileName().toString()), cached);
	}

	@Test
	void theSearchIsTheDataSetsWhateverIsTrainedOnIt() throws IOException {
		Torch.threads(1);
		final Path table = tableWithCopy();
		assertThrows(SonoflowException.Cancelled.class, () -> tiny(table, "out", false, false, "1/1").run(new Counter(true)));
		final Path part = LeakPart.store(folder.resolve("out")).file(LeakPart.NAME);
		final Path taken = LeakPart.store(folder.resolve("other")).file(LeakPart.NAME);
		Files.createDirectories(taken.getParent());
		Files.copy(part, taken);
		final CrossValidateClassifier other = tiny(table, "other", false, false, "1/1");
		other.set(Map.of("seed", 6, "seeds", 1, "headrate", 0.01, "overwrite", true));
		assertEquals(0, searches(other));
		assertEquals(-1, Files.mismatch(folder.resolve("out").resolve(LeakGuard.FILE), folder.resolve("other").resolve(
			LeakGuard.FILE)));
	}

	@Test
	void aChangedImageIsSearchedAnew() throws IOException {
		Torch.threads(1);
		final Path table = tableWithCopy();
		assertThrows(SonoflowException.Cancelled.class, () -> tiny(table, "out", false, false,
			"1/1").run(new Counter(true)));
		final Path part = LeakPart.store(folder.resolve("out")).file(LeakPart.NAME);
		final String before = Files.readString(part);
		final Path copy = table.resolveSibling("copy.png");
		final List<Sample> samples = Dataset.read(table, Monitor.NONE).samples();
		// Not a copy of the first patient's image any more, but one of the patient's own.
		Files.copy(samples.get(samples.size() - 2).image(), copy, StandardCopyOption.REPLACE_EXISTING);
		// In a run of the changed images lies the part of the others, as if somebody had copied it there.
		assertThrows(SonoflowException.Cancelled.class, () -> tiny(table, "changed", false, false, "1/1").run(new Counter(
			true)));
		Files.writeString(LeakPart.store(folder.resolve("changed")).file(LeakPart.NAME), before);
		final Counter counter = new Counter(false);
		tiny(table, "changed", false, false, "1/1").run(counter);
		assertEquals(1, counter.searches.get());
		assertTrue(Tables.read(folder.resolve("out").resolve(LeakGuard.FILE)).rows().stream().anyMatch(row -> row.get(1).endsWith(
			"copy.png")));
		assertTrue(Tables.read(folder.resolve("changed").resolve(LeakGuard.FILE)).rows().stream().noneMatch(row -> row.get(1)
			.endsWith("copy.png")));
	}

	@Test
	void leakageIsMeasuredAndLeavesTheHonestResultsAsTheyAre() throws IOException {
		Torch.threads(1);
		final Path table = Textures.write(folder.resolve("data"), 6, 48);
		tiny(table, "plain", false, false, "1/1").run(Monitor.NONE);
		tiny(table, "byview", true, false, "1/1").run(Monitor.NONE);
		tiny(table, "both", false, true, "1/2").run(Monitor.NONE);
		assertTrue(Files.notExists(folder.resolve("both").resolve(ViewDivisionLeakage.FILE)));
		tiny(table, "both", false, true, "2/2").run(Monitor.NONE);
		for (final String name : List.of("folds.csv", "predictions.csv", "summary.csv", "splits/seed5_fold1.csv",
			"models/seed6_fold2.safetensors", "confusion.png"))
			assertEquals(-1, Files.mismatch(folder.resolve("plain").resolve(name), folder.resolve("both").resolve(name)), name);
		final Tables.Table plain = Tables.read(folder.resolve("plain/summary.csv"));
		final Tables.Table byView = Tables.read(folder.resolve("byview/summary.csv"));
		final Tables.Table leakage = Tables.read(folder.resolve("both").resolve(ViewDivisionLeakage.FILE));
		assertEquals(List.of("metric", "grouped", "groupedstd", "byview", "byviewstd", "inflation", "low", "high"), leakage
			.header());
		for (int i = 0; i < leakage.rows().size(); i++) {
			assertEquals(plain.rows().get(i).subList(0, 3), leakage.rows().get(i).subList(0, 3));
			assertEquals(byView.rows().get(i).subList(1, 3), leakage.rows().get(i).subList(3, 5));
		}
		assertTrue(HashFill.json(folder.resolve("both/run.json")).getAsJsonObject("figures").has("leakage.f1"));
	}

	@Test
	void theIntervalIsStudentsOverTheSeeds() {
		final ViewDivisionLeakage leakage = ViewDivisionLeakage.of(List.of(fold(0, 0.5), fold(0, 0.7), fold(1, 0.5), fold(2,
			0.6)), List.of(fold(0,
			0.7), fold(0, 0.7), fold(1, 0.7), fold(2, 0.9)));
		final ViewDivisionLeakage.Row row = leakage.rows().get(0);
		// Differences 0.1, 0.2, 0.3: mean 0.2, deviation 0.1, quantile t(0.975, 2) = 4.3027 from tables.
		assertEquals(0.2, row.inflation(), 1e-9);
		assertEquals(0.2 - 4.302653 * 0.1 / Math.sqrt(3), row.low(), 1e-6);
		assertEquals(0.2 + 4.302653 * 0.1 / Math.sqrt(3), row.high(), 1e-6);
		assertTrue(Double.isNaN(ViewDivisionLeakage.of(List.of(fold(0, 0.5)), List.of(fold(0, 0.6))).rows().get(0).low()));
	}

	private static CrossValidateClassifier.Fold fold(final long seed, final double f1) {
		return new CrossValidateClassifier.Fold(seed, 1, null, Map.of("f1", f1));
	}

	@Test
	void leakageWithNothingToMeasureIsRefused() {
		final Path table = Textures.write(folder.resolve("data"), 6, 48);
		assertTrue(assertThrows(SonoflowException.Input.class, () -> tiny(table, "out", true,
			true, "1/1").run(Monitor.NONE)).getMessage().contains("byview=true"));
		Dataset.write(table, Dataset.read(table, Monitor.NONE).samples().stream().filter(sample -> sample.view().equals("v0"))
			.toList());
		assertTrue(assertThrows(SonoflowException.Input.class, () -> tiny(table, "out", false,
			true, "1/1").run(Monitor.NONE)).getMessage().contains("nothing to measure"));
		assertTrue(Files.notExists(folder.resolve("out")));
	}

	@Test
	void divisionByViewSaysHowManyPairsAreParted() {
		Torch.threads(1);
		final Path table = Textures.write(folder.resolve("data"), 6, 48);
		final Ear ear = new Ear();
		tiny(table, "out", true, false, "1/1000").run(ear);
		assertTrue(ear.heard.stream().anyMatch(text -> text.matches("byview=true.* Of 6 pairs of images of one patient, [1-6].*")),
			ear.heard::toString);
	}
}
