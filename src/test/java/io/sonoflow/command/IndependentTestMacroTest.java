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
package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transformer that is fine-tuned on three classes of phantoms from two sites, and tested at a third, all from macros. */
class IndependentTestMacroTest {

	@TempDir
	private static Path tmp;

	private static String run(final String label, final String options) throws IOException {
		final MacroRun run = MacroRun.of(Files.createDirectories(tmp.resolve("macro")), label, options);
		assertEquals(0, run.code(), run.errors());
		return run.errors();
	}

	/** Phantoms of two organs; a testis is one of two classes, the thyroid the third. */
	private static Path phantoms(final String name, final int seed, final List<String> sites) throws IOException {
		final Path folder = tmp.resolve(name);
		run("Make Phantoms...", "output=[" + folder + "] patients=8 organs=testis,thyroid size=64 screens=false inhomogeneous=0.5 " +
			"markers=0 seed=" + seed);
		final List<Sample> samples = Dataset.read(folder, Monitor.NONE).samples();
		final Path table = folder.resolve("three.csv");
		Dataset.write(table, IntStream.range(0, samples.size()).mapToObj(i -> {
			final Sample sample = samples.get(i);
			final int patient = Integer.parseInt(sample.patient().replaceAll("\\D", ""));
			return new Sample(sample.image(), sample.patient(), sample.side(), sample.view(), sample.organ().equals("thyroid") ?
				"thyroid"
				: sample.label(), sample.organ(), null, "", Map.of("site", sites.get(patient / 2 % sites.size())));
		}).toList());
		return table;
	}

	@Test
	void sitesFoldsAndTestSet() throws IOException {
		Torch.threads(1);
		final Path learned = phantoms("learned", 1, List.of("A", "B"));
		final Path unseen = phantoms("unseen", 2, List.of("C"));
		final String recipe =
			"] backbone=vit-tiny16 size=32 epochs=1 batch=16 headrate=0.001 layerdecay=0.65 schedule=cosine warmup=0.1 " +
			"smoothing=0.1 droppath=0.1 pool=mean seeds=1 device=cpu test=[" + unseen + "] output=[";
		run("Cross-Validate Classifier...", "groups=site input=[" + learned + recipe + tmp.resolve("sites") + "]");
		final Tables.Table folds = Tables.read(tmp.resolve("sites/folds.csv"));
		assertEquals(List.of("A", "B"), folds.rows().stream().map(row -> row.get(folds.column("site"))).toList());
		final Tables.Table scores = Tables.read(tmp.resolve("sites/test.csv"));
		assertEquals(List.of("seed0_fold1", "seed0_fold2", "ensemble"), scores.rows().stream().map(row -> row.get(0)).toList());
		assertTrue(scores.rows().stream().allMatch(row -> Double.parseDouble(row.get(scores.column("auc"))) <= 1));
		run("Sonoflow Report...", "input=[" + tmp.resolve("sites") + "] output=[" + tmp.resolve("report") + "]");
		final String page = Files.readString(tmp.resolve("report/report.html"));
		for (final String part : List.of("Averaged over the 3 classes", "On a test set that no fold saw",
			"of each class against the " +
			"rest", "the mean of the networks: mean F1 of the classes", "Each part is a site"))
			assertTrue(page.contains(part), part);
	}
}
