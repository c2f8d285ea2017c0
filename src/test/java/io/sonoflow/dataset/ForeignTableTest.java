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
package io.sonoflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as pandas, R, spreadsheets and people write them: understood, refused or warned of, never in silence. */
class ForeignTableTest {

	private static final String HEADER = "image,patient,label\n";

	@TempDir
	private Path folder;

	private final List<String> said = new ArrayList<>();
	private final Monitor monitor = new Monitor() {

		@Override
		public void warn(final String text) {
			said.add("warning " + text);
		}

		@Override
		public void message(final String text) {
			said.add(text);
		}
	};

	@BeforeEach
	void makeImages() {
		for (final String name : List.of("a.png", "b.png", "c.png", "sub/d.png"))
			image(name);
	}

	private void image(final String name) {
		ImageFiles.writePng(folder.resolve(name), Images.bytes(new byte[] { 0, 1, 2, 3 }, 2, 2));
	}

	private Dataset read(final String text) throws IOException {
		return read(text.getBytes(StandardCharsets.UTF_8));
	}

	private Dataset read(final byte[] bytes) throws IOException {
		said.clear();
		Files.write(folder.resolve("dataset.csv"), bytes);
		return Dataset.read(folder, monitor);
	}

	private void refused(final byte[] table, final String... parts) {
		final String message = assertThrows(SonoflowException.class, () -> read(table)).getMessage();
		for (final String part : parts)
			assertTrue(message.contains(part), part + " is not in: " + message);
	}

	private void refused(final String table, final String... parts) {
		refused(table.getBytes(StandardCharsets.UTF_8), parts);
	}

	private void assertSaid(final String... parts) {
		final String all = String.join("\n", said);
		for (final String part : parts)
			assertTrue(all.contains(part), part + " is not in: " + all);
	}

	private void assertPlain(final Dataset read) {
		assertEquals(List.of("1 x", "2 y"), read.samples().stream().map(sample -> sample.patient() + " " + sample.label())
			.toList());
		assertEquals(List.of(Map.of(), Map.of()), read.samples().stream().map(Sample::extra).toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "nan", "NaN", "NA", "N/A", "null", "NULL", "None", "<NA>", "#N/A", "NaT", "#REF!", "-nan",
		"n.a.", "N.A.", "n. a.", "n.a", "?", "??", "-", "--", "---", "\u2013", "\u2014", ".", "..", "...", ".a", "._", "#NV",
		"#N/D", "#WERT!", "#NAME?", "#DIV/0!" })
	void wordsForMissingValuesAreEmptyAndNamed(final String word) throws IOException {
		final Dataset read = read("image,patient,label,mask,site\na.png," + word + "," + word + ',' + word + ',' + word +
			"\nb.png," + word + ",x,,\n");
		assertEquals("", read.samples().get(0).label());
		assertEquals("", read.samples().get(0).site());
		assertEquals(null, read.samples().get(0).mask());
		assertEquals(2, read.groups(), "two unknown patients are no one person");
		assertSaid("dataset.csv: 1 values of the column label say \"" + word + '"', "2 values of the column patient",
			"the patient of 2 of 2");
		assertTrue(assertThrows(SonoflowException.Input.class, read::requireClasses).getMessage().contains("1 of 2"));
		refused(HEADER + word + ",1,x\n", "line 2", "image is empty");
	}

	@Test
	void aClassMayBeCalledNoneInSmallLettersButNobodyIs() throws IOException {
		final Dataset read = read(HEADER + "a.png,none,none\nb.png,none,some\n");
		assertEquals(List.of("none", "some"), read.requireClasses());
		assertEquals(2, read.groups());
	}

