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
import io.sonoflow.file.NameReplacer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactionTest {

	@TempDir
	Path folder;

	private Path run(final String input, final String warning, final String dataset) throws IOException {
		final Path run = folder.resolve("run");
		Runs.record(run, "Crop Ultrasound...", "finished", "{\"input\": \"" + input + "\", \"output\": \".\"}", "{\"crops\": 1}");
		final Path json = run.resolve("run.json");
		final String text = Files.readString(json);
		final String name = NameReplacer.last(input);
		final com.google.gson.JsonObject record = com.google.gson.JsonParser.parseString(text).getAsJsonObject();
		record.add("warnings", com.google.gson.JsonParser.parseString("[\"" + warning + "\"]"));
		record.add("inputs", com.google.gson.JsonParser.parseString("[{\"path\": \"" + input + "\", \"name\": \"" + name +
			"\", \"sha256\": \"00\"}]"));
		Files.writeString(json, record.toString());
		AtomicFiles.writeText(run.resolve("dataset.csv"), dataset);
		return run;
	}

	private String page(final Path run, final NameKey key) {
		return ReportPage.read(List.of(run), key, Monitor.NONE).html();
	}

	@Test
	void numbersThatNamePeopleAreHashed() throws IOException {
		final NameKey key = NameKey.beside(folder.resolve("page"));
		final String html = page(run("../in", "Patient 4711002 has one image, 3001 has none.",
			"image,patient,mrn,patient_id,source,clip,score\na.png,3001,4711002,815001,20240117,990077,0.5\n"), key);
		for (final String name : List.of("3001", "4711002", "815001", "20240117", "990077"))
			assertFalse(html.matches("(?s).*\\b" + name + "\\b.*"), name + " got in");
		assertTrue(html.contains(key.patient("4711002")) && html.contains(key.file("990077")) && html.contains("0.5"));
	}

	/** Tables of scores have the numbers of images in columns that elsewhere name images. */
	@Test
	void numbersOfImagesAreNoNames() throws IOException {
		final NameKey key = NameKey.beside(folder.resolve("page"));
		final Path run = run("../in", "FID from 120 real images is biased.", "image,label\nr7.png,ill\n");
		AtomicFiles.writeText(run.resolve("scores.csv"), "fid,synthetic,real\n1.5,124,120\n");
		final String html = page(run, key);
		assertTrue(html.contains("FID from 120 real images") && html.contains(">124<"), html);
		AtomicFiles.writeText(run.resolve("scores.csv"), "fid,synthetic,real\n1.5,r8.png,r9.png\n");
		assertTrue(page(run, key).contains(key.file("r8.png")));
	}

	/** Of what a data set's author wrote beside Sonoflow's own columns nobody knows whom it names; what we wrote is shown. */
	@Test
	void onlyOwnColumnsAreShown() throws IOException {
		final Path run = run("../in", "fine",
			"image,patient,label,referrer,note,Aufnahme,marks,score\na.png,3001,ill,Dr. Wagner,came from Ulm,by Schmidt,m.png,0.5\n");
		AtomicFiles.writeText(run.resolve("predictions.csv"),
			"image,patient,label,prediction,p_ill,p_well,reason\na.png,3001,ill,well,0.25,0.75,Dr. Huber says so\n");
		final String html = page(run, NameKey.beside(folder.resolve("page")));
		for (final String name : List.of("Wagner", "Ulm", "Schmidt", "Huber", "referrer", "Aufnahme"))
			assertFalse(html.contains(name), name + " got in");
		for (final String shown : List.of("p_ill", "0.75", "0.5", "3 columns that are not", "1 column that is not"))
			assertTrue(html.contains(shown), shown + " is not in the page");
		final String kept = page(run, null);
		assertTrue(kept.contains("Dr. Wagner") && kept.contains("Dr. Huber says so"));
		assertFalse(kept.contains("left out; names=keep"));
	}

	@Test
	void textsAreNotGarbledByWhatInputsAreCalled() throws IOException {
		for (final String input : List.of("crops", "data", ".../hashed")) {
			final NameKey key = NameKey.beside(folder.resolve("page"));
			final String html = page(run(input.contains("/") ? input : "../" + input,
				"3 of 40 crops are hashed in dataset.csv, see data.", "image,label\na.png,x\n"), key);
			assertTrue(html.contains("3 of 40 crops are hashed in dataset.csv, see data."), html);
			assertEquals(!input.contains("/"), html.contains(key.file(NameReplacer.last(input))), input);
		}
	}

	@Test
	void patientsAreNumberedAlsoWhereFilesKeepTheirNames() throws IOException {
		final String html = page(run("../in", "Patient Weber and Li have one image; a.png is dark.",
			"image,patient,PatientID,comment\na.png,Weber,4711002,seen Weber\nb.png,Li,4711003,\n"), null);
		for (final String name : List.of("Weber", "Li ", "4711002", "4711003"))
			assertFalse(html.contains(name), name + " got in");
		assertTrue(html.contains("Patients are numbered for this page, without a key; files have their names."));
		assertTrue(html.contains("Patient 1 and patient 3 have one image; a.png is dark.") || html.contains(
			"Patient 1 and patient 2 have one image; a.png is dark."), html);
	}

	/** Two models of one file name, and the part of the work, which is no path. */
	@Test
	void filesOfOneNameAreToldApart() {
		final Redaction redaction = new Redaction(NameKey.beside(folder.resolve("page")));
		final String one = redaction.path("../first/model.safetensors");
		final String other = redaction.path("../second/model.safetensors");
		assertFalse(one.equals(other), one);
		assertFalse((one + other).matches("(?s).*(first|second|model).*"), one + other);
		assertTrue(redaction.parameter("1/1").equals("1/1"), redaction.parameter("1/1"));
	}
}
