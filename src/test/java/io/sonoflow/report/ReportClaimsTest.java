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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page claims nothing that the records do not say. */
class ReportClaimsTest {

	private static final String TRAINING = "\"backbone\": \"resnet18\", \"size\": 96, \"epochs\": 8, \"batch\": 16, " +
		"\"backbonerate\": 3.0E-4, \"headrate\": 0.001, \"decay\": 1.0E-5, \"seed\": 0, \"weights\": \"\", \"output\": \".\"";

	@TempDir
	Path folder;

	private static String html(final Path... runs) {
		return ReportPage.read(List.of(runs), Monitor.NONE).html().replace("&quot;", "\"").replace("&#39;", "'");
	}

	private static String methods(final Path... runs) {
		final String html = html(runs);
		final int at = html.indexOf("<pre class=\"paragraph\"");
		return at < 0 ? "" : html.substring(at, html.indexOf("</pre>", at));
	}

	private static void replace(final Path file, final String old, final String now) throws IOException {
		final String text = Files.readString(file);
		assertTrue(text.contains(old), () -> old + " is not in " + text);
		Files.writeString(file, text.replace(old, now));
	}

	/** A run of which the record says what is given. */
	private Path run(final String name, final String command, final String parameters, final String figures,
		final String early) throws IOException
	{
		final Path run = folder.resolve(name);
		Runs.record(run, command, "finished", "{" + parameters + "}", "{" + figures + "}");
		if (!early.isEmpty()) replace(run.resolve("run.json"), "\"warnings\"", "\"early\": \"" + early + "\", \"warnings\"");
		return run;
	}

	private static void assertHas(final String text, final String part) {
		assertTrue(text.contains(part), () -> "\"" + part + "\" is not in: " + text.substring(Math.max(0, text
			.length() - 2000)));
	}

	private static void assertLacks(final String text, final String... parts) {
		for (final String part : parts)
			assertFalse(text.contains(part), () -> "\"" + part + "\" is in: " + text.substring(Math.max(0, text.indexOf(part) - 200),
				text.indexOf(part) + part.length()));
	}

	/** A test in which the patient of some images, or of all, is not named. */
	private Path unnamed(final String pattern) throws IOException {
		final Path run = Runs.tested(folder.resolve("cv"), 30);
		final Path table = run.resolve("predictions.csv");
		Files.writeString(table, Files.readString(table).replaceAll(pattern, ","));
		return run;
	}

	@Test
	void imagesThatNameNobodyAreNoPatients() throws IOException {
		final String html = html(unnamed(",Mueller Hans \\d+"));
		assertHas(html, "in images it never saw? (Patients are not named.)");
		assertHas(html, "120 images, patients not named, against the known truth");
		assertHas(html, "95 % intervals over images, as no patient is named");
		assertHas(html, "50 of 60<");
		assertHas(html, "No image names its patient. Of 120 images, 110 have no wrong answer");
		assertHas(html, "Results of each image");
		assertHas(html, "it is not known whether patients were kept apart");
		assertHas(html, "3 parts, 1 division(s), seed 0. No image names its patient: patients may be in training and test.");
		assertHas(html, "where those that do not name their patient count as independent");
		assertLacks(html, "in patients it never saw?", "120 patients", "No patient was in training", "no patient is in training",
			"parts by patient", "The patients were divided", "intervals over patients");
	}

	@Test
	void namedAndUnnamedAreCountedApart() throws IOException {
		// Three in ten.
		final String html = html(unnamed(",Mueller Hans [012]?\\d(?=,)(?<=[258])"));
		assertHas(html, "(Not all patients are named.)");
		assertHas(html, "120 images, 84 of 21 patients and 36 whose patient is not named, against");
		assertHas(html, "over patients and, where none is named, images");
		assertHas(html, "Of 57 patients or images without one, ");
		assertHas(html, "Not all images name their patient: those that do not may show patients of the other part.");
		assertLacks(html, "in patients it never saw?", "57 patients,", "No patient was in training", "no patient is in training");
	}

