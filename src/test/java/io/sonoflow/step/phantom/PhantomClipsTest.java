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
package io.sonoflow.step.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.doppler.DopplerFrame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips of flow as Make Phantoms writes them. */
class PhantomClipsTest {

	private static final int SIZE = 96, FRAMES = 3;

	@TempDir
	Path folder;

	private MakePhantoms.Result make(final String name, final boolean doppler, final long seed) {
		final MakePhantoms step = MakePhantoms.of(folder.resolve(name));
		step.clips = true;
		step.doppler = doppler;
		step.patients = 1;
		step.size = SIZE;
		step.frames = FRAMES;
		step.seed = seed;
		return step.run(Monitor.NONE);
	}

	private List<String> files(final String name) throws IOException {
		try (Stream<Path> all = Files.walk(folder.resolve(name))) {
			return all.filter(Files::isRegularFile).map(path -> folder.resolve(name).relativize(path).toString().replace('\\', '/'))
				.filter(file -> !file.endsWith(".json") && !file.endsWith(".log")).sorted().toList();
		}
	}

	@Test
	void clipsAloneHaveNoColour() throws IOException {
		assertEquals(2, make("grey", false, 2).samples().size());
		assertEquals(List.of("clips/phantom-01-chamber.avi", "clips/phantom-01-vessel.avi", "dataset.csv"), files("grey"));
	}

	@Test
	void pairsAreEqualButForWhatTheMaskSaysAndTheSameAgain() throws IOException {
		make("grey", false, 2);
		make("both", true, 2);
		make("again", true, 2);
		make("other", true, 3);
		final String clip = "/phantom-01-vessel.avi";
		assertArrayEquals(Files.readAllBytes(folder.resolve("grey/clips" + clip)), Files.readAllBytes(folder.resolve("both/clips" +
			clip)));
		for (final String file : files("both"))
			assertArrayEquals(Files.readAllBytes(folder.resolve("both").resolve(file)), Files.readAllBytes(folder.resolve("again")
				.resolve(file)), file);
		assertFalse(java.util.Arrays.equals(Files.readAllBytes(folder.resolve("both/clips" + clip)), Files.readAllBytes(folder
			.resolve("other/clips" + clip))));
		try (FrameReader grey = ImageFiles.open(folder.resolve("both/clips" + clip));
				FrameReader colour = ImageFiles.open(folder.resolve("both/colour" + clip));
				FrameReader masks = ImageFiles.open(folder.resolve("both/colourmasks" + clip)))
		{
			assertEquals(FRAMES, grey.frames());
			for (int frame = 0; frame < FRAMES; frame++)
				compare(Images.pixels(grey.gray(frame)), Images.colors(colour.color(frame)), Images.pixels(masks.gray(frame)), frame);
		}
		final List<String> rows = Files.readAllLines(folder.resolve("both/doppler.csv"));
		assertEquals(3, rows.size());
		assertTrue(rows.get(0).endsWith(",angle,steering"), rows.get(0));
		for (final String row : rows.subList(1, 3))
			assertTrue(row.matches(row.contains("vessel") ? ".*,[0-9]+\\.\\d\\d,-?[0-9]+\\.\\d\\d" : ".*,,0\\.00"), row);
	}

	private void compare(final byte[] grey, final int[] colour, final byte[] mask, final int frame) {
		final float[] truth = (float[]) IJ.openImage(folder.resolve("both/velocity/phantom-01-vessel_000" + (frame + 1) + ".tif")
			.toString()).getProcessor().getPixels();
		final float[] variance = (float[]) IJ.openImage(folder.resolve("both/variance/phantom-01-vessel_000" + (frame + 1) + ".tif")
			.toString()).getProcessor().getPixels();
		int flow = 0;
		int blood = 0;
		for (int i = 0; i < grey.length; i++) {
			final int value = mask[i] & 255;
			// Where a line or letter lies over it the variance is known, too.
			if (value != DopplerFrame.OVERLAY) assertEquals(value == DopplerFrame.FLOW, variance[i] >= 0 && variance[i] <= 1);
			if (value == 0) assertEquals(0xFF000000 | (grey[i] & 255) * 0x010101, colour[i]);
			if (value != DopplerFrame.FLOW) continue;
			flow++;
			if (!Float.isNaN(truth[i])) blood++;
		}
		assertTrue(flow > 50 && blood > 0.85 * flow, flow + " pixels of flow, " + blood + " of blood");
	}
}
