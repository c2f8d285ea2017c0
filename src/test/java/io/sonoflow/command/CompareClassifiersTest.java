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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two small cross-validations, one on cleaned labels, compared from a macro. */
class CompareClassifiersTest {

	private static final String COMPARE = "Compare Classifiers...";

	@TempDir
	static Path tmp;

	private static Path table;

	private static MacroRun run(final String label, final String options) throws IOException {
		return MacroRun.of(Files.createDirectories(tmp.resolve("macro")), label, options);
	}

	private static void crossValidate(final Path input, final String output, final String more) throws IOException {
		final MacroRun run = run("Cross-Validate Classifier...", "input=[" + input + "] output=[" + tmp.resolve(output) +
			"] size=32 batch=4 folds=2 seeds=1 device=cpu positive=rough backbonerate=0.001 " + more);
		assertEquals(0, run.code(), run.errors());
	}

	@BeforeAll
	static void make() throws IOException {
		Torch.threads(1);
		final List<Sample> plain = Dataset.read(Textures.write(tmp.resolve("data"), 8, 32), Monitor.NONE).samples();
		final List<Sample> samples = IntStream.range(0, plain.size()).mapToObj(i -> withOrgan(plain.get(i), i < 6 ? "breast"
			: "liver")).toList();
		table = tmp.resolve("data/organs.csv");
		Dataset.write(table, samples);
		final Path cleaned = tmp.resolve("cleaned.csv");
		Dataset.write(cleaned, IntStream.range(0, samples.size()).mapToObj(i -> samples.get(i).withExtra("original", samples
			.get(i).label()).withLabel(i == 0 ? "" : samples.get(i).label())).toList());
		crossValidate(table, "complete", "steps=3");
		crossValidate(cleaned, "dropped", "steps=3");
	}

	private static Sample withOrgan(final Sample of, final String organ) {
		return new Sample(of.image(), of.patient(), of.side(), of.view(), of.label(), organ, of.mask(), of.truth(), of.extra());
	}

	private static String inputs(final String second) {
		return "input=[" + tmp.resolve("complete") + "," + tmp.resolve(second) + "] ";
	}

	@Test
	void comparesOnOwnAndOriginalLabels() throws IOException {
		final Path output = tmp.resolve("compared");
		final MacroRun run = run(COMPARE, inputs("dropped") + "published=3.1 output=[" + output + "]");
		assertEquals(0, run.code(), run.errors());
		assertEquals("3", HashFill.json(tmp.resolve("dropped/run.json")).getAsJsonObject("figures").get("steps").getAsString());
		for (final String file : List.of("comparison.png", "differences.png", "paired.csv"))
			assertTrue(Files.size(output.resolve(file)) > 0, file);
		final Tables.Table comparison = Tables.read(output.resolve("comparison.csv"));
		assertEquals(26, comparison.rows().size());
		final List<String> published = row(comparison, "dropped", "f1");
		assertEquals("0.6859", published.get(8));
		assertEquals("2", published.get(4));
		assertEquals("", row(comparison, "complete", "f1").get(5));
		// The arm that was not cleaned has the same scores on the original labels.
		assertEquals(row(comparison, "complete", "accuracy").get(2), row(comparison, "complete", "originalaccuracy").get(2));
		final Tables.Table summary = Tables.read(tmp.resolve("dropped/summary.csv"));
		for (final List<String> line : summary.rows())
			assertEquals(line.get(1), row(comparison, "dropped", line.get(0)).get(2), line.get(0));
		final String warnings = HashFill.json(output.resolve("run.json")).get("warnings").toString();
		assertTrue(warnings.contains("What differs from the published table 3.1: there 880 images of 220 patients"), warnings);
		assertFalse(warnings.contains("steps="), warnings);
		final MacroRun report = run("Sonoflow Report...", "input=[" + output + "] output=[" + tmp.resolve("report") + "]");
		assertEquals(0, report.code(), report.errors());
		assertTrue(Files.readString(tmp.resolve("report/report.html")).contains("difference from complete"));
	}

	private static List<String> row(final Tables.Table table, final String arm, final String metric) {
		return table.rows().stream().filter(row -> row.get(0).equals(arm) && row.get(1).equals(metric)).findFirst()
			.orElseThrow();
	}

