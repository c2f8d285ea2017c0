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
package io.sonoflow.legacy.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;

import io.sonoflow.read.FormatTest;
import io.sonoflow.read.SampleFiles;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Images that are open in ImageJ: no test class itself, so that none of ImageJ is loaded before it is patched. */
final class OpenImages extends FormatTest {

	private OpenImages() {
	}

	/** No image is in front. */
	static void close() {
		WindowManager.setTempCurrentImage(null);
	}

	static ByteProcessor plane(final int frame) {
		return new ByteProcessor(SampleFiles.WIDTH, SampleFiles.HEIGHT, SampleFiles.levels(frame));
	}

	static ImagePlus grayImage() {
		return new ImagePlus("", plane(0));
	}

	static ImagePlus colorImage(final int[] colors) {
		return new ImagePlus("", new ColorProcessor(SampleFiles.WIDTH, SampleFiles.HEIGHT, colors));
	}

	/** {@return 16 bits, a hundred times the levels, shown as these} */
	static ImagePlus deep() {
		final ShortProcessor deep = new ShortProcessor(SampleFiles.WIDTH, SampleFiles.HEIGHT);
		for (int i = 0; i < deep.getPixelCount(); i++)
			deep.set(i, 100 * level(i));
		deep.setMinAndMax(0, 25500);
		return new ImagePlus("", deep);
	}

	static ImagePlus composite(final ImagePlus image, final int mode) {
		return new CompositeImage(image, mode);
	}

	/** Gives three channels tables and ranges of their own. */
	static void setTables(final ImagePlus composite) {
		final Color[] colors = { Color.cyan, Color.white, Color.pink };
		for (int c = 0; c < 3; c++) {
			final LUT table = LUT.createLutFromColor(colors[c]);
			table.min = 10 * c;
			table.max = 255 - 40 * c;
			((CompositeImage) composite).setChannelLut(table, c + 1);
		}
	}

	static ImagePlus stack(final int planes) {
		final ImageStack stack = new ImageStack(SampleFiles.WIDTH, SampleFiles.HEIGHT);
		for (int i = 0; i < planes; i++)
			stack.addSlice("", plane(i));
		return new ImagePlus("stack", stack);
	}

	/** {@return the saved file} */
	static Path save(final Path folder, final ImagePlus image) throws Exception {
		final Path path = Files.createTempFile(folder, "saved", ".tif");
		if (image.getStackSize() > 1) new FileSaver(image).saveAsTiffStack(path.toString());
		else new FileSaver(image).saveAsTiff(path.toString());
		return path;
	}

	/** {@return the frames of the image that is open} */
	static List<int[]> open(final ImagePlus image) {
		WindowManager.setTempCurrentImage(image);
		return ActiveImage.require("input").frames().stream().map(frame -> frame.update(null).getCurrentStorageArray()).map(
			colors -> Arrays.stream(colors).map(color -> color & 0xFFFFFF).toArray()).toList();
	}

	static void assertSame(final Path folder, final ImagePlus image, final int frames) throws Exception {
		final Path path = save(folder, image);
		final List<int[]> read = read(path);
		for (final ImagePlus shown : new ImagePlus[] { image, new Opener().openImage(path.toString()) }) {
			final List<int[]> open = open(shown);
			assertEquals(frames, open.size());
			assertEquals(frames, read.size());
			for (int f = 0; f < frames; f++)
				assertArrayEquals(open.get(f), read.get(f), "frame " + f);
		}
	}
}