	@Test
	void namedPatientsAreStillSaidToBeApart() throws IOException {
		final String html = html(Runs.tested(folder.resolve("cv"), 30));
		assertHas(html, "in patients it never saw?");
		assertHas(html, "No patient was in training and test at once.");
		assertHas(html, "3 parts by patient, 1 division(s), seed 0; no patient is in training and test.");
		replace(folder.resolve("cv/run.json"), "\"byview\": false", "\"byview\": true");
		assertHas(html(folder.resolve("cv")), "Images, not patients, were divided.");
		assertLacks(html(folder.resolve("cv")), "No patient was in", "no patient is in", "in patients it never saw");
		replace(folder.resolve("cv/run.json"), "\"byview\": true", "\"groups\": \"site\"");
		assertHas(html(folder.resolve("cv")), "in a cross-validation that leaves out each site once, with 1 seed(s)");
		assertHas(html(folder.resolve("cv")), "Each site left out once, 1 division(s), seed 0; no patient is in training and test.");
		replace(folder.resolve("cv/predictions.csv"), "Mueller_Hans_4_2.png,Mueller Hans 4,0,1",
			"Mueller_Hans_4_2.png,Mueller Hans 4,0,2");
		assertHas(html(folder.resolve("cv")), "Some patients were in several parts");
		assertLacks(html(folder.resolve("cv")), "No patient was in", "no patient is in", "in patients it never saw");
	}

	@Test
	void theAugmentationIsSaid() throws IOException {
		final String published = methods(run("g", "Train Classifier...", TRAINING + ", \"augment\": \"published\", " +
			"\"markers\": 0.5, \"kinds\": \"\", \"rotation\": 0.0, \"jitter\": 0.0", "\"tested\": 0", ""));
		assertHas(published, "at random, as published (strength of the marks 0.5)");
		assertLacks(published, "kinds", "turned", "brightness", "not augmented");
		final String own = methods(run("h", "Cross-Validate Classifier...", TRAINING + ", \"augment\": \"none\", " +
			"\"markers\": 1.0, \"kinds\": \"dot,plus\", \"rotation\": 10.0, \"jitter\": 0.0", "\"trainings\": 2", ""));
		assertHas(own, "overlaid with measuring marks at random (strength of the marks 1.0)");
		assertHas(own, "The marks were of these kinds: dot,plus.");
		assertHas(own, "turned, by up to 10.0 degrees");
		assertLacks(own, "brightness", "not augmented", "as published");
		assertHas(methods(run("i", "Train Classifier...", TRAINING + ", \"augment\": \"none\", \"markers\": 1.0, \"kinds\": \"\", " +
			"\"rotation\": 0.0, \"jitter\": 0.0", "\"tested\": 0", "")), "Training images were not augmented.");
		assertLacks(methods(run("j", "Train Classifier...", TRAINING, "\"tested\": 0", "")), "augment", "at random");
	}

	@Test
	void ofTrainingsThatWereEndedEarlyOnlyWhatWasDoneIsSaid() throws IOException {
		assertHas(methods(run("a", "Train Classifier...", TRAINING + ", \"holdout\": 0.2", "\"steps\": 48, \"tested\": 0", "")),
			"of 96 pixels (8 epochs, 48 steps, batch 16,");
		final String early = methods(run("b", "Train Classifier...", TRAINING, "\"steps\": 20, \"tested\": 0",
			"after step 20 of 48"));
		assertHas(early, "of 96 pixels (20 steps, batch 16,");
		assertHas(early, "This run was ended early, after step 20 of 48.");
		assertLacks(early, "8 epochs");
		final String steps = methods(run("c", "Train Classifier...", TRAINING + ", \"steps\": 300", "\"steps\": 300", ""));
		assertHas(steps, "(300 steps, ");
		assertLacks(steps, "8 epochs");
		final String folds = methods(run("d", "Cross-Validate Classifier...", TRAINING + ", \"folds\": 5, \"seeds\": 4",
			"\"steps\": 48, \"trainings\": 10", "with 10 of 20 trainings"));
		assertHas(folds, "in a cross-validation of 5 folds, of which 10 trainings count");
		assertLacks(folds, "4 seed(s)");
		final String search = methods(run("e", "Filter Noisy Labels...", TRAINING + ", \"folds\": 5, \"seeds\": 4, " +
			"\"method\": \"spikes\", \"action\": \"report\"", "\"trainings\": 10, \"suspicious\": 3, \"images\": 60",
			"with 10 of 20 trainings"));
		assertHas(search, "(method spikes, 10 trainings of 5 folds");
		assertLacks(search, "4 seed(s)", "trained on other images");
		final String generator = methods(run("f", "Train Diffusion...", "\"size\": 64, \"steps\": 1000, \"batch\": 4, " +
			"\"rate\": 1.0E-4, \"timesteps\": 100, \"schedule\": \"cosine\", \"seed\": 0",
			"\"images\": 40, \"steps\": 120", "after step 120 of 1000"));
		assertHas(generator, "of 64 pixels (120 steps, batch 4,");
		assertLacks(generator, "(1000 steps");
	}