	/** Organs count alike, whatever their numbers; what was published of them is shown. */
	@Test
	void accuracyByOrgan() throws IOException {
		final Tables.Table folds = Tables.read(tmp.resolve("complete/folds.csv"));
		final Tables.Table predictions = Tables.read(tmp.resolve("complete/predictions.csv"));
		for (final List<String> fold : folds.rows()) {
			double sum = 0;
			int organs = 0;
			for (final String organ : List.of("breast", "liver")) {
				final List<List<String>> shown = predictions.rows().stream().filter(row -> row.get(predictions.column("fold")).equals(fold
					.get(1)) && row.get(predictions.column("organ")).equals(organ)).toList();
				final String written = fold.get(folds.column("accuracy." + organ));
				if (shown.isEmpty()) assertEquals("", written);
				else {
					final double accuracy = (double) shown.stream().filter(row -> row.get(4).equals(row.get(5))).count() / shown.size();
					assertEquals(accuracy, Double.parseDouble(written), 1e-12);
					sum += accuracy;
					organs++;
				}
			}
			assertEquals(sum / organs, Double.parseDouble(fold.get(folds.column("accuracy.organs"))), 1e-12);
		}
		final Path output = tmp.resolve("organs");
		final MacroRun run = run(COMPARE, inputs("dropped") + "names=[U-Net,ResNet + CBAM] published=8.1 output=[" + output + "]");
		assertEquals(0, run.code(), run.errors());
		final List<String> row = row(Tables.read(output.resolve("comparison.csv")), "ResNet + CBAM", "accuracy.organs");
		assertEquals(List.of("0.607", ""), row.subList(8, 10));
	}

	@Test
	void otherStepsAreWarnedOfAndOtherDivisionsRefused() throws IOException {
		crossValidate(table, "longer", "steps=4");
		final Path output = tmp.resolve("warned");
		assertEquals(0, run(COMPARE, inputs("longer") + "output=[" + output + "]").code());
		assertTrue(HashFill.json(output.resolve("run.json")).get("warnings").toString().contains(
			"training steps differs (complete: 3, longer: 4)"));
		crossValidate(table, "other", "steps=3 seed=9");
		refused(inputs("other"), "seeds and folds");
		final Path predictions = tmp.resolve("longer/predictions.csv");
		Files.writeString(predictions, Files.readString(predictions).replace("p3", "stranger"));
		refused(inputs("longer"), "tested different images");
	}

	@Test
	void wrongInputIsRefusedBeforeAnythingIsWritten() throws IOException {
		refused("input=[" + tmp.resolve("complete") + "] ", "two or more");
		refused(inputs("complete"), "given twice");
		refused(inputs("dropped") + "names=a ", "1 names for 2 inputs");
		refused(inputs("dropped") + "names=a,a ", "there twice");
		refused(inputs("dropped") + "baseline=none ", "baseline=none");
		refused(inputs("dropped") + "published=6.2 ", "Its rows: scratch");
		refused(inputs("data"), "run.json");
	}

	/** Such a run holds fewer trainings than it was to have: nobody has edited it. */
	@Test
	void aRunThatWasEndedEarlyIsNamed() throws IOException {
		final Path early = Files.createDirectories(tmp.resolve("early"));
		for (final String name : List.of("predictions.csv", "folds.csv"))
			Files.copy(tmp.resolve("complete").resolve(name), early.resolve(name));
		final String run = Files.readString(tmp.resolve("complete/run.json"));
		Files.writeString(early.resolve("run.json"), run.replaceFirst("\"seeds\": 1", "\"seeds\": 2"));
		refused(inputs("early"), "edited or damaged");
		Files.writeString(early.resolve("run.json"), run.replaceFirst("\"seeds\": 1", "\"seeds\": 2").replaceFirst("\\{",
			"{ \"early\": \"with 2 of 4 trainings\","));
		refused(inputs("early"), "was ended early, with 2 of 4 trainings");
	}

