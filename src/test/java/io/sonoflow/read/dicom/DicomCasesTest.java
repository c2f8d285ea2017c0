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
package io.sonoflow.read.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.crop.ScannerRegions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

/** Files of strangers, with the pictures that are right for them. */
class DicomCasesTest {

	private static final Path SHARED = Path.of("..", "shared");
	/** Mean luma of what dcmtk shows. */
	private static final double MEAN_PALETTE = 11.8302, MEAN_BIG_ENDIAN = 29.1392;

	private static Path file(final String name) {
		final Path path = SHARED.resolve(name);
		assumeTrue(Files.isRegularFile(path), path + " is absent");
		return path;
	}

	private static void assertSame(final String right, final String dicom, final int loss) {
		try (FrameReader expected = ImageFiles.open(file(right)); FrameReader actual = ImageFiles.open(file(dicom))) {
			final int[] colors = expected.color(0).update(null).getCurrentStorageArray();
			final int[] found = actual.color(0).update(null).getCurrentStorageArray();
			assertEquals(colors.length, found.length);
			for (int i = 0; i < colors.length; i++)
				for (int shift = 0; shift <= 16; shift += 8)
					assertEquals(colors[i] >> shift & 255, found[i] >> shift & 255, loss, dicom + " at " + i);
		}
	}

	@Test
	void rightPictures() {
		assertSame("cases/02/right_422.png", "cases/02/SC_ybr_full_422_uncompressed.dcm", 1);
		// That one was made before the loss of JPEG.
		assertSame("cases/03/right.png", "cases/03/mono1_jpeg.dcm", 8);
		assertSame("cases/04/right.png", "cases/04/palette_8bit_entries.dcm", 0);
		assertSame("data/dicom/US1_UNCR.dcm", "data/dicom/US1_J2KR.dcm", 0);
	}

	private static double mean(final byte[] gray) {
		double sum = 0;
		for (final byte value : gray)
			sum += value & 255;
		return sum / gray.length;
	}

	@Test
	void palettesAndPlanesInBothOrdersOfBytes() {
		for (final Object[] each : new Object[][] { { "data/dicom/OBXXXX1A.dcm", MEAN_PALETTE }, {
			"data/doppler/power_epicard.dcm", MEAN_BIG_ENDIAN } })
			try (FrameReader reader = ImageFiles.open(file((String) each[0]))) {
				assertEquals((double) each[1], mean(Images.pixels(reader.gray(0))), 1e-4, (String) each[0]);
			}
	}

	@Test
	void aJpegClipIsReadFrameByFrame() {
		try (FrameReader reader = ImageFiles.open(file("data/dicom/examples_ybr_color.dcm"))) {
			assertEquals(30, reader.frames());
			assertEquals(320, reader.width());
			assertEquals(240, reader.height());
			assertTrue(reader.header().contains("0018,6018  ---: 84"), reader.header());
			assertNotEquals(-1, Arrays.mismatch(Images.pixels(reader.gray(0)), Images.pixels(reader.gray(20))));
		}
	}

	@Test
	void theRegionsOfTheHeaderAreFound() {
		try (FrameReader reader = ImageFiles.open(file("data/dicom/OBXXXX1A.dcm"))) {
			assertEquals(new Box(120, 60, 680, 459), ScannerRegions.of(reader.header(), 800, 600).orElseThrow());
		}
	}

	@Test
	void framesInFragmentsWithoutATable() {
		try (FrameReader reader = ImageFiles.open(file("cases/22/jpeg_2f_4frag_nobot.dcm"))) {
			assertEquals(2, reader.frames());
			assertNotEquals(-1, Arrays.mismatch(Images.pixels(reader.gray(0)), Images.pixels(reader.gray(1))));
		}
	}

	@Test
	void filesNamedByTheirUid() {
		for (final String name : new String[] { "1.2.840.113619.2.21.848.246800003.0.1952805748.3", "IM0001" })
			try (FrameReader reader = ImageFiles.open(file("cases/13/uid/" + name))) {
				assertEquals(1, reader.frames());
			}
	}
}