	@Test
	void readersDecisionsAreNotCalledTheSearchs() throws IOException {
		final String parameters = TRAINING + ", \"folds\": 3, \"seeds\": 1, \"method\": \"spikes\", \"action\": \"flip\"";
		final String figures = "\"trainings\": 3, \"suspicious\": 3, \"images\": 60";
		assertHas(methods(run("a", "Filter Noisy Labels...", parameters + ", \"decisions\": \"\"", figures, "")),
			"Suspected labels were changed.");
		final String decided = methods(run("b", "Filter Noisy Labels...", parameters + ", \"decisions\": [\"../r/decisions.csv\"]",
			figures + ", \"decisions changed\": 2, \"decisions kept\": 1, \"decisions unsure\": 4, \"decisions disputed\": 0", ""));
		assertLacks(decided, "Suspected labels were changed");
		assertHas(decided, "decisions of one or more readers, not the search: 2 were changed and 1 confirmed; those of 4 images");
	}

	@Test
	void whatWasNotHeldOutWasNotTested() throws IOException {
		final Path untested = run("a", "Train Classifier...", TRAINING + ", \"holdout\": 0", "\"tested\": 0", "");
		AtomicFiles.writeText(untested.resolve("predictions.csv"), "image,patient,label,prediction,p_well,p_ill\n");
		assertLacks(html(untested), "0 different images", "No image names its patient", "0 images");
		final String none = methods(untested);
		assertHas(none, "Nothing was held out for a test.");
		assertLacks(none, "were held out", "was held out for the test");
		final Path data = folder.resolve("data/dataset.csv");
		AtomicFiles.writeText(data, "image,patient,label\na.png,P1,ill\nb.png,P2,well\nc.png,,ill\n");
		final Path half = run("b", "Train Classifier...", TRAINING + ", \"holdout\": 0.3, \"input\": \"../data\"",
			"\"tested\": 2", "");
		replace(half.resolve("run.json"), "/home/anna meier/study/crops", "../data");
		AtomicFiles.writeText(half.resolve("predictions.csv"),
			"image,patient,label,prediction,p_well,p_ill\na.png,P1,ill,ill,0.1,0.9\nb.png,P2,well,well,0.9,0.1\n");
		// Of the training part not all are named.
		assertHas(methods(half), "not all images name their patient, so it is not known whether patients were kept apart");
		assertLacks(html(half), "in patients it never saw?");
		replace(data, "c.png,,", "c.png,P3,");
		assertHas(methods(half), "2 images were held out, of patients that were not in the training");
		assertHas(html(half), "in patients it never saw?");
		replace(half.resolve("run.json"), "\"tested\": 2", "\"tested\": 2, \"seen\": {\"weights.holdout.patients\": \"1 of 2\"}");
		assertHas(html(half), "has seen patients of the test.)");
		assertLacks(html(half), "in patients it never saw?");
	}

