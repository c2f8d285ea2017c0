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
package io.sonoflow.step.show;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowDataSetTest {

	@TempDir
	private Path folder;
	private final List<String> warnings = new ArrayList<>();
	private final Monitor monitor = new Monitor() {

		@Override
		public void warn(final String text) {
			warnings.add(text);
		}
	};

	private static ArrayImg<UnsignedByteType, ByteArray> flat(final int width, final int height, final int level) {
		final byte[] pixels = new byte[width * height];
		Arrays.fill(pixels, (byte) level);
		return Images.bytes(pixels, width, height);
	}

	private Path write(final String name, final int width, final int height, final int level) throws IOException {
		final Path file = folder.resolve(name);
		Files.createDirectories(file.getParent());
		ImageFiles.writePng(file, flat(width, height, level));
		return file;
	}

	@Test
	void foldersOfClassesWithImagesOfSeveralSizes() throws IOException {
		write("b/small.png", 20, 30, 7);
		write("a/wide.png", 40, 16, 9);
		final ShowDataSet.Result set = ShowDataSet.of(folder).run(monitor);
		assertEquals(List.of(40, 30), List.of(set.width(), set.height()));
		assertEquals(List.of("a | wide.png", "b | small.png"), set.slices().stream().map(ShowDataSet.Slice::caption).toList());
		assertEquals(Map.of("a", 1, "b", 1), set.labels());
		assertEquals(1, warnings.size(), warnings.toString());
		assertTrue(warnings.get(0).contains("2 sizes (1 of 20 x 30, 1 of 40 x 16)"), warnings.get(0));
		final byte[] wide = new byte[40 * 30];
		Arrays.fill(wide, 7 * 40, 23 * 40, (byte) 9);
		assertArrayEquals(wide, Images.pixels(set.read(0)));
		final byte[] small = new byte[40 * 30];
		for (int row = 0; row < 30; row++)
			Arrays.fill(small, row * 40 + 10, row * 40 + 30, (byte) 7);
		assertArrayEquals(small, Images.pixels(set.read(1)));
	}

	@Test
	void rowsOfATable() throws IOException {
		write("x.png", 20, 20, 1);
		write("y.png", 20, 20, 2);
		Files.writeString(folder.resolve("dataset.csv"), "image,patient,label\nx.png,p1,good\ny.png,p2,\n");
		final ShowDataSet.Result set = ShowDataSet.of(folder.resolve("dataset.csv")).run(monitor);
		assertEquals(List.of("good | p1 | x.png", "p2 | y.png"), set.slices().stream().map(ShowDataSet.Slice::caption).toList());
		assertEquals(List.of(), warnings);
		assertEquals(2, Images.pixels(set.read(1))[0]);
	}

	@Test
	void whatCannotBeReadIsNamed() throws IOException {
		write("good.png", 20, 20, 1);
		Files.writeString(folder.resolve("bad.png"), "no picture");
		assertEquals(1, ShowDataSet.of(folder).run(monitor).slices().size());
		assertTrue(warnings.toString().contains("bad.png"), warnings.toString());
		Files.delete(folder.resolve("good.png"));
		assertThrows(SonoflowException.File.class, () -> ShowDataSet.of(folder).run(monitor));
	}

	/** A file may go, or change, after it was listed. */
	@Test
	void aFileThatChangedIsNoFault() throws IOException {
		final Path file = write("x.png", 20, 20, 1);
		final ShowDataSet.Result set = ShowDataSet.of(folder).run(monitor);
		ImageFiles.writePng(file, flat(50, 50, 3));
		assertEquals(400, Images.pixels(set.read(0)).length);
		Files.delete(file);
		assertThrows(SonoflowException.File.class, () -> set.read(0));
	}
}
