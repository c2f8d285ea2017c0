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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameRoom;
import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.image.phantom.doppler.DopplerSpec.Kind;
import io.sonoflow.nn.translate.Direction;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the frames lie that a translator learns from. */
class TrainingClipsTest {

	private static final int FRAMES = 4, SIDE = 96;

	@TempDir
	Path folder;

	private final List<String> told = new ArrayList<>();

	private final Monitor monitor = new Monitor() {

		@Override
		public void message(final String text) {
			told.add(text);
		}

		@Override
		public void warn(final String text) {
			told.add("WARNING " + text);
		}
	};

	/** {@return a clip in colour and the same in grey; nobody says where the colour is} */
	private ClipPair pair() throws IOException {
		final DopplerPhantom phantom = DopplerPhantom.of(new DopplerSpec(1, 0, Kind.VESSEL, SIDE, ColorMap.CLASSIC));
		final Path colour = folder.resolve("colour.avi");
		final Path grey = folder.resolve("grey.avi");
		final FrameRate rate = new FrameRate(25, 1);
		try (ClipWriter colours = new ClipWriter(colour, ClipCodec.FFV1, phantom.width(), SIDE, true, rate);
				ClipWriter greys = new ClipWriter(grey, ClipCodec.FFV1, phantom.width(), SIDE, false, rate))
		{
			for (int frame = 0; frame < FRAMES; frame++) {
				colours.addColor(phantom.frame(frame).colorImage());
				greys.add(phantom.frame(frame).greyImage());
			}
			colours.finish();
			greys.finish();
		}
		return new ClipPair("flow", grey, colour, null);
	}

	private TrainingClips open(final ClipPair pair, final Direction direction, final FrameRoom room) {
		return TrainingClips.open(List.of(pair), direction, FrameChoice.ALL, room, true, monitor);
	}

	/** What does not fit into memory is decoded, and its colour found, once: then it comes from the disk with the same bits. */
	@Test
	void framesComeFromTheDisk() throws IOException {
		final ClipPair pair = pair();
		final int[] all = IntStream.range(0, FRAMES).toArray();
		for (final Direction direction : Direction.values()) {
			final OpenPair.Moment[] plain = open(pair, direction, new FrameRoom(1 << 24, false)).read(0, all);
			assertEquals(List.of(), told, "all fit");
			final FrameRoom room = new FrameRoom(plain[0].bytes() + 1L, true);
			final TrainingClips clips = open(pair, direction, room);
			assertTrue(told.get(0).startsWith("The frames of 1 clips take 0.0 GB decoded") && told.get(0).contains("lie on disk"), told
				.toString());
			// Two are asked for, and all are read on the way.
			clips.read(0, new int[] { FRAMES - 1, 0 });
			assertEquals(3L * plain[0].bytes(), room.onDisk());
			final Path[] files = { pair.grey(), pair.colour() };
			for (final Path file : files)
				Files.move(file, folder.resolve(file.getFileName() + ".away"));
			final OpenPair.Moment[] again = clips.read(0, all);
			for (final Path file : files)
				Files.move(folder.resolve(file.getFileName() + ".away"), file);
			for (int i = 0; i < FRAMES; i++) {
				assertArrayEquals(plain[i].source(), again[i].source());
				assertArrayEquals(plain[i].region(), again[i].region());
				assertArrayEquals(plain[i].grey(), again[i].grey());
				assertArrayEquals(plain[i].colour(), again[i].colour());
				assertNull(again[i].shown());
			}
			told.clear();
		}
	}

	@Test
	void withoutADiskItIsSaid() throws IOException {
		open(pair(), Direction.GREY, new FrameRoom(0, false)).read(0, new int[] { 0, 1, 0 });
		assertEquals(1, told.size(), told.toString());
		assertTrue(told.get(0).startsWith("WARNING The frames of 1 clips") && told.get(0).contains("decoded anew each time"), told
			.toString());
	}
}
