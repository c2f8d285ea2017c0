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
package io.sonoflow.diffusion.translate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.doppler.DopplerReader;
import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerFrame;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.image.phantom.doppler.DopplerSpec.Kind;
import io.sonoflow.nn.translate.Direction;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a translator finds colour in a clip that nobody marked. */
class OpenPairTest {

	private static final int FRAMES = 6;

	@TempDir
	private Path folder;

	/** H.264 hides line and bar of many a frame: by itself it would be taken for grey, and its colours for tissue. */
	@Test
	void colourOfCodedClipsIsFoundInEveryFrame() throws IOException {
		final DopplerPhantom phantom = DopplerPhantom.of(new DopplerSpec(1, 0, Kind.VESSEL, 128, ColorMap.CLASSIC));
		final Path clip = folder.resolve("flow.mp4");
		try (ClipWriter writer = new ClipWriter(clip, ClipCodec.H264, phantom.width(), 128, true, new FrameRate(25, 1))) {
			for (int frame = 0; frame < FRAMES; frame++)
				writer.addColor(phantom.frame(frame).colorImage());
			writer.finish();
		}
		int alone = FRAMES;
		final ClipPair pair = new ClipPair("flow", null, clip, null);
		try (OpenPair all = new OpenPair(pair, Direction.GREY, FrameChoice.ALL);
				OpenPair some = new OpenPair(pair, Direction.GREY, new FrameChoice(2, 0)))
		{
			for (int frame = 0; frame < FRAMES; frame++) {
				final byte[] region = all.read(frame).region();
				final double found = covered(phantom.frame(frame), region);
				assertTrue(found > 0.97, "frame " + frame + ": " + found);
				if (frame % 2 == 0) assertArrayEquals(region, some.read(frame / 2).region(), "whichever other frames are taken");
				if (covered(phantom.frame(frame), RegionFinder.find(new DopplerReader(), all.source().color(frame))) < found) alone--;
			}
		}
		assertTrue(alone < FRAMES, "frames by themselves lose flow");
	}

	/** {@return the share of the flow that is in a region} */
	private static double covered(final DopplerFrame frame, final byte[] region) {
		int flow = 0;
		int both = 0;
		for (int i = 0; i < region.length; i++) {
			if ((frame.mask()[i] & 255) != DopplerFrame.FLOW) continue;
			flow++;
			if (region[i] != 0) both++;
		}
		return both / (double) flow;
	}
}
