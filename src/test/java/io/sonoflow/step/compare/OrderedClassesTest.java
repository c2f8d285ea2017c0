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
package io.sonoflow.step.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.metric.Kappa;
import io.sonoflow.metric.OrderedClasses;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier;
import io.sonoflow.step.report.SonoflowReport;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that are degrees of one thing are judged by quadratic kappa. */
class OrderedClassesTest {

	@TempDir
	Path folder;

	@Test
	void threeDifferentNumbersAreDegrees() {
		assertEquals(List.of(0, 2, 1), OrderedClasses.of(List.of("0", "10", "2")).orElseThrow().places());
		assertTrue(OrderedClasses.of(List.of("0", "1")).isEmpty(), "two");
		assertTrue(OrderedClasses.of(List.of("1", "1.0", "2")).isEmpty(), "one number twice");
		assertTrue(OrderedClasses.of(List.of("0", "1", "many")).isEmpty());
		assertTrue(OrderedClasses.of(List.of("NaN", "1", "2")).isEmpty());
	}

	/** A table of before, without the column, is compared, too; another version of the images has its own. */
	@Test
	void tablesHaveItAndCanBeCompared() throws IOException {
		final List<Sample> all = Dataset.read(Textures.write(folder.resolve("data"), 6, 32), Monitor.NONE).samples();
		final Path table = folder.resolve("data/degrees.csv");
		final List<String> labels = List.of("0", "10", "2");
		Dataset.write(table, IntStream.range(0, all.size()).mapToObj(i -> all.get(i).withLabel(labels.get(i / 2 % 3))).toList());
		for (final String name : List.of("a", "b"))
			CrossValidateClassifier.of(table, folder.resolve(name)).with("size", 32).with("steps", 2).with("batch", 4).with("markers",
				0).with("folds", 2).with("seeds", 1).with("alternate", table).with("device", "cpu").with("seed", 3).run(Monitor.NONE);
		final Tables.Table folds = Tables.read(folder.resolve("a/folds.csv"));
		assertEquals(folds.header().indexOf("auc") + 1, folds.column("kappa"));
		final Tables.Table answers = Tables.read(folder.resolve("a/predictions.csv"));
		final List<String> degrees = List.of("0", "2", "10");
		for (final List<String> row : folds.rows()) {
			final List<List<String>> own = answers.rows().stream().filter(each -> each.get(answers.column("fold")).equals(row.get(folds
				.column("fold")))).toList();
			final double kappa = Kappa.of(numbers(own, answers.column("label"), degrees), numbers(own, answers.column("prediction"),
				degrees), 3, Kappa.Weights.QUADRATIC).value();
			assertEquals(kappa, Double.parseDouble(row.get(folds.column("kappa"))), 1e-12);
			assertEquals(row.get(folds.column("kappa")), row.get(folds.column("alternatekappa")));
		}
		assertTrue(Files.readString(folder.resolve("a/summary.csv")).matches("(?s).*\nkappa,[^,\n]+,[^,\n]+,0.0,0.0\n.*"));
		withoutKappa(folder.resolve("b/folds.csv"));
		CompareClassifiers.of(List.of(folder.resolve("a"), folder.resolve("b")), folder.resolve("compared")).run(Monitor.NONE);
		assertTrue(Files.readString(folder.resolve("compared/comparison.csv")).contains("b,kappa,"));
		SonoflowReport.of(List.of(folder.resolve("a")), folder.resolve("report")).run(Monitor.NONE);
		final String page = Files.readString(folder.resolve("report/report.html"));
		assertTrue(page.contains("Quadratic kappa, by which") && page.contains("quadratic weights"));
		assertFalse(page.contains("and may name somebody"), "a column is not known to the report");
	}

	private static int[] numbers(final List<List<String>> rows, final int column, final List<String> classes) {
		return rows.stream().mapToInt(row -> classes.indexOf(row.get(column))).toArray();
	}

	private static void withoutKappa(final Path csv) {
		final Tables.Table table = Tables.read(csv);
		final int[] kept = IntStream.range(0, table.header().size()).filter(i -> !table.header().get(i).endsWith("kappa")).toArray();
		final List<List<String>> rows = new ArrayList<>();
		table.rows().forEach(row -> rows.add(IntStream.of(kept).mapToObj(row::get).toList()));
		Tables.write(csv, IntStream.of(kept).mapToObj(table.header()::get).toList(), rows);
	}
}
