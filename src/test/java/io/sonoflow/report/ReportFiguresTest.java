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
package io.sonoflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.NameKey;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says of figures is held against what they are measured on, and against what no skill gives. */
class ReportFiguresTest {

	private static final String COMPARISON = "arm,metric,mean,std,n,difference,low,high\n";

	@TempDir
	private Path folder;

	private static String text(final String html) {
		return html.replaceAll("(?s)<(style|script).*?</(style|script)>", "").replaceAll("<[^>]*>", " ").replace("&quot;", "\"")
			.replace("&#39;", "'").replace("&#x3D;", "=").replaceAll("\\s+", " ");
	}

	private static String page(final Path... runs) {
		return text(ReportPage.read(List.of(runs), Monitor.NONE).html());
	}

	/** {@return what stands before the table of contents} */
	private static String first(final String page) {
		return page.substring(0, page.indexOf("All doubts ("));
	}

	private static void assertHas(final String text, final String... parts) {
		for (final String part : parts)
			assertTrue(text.contains(part), () -> "\"" + part + "\" is not in " + text);
	}

	private static void assertLacks(final String text, final String... parts) {
		for (final String part : parts)
			assertFalse(text.contains(part), () -> "\"" + part + "\" is in " + text);
	}

	/** @param classes number of classes; of the last one, which has one image in ten, none is found */
	private Path several(final int classes) {
		final Path run = folder.resolve("cv" + classes);
		Runs.record(run, "Cross-Validate Classifier...", "finished", "{\"positive\": \"\"}", "{\"positive\": \"\"}");
		AtomicFiles.writeText(run.resolve("summary.csv"),
			"metric,mean,std\naccuracy,0.9,0.01\nprecision,0.6,0.1\nrecall,0.6,0.1\nf1,0.2,0.01\nauc,0.9,0.01\n");
		final StringBuilder rows = new StringBuilder("image,patient,label,prediction");
		for (int c = 0; c < classes; c++)
			rows.append(",p_c").append(c);
		rows.append('\n');
		for (int i = 0; i < 120; i++) {
			final int label = i % 10 == 0 ? classes - 1 : i % (classes - 1);
			final int called = label == classes - 1 ? 0 : label;
			rows.append("i").append(i).append(".png,P").append(i / 3).append(",c").append(label).append(",c").append(called);
			for (int c = 0; c < classes; c++)
				rows.append(c == called ? ",0.9" : ",0.01");
			rows.append('\n');
		}
		AtomicFiles.writeText(run.resolve("predictions.csv"), rows.toString());
		return run;
	}

	/** The mean over classes is what guessing gives, 1 / classes, and not the share of the rarest one. */
	@Test
	void severalClassesAreHeldAgainstTheMeanOfGuessing() {
		final String page = page(several(4));
		assertHas(page, "recall 0.60 ± 0.10 Compare: 0.25 by guessing at the classes' frequencies",
			"f1 = 0.200 ± 0.010 is below 0.25 by guessing");
		assertHas(page(several(3)), "Compare: 0.333 by guessing");
		// With a class that is sought, its share.
		assertHas(page(Runs.crossValidation(folder.resolve("two"))), "Compare: 0.2 by guessing at the class's frequency");
	}

	@Test
	void theFirstScreenNamesTheClassThatIsFoundWorst() {
		final String answer = first(page(several(3)));
		assertHas(answer, "Averaged over the 3 classes", "Found worst: \"c2\", 0 of 12 images, 0 % (",
			"Most images of a class are missed: \"c2\", 0 of 12 images", "Called right: 90 % (");
		assertLacks(first(page(Runs.crossValidation(folder.resolve("two")))), "Found worst", "are missed");
	}

	/** 60 of 120 images are ill; all are called well: half are right on the truth, though more are on the cleaned labels. */
	@Test
	void doubtsSayAgainstWhichLabelsAndTruthHasItsOwnBaseline() {
		final Path run = folder.resolve("cv");
		Runs.record(run, "Cross-Validate Classifier...", "finished", "{}", "{\"positive\": \"ill\"}");
		AtomicFiles.writeText(run.resolve("summary.csv"), "metric,mean,std\naccuracy,0.7,0.01\nrecall,0.1,0.01\n" +
			"originalaccuracy,0.6,0.01\ntruthaccuracy,0.54,0.01\ntruthrecall,0.7,0.01\ntruthauc,0.4,0.01\n");
		final StringBuilder rows = new StringBuilder("image,patient,label,prediction,p_well,p_ill,original,truth\n");
		for (int i = 0; i < 120; i++)
			rows.append("i").append(i).append(".png,P").append(i / 3).append(i % 10 < 2 ? ",ill" : ",well").append(",well,0.9,0.1,")
				.append(i % 10 < 3 ? "ill" : "well").append(i % 2 == 0 || i % 10 == 1 ? ",ill\n" : ",well\n");
		AtomicFiles.writeText(run.resolve("predictions.csv"), rows.toString());
		final String page = page(run);
		assertHas(page, "accuracy on the known truth = 0.540 ± 0.010 is below 0.6 by always saying the most frequent class",
			"accuracy on the labels as they were before cleaning = 0.600 ± 0.010 is below 0.7 by always",
			"accuracy on the cleaned labels = 0.700 ± 0.010 is below 0.8 by always",
			"auc on the known truth = 0.400 ± 0.010 is below 0.5 by chance");
		assertLacks(page, "accuracy = ", "recall on the known truth =");
		// What the answer is about weighs most.
		assertHas(first(page), "accuracy on the known truth", "auc on the known truth");
		assertLacks(first(page), "on the cleaned labels =");
	}

