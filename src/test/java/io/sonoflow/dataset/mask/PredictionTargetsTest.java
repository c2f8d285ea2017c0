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
package io.sonoflow.dataset.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameNames;
import io.sonoflow.dataset.clip.FrameRoom;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predicted masks of clips: whose they are, and where they lie. */
class PredictionTargetsTest {

	private static final int W = 32, H = 20, FRAMES = 3;

	@TempDir
	private Path folder;

	private final List<String> said = new ArrayList<>();
	private final Monitor monitor = new Monitor() {

		@Override
		public void message(final String text) {
			said.add(text);
		}
	};

	/** Two patients with a clip each that both call 1; the masks are called otherwise than the clips. */
	@BeforeEach
	void write() throws IOException {
		final List<Sample> clips = new ArrayList<>();
		for (final String patient : List.of("a", "b")) {
			stack("clips/" + patient + ".tif", 7);
			stack("masks/truth_of_" + patient + ".tif", 0);
			clips.add(new Sample(folder.resolve("clips/" + patient + ".tif"), patient, "", "", "", "", folder.resolve(
				"masks/truth_of_" + patient + ".tif"), "", Map.of(Sample.CLIP, "1")));
		}
		Dataset.write(folder.resolve(Dataset.FILE), clips);
	}

	/** Of frame k the first k + 1 columns are 255, the others what is given. */
	private static byte[] frame(final int k, final int outside) {
		final byte[] pixels = new byte[W * H];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (i % W <= k ? 255 : outside * (i / W));
		return pixels;
	}

	private void stack(final String name, final int outside) throws IOException {
		final ImageStack stack = new ImageStack(W, H);
		for (int k = 0; k < FRAMES; k++)
			stack.addSlice(new ByteProcessor(W, H, frame(k, outside)));
		Files.createDirectories(folder.resolve(name).getParent());
		assertTrue(new FileSaver(new ImagePlus("", stack)).saveAsTiffStack(folder.resolve(name).toString()));
	}

	private Path image(final String name, final int k) throws IOException {
		Files.createDirectories(folder.resolve(name).getParent());
		ImageFiles.writePng(folder.resolve(name), Images.bytes(frame(k, 0), W, H));
		return folder.resolve(name);
	}

	private SegmentationSet reference(final int most) {
		return SegmentationSet.read(folder.resolve(Dataset.FILE), "", new ClipFrames(new FrameChoice(1, most), true), Monitor.NONE);
	}

	/** As "Segment Ultrasound..." writes them: clip and number, and the patient. */
	@Test
	void clipsOfOneNameAreThoseOfTheirPatients() throws IOException {
		final List<Sample> rows = new ArrayList<>();
		// Each has another area than any other frame's mask, if it is of the right one.
		for (final String patient : List.of("b", "a"))
			for (int k = 0; k < FRAMES; k++)
				rows.add(new Sample(image("predicted/images/x" + patient + k + ".png", 9), patient, "", "", "", "", image(
					"predicted/masks/x" + patient + k + ".png", patient.equals("a") ? k : FRAMES + k), "", Map.of(Sample.CLIP, "1",
						FrameNames.INDEX, String.valueOf(k))));
		Dataset.write(folder.resolve("predicted/dataset.csv"), rows);
		final PredictedMasks predicted = PredictedMasks.read(reference(0), folder.resolve("predicted"), monitor);
		assertEquals(2 * FRAMES, predicted.size());
		for (int i = 0; i < 2 * FRAMES; i++)
			assertEquals((i + 1) * H, predicted.mask(i).plane(0).area());
	}

	@Test
	void aClipOfMasksAndOneOfItsFramesAreRefused() throws IOException {
		stack("twice/masks/a.tif", 0);
		final Path frame = image("twice/masks/a_0002.png", 4);
		final Path clip = folder.resolve("clips/a.tif");
		Dataset.write(folder.resolve("twice/dataset.csv"), List.of(new Sample(clip, "a", "", "", "", "", folder.resolve(
			"twice/masks/a.tif"), "", Map.of()), new Sample(image("twice/images/a_0002.png", 9), "a", "", "", "", "", frame, "", Map
				.of())));
		final String message = assertThrows(SonoflowException.File.class, () -> PredictedMasks.read(reference(0), folder.resolve(
			"twice"), monitor)).getMessage();
		assertTrue(message.contains("two masks of one picture (a.tif frame 2: ") && message.contains("a_0002.png"), message);
	}

	/** Named like the masks, not like the pictures. */
	@Test
	void aClipOfMasksIsOneWhereOnlyOneFrameCounts() throws IOException {
		for (final String patient : List.of("a", "b"))
			stack("again/truth_of_" + patient + ".tif", 0);
		final PredictedMasks predicted = PredictedMasks.read(reference(1), folder.resolve("again"), monitor);
		assertEquals(2, predicted.size());
		assertEquals(2 * H, predicted.mask(1).plane(0).area(), "the frame in the middle");
	}

	/** What is predicted for all clips takes as much memory as is given once, and then disk. */
	@Test
	void allClipsOfMasksShareTheRoom() {
		final SegmentationSet reference = reference(0);
		final FrameRoom room = new FrameRoom(FRAMES * W * H, true);
		final Map<Integer, List<MaskFrame>> masks = PredictionTargets.of(reference).masks(folder, Map.of(folder.resolve(
			"clips/a.tif"), List.of(folder.resolve("masks/truth_of_a.tif")), folder.resolve("clips/b.tif"), List.of(folder.resolve(
				"masks/truth_of_b.tif"))), room, monitor);
		assertEquals(0, room.free());
		assertEquals(FRAMES * W * H, room.onDisk());
		assertTrue(said.stream().anyMatch(text -> text.contains("lie on disk")), said.toString());
		masks.forEach((i, frames) -> assertEquals((i % FRAMES + 1) * H, MaskFacts.of(frames.get(0).read()).counts()[255]));
	}
}
