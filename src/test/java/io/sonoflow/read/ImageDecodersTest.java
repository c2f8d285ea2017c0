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
package io.sonoflow.read;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ShortProcessor;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDecodersTest {

	private static final Path DATA = Path.of("..", "shared", "data");

	@TempDir
	Path folder;

	@Test
	void oneImageOfAClipIsRefused() {
		final Path tiff = folder.resolve("stack.tif");
		final int[] black = new int[16 * 8];
		new FileSaver(ClipFiles.stack(List.of(black, black, black), 16, 8)).saveAsTiffStack(tiff.toString());
		assertTrue(assertThrows(SonoflowException.File.class, () -> ImageFiles.readGray(tiff)).getMessage().contains(
			"3 frames"));
	}

	@Test
	void sixteenBitsAreRefusedWithTheCure() {
		final Path tiff = folder.resolve("deep.tif");
		final ImagePlus deep = new ImagePlus("", new ShortProcessor(4, 4));
		new FileSaver(deep).saveAsTiff(tiff.toString());
		final Path png = folder.resolve("deep.png");
		new FileSaver(deep).saveAsPng(png.toString());
		for (final Path path : new Path[] { tiff, png }) {
			final String message = assertThrows(SonoflowException.File.class, () -> ImageFiles.open(path)).getMessage();
			assertTrue(message.contains("16 bits") && message.contains("8-bit"), message);
		}
	}

	@Test
	void indexedMasksCountByTheirIndex() {
		assumeTrue(Files.isDirectory(DATA), "../shared/data is absent");
		final byte[] mask = Images.pixels(ImageFiles.readMask(DATA.resolve("nerve_usgra/masks/0000.png")));
		int inside = 0;
		for (final byte value : mask)
			if (value != 0) inside++;
		assertTrue(inside > 100 && inside < mask.length / 2, "" + inside);
	}
}
