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
package io.sonoflow.step.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.Moving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two frames of one clip as a pair. */
class PretrainClipsTest {

	private static final int CLIPS = 4;
	private static final int SIDE = 32;

	@TempDir
	Path folder;

	/** Clips of two frames, one dark and one bright; labels differ within a clip, which does not matter here. */
	private Path table(final boolean clips) {
		final List<List<String>> rows = new ArrayList<>();
		for (int c = 0; c < CLIPS; c++)
			for (int f = 0; f < 2; f++) {
				final RandomStream random = RandomStream.of(1, "frame", c, f);
				final byte[] pixels = new byte[SIDE * SIDE];
				for (int i = 0; i < pixels.length; i++)
					pixels[i] = (byte) (30 + 150 * f + random.nextInt(20 * (c + 1)));
				final String name = "c" + c + "_" + f + ".png";
				ImageFiles.writePng(folder.resolve(name), Images.bytes(pixels, SIDE, SIDE));
				rows.add(List.of(name, "patient" + c, "label" + f, clips ? "sweep" : ""));
			}
		final Path table = folder.resolve(clips ? "clips.csv" : "images.csv");
		Tables.write(table, List.of("image", "patient", "label", "clip"), rows);
		return table;
	}

	private double loss(final Path table, final String name, final String pairs) {
		Torch.threads(1);
		final PretrainEncoder step = PretrainEncoder.of(table, folder.resolve(name));
		step.set(Map.of("size", SIDE, "steps", 2, "batch", 4, "warmup", 0, "pairs", pairs, "device", "cpu"));
		return step.run(Monitor.NONE).losses().last("loss");
	}

	@Test
	void framesOfAClipAreAPair() throws IOException {
		final Path clips = table(true);
		final double frames = loss(clips, "frames", "frames");
		assertTrue(Files.readString(folder.resolve("frames/run.json")).contains("\"images\": " + CLIPS), "a clip is one image");
		assertEquals(frames, loss(clips, "again", "frames"), "the same seed");
		assertNotEquals(frames, loss(clips, "views", "views"));
		assertTrue(Files.readString(folder.resolve("views/run.json")).contains("\"images\": " + 2 * CLIPS), "rows as they are");
	}

	/** A file of several frames is one image, of which each epoch sees some frame. */
	@Test
	void aMaskedAutoencoderSeesFramesOfClips() throws IOException {
		Torch.threads(1);
		final Path clips = Files.createDirectories(folder.resolve("clips"));
		for (int c = 0; c < 2; c++)
			Moving.write(clips.resolve(c + ".avi"), ClipCodec.FFV1, 6, new FrameRate(25, 1));
		final double[] losses = new double[2];
		for (int most = 0; most < 2; most++) {
			final PretrainMaskedAutoencoder step = PretrainMaskedAutoencoder.of(clips, folder.resolve("masked" + most));
			step.set(Map.of("backbone", "vit-tiny16", "size", 32, "decoderdepth", 1, "decoderwidth", 32, "device", "cpu", "steps", 2,
				"batch", 2, "maxframes", most));
			losses[most] = step.run(Monitor.NONE).losses().last("loss");
		}
		assertNotEquals(losses[0], losses[1], "all frames or the middle one");
		assertTrue(Files.readString(folder.resolve("masked0/run.json")).contains("\"images\": 2"));
		final Path rows = table(true);
		final PretrainingData data = PretrainingData.read(List.of(rows), List.of(), null, FrameChoice.ALL, true, Monitor.NONE);
		assertEquals(CLIPS, data.size());
		assertEquals(Map.of(rows, ClipUnits.JOINED), data.readings());
	}

	@Test
	void withoutClipsThereAreNoPairs() {
		final Path images = table(false);
		final var error = assertThrows(SonoflowException.Input.class, () -> loss(images, "none", "frames"));
		assertTrue(error.getMessage().startsWith("pairs=frames takes two frames of one clip"), error.getMessage());
		assertTrue(Files.notExists(folder.resolve("none")));
	}
}
