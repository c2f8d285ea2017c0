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
package io.sonoflow.step.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.plot.Pictures;
import io.sonoflow.run.RunFolder;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

class SonoflowReportTest {

	@TempDir
	Path folder;

	/** What a run may be called with. */
	private static final class Tea extends Parameters {

		@Parameter(label = "Cups", description = "How many.")
		public int cups;

		@Parameter(label = "Output", description = "Folder.", attrs = @Attr(name = Key.FRAME))
		public File output;

		@SuppressWarnings("unused") // gives the defaults
		Tea() {
		}

		Tea(final int cups, final Path output) {
			this.cups = cups;
			this.output = output.toFile();
		}
	}

	/** A folder written by the same code that every step uses. */
	private Path run(final String name, final boolean fails) {
		final Path output = folder.resolve(name);
		try {
			RunFolder.execute(new RunFolder.Run("Brew Tea...", new Tea(2, output), output, false, List.of()), Monitor.NONE,
				run -> {
					AtomicFiles.writeText(run.resolve("tea.csv"), "cup,degrees\n1,80.5\n");
					run.figure("degrees", 80.5);
					if (fails) throw new SonoflowException.Device("The kettle is empty.");
					return null;
				});
		}
		catch (final SonoflowException.Device e) {
			assertTrue(fails);
		}
		return output;
	}

	private SonoflowReport.Result report(final boolean overwrite, final Path... inputs) {
		return new SonoflowReport(Stream.of(inputs).map(Path::toString).collect(Collectors.joining(",")), folder.resolve(
			"report").toFile()).with("overwrite", overwrite).run(Monitor.NONE);
	}

	@Test
	void realRecordsAreUnderstood() throws IOException {
		final SonoflowReport.Result result = report(false, run("a", false), run("b", true));
		assertEquals(folder.resolve("report").resolve("report.html"), result.html());
		assertEquals(2, result.runs());
		final String html = Files.readString(result.html());
		assertTrue(html.contains("80.5"));
		assertTrue(html.contains("status: failed; The kettle is empty."));
		assertFalse(html.contains("run.json) lacks"), "a field of the record is not understood");
		assertTrue(Files.readString(folder.resolve("report/run.json")).contains("\"runs\": 2"));
	}

