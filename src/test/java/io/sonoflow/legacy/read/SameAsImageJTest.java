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

import static io.sonoflow.legacy.read.OpenImages.assertSame;
import static io.sonoflow.legacy.read.OpenImages.colorImage;
import static io.sonoflow.legacy.read.OpenImages.composite;
import static io.sonoflow.legacy.read.OpenImages.deep;
import static io.sonoflow.legacy.read.OpenImages.grayImage;
import static io.sonoflow.legacy.read.OpenImages.open;
import static io.sonoflow.legacy.read.OpenImages.save;
import static io.sonoflow.legacy.read.OpenImages.setTables;
import static io.sonoflow.legacy.read.OpenImages.stack;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.LUT;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.read.FormatTest;
import io.sonoflow.read.SampleFiles;

import java.awt.Color;
import java.nio.file.Files;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An image that is open in ImageJ and the file that ImageJ saves of it give the same pixels. */
class SameAsImageJTest extends FormatTest {

	@AfterEach
	void close() {
		OpenImages.close();
	}

	@Test
	void greyPaletteInvertedAndColour() throws Exception {
		assertSame(folder, grayImage(), 1);
		final ImagePlus fire = grayImage();
		fire.setLut(LUT.createLutFromColor(Color.orange));
		assertSame(folder, fire, 1);
		final ImagePlus inverted = grayImage();
		inverted.getProcessor().invertLut();
		assertSame(folder, inverted, 1);
		assertPixels(i -> (255 - level(i)) * 0x10101, open(inverted).get(0), 0);
		assertSame(folder, colorImage(read(SampleFiles.jpeg(false)).get(0)),
			1);
		assertSame(folder, stack(4), 4);
	}

	@Test
	void displayRangeOfAnEightBitImage() throws Exception {
		final ImagePlus image = grayImage();
		image.setDisplayRange(30, 151);
		assertSame(folder, image, 1);
		assertTrue(open(image).get(0)[0] != level(0) * 0x10101);
	}

	@Test
	void channelsOfACompositeAreOnePicture() throws Exception {
		for (int channels = 2; channels <= 5; channels++) {
			final ImagePlus image = stack(3 * channels);
			image.setDimensions(channels, 3, 1);
			assertSame(folder, composite(image, IJ.COMPOSITE), 3);
		}
	}

	@Test
	void tablesAndRangesOfChannels() throws Exception {
		final ImagePlus image = stack(6);
		image.setDimensions(3, 1, 2);
		final ImagePlus composite = composite(image, IJ.COMPOSITE);
		setTables(composite);
		assertSame(folder, composite, 2);
	}

	@Test
	void channelsShownOneAtATimeAreRefused() throws Exception {
		final ImagePlus image = stack(3);
		image.setDimensions(3, 1, 1);
		final byte[] file = Files.readAllBytes(save(folder, composite(image, IJ.GRAYSCALE)));
		assertTrue(refusal(file).contains("channels"));
	}

	/** The open image has a display range; its file is refused, as the range may be anything. */
	@Test
	void sixteenBitsAreTakenAsShownOnly() throws Exception {
		final int[] shown = open(deep()).get(0);
		assertPixels(FormatTest::gray, shown, 1);
	}

	@Test
	void aSelectionDoesNotCrop() {
		final ImagePlus image = grayImage();
		image.setRoi(2, 3, 4, 5);
		assertPixels(FormatTest::gray, open(image).get(0), 0);
	}

	@Test
	void readersSayWhatImageJWrote() throws Exception {
		try (FrameReader reader = ImageFiles.open(save(folder, stack(2)))) {
			assertTrue(reader.header().startsWith("ImageJ="));
		}
	}
}
