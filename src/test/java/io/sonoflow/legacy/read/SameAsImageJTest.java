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
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.read.FormatTest;
import io.sonoflow.read.SampleFiles;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An image that is open in ImageJ and the file that ImageJ saves of it give the same pixels. */
class SameAsImageJTest extends FormatTest {

	@AfterEach
	void close() {
		WindowManager.setTempCurrentImage(null);
	}

	private static ByteProcessor plane(final int frame) {
		return new ByteProcessor(SampleFiles.WIDTH, SampleFiles.HEIGHT, SampleFiles.levels(frame));
	}

	private static ImagePlus stack(final int planes) {
		final ImageStack stack = new ImageStack(SampleFiles.WIDTH, SampleFiles.HEIGHT);
		for (int i = 0; i < planes; i++)
			stack.addSlice("", plane(i));
		return new ImagePlus("stack", stack);
	}

	/** {@return the saved file} */
	private Path save(final ImagePlus image) throws Exception {
		final Path path = Files.createTempFile(folder, "saved", ".tif");
		if (image.getStackSize() > 1) new FileSaver(image).saveAsTiffStack(path.toString());
		else new FileSaver(image).saveAsTiff(path.toString());
		return path;
	}

	/** {@return the frames of the image that is open} */
	private static List<int[]> open(final ImagePlus image) {
		WindowManager.setTempCurrentImage(image);
		return ActiveImage.require("input").frames().stream().map(frame -> frame.update(null).getCurrentStorageArray()).map(
			colors -> Arrays.stream(colors).map(color -> color & 0xFFFFFF).toArray()).toList();
	}

	private void assertSame(final ImagePlus image, final int frames) throws Exception {
		final Path path = save(image);
		final List<int[]> read = read(path);
		for (final ImagePlus shown : new ImagePlus[] { image, new Opener().openImage(path.toString()) }) {
			final List<int[]> open = open(shown);
			assertEquals(frames, open.size());
			assertEquals(frames, read.size());
			for (int f = 0; f < frames; f++)
				assertArrayEquals(open.get(f), read.get(f), "frame " + f);
		}
	}

	@Test
	void greyPaletteInvertedAndColour() throws Exception {
		assertSame(new ImagePlus("", plane(0)), 1);
		final ImagePlus fire = new ImagePlus("", plane(0));
		fire.setLut(LUT.createLutFromColor(Color.orange));
		assertSame(fire, 1);
		final ImagePlus inverted = new ImagePlus("", plane(0));
		inverted.getProcessor().invertLut();
		assertSame(inverted, 1);
		assertPixels(i -> (255 - level(i)) * 0x10101, open(inverted).get(0), 0);
		assertSame(new ImagePlus("", new ColorProcessor(SampleFiles.WIDTH, SampleFiles.HEIGHT, read(SampleFiles.jpeg(false)).get(0))),
			1);
		assertSame(stack(4), 4);
	}

	@Test
	void displayRangeOfAnEightBitImage() throws Exception {
		final ImagePlus image = new ImagePlus("", plane(0));
		image.setDisplayRange(30, 151);
		assertSame(image, 1);
		assertTrue(open(image).get(0)[0] != level(0) * 0x10101);
	}

	@Test
	void channelsOfACompositeAreOnePicture() throws Exception {
		for (int channels = 2; channels <= 5; channels++) {
			final ImagePlus image = stack(3 * channels);
			image.setDimensions(channels, 3, 1);
			assertSame(new CompositeImage(image, IJ.COMPOSITE), 3);
		}
	}

	@Test
	void tablesAndRangesOfChannels() throws Exception {
		final ImagePlus image = stack(6);
		image.setDimensions(3, 1, 2);
		final CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
		final Color[] colors = { Color.cyan, Color.white, Color.pink };
		for (int c = 0; c < 3; c++) {
			final LUT table = LUT.createLutFromColor(colors[c]);
			table.min = 10 * c;
			table.max = 255 - 40 * c;
			composite.setChannelLut(table, c + 1);
		}
		assertSame(composite, 2);
	}

	@Test
	void channelsShownOneAtATimeAreRefused() throws Exception {
		final ImagePlus image = stack(3);
		image.setDimensions(3, 1, 1);
		final byte[] file = Files.readAllBytes(save(new CompositeImage(image, IJ.GRAYSCALE)));
		assertTrue(refusal(file).contains("channels"));
	}

	/** The open image has a display range; its file is refused, as the range may be anything. */
	@Test
	void sixteenBitsAreTakenAsShownOnly() throws Exception {
		final ShortProcessor deep = new ShortProcessor(SampleFiles.WIDTH, SampleFiles.HEIGHT);
		for (int i = 0; i < deep.getPixelCount(); i++)
			deep.set(i, 100 * level(i));
		deep.setMinAndMax(0, 25500);
		final int[] shown = open(new ImagePlus("", deep)).get(0);
		assertPixels(FormatTest::gray, shown, 1);
	}

	@Test
	void aSelectionDoesNotCrop() {
		final ImagePlus image = new ImagePlus("", plane(0));
		image.setRoi(2, 3, 4, 5);
		assertPixels(FormatTest::gray, open(image).get(0), 0);
	}

	@Test
	void readersSayWhatImageJWrote() throws Exception {
		try (FrameReader reader = ImageFiles.open(save(stack(2)))) {
			assertTrue(reader.header().startsWith("ImageJ="));
		}
	}
}
