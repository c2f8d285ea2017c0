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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonoflow.SonoflowException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Strangers' files with their right pixels, where they are. */
class CasesTest extends FormatTest {

	private static final Path CASES = Path.of("..", "shared", "cases");

	@BeforeAll
	static void areThere() {
		assumeTrue(Files.isDirectory(CASES), CASES + " is absent");
	}

	private static void assertCase(final String file, final String right, final int frame, final int loss) {
		final int[] expected = read(CASES.resolve(right)).get(0);
		assertPixels(i -> expected[i], read(CASES.resolve(file)).get(frame), loss);
	}

	@Test
	void rightPixels() {
		assertCase("07/speckle_gray_q95.tif", "07/right_speckle.png", 0, 1);
		assertCase("09/ramp_cmyk.jpg", "09/right.png", 0, 2);
		assertCase("10/la.png", "10/right.png", 0, 0);
		assertCase("21/y800_127px.avi", "21/right_11.png", 11, 0);
	}

	/** The JPEG is coarse: upright it is off by 4.7 levels on average, turned any other way by far more. */
	@Test
	void anUprightPhotograph() {
		final int[] right = read(CASES.resolve("12/right.png")).get(0);
		final int[] found = read(CASES.resolve("12/orientation6.jpg")).get(0);
		assertEquals(right.length, found.length);
		double off = 0;
		for (int i = 0; i < right.length; i++)
			off += Math.abs((right[i] >> 8 & 255) - (found[i] >> 8 & 255)) / (double) right.length;
		assertTrue(off < 6, "off by " + off);
	}

	@Test
	void composedGifs() {
		final List<int[]> frames = read(CASES.resolve("01/ffmpeg_default.gif"));
		assertEquals(3, frames.size());
		for (int f = 0; f < 3; f++) {
			double mean = 0;
			for (final int color : frames.get(f))
				mean += (color >> 8 & 255) / (double) frames.get(f).length;
			assertTrue(mean > 12 && mean < 17, "frame " + f + " has the mean " + mean);
		}
		assertEquals(5, read(CASES.resolve("01/dispose_bgnd.gif")).size());
	}

	@Test
	void onePictureOrARefusal() {
		assertEquals(1, read(CASES.resolve("11/composite.tif")).size());
		assertTrue(assertThrows(SonoflowException.File.class,
			() -> read(CASES.resolve("08/pages_96x64_and_64x64.tif"))).getMessage()
			.contains("64 x 64"));
		assertTrue(assertThrows(SonoflowException.File.class, () -> read(CASES.resolve("08/multipage_single_frame_loop.tiff")))
			.getMessage().contains("comes back"));
	}
}