	@Test
	void whatDidNotFinishOrIsNotRecordedIsNotClaimed() throws IOException {
		final Path failed = run("a", "Insert Markers...", "\"seed\": 0", "\"marked\": 3, \"images\": 9", "");
		assertHas(methods(failed), "burnt into 3 of 9 images");
		replace(failed.resolve("run.json"), "\"finished\"", "\"failed\"");
		assertEquals("", methods(failed));
		final Path old = run("b", "Train Classifier...", TRAINING.replace("\"weights\": \"\", ", ""), "\"steps\": 48", "");
		AtomicFiles.writeText(old.resolve("predictions.csv"),
			"image,patient,label,prediction\na.png,P1,ill,ill\nb.png,P2,well,well\n");
		final String html = html(old);
		assertLacks(html, "random weights", "Random weights", "Obuchowski's variance for clustered", "expected calibration error in",
			"The worst errors are shown", "area under the ROC, calibration");
		final Path newer = run("c", "Train Classifier...", TRAINING, "\"steps\": 48", "");
		replace(newer.resolve("run.json"), "\"0.1.0\"", "\"0.2.0\"");
		assertHas(methods(old, newer), "Sonoflow 0.1.0 and 0.2.0");
		final Path dropped = run("d", "Filter Synthetic...", "\"method\": \"manifold\", \"copies\": \"drop\"",
			"\"k\": 5, \"kept\": 3, \"dropped\": 2", "");
		assertHas(methods(dropped), "and those that resembled a real one too much were dropped");
		final Path scores = run("e", "Evaluate Synthetic...", "\"k\": 3", "\"kid\": 0.1", "");
		assertHas(methods(scores), "kernel distance");
		assertLacks(methods(scores), "FID", "recall", "overage");
		assertLacks(html(scores), "can tell at these numbers");
	}

	@Test
	void figuresOfGeneratedImagesSayWhatTheyCanTellAtSoManyImages() throws IOException {
		final Path scores = run("scores", "Evaluate Synthetic...", "\"k\": 5, \"batches\": 3, \"batchsize\": 64",
			"\"real\": 880, \"synthetic\": 9289, \"dimension\": 2048, \"unseen\": 200", "");
		AtomicFiles.writeText(scores.resolve("scores.csv"), "fid,kid,is,precision,recall,coverage,synthetic,real,ct,vendi\n" +
			"116.8,0.1,,0.9,0.1,0.5,9289,880,-1.5,30\n");
		AtomicFiles.writeText(scores.resolve("batches.csv"), "batch,fid,precision,recall\n1,116,0.9,0.1\nmean,117.125,0.875,0.125\n" +
			"std,2.5,0.0625,0.03125\n");
		final String html = html(scores);
		for (final String part : List.of("What each figure can tell at these numbers of images", "a rank of at most 879 of 2048",
			"k &#x3D; 5", "subsets of 880", "With 200 unseen images", "3 batches of 64 real images",
			"fid 117.13 ± 2.50 here; paper 119.84", "precision 87.50 ± 6.25 %; paper 79.68",
			"thesis 57.10 and 49.57", "3 of 64 of 880 against 9289", "between 1 and 2048 at 9289"))
			assertHas(html, part);
		assertLacks(html, "<li>is:", "<li>density:", "<li>authpct:");
		final Path sweep = run("sweep", "Filter Synthetic...", "\"method\": \"manifold\"",
			"\"real\": 48, \"synthetic\": 96, \"dimension\": 512", "");
		AtomicFiles.writeText(sweep.resolve("sweep.csv"), "k,kept,dropped,fid,kid,kidstd,is,precision,recall\n" +
			"all,96,0,9,1,1,,0.5,0.5\n3,12,84,8,1,1,,0.6,0.2\n");
		assertHas(html(sweep), "sets of 12 to 96 images");
		assertHas(html(sweep), "a rank of at most 11 of 512");
	}

	@Test
	void theAnswerSaysWhichOfSeveralItIsAbout() throws IOException {
		final Path cv = Runs.tested(folder.resolve("cv"), 12);
		final Path later = Runs.tested(folder.resolve("later"), 12);
		replace(later.resolve("run.json"), "Cross-Validate", "Train");
		replace(later.resolve("run.json"), "2026-01-02T03:04", "2026-02-02T03:04");
		final String html = html(cv, later);
		assertHas(html, "This is step 2, the last cross-validation; another tested classifier is under Steps.");
		assertLacks(html, "the last of");
		replace(cv.resolve("run.json"), "Cross-Validate", "Train");
		assertHas(html(cv, later), "This is step 2, the last training with a test; another tested classifier is under Steps.");
	}