	@ParameterizedTest
	@CsvSource({ "Benign,benign", "0,0.0", "1,1.00", "TRUE,True", "very bad,very  bad", "very_bad,very bad", "benign.,benign",
		"BI-RADS 4,BI RADS 4", "01,1", "1e1,10", "\uff21,A",
		"2,'2,0'", "10,'10,00'", "1.5,'1,5'", "1000,'1,000'", "benign,be\u00adnign", "BI-RADS 4,BI\u2011RADS 4",
		"Sertoli's,Sertoli\u2019s", "very bad,very\u3000bad" })
	void twoSpellingsOfOneLabelAreNamedAndNeverTwoClasses(final String one, final String other) throws IOException {
		final Dataset read = read(HEADER + "a.png,1,\"" + one + "\"\nb.png,2,\"" + other + "\"\nc.png,3,third\n");
		assertSaid("dataset.csv: labels that may be one", '"' + one + '"', '"' + Spelling.shown(other) + '"');
		final String message = assertThrows(SonoflowException.Input.class, read::requireClasses).getMessage();
		assertTrue(message.contains('"' + one + "\" (1 images)") && message.contains('"' + Spelling
			.shown(other) + "\" (1 images)"), message);
	}

	@ParameterizedTest
	@CsvSource({ "-1,1", "T-,T", "a+,a-", "<5,>5", "grade 1,grade 11", "1-1,11", "a,b", "1.2.3,1.2.30" })
	void otherLabelsAreOthers(final String one, final String other) throws IOException {
		assertEquals(2, read(HEADER + "a.png,1,\"" + one + "\"\nb.png,2,\"" + other + "\"\n").requireClasses().size());
		assertEquals(List.of(), said);
	}

	/** Spreadsheets leave fixed blanks, web pages those without width, Macs letters in two parts. */
	@ParameterizedTest
	@ValueSource(strings = { " gut ", "gut\u00a0", "gut\u200b", "\ufeffgut", "gut\t" })
	void blanksRoundALabelMakeNoClass(final String label) throws IOException {
		assertEquals(List.of("b\u00f6s", "gut"), read(HEADER + "a.png,1,\"" + label + "\"\nb.png,2,gut\nc.png,3," + Normalizer
			.normalize("b\u00f6s", Normalizer.Form.NFD) + "\nsub/d.png,4,b\u00f6s\n").requireClasses());
	}

	@ParameterizedTest
	@CsvSource({ "1,1.0", "007,7", "100000,1e+05", "P7,p-07", "12,12.00",
		"1,'1,0'", "10,'10,00'", "1000,'1,000'", "1000,1\u2019000", "6,\uff16", "P\u20117,P-7" })
	void twoSpellingsOfOnePatientAreNamed(final String one, final String other) throws IOException {
		read(HEADER + "a.png,\"" + one + "\",x\nb.png,\"" + other + "\",y\n");
		assertSaid("dataset.csv: 1 patient(s) may be written in several ways", '"' + one + '"', '"' + other + '"');
	}

	/** Web pages, PDFs and texts from right to left leave them. */
	@ParameterizedTest
	@ValueSource(ints = { 0x200B, 0xFEFF, 0xAD, 0x2060, 0x200E, 0x202B, 0x200D, 0xFE0F, 7, 0xE0061 })
	void lettersThatNobodySeesAreNamedByTheirNumber(final int letter) throws IOException {
		final String in = "be" + Character.toString(letter) + "nign";
		final String seen = String.format("be<U+%04X>nign", letter);
		final Dataset read = read(HEADER + "a.png,6" + Character.toString(letter) + "1,benign\nb.png,61," + in + "\nc.png,3,x\n");
		assertSaid("\"benign\"", "\"" + seen, String.format("\"6<U+%04X>1\"", letter));
		assertTrue(assertThrows(SonoflowException.Input.class, read::requireClasses).getMessage().contains(seen));
		read(HEADER + "a.png,1," + in + "\nb.png,2,x\n").requireClasses();
		assertSaid("dataset.csv: labels hold letters that nobody sees: \"" + seen);
	}

	@Test
	void aFixedBlankInALabelIsABlank() throws IOException {
		read(HEADER + "a.png,1,very bad\nb.png,2,very\u00a0bad\n");
		assertSaid("very<U+00A0>bad");
	}

