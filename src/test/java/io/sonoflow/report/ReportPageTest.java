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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.NameKey;
import io.sonoflow.file.Sha256;
import io.sonoflow.run.RunInfo;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {

	@TempDir
	Path folder;

	private static String html(final Path... folders) {
		return ReportPage.read(List.of(folders), Monitor.NONE).html();
	}

	/** Fails if the page is not well-formed. */
	private static Document parse(final String html) throws Exception {
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
	}

	private static List<Element> elements(final Document page, final String tag) {
		return elements(page.getDocumentElement(), tag);
	}

	private static List<Element> elements(final Element parent, final String tag) {
		final NodeList nodes = parent.getElementsByTagName(tag);
		final List<Element> elements = new ArrayList<>();
		for (int i = 0; i < nodes.getLength(); i++)
			elements.add((Element) nodes.item(i));
		return elements;
	}

	private static List<String> texts(final Document page, final String tag, final String kind) {
		return elements(page, tag).stream().filter(element -> kind.isEmpty() || element.getAttribute("class").equals(kind))
			.map(element -> element.getTextContent().strip()).toList();
	}

	private static void assertHas(final String text, final String part) {
		assertTrue(text.contains(part), () -> "\"" + part + "\" is not in the page");
	}

	@Test
	void headlinesAreTheTablesWithSpreadNumberAndBaseline() throws Exception {
		final Document page = parse(html(Runs.crossValidation(folder.resolve("cv"))));
		assertEquals(List.of("accuracy0.81± 0.04, n = 12Compare: 0.8 by always saying the most frequent class",
			"f10.25± 0.13, n = 12Compare: 0.2 by guessing at the class's frequency",
			"auc0.900± 0.010, n = 12Compare: 0.5 by chance", "trainingseconds12.3"), texts(page, "div", "figure"));
		assertHas(page.getDocumentElement().getTextContent(), "20 images of 10 patients: no 16, yes 4");
		assertHas(page.getDocumentElement().getTextContent(), "3 min 20 s");
		assertTrue(texts(page, "h3", "").contains("How good, how sure"));
	}

	@Test
	void whatToDistrustIsFound() throws Exception {
		final String doubts = String.join("\n", texts(parse(html(Runs.crossValidation(folder.resolve("cv")))), "li", ""));
		assertHas(doubts, "Only 10 patients");
		assertHas(doubts, "Only 20 different images");
		assertHas(doubts, "\"yes\" has 4 of 20 images (20 %)");
		assertHas(doubts, "accuracy = 0.81 ± 0.04, n = 12 is not clearly better than 0.8");
		assertHas(doubts, "f1 = 0.25");
		assertFalse(doubts.contains("auc ="), doubts);
		assertFalse(doubts.contains("did not finish"), doubts);
	}

	@Test
	void unfinishedRunsMissingFieldsAndFlaggedCropsAreSaid() throws Exception {
		final Path crops = folder.resolve("crops");
		Runs.record(crops, "Crop Ultrasound...", "failed", "{}", "{}");
		AtomicFiles.writeText(crops.resolve("dataset.csv"), "image,label\na.png,x\nb.png,y\n");
		AtomicFiles.writeText(crops.resolve("review.csv"), "image,reason\na.png,low score\n");
		final Path old = folder.resolve("old");
		AtomicFiles.writeText(old.resolve("run.json"),
			"{\"command\": \"Brew Tea...\", \"figures\": {\"cups\": 3, \"deep\": {\"a\": 1}}}");
		final Document page = parse(html(old, crops));
		final String doubts = String.join("\n", texts(page, "li", ""));
		assertHas(doubts, "did not finish (status: failed)");
		assertHas(doubts, "1 of 2 crops is flagged");
		assertHas(doubts, "No image names its patient");
		assertHas(doubts, "lacks: status, parameters, versions, device, inputs, start, end");
		assertEquals(List.of("What to distrust", "Steps at a glance", "1. Cropping", "2. Brew Tea", "Words"), texts(page, "h2", ""));
		assertEquals(List.of("cups3", "deep.a1"), texts(page, "div", "figure"));
	}

	@Test
	void withAKeyNoFileOrPatientIsNamed() throws Exception {
		final Path run = folder.resolve("run");
		Runs.record(run, "Crop Ultrasound...", "finished", "{\"input\": \"../Mueller_Hans\", \"output\": \".\"}", "{\"crops\": 1}");
		AtomicFiles.writeText(run.resolve("dataset.csv"),
			"image,patient,label,source\nimages/Weber.png,Eva Weber,ill,../in/Weber.dcm\n");
		AtomicFiles.writeText(run.resolve("review.csv"), "image,reason\nimages/Weber.png,look at Eva Weber and at Schulz.png\n");
		Runs.noise(run.resolve("images/Weber.png"), 20, 20, 1);
		Runs.noise(run.resolve("sheet.png"), 20, 20, 2);
		final NameKey key = NameKey.beside(folder.resolve("page"));
		final String html = ReportPage.read(List.of(run), key, Monitor.NONE).html();
		for (final String name : List.of("Mueller", "Weber", "Schulz"))
			assertFalse(html.contains(name), name + " got in");
		assertTrue(html.contains(key.patient("Eva Weber")) && html.contains(key.file("Weber.png")));
		assertTrue(html.contains("sheet is not shown"), "a sheet with names got in");
	}

	/** Not in names of folders, captions, macro lines or sheets either. */
	@Test
	void foldersAndCaptionsNameNobody() throws Exception {
		final Path run = Runs.tested(folder.resolve("Mueller_Hans_1951"), 12);
		Runs.noise(run.resolve("Mueller_Hans_1951.png"), 20, 20, 1);
		Runs.noise(run.resolve("Mueller_Hans/a.png"), 20, 20, 2);
		final Path cams = folder.resolve("cams of Mueller");
		Runs.record(cams, "Explain Classification...", "finished", "{\"output\": \".\"}", "{}");
		Runs.noise(cams.resolve("cams/Mueller_Hans_1951.png"), 90, 90, 3);
		Files.writeString(cams.resolve("cams/Mueller_Hans_1952.png"), "no picture");
		final NameKey key = NameKey.beside(folder.resolve("page"));
		final String html = ReportPage.read(List.of(run, cams, Runs.suspicious(folder.resolve("Weber"))), key, Monitor.NONE).html();
		for (final String name : List.of("Mueller", "Hans", "1951", "Weber"))
			assertFalse(html.contains(name), () -> name + " got in: " + html.substring(Math.max(0, html.indexOf(name) - 80), html
				.indexOf(name) + 40));
		assertHas(html, key.file("Mueller_Hans_1951"));
		assertHas(html, "cams/" + key.file("Mueller_Hans_1951.png"));
	}

	/** The figures of a table that was counted by hand: 10 of 30 patients have one image, an ill one, that is called well. */
	@Test
	void theFirstScreenAnswersWithIntervals() throws Exception {
		final Document page = parse(html(Runs.tested(folder.resolve("cv"), 30)));
		final String says = texts(page, "p", "says").get(0);
		assertHas(texts(page, "h1", "").get(0), "\"ill\" images");
		assertHas(says, "It finds 83 % (");
		assertHas(says, "passes 100 % (");
		assertHas(says, "120 images of 30 patients, against the known truth");
		assertTrue(texts(page, "li", "").get(0).contains("simulated (phantoms)"));
		final String all = page.getDocumentElement().getTextContent();
		assertHas(all, "50 of 60, 30 patients");
		assertHas(all, "Of 30 patients, 20 have no wrong answer, 0 have wrong answers only.");
		assertHas(all, "Against the labels as they were before cleaning: sensitivity");
		assertHas(all, "(0.87), is \"ill\"");
		assertHas(all, "A resnet18 was trained from random weights on images of 96 pixels (8 epochs");
		assertHas(all, "Deep Residual Learning");
		assertHas(all, "Not for diagnosis");
		assertHas(all, "23a");
		assertHas(all, "Ethical approval");
	}

	@Test
	void histogramAndCountAgree() throws Exception {
		final Path run = Runs.suspicious(folder.resolve("cleaned"));
		final Suspects suspects = Suspects.of(RunInfo.read(run), Tabular.read(run, List.of()), new Redaction()).orElseThrow();
		assertHas(suspects.text(), "3 of 10 images are suspected");
		assertEquals(3, suspects.pictures().size());
		final Document page = parse(html(run));
		final List<String> captions = texts(page, "figcaption", "");
		assertFalse(captions.contains("histogram.png"), "the picture that counts otherwise is shown");
		assertTrue(captions.contains("images/Weber_0.png: labelled \"ill\", proposed \"well\", doubted in 2 of 3"),
			captions::toString);
	}

	@Test
	void whatIsNotThereIsNotExplained() throws Exception {
		final Path run = Runs.tested(folder.resolve("cv"), 12);
		for (final String word : List.of("leakage.csv", "duplicates.csv", "begin with alternate"))
			assertFalse(html(run).contains(word), word);
		AtomicFiles.writeText(run.resolve("leakage.csv"), "metric,inflation\nf1,0.1\n");
		assertHas(html(run), "leakage.csv says");
	}

	@Test
	void markupInTheDataStaysText() throws Exception {
		final Path evil = folder.resolve("evil");
		final String tag = "<script>alert(1)</script>";
		Runs.record(evil, tag, "finished", "{\"a\": \"" + tag + "\", \"b\": \"x\\\" onload=\\\"y\"}", "{\"" + tag + "\": \"<b>\"}");
		AtomicFiles.writeText(evil.resolve("t.csv"), "a&b,\"<i>\"\n" + tag +
			",\"\"\"><img src=x onerror=alert(1)>\"\n\u0001,{{folder}}\n");
		Runs.noise(evil.resolve("' onerror='alert(1).png"), 8, 8, 1);
		final String html = html(evil);
		final Document page = parse(html);
		assertEquals(1, elements(page, "script").size(), "a script got in");
		assertFalse(elements(page, "script").get(0).getTextContent().contains("alert"));
		assertEquals(0, elements(page, "i").size());
		assertTrue(elements(page, "img").stream().allMatch(image -> image.getAttribute("onerror").isEmpty()));
		assertHas(String.join("\n", texts(page, "td", "")), tag);
		assertTrue(texts(page, "td", "").contains("{{folder}}"), "data is no template");
	}

	@Test
	void nothingIsLoadedFromElsewhere() throws Exception {
		final String html = html(Runs.crossValidation(folder.resolve("cv")));
		final Document page = parse(html);
		final List<Element> images = elements(page, "img");
		assertFalse(images.isEmpty());
		assertTrue(images.stream().allMatch(image -> image.getAttribute("src").startsWith("data:image/png;base64,")));
		final String script = elements(page, "script").get(0).getTextContent();
		final String policy = elements(page, "meta").stream().map(meta -> meta.getAttribute("content")).filter(text -> text
			.startsWith("default-src")).findFirst().orElseThrow();
		assertHas(policy, "default-src 'none'; img-src data:; ");
		assertHas(policy, "script-src 'sha256-" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Sha256.of(script))) +
			"';");
		for (final String tag : List.of("link", "iframe", "object", "base"))
			assertEquals(0, elements(page, tag).size(), tag);
		assertTrue(elements(page, "a").stream().allMatch(link -> link.getAttribute("href").startsWith("#")));
		assertFalse(html.matches("(?s).*(https?:|url\\(|@import).*"));
	}

	@Test
	void whoAndWhereAreLeftOut() throws Exception {
		final String html = html(Runs.crossValidation(folder.resolve("cv")));
		assertFalse(html.contains("anna"), "a user's name got in");
		assertFalse(html.contains("Meier"), "a patient's name got in");
		assertFalse(html.contains(folder.toString()), "a full path got in");
		assertTrue(texts(parse(html), "td", "").contains("patient 2"));
		assertTrue(texts(parse(html), "pre", "").get(0).startsWith(
			"run(\"Cross-Validate Classifier...\", \"input=.../crops output=.../cv positive=yes seeds=4\");"));
		assertTrue(texts(parse(html), "pre", "").get(1).startsWith(
			"java -jar sonoflow-0.1.0-standalone.jar --run \"Cross-Validate Classifier...\" \"input="));
	}

	@Test
	void pathsKeepTheirLastPart() {
		assertEquals(".../a b", Redaction.value("/home/anna/study/a b"));
		assertEquals(".../x,.../y", Redaction.value("C:\\Users\\anna\\study\\x,C:\\Users\\anna\\study\\y"));
		assertEquals("images/a.png", Redaction.value("images/a.png"));
		assertEquals("../crops", Redaction.value("../crops"));
		assertEquals(".../a.png", Redaction.cell("../../../anna/study/a.png"));
		assertEquals("a/b and 3/4", Redaction.text("a/b and 3/4"));
		assertEquals("read .../t.csv, line 3.", Redaction.text("read /home/anna/study/t.csv, line 3."));
		assertEquals(".../tmp", Redaction.value("/tmp"));
		assertEquals("", Redaction.value(""));
	}

	/** Paths in a record start at the run's folder, which is not there yet when it is done again. */
	@Test
	void whatIsToBeDoneAgainStartsBesideTheFolder() throws Exception {
		final Path run = folder.resolve("runs/cv");
		Runs.record(run, "Train Classifier...", "finished",
			"{\"input\": \"../../data/crops\", \"weights\": \"../encoder/e.safetensors\", \"output\": \".\"}", "{}");
		final Document page = parse(html(run));
		assertEquals("run(\"Train Classifier...\", \"input=../data/crops weights=encoder/e.safetensors output=cv\");", texts(page,
			"pre", "").get(0).strip());
		assertFalse(page.getDocumentElement().getTextContent().contains("only the last name is known"));
	}

	@Test
	void numbersAreRoundedForReading() {
		assertEquals("0.812", Digits.round("0.8123456"));
		assertEquals("1235", Digits.round("1234.5678"));
		assertEquals("0.5", Digits.round("0.5"));
		assertEquals("96", Digits.round("96"));
		assertEquals("0.000123", Digits.round("0.00012345678"));
		assertEquals("1.23E-9", Digits.round("1.2341E-9"));
		assertEquals("2026-01-02", Digits.round("2026-01-02"));
	}

	@Test
	void digitsFollowTheUncertainty() {
		assertEquals("0.81", Digits.around(0.8123, 0.041));
		assertEquals("0.812", Digits.around(0.8123, 0.0149));
		assertEquals("1235", Digits.around(1234.6, 50));
		assertEquals("0.0", Digits.around(-0.001, 0.2));
		assertEquals("0.96 (0.92 to 0.98)", Digits.interval(0.9571, 0.9193, 0.9799));
		assertEquals("88 % (79 to 94 %)", Digits.percent(0.8801, 0.7912, 0.9444));
		assertEquals("99.0 % (97.8 to 99.6 %)", Digits.percent(0.99, 0.978, 0.996));
		assertEquals("50 %", Digits.percent(0.5, Double.NaN, Double.NaN));
		assertEquals("0.968", Digits.around(0.96789, Double.NaN));
		assertEquals("-", Digits.around(Double.NaN, 1));
	}

	@Test
	void longTablesAreCutWithACount() throws Exception {
		final Document page = parse(html(Runs.crossValidation(folder.resolve("cv"))));
		assertHas(page.getDocumentElement().getTextContent(), "The first 12 of 80 rows are shown.");
		assertTrue(texts(page, "td", "number").contains("0.123"));
	}

	@Test
	void manyAndLargePicturesAreSampledAndTheOnesThatFailAreNamed() throws Exception {
		final Path run = folder.resolve("many");
		Runs.record(run, "Explain Classification...", "finished", "{}", "{}");
		for (int i = 0; i < 10; i++)
			Runs.noise(run.resolve("large" + i + ".png"), 800, 700, i);
		for (int i = 0; i < 30; i++)
			Runs.noise(run.resolve("tiles/c" + (10 + i) + ".png"), 40, 40, i);
		Files.writeString(run.resolve("tiles/broken.png"), "no picture");
		final List<String> warnings = new ArrayList<>();
		final String html = ReportPage.read(List.of(run), new Monitor() {

			@Override
			public void warn(final String text) {
				warnings.add(text);
			}
		}).html();
		assertTrue(html.length() < ReportPage.LARGEST, html.length() + " characters");
		final Document page = parse(html);
		assertEquals(10, elements(page, "img").size(), "8 pictures, a sheet and the first one again on top");
		assertHas(page.getDocumentElement().getTextContent(), "tiles/ (11 of 31)");
		assertHas(page.getDocumentElement().getTextContent(), "8 of 10 pictures");
		assertTrue(warnings.stream().anyMatch(text -> text.contains("broken.png")), warnings::toString);
		assertTrue(elements(page, "img").get(0).getAttribute("src").startsWith("data:image/jpeg;base64,"));
	}

	@Test
	void aBrokenTableIsNamedAndTheRestShown() throws Exception {
		final Path run = Runs.crossValidation(folder.resolve("cv"));
		AtomicFiles.writeText(run.resolve("bad.csv"), "a,a\n1,2\n");
		final Document page = parse(html(run));
		assertHas(String.join("\n", texts(page, "li", "")), "bad.csv");
		assertTrue(texts(page, "h3", "").contains("summary.csv"));
	}

	@Test
	void foldersThatAreNoRunAreRefused() throws IOException {
		assertFault(folder.resolve("none"), "none", "nothing is there");
		assertFault(Files.createDirectory(folder.resolve("empty")), "empty", "has no run.json");
		final Path bad = folder.resolve("bad");
		AtomicFiles.writeText(bad.resolve("run.json"), "{\"command\": ");
		assertFault(bad, "run.json", "cannot be read");
		AtomicFiles.writeText(bad.resolve("run.json"), "[1]");
		assertFault(bad, "run.json", "not the record");
	}

	private static void assertFault(final Path input, final String... parts) {
		final String message = assertThrows(SonoflowException.class, () -> ReportPage.check(input)).getMessage();
		for (final String part : parts)
			assertTrue(message.contains(part), message);
	}

	/** Not to folders outside of the page, nor to those whose name only begins alike. */
	@Test
	void stepsAreLinkedToThoseTheyWereMadeFrom() throws Exception {
		final Path crops = folder.resolve("crops");
		final Path more = folder.resolve("crops2");
		Runs.record(crops, "Crop Ultrasound...", "finished", "{}", "{}");
		Runs.record(more, "Classify Ultrasound...", "finished", "{}", "{}");
		final Path record = more.resolve("run.json");
		AtomicFiles.writeText(record, Files.readString(record).replace("/home/anna meier/study/crops", crops.resolve(
			"dataset.csv").toString().replace('\\', '/')));
		final Document page = parse(html(more, crops));
		final List<Element> rows = elements(elements(page, "tbody").get(0), "tr");
		assertEquals("-", elements(rows.get(0), "td").get(2).getTextContent().strip(), "made from another place");
		final Element from = elements(rows.get(1), "td").get(2);
		assertEquals("1", from.getTextContent().strip());
		assertEquals("#run1", elements(from, "a").get(0).getAttribute("href"));
		assertHas(page.getDocumentElement().getTextContent(), "Made from step: 1");
	}

	@Test
	void wordsAreExplained() throws Exception {
		final String words = String.join("\n", texts(parse(html(Runs.crossValidation(folder.resolve("cv")))), "dt", ""));
		for (final String word : List.of("fold", "F1", "AUC", "\u00b1", "phantom", "encoder", "heat map"))
			assertHas(words, word);
	}
}
