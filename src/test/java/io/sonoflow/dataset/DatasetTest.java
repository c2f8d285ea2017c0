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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {

	@TempDir
	Path folder;

	private final List<String> warnings = new ArrayList<>();
	private final Monitor monitor = new Monitor() {

		@Override
		public void warn(final String text) {
			warnings.add(text);
		}
	};

	private Path image(final String name) {
		final Path path = folder.resolve(name);
		ImageFiles.writePng(path, Images.bytes(new byte[] { 0, 1, (byte) 128, (byte) 255 }, 2, 2));
		return path;
	}

	private Path csv(final String text) throws IOException {
		return Files.writeString(folder.resolve("dataset.csv"), text);
	}

	private String failure() {
		return assertThrows(SonoflowException.class, () -> Dataset.read(folder, monitor)).getMessage();
	}

	@Test
	void pngKeepsEveryGreyLevel() {
		final Path path = image("levels ä ü.png");
		assertArrayEquals(new byte[] { 0, 1, (byte) 128, (byte) 255 }, Images.pixels(ImageFiles.readGray(path)));
		assertArrayEquals(new byte[] { 0, -1, -1, -1 }, Images.pixels(ImageFiles.readMask(path)));
	}

	@Test
	void aTableIsReadWithAllItsColumnsAndWrittenBackEqual() throws IOException {
		image("images/a b.png");
		image("images/ä.png");
		image("m.png");
		final String text = "image,patient,side,label,mask,truth,scanner\n" +
			"images/a b.png,p1,left,yes,m.png,no,\"Brand, one\"\nimages/ä.png,p1,right,no,,no,\n";
		final Dataset data = Dataset.read(csv(text), monitor);
		assertEquals(2, data.samples().size());
		final Sample first = data.samples().get(0);
		assertEquals("p1", first.patient());
		assertEquals("no", first.truth());
		assertEquals("Brand, one", first.extra().get("scanner"));
		assertEquals(folder.resolve("m.png"), first.mask());
		assertEquals(List.of(), warnings);
		assertEquals(1, data.groups());
		assertEquals(List.of("no", "yes"), data.requireClasses());
		final Path copy = folder.resolve("copy.csv");
		Dataset.write(copy, data.samples());
		assertEquals(text, Files.readString(copy));
	}

	@Test
	void foldersAreClassesAndTheFolderWithATableIsItsTable() throws IOException {
		image("benign/2.png");
		image("malignant/1.png");
		image("benign/10.png");
		final Dataset classes = Dataset.read(folder, monitor);
		assertEquals(List.of("benign", "benign", "malignant"), classes.samples().stream().map(Sample::label).toList());
		assertEquals(3, classes.groups());
		assertTrue(warnings.get(0).contains("patient"), warnings::toString);
		csv("image,patient\nbenign/2.png,7\n");
		assertEquals(1, Dataset.read(folder, monitor).samples().size());
	}

	@Test
	void whatIsNoImageIsSaid() throws IOException {
		image("1.png");
		Files.writeString(folder.resolve("film.xyz"), "?");
		Files.writeString(folder.resolve("README.md"), "?");
		assertEquals(1, Dataset.read(folder, monitor).samples().size());
		assertTrue(warnings.get(0).contains("film.xyz") && !warnings.get(0).contains("README"), warnings::toString);
	}

	@Test
	void wrongTablesAreRefusedWithTheReason() throws IOException {
		image("a.png");
		csv("file,label\na.png,x\n");
		assertTrue(failure().contains("no column image"));
		csv("image,image\na.png,a.png\n");
		assertTrue(failure().contains("twice"));
		csv("image\na.png\n./a.png\n");
		assertTrue(failure().contains("already in line 2"));
		csv("image\nb.png\n");
		assertTrue(failure().contains("b.png"));
		csv("image,label\na.png\n");
		assertTrue(failure().contains("row 2"));
		csv("");
		assertTrue(failure().contains("empty"));
		csv("image\n");
		assertTrue(failure().contains("no rows"));
		csv("image;label\na.png;x\n");
		assertTrue(failure().contains("semicolons"));
		Files.write(folder.resolve("dataset.csv"), "image,label\na.png,gr\u00e4ulich\n".getBytes(
			StandardCharsets.ISO_8859_1));
		assertTrue(failure().contains("UTF-8"));
		csv("image,label\na.png,\n");
		final Dataset unlabelled = Dataset.read(folder, monitor);
		assertThrows(SonoflowException.Input.class, unlabelled::requireClasses);
	}

	@Test
	void anEmptyFolderIsNoDataset() {
		assertTrue(failure().contains("holds no image"));
	}

	@Test
	void brokenAndDeepImagesAreNamed() throws IOException {
		final Path broken = Files.writeString(folder.resolve("broken.png"), "\u0089PNG no image at all");
		assertTrue(assertThrows(SonoflowException.File.class, () -> ImageFiles.readGray(broken)).getMessage().contains(
			"broken.png"));
		final Path text = Files.writeString(folder.resolve("text.tif"), "not a TIFF");
		assertTrue(assertThrows(SonoflowException.File.class, () -> ImageFiles.readGray(text)).getMessage().contains(
			"text.tif"));
	}

	/** A jar put together of several can lose it. */
	@Test
	void withoutTheListOfChecksNothingIsRead() {
		final List<SourceCheck> none = Dataset.checks(ClassLoader.getPlatformClassLoader());
		assertTrue(none.isEmpty());
		final String message = assertThrows(SonoflowException.File.class, () -> Dataset.required(none)).getMessage();
		assertTrue(message.contains("META-INF/services/io.sonoflow.dataset.SourceCheck"), message);
		final List<SourceCheck> ours = Dataset.checks(Dataset.class.getClassLoader());
		assertEquals(ours, Dataset.required(ours));
	}
}