	@Test
	void allSpellingsAreNamed() throws IOException {
		final StringBuilder table = new StringBuilder(HEADER);
		for (int i = 1; i <= 60; i++) {
			image(i + ".png");
			table.append(i).append(".png,").append((i + 1) / 2).append(i % 2 == 0 ? ".0" : "").append(",x\n");
		}
		read(table.toString());
		assertSaid("30 patient(s)", "\"1\" and \"1.0\"", "\"17\" and \"17.0\"", "\"30\" and \"30.0\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "missing", "Unknown", "keine", "k.A.", "not available" })
	void wordsThatMaySayNothingAreNamedAndStay(final String word) throws IOException {
		assertEquals(2, read(HEADER + "a.png," + word + "," + word + "\nb.png,2,x\n").requireClasses().size());
		assertSaid("dataset.csv: the label \"" + word, "the patient \"" + word);
	}

	@ParameterizedTest
	@CsvSource({ ";,semicolons", "|,vertical bars" })
	void otherSeparatorsAreRefusedByName(final String separator, final String name) {
		refused((HEADER + "a.png,1,x\n").replace(",", separator), name, "commas");
		refused("image" + separator + "weight" + separator + "size, cm\na.png" + separator + "1,5" + separator + "2,5\n", name);
	}

	@Test
	void otherThingsThatAreNoTablesAreRefusedByName() throws IOException {
		refused((HEADER + "a.png,1,x\n").replace(",", "\t"), "tabs");
		refused("sep=;\n" + HEADER, "first line", "Remove it");
		refused("# mine\n" + HEADER, "first line", "Remove it");
		refused(HEADER.getBytes(StandardCharsets.UTF_16LE), "UTF-16");
		refused(("\ufeff" + HEADER).getBytes(StandardCharsets.UTF_16LE), "UTF-16");
		refused(("\ufeff" + HEADER).getBytes(StandardCharsets.UTF_16BE), "UTF-16");
		refused((HEADER + "a.png,M\u00fcller,x\n").getBytes(Charset.forName("windows-1252")), "Windows-1252", "line 2",
			"M\u00fcller", "UTF-8");
		refused(new byte[] { 'P', 'K', 3, 4, 0 }, "spreadsheet");
		refused(new byte[0], "empty");
		refused("\n\n", "empty");
		refused(HEADER, "no rows");
		refused(HEADER + ",,\n", "no rows");
		final Path sheet = Files.writeString(folder.resolve("table.tsv"), "image\n");
		assertTrue(assertThrows(SonoflowException.File.class, () -> Dataset.read(sheet, monitor)).getMessage().contains(".csv"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\ufeffimage,patient,label\na.png,1,x\nb.png,2,y\n",
		"\ufeff\"image\",\"patient\",\"label\"\r\n\"a.png\",\"1\",\"x\"\r\n\"b.png\",\"2\",\"y\"\r\n",
		"image,patient,label\ra.png,1,x\rb.png,2,y\r", "image,patient,label\na.png,1,x\n\n\nb.png,2,y\n\n",
		"image,patient,label\na.png,1,x\nb.png,2,y\n,,\n,,\n", "image,patient,label,\na.png,1,x,\nb.png,2,y,\n",
		"image,patient,label\na.png,1,x,\nb.png,2,y\n", ",image,patient,label\n0,a.png,1,x\n1,b.png,2,y\n",
		"Unnamed: 0,image,patient,label\n0,a.png,1,x\n1,b.png,2,y\n",
		"\"image\",\"patient\",\"label\"\n\"1\",\"a.png\",\"1\",\"x\"\n\"2\",\"b.png\",\"2\",\"y\"\n",
		"Image, Patient ,LABEL\na.png,1,x\nb.png,2,y\n", " image,patient\u00a0,label\n ./a.png ,1,x\n b.png,2,y\n" })
	void habitsOfProgramsAreUnderstood(final String text) throws IOException {
		assertPlain(read(text));
	}

	@Test
	void aRowOfAnotherLengthAndAColumnTwiceAreRefused() {
		refused(HEADER + "a.png,1,x\n\nb.png,2\n", "row 3", "line 4");
		refused(HEADER + "a.png,1,x,9\nb.png,2,y\n", "row 2", "4 values");
		refused("image,label,Label\na.png,x,y\n", "\"label\" twice", "Label");
	}

	@Test
	void pathsOfWindowsAndMacsAreUnderstoodAndAddressesRefused() throws IOException {
		image(Normalizer.normalize("\u00e4.png", Normalizer.Form.NFD));
		assertEquals(2, read("image,label\nsub\\d.png,x\n\u00e4.png,y\n").samples().size());
		assertSaid("backslashes in 1 paths");
		refused("image,label\nhttps://example.org/a.png,x\n", "address", "line 2");
		refused("image,label\nC:\\data\\a.png,x\n", "a path of Windows");
		refused("image,label\nA.png,x\nb,y\nsub,z\n", "there is a.png", "there is b.png", "a folder", "names 3 files");
	}

	@Test
	void anImageTwiceIsRefusedWithItsLabels() throws IOException {
		refused(HEADER + "a.png,1,x\n./a.png,1,y\n", "line 3", "already in line 2", "\"x\"", "\"y\"");
		Files.createSymbolicLink(folder.resolve("link.png"), folder.resolve("a.png"));
		refused(HEADER + "a.png,1,x\nlink.png,2,y\n", "one file");
	}

	@Test
	void columnsOfOtherNamesAreNamed() throws IOException {
		refused("filename,label\na.png,x\n", "no column image", "If the column filename is meant");
		read("image,patient_id,diagnosis\na.png,1,x\nb.png,1,y\n");
		assertSaid("If the column patient_id is meant, call it patient", "If the column diagnosis is meant, call it label");
	}

	@Test
	void sitesClipsAndSplitsAreKnown() throws IOException {
		final Dataset read = read("image,patient,label,site,clip,split\na.png,1,x,A,k,train\nb.png,1,y,B,l,test\n" +
			"c.png,,x,a,m,train\nsub/d.png,,y,B,m,train\n");
		assertEquals(List.of("A", "B", "a", "B"), read.samples().stream().map(Sample::site).toList());
		assertEquals(List.of("k", "l", "m", "m"), read.samples().stream().map(Sample::clip).toList());
		assertEquals(List.of("patient 1", "patient 1", "clip m", "clip m"), read.samples().stream().map(Sample::group).toList());
		assertSaid("several sites: 1 (A, B)", "sites that may be one", "\"A\" and \"a\"", "their clip is", "test (1 images)",
			"train (3 images)", "no command divides by it", "in several parts of the split: 1 (test, train)");
		final Path copy = folder.resolve("copy.csv");
		Dataset.write(copy, read.samples());
		assertTrue(Files.readString(copy).startsWith("image,patient,label,site,clip,split\na.png,1,x,A,k,train\n"), Files.readString(
			copy));
	}

	@Test
	void aClipNameOfTwoPatientsIsDoubtfulUnlessMostShareNames() throws IOException {
		read("image,patient,label,clip\na.png,1,x,k\nb.png,2,x,k\nc.png,3,x,l\nsub/d.png,4,x,m\n");
		assertSaid("1 clip(s) have images of several patients: k (1, 2)");
		said.clear();
		read("image,patient,label,clip\na.png,1,x,k\nb.png,2,x,k\n");
		assertSaid("1 clip(s) have images of several patients: k (1, 2)");
		said.clear();
		read("image,patient,label,clip\na.png,1,x,L1\nb.png,2,x,L1\nc.png,3,x,L1\nsub/d.png,4,x,R1\n");
		assertFalse(said.toString().contains("several patients"), said::toString);
	}

	@Test
	void rowsThatAreNamedLikeMasksAreNamed() throws IOException {
		image("a_mask.png");
		read(HEADER + "a.png,1,x\na_mask.png,1,x\nb.png,2,y\n");
		assertSaid("dataset.csv: 1 rows have a name like masks", "a_mask.png");
	}

	@Test
	void aPlainTableNeedsNoWord() throws IOException {
		assertPlain(read(HEADER + "a.png,1,x\nb.png,2,y\n"));
		assertEquals(List.of(), said);
		assertFalse(Spelling.isMissing("missing"));
	}
}