	private String compared(final String name, final String rows) {
		final Path run = folder.resolve(name);
		Runs.record(run, "Compare Classifiers...", "finished", "{\"names\": \"a,b\"}", "{\"baseline\": \"a\"}");
		AtomicFiles.writeText(run.resolve("comparison.csv"), COMPARISON + rows);
		return page(run);
	}

	/** Only the truth is the same task for arms with different labels. */
	@Test
	void armsAreComparedOnTheTruthWhereItIsKnown() {
		final String page = compared("truth", "a,f1,0.5,0.1,6,,,\nb,f1,0.6,0.1,6,0.1,0.05,0.15\n" +
			"a,truthf1,0.64,0.04,6,,,\nb,truthf1,0.37,0.05,6,-0.274,-0.4436,-0.1051\n");
		assertHas(first(page), "Compared arms: F1 on the known truth of \"b\" is 0.37; difference from a -0.27 (-0.44 to -0.11). " +
			"The interval is below 0: worse");
		assertHas(page, "b: f1 on each arm's own labels 0.60 ± 0.10");
		assertHas(first(compared("own", "a,f1,0.5,0.1,6,,,\nb,f1,0.6,0.1,6,0.1,-0.05,0.25\nc,f1,0.6,0.1,6,0.2,0.1,0.3\n")),
			"F1 of \"b\" is 0.60; difference from a 0.10 (-0.05 to 0.25). The interval holds 0",
			"F1 of \"c\" is 0.60; difference from a 0.20 (0.10 to 0.30). The interval is above 0: better");
	}

	/** As older versions wrote it, too: what no difference of F1 can be, and what two trainings or none of any width say. */
	@Test
	void noIntervalSaysMoreThanThereIs() {
		assertHas(first(compared("wide", "a,f1,0.5,0.1,3,,,\nb,f1,0.4,0.1,3,-0.1077,-3.6,3.39\n")),
			"difference from a -0.11 (-1.00 to 1.00), too wide to tell anything (n = 3). The interval holds 0");
		final String two = first(compared("two", "a,f1,0.5,0.1,2,,,\nb,f1,0.4,0.1,2,-0.27,-0.44,-0.11\n"));
		assertHas(two, "difference from a -0.27, no interval: 2 trainings are too few. Whether that is chance is open.");
		assertLacks(two, "-0.44");
		final String same = first(compared("same", "a,f1,0.5,0.1,4,,,\nb,f1,0.4,0.1,4,-0.083,-0.083,-0.083\n"));
		assertHas(same, "difference from a -0.083, no interval: it is the same in all trainings");
		assertHas(first(compared("none", "a,f1,0.5,0.1,4,,,\nb,f1,0.4,0.1,4,-0.083,,\n")), "no interval: it is the same");
	}

	/** The figures before it are as many as a page shows. */
	@Test
	void readersAgreementAndDecisionsAreShown() throws Exception {
		final Path run = Runs.suspicious(folder.resolve("cleaned"));
		AtomicFiles.writeText(folder.resolve("review/decisions.csv"), "image,label,decision,by,time,proposed\n" +
			"images/Weber_0.png,ill,accept,Dr. Stein,2026-01-01T00:00:00Z,well\nimages/Weber_0.png,ill,ill,Dr. Huber,,\n");
		final StringBuilder figures = new StringBuilder();
		for (int i = 0; i < 14; i++)
			figures.append("\"count").append(i).append("\": ").append(i).append(", ");
		final Path json = run.resolve("run.json");
		Files.writeString(json, Files.readString(json).replace("\"suspicious\": 3,", figures +
			"\"kappa\": 0.2174, \"kappa low\": -0.1762, \"kappa high\": 0.611, \"kappa (Dr. Stein, Dr. Adam)\": 1.0, " +
			"\"kappa readers\": \"Dr. Stein, Dr. Adam\",").replace("\"method\"",
				"\"decisions\": [\"../review/decisions.csv\"], \"method\"").replace("/home/anna meier/study/crops",
					"../review/decisions.csv"));
		final String kept = page(run);
		assertHas(kept, "kappa 0.22 (-0.18 to 0.61) 95 % interval in brackets Compare: 0 by chance",
			"doubted in 2 of 3; Dr. Stein: accept, Dr. Huber: ill", "Readers decided on 1 of those that are suspected");
		final String hashed = text(ReportPage.read(List.of(run), NameKey.beside(folder.resolve("page")), Monitor.NONE).html());
		assertHas(hashed, "kappa 0.22 (", "kappa of pair 2 of readers 1 ", "reader 1: accept, reader 2: ill");
		assertLacks(hashed, "Stein", "Huber", "Adam");
		assertEquals(2, hashed.split("Compare: 0 by chance", -1).length - 1);
	}
}