	/** Neither in the page nor in the record of the report itself; who watches is told where to look. */
	@Test
	void neitherThePageNorItsRecordNamesAnybody() throws IOException {
		final Path data = folder.resolve("Meier, Anna");
		AtomicFiles.writeText(data.resolve("Bauer Fritz 1940.png"), "no picture");
		final Path first = folder.resolve("Mueller_Hans_crops");
		record(first, "Crop Ultrasound...", data, "Eva Keller has one image, and Bauer Fritz 1940.png is dark.");
		for (int i = 0; i < 9; i++)
			Pictures.writePng(first.resolve("Mueller Hans " + i + ".png"), new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB));
		AtomicFiles.writeText(first.resolve("Anders Olaf 1951.png"), "no picture");
		AtomicFiles.writeText(first.resolve("Weber Eva.csv"), "Pohl Uwe,3\nPohl Ute,4\n");
		AtomicFiles.writeText(first.resolve("Schulz Karl.csv"), "n\n1\n");
		final Path second = folder.resolve("Huber");
		record(second, "Filter Noisy Labels...", data, "fine");
		AtomicFiles.writeText(second.resolve("duplicates.csv"),
			"image,copy,patient,copypatient\na.png,Vogel Max 1.png,Eva Keller,Lorenz Ida\n");
		AtomicFiles.writeText(second.resolve("decisions.csv"),
			"image,label,decision,by,time,proposed\na.png,x,accept,Dr. Stein,2026-01-01T00:00:00Z,y\n");
		AtomicFiles.writeText(second.resolve("Brandt Paul/map.png"), "no picture");
		final List<String> told = new ArrayList<>();
		new SonoflowReport(Map.of("input", first + "," + second, "output", folder.resolve("page").toFile())).run(
			new Told(told));
		final String page = Files.readString(folder.resolve("page/report.html"));
		final String json = Files.readString(folder.resolve("page/run.json"));
		for (final String name : List.of("Mueller", "Hans", "Keller", "Bauer", "Fritz", "Meier", "Anna", "Anders", "Olaf", "Weber",
			"Pohl", "Schulz", "Karl", "Huber", "Lorenz", "Vogel", "Stein", "Brandt"))
		{
			assertFalse(page.contains(name), () -> name + " is in the page: " + round(page, name));
			assertFalse(json.contains(name), () -> name + " is in run.json: " + round(json, name));
		}
		assertTrue(json.contains("8 of 10 pictures"), json);
		assertTrue(page.contains("reader 1"));
		assertTrue(told.stream().anyMatch(text -> text.startsWith(first + ": 8 of 10")), told::toString);
	}

	/** Charts of a comparison whose arms are called as folders are shown only if the user chose these names. */
	@Test
	void armsAreToldIfTheyWereNamed() throws IOException {
		final Path run = folder.resolve("compared");
		record(run, "Compare Classifiers...", folder.resolve("Meier"), "fine");
		AtomicFiles.writeText(run.resolve("comparison.csv"),
			"arm,metric,mean,std,n,difference,low,high\nMeier,f1,0.5,0.1,2,,,\nother,f1,0.6,0.1,2,0.1,-0.1,0.3\n");
		Pictures.writePng(run.resolve("comparison.png"), new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB));
		report(false, run);
		final String hashed = Files.readString(folder.resolve("report/report.html"));
		assertFalse(hashed.contains("Meier") || hashed.contains("comparison.png</figcaption>"), hashed);
		assertTrue(hashed.contains("comparison is not shown, as it names the folders"));
		final String json = Files.readString(run.resolve("run.json"));
		Files.writeString(run.resolve("run.json"), json.replace("\"output\"", "\"names\": \"Meier,other\", \"output\""));
		report(true, run);
		final String named = Files.readString(folder.resolve("report/report.html"));
		assertTrue(named.contains("Meier: f1") && named.contains("<td>Meier</td>") && named.contains("Meier,other output"), named);
		assertTrue(named.contains("comparison.png</figcaption>"), named);
	}

	private static String round(final String text, final String name) {
		final int at = text.indexOf(name);
		return text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 80));
	}

	private static void record(final Path run, final String command, final Path input, final String warning) {
		AtomicFiles.writeText(run.resolve("run.json"), """
			{"command": "%s", "status": "finished", "parameters": {"input": "../%3$s", "output": "."}, "versions": {},
			"device": "cpu", "inputs": [{"path": "../%3$s", "files": 1, "sha256": "00"}], "start": "2026-01-02T03:04:05Z",
			"end": "2026-01-02T03:07:25Z", "figures": {"of %3$s": "Eva Keller"}, "warnings": ["%2$s"]}
			""".formatted(command, warning, input.getFileName()));
	}

	/** Somebody who watches a run. */
	private static final class Told implements Monitor {

		private final List<String> told;

		Told(final List<String> told) {
			this.told = told;
		}

		@Override
		public void warn(final String text) {
			told.add(text);
		}

		@Override
		public List<String> warnings() {
			return told;
		}
	}

	@Test
	void theSameReportTwiceNeedsOverwrite() {
		final Path input = run("a", false);
		report(false, input);
		assertFault("overwrite=true", () -> report(false, input));
		assertEquals(1, report(true, input).runs());
	}

	@Test
	void wrongInputsAreNamedAndNothingIsWritten() throws IOException {
		final Path input = run("a", false);
		assertFault("input is missing", () -> report(false));
		assertFault("twice", () -> report(false, input, input.resolve("../a")));
		assertFault("there is no such file or folder", () -> report(false, folder.resolve("none")));
		assertFault("has no run.json", () -> report(false, Files.createDirectory(folder.resolve("empty"))));
		assertFault("is not a folder", () -> report(false, input.resolve("tea.csv")));
		assertFalse(Files.exists(folder.resolve("report")));
		assertFault("lies in input", () -> new SonoflowReport(input.toString(), input.resolve("report").toFile()).with(
			"overwrite", true).run(Monitor.NONE));
		assertFalse(Files.exists(input.resolve("report")));
	}

	private static void assertFault(final String part, final org.junit.jupiter.api.function.Executable call) {
		final String message = assertThrows(SonoflowException.class, call).getMessage();
		assertTrue(message.contains(part), message);
	}
}
