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
package io.sonoflow.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

class NameReplacerTest {

	private final NameReplacer names = new NameReplacer(null);

	@Test
	void namesAreReplacedAsWholeWordsTheLongestFirst() {
		names.learn("Mueller", "p-1");
		names.learn("Mueller Hans", "p-2");
		names.learn("Li", "p-3");
		assertEquals("p-2, p-1_2 and p-3 are no Muellerin and no List", names.text(
			"Mueller Hans, Mueller_2 and Li are no Muellerin and no List"));
		assertEquals("\u00c4Mueller", names.text("\u00c4Mueller"));
		assertEquals("p-1", names.text("Mueller"));
		assertEquals("", names.text(""));
	}

	@Test
	void nothingIsReplacedInWhatWasPutIn() {
		names.learn("Weber", "p-abc-name");
		names.learn("abc", "p-x");
		names.learn("name", "p-y");
		assertEquals("p-abc-name p-y", names.text("Weber name"));
	}

	@Test
	void numbersAreNamesButNotPartsOfNumbers() {
		names.learn("4711", "p-1");
		names.learn("07", "p-2");
		names.learn("12", "p-3");
		names.learn("123", "p-4");
		assertEquals("p-1: 47110 of 12, p-2.", names.text("4711: 47110 of 12, 07."));
		assertEquals("0.123 and 123.5, but p-4.", names.text("0.123 and 123.5, but 123."));
	}

	@Test
	void aFoldersOrdinaryNameIsReplacedInPathsOnly() {
		names.learnFolder("crops", "f-1");
		names.learnFolder("Ward Smith", "f-2");
		assertEquals("3 of 40 crops: see .../f-1, f-1/a and input=f-1", names.text(
			"3 of 40 crops: see .../crops, crops/a and input=crops"));
		assertEquals("f-1", names.text("crops"));
		assertEquals("In f-2 is nothing.", names.text("In Ward Smith is nothing."));
		names.learn("crops", "p-1");
		assertEquals("3 of 40 p-1", names.text("3 of 40 crops"));
	}

	@Test
	void unknownFilesAreFoundByTheirEnding() {
		final NameReplacer files = new NameReplacer(name -> "<" + name.length() + ">");
		files.learn("Weber", "p-1");
		assertEquals("<11> and p-1, <9>, see review.csv and sheet.png", files.text(
			"Weber_2.png and Weber, img_1.dcm, see review.csv and sheet.png"));
	}

	@Test
	void columnsAreKnownHoweverTheyAreWritten() {
		for (final String people : List.of("patient", "Patient ID", "patient_id", "PatientName", "MRN", "subject", "dob",
			"accession"))
			assertEquals(NameReplacer.Naming.PATIENT, NameReplacer.naming(people), people);
		for (final String files : List.of("image", "source", "Clip", "file_name"))
			assertEquals(NameReplacer.Naming.FILE, NameReplacer.naming(files), files);
		assertEquals(NameReplacer.Naming.NOBODY, NameReplacer.naming("score"));
		assertEquals("c.png", NameReplacer.last("a\\b/c.png"));
		assertEquals("", NameReplacer.last("/"));
	}

	@Test
	void thousandsOfNamesCostNoTime() {
		for (int i = 0; i < 20_000; i++)
			names.learn("name " + i, "p-" + i);
		final String text = "x name 777, ".repeat(20_000);
		assertTimeout(Duration.ofSeconds(20), () -> assertEquals("x p-777, ".repeat(20_000), names.text(text)));
	}
}