	@Test
	void masksAreJudgedByTheMeanOfOrgansAndMissesAreSaid() throws IOException {
		final Path run = run("masks", "Evaluate Segmentation...", "\"tolerance\": 1",
			"\"images\": 5, \"patients\": 3, \"structures\": 5, \"missed\": 1, \"empty\": 0, \"unit\": \"px\"", "");
		AtomicFiles.writeText(run.resolve("summary.csv"), "organ,structure,metric,mean,low,high,n,undefined,infinite\n" +
			"breast,lesion,dice,0.111,0.1,0.12,2,0,1\nall,all,dice,0.8123,0.7,0.9,4,1,0\nall,all,hd95,Infinity,3,Infinity,4,1,1\n");
		AtomicFiles.writeText(run.resolve("scores.csv"), "image,patient,organ,structure,dice,iou,nsd,nsdpixel,hd95,dicechallenge," +
			"state,hd95pixel,dicepost,unit,worst\n" +
			"images/Mueller.png,Hans Mueller,breast,lesion,0,0,0,0,Infinity,0,missed,Infinity,0,px,1\n");
		Runs.noise(run.resolve("worst.png"), 40, 20, 1);
		final String html = html(run);
		assertHas(html, "Quality of masks");
		assertHas(html, "0.81 (0.70 to 0.90)");
		assertHas(html, " 4, 1 infinite");
		assertHas(html, "a mean with one of them is infinite");
		assertHas(html, "worst.png shows the structures");
		assertHas(methods(run), "5 structures in 5 images of 3 patients");
		assertHas(methods(run), "1 structures were missed");
		assertLacks(methods(run), "rightly found absent");
		final NameKey key = NameKey.beside(folder.resolve("report"));
		final String hidden = ReportPage.read(List.of(run), key, Monitor.NONE).html();
		assertLacks(hidden, "Mueller", "worst is not shown");
		assertHas(hidden, "dicechallenge");
		assertHas(hidden, "lesion");
	}

	@Test
	void segmentersAreDescribed() throws IOException {
		final Path run = run("segmenter", "Train Segmenter...",
			"\"widths\": \"4,8\", \"size\": 64, \"film\": true, \"rate\": 0.02, " +
			"\"batch\": 8, \"optimizer\": \"sgd\", \"schedule\": \"polynomial\", \"decay\": 0, \"seed\": 3", "\"trained\": 9, " +
				"\"validated\": 2, \"tested\": 4, \"step\": 70, \"threshold\": 0.35, \"structures\": [\"nerve\", \"vessel\"]", "");
		assertHas(methods(run), "A U-Net of 4,8 channels was trained on images of 64 pixels to segment nerve,vessel (9 images");
		assertHas(methods(run), "feature-wise linear modulation (Perez et al., 2018)");
		assertHas(methods(run), "the threshold, 0.35, were chosen by Dice on 2 other images");
		assertHas(html(run), "Training of a segmenter");
		assertLacks(html(run), "no description of this command");
		final Path found = run("found", "Segment Ultrasound...", "\"prompt\": \"none\", \"post\": true, \"tta\": false",
			"\"images\": 5, \"threshold\": 0.4", "");
		assertHas(methods(found), "from a probability of 0.4 on");
		assertHas(methods(found), "the second if it had 30 % of it");
		assertLacks(methods(found), "mirror image", "prompts (");
	}

	@Test
	void sitesAndTestSetsAreSaidAsTheyWere() throws IOException {
		final Path run = Runs.crossValidation(folder.resolve("cv"));
		assertHas(html(run), "no external validation is recorded");
		assertHas(html(run), "This is the mean over the test parts");
		replace(run.resolve("run.json"), "\"seeds\": 4", "\"seeds\": 4, \"groups\": \"site\", \"test\": \"../t\"");
		final String html = html(run);
		assertLacks(html, "no external validation is recorded");
		assertHas(html, "Each site was left out once");
		assertHas(html, "A test set that no fold saw was scored");
	}

	@Test
	void testsOfHeatMapsAreExplained() throws IOException {
		final Path maps = run("maps", "Explain Classification...", "\"seed\": 0", "\"images\": 1", "");
		AtomicFiles.writeText(maps.resolve("cams.csv"),
			"image,class,deletion,insertion,pointing,energy,sanity\na.png,x,0.2,0.8,1,0.4,0.1\n");
		assertHas(html(maps), "small is good");
		assertHas(html(maps), "above 0.5 the maps say little");
	}
}