	/** A table of somebody else's network, who has the images elsewhere and in another format, and a threshold of his own. */
	@Test
	void predictionsMadeElsewhereAreAnArm() throws IOException {
		final Tables.Table own = Tables.read(tmp.resolve("complete/predictions.csv"));
		final List<List<String>> rows = own.rows().stream().map(row -> {
			final boolean rough = row.get(4).equals("rough");
			// Perfectly ordered, but called rough from 0.2 on: all of them.
			return List.of("elsewhere/" + Path.of(row.get(0)).getFileName().toString().replace(".png", ".jpg"), "rough", rough ? "0.9"
				: "0.3");
		}).toList();
		final Path foreign = tmp.resolve("foreign.csv");
		Tables.write(foreign, List.of("image", "prediction", "p_rough"), rows);
		final Path output = tmp.resolve("withforeign");
		final MacroRun run = run(COMPARE, inputs("foreign.csv") + "output=[" + output + "]");
		assertEquals(0, run.code(), run.errors());
		final Tables.Table comparison = Tables.read(output.resolve("comparison.csv"));
		assertEquals("1.0", row(comparison, "foreign", "auc").get(2));
		assertEquals("1.0", row(comparison, "foreign", "recall").get(2));
		assertEquals(Double.parseDouble(row(comparison, "foreign", "accuracy").get(2)) - Double.parseDouble(row(comparison,
			"complete", "accuracy").get(2)), Double.parseDouble(row(comparison, "foreign", "accuracy").get(5)), 1e-12);
		assertEquals(1.0 - Double.parseDouble(row(comparison, "complete", "auc").get(2)), Double.parseDouble(row(comparison,
			"foreign", "auc").get(5)), 1e-12);
		assertEquals("", row(comparison, "foreign", "auc").get(6), "an interval from two trainings");
		final String warnings = HashFill.json(output.resolve("run.json")).get("warnings").toString();
		assertTrue(warnings.contains("2 trainings of each arm are too few for intervals"), warnings);
		assertTrue(warnings.contains("foreign was predicted elsewhere") && !warnings.contains("steps"), warnings);

		final Path bad = tmp.resolve("bad.csv");
		Tables.write(bad, List.of("image", "prediction", "p_rough"), rows.subList(2, rows.size()));
		refused(inputs("bad.csv"), "2 of the 16 images that \"complete\" tested are not in it: " + own.rows().get(0).get(0));
		Tables.write(bad, List.of("image", "prediction", "p_odd"), rows);
		refused(inputs("bad.csv"), "it needs the columns p_even, p_rough");
		Tables.write(bad, List.of("image", "prediction", "p_rough"), rows.stream().map(row -> List.of(row.get(0), "odd", row.get(2)))
			.toList());
		refused(inputs("bad.csv"), "is none of the classes even, rough");
		Tables.write(bad, List.of("image", "prediction", "p_rough"), rows.stream().map(row -> List.of(row.get(0), row.get(1), "90"))
			.toList());
		refused(inputs("bad.csv"), "no probability from 0 to 1");
		refused("input=[" + foreign + "," + bad + "] ", "tables of predictions only");
		Tables.write(bad, List.of("image", "prediction", "p_rough", "p_even"), rows.stream().map(row -> List.of(row.get(0), row.get(
			1), row.get(2), "0.9")).toList());
		refused(inputs("bad.csv"), "have the sum");
		// A row whose name without folders may be of two images is of none.
		Tables.write(bad, List.of("image", "prediction", "p_rough"), rows.stream().map(row -> List.of(rows.get(0).get(0)
			.replaceFirst("^.*/", ""), row.get(1), row.get(2))).toList());
		refused(inputs("bad.csv"), "it has 16 rows of the image");
		// The run's own table, named by seed and fold, with its labels: nothing differs.
		Files.copy(tmp.resolve("complete/predictions.csv"), tmp.resolve("same.csv"));
		final MacroRun same = run(COMPARE, inputs("same.csv") + "output=[" + tmp.resolve("withsame") + "]");
		assertEquals(0, same.code(), same.errors());
		for (final List<String> row : Tables.read(tmp.resolve("withsame/paired.csv")).rows())
			assertEquals(row.get(4), row.get(5));
	}

	private static void refused(final String options, final String fragment) throws IOException {
		final MacroRun run = run(COMPARE, options + "output=[" + tmp.resolve("refused") + "]");
		assertEquals(1, run.code());
		assertTrue(run.errors().contains(fragment), run.errors());
		assertFalse(Files.exists(tmp.resolve("refused")));
	}
}
