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
package io.sonoflow.dataset.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which frames count, and which rows are one clip. */
class FrameChoiceTest {

	private static final int SIDE = 20;

	@TempDir
	Path folder;

	private static ArrayImg<UnsignedByteType, ByteArray> flat(final int grey, final int others) {
		final byte[] pixels = new byte[SIDE * SIDE];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (grey + (i < others ? 1 : 0));
		return Images.bytes(pixels, SIDE, SIDE);
	}

	@Test
	void everySoManyAndSpreadEvenly() {
		assertArrayEquals(new int[] { 0, 1, 2 }, FrameChoice.ALL.numbers(3));
		assertArrayEquals(new int[] { 0, 4, 8 }, new FrameChoice(4, 0).numbers(9));
		assertArrayEquals(new int[] { 0 }, new FrameChoice(50, 0).numbers(9));
		// Of 0, 2, ..., 18 two: in the middle of either half.
		assertArrayEquals(new int[] { 4, 14 }, new FrameChoice(2, 2).numbers(20));
		assertArrayEquals(new int[] { 0, 2 }, new FrameChoice(2, 7).numbers(4));
	}

	@Test
	void whatStandsStillIsLeftOutAgainstTheLastKept() {
		// 199 of 400 pixels one level off are less than half a level, 200 are not; a slow drift is seen in the end.
		final int[][] frames = { { 10, 0 }, { 10, 199 }, { 10, 200 }, { 10, 399 }, { 11, 0 }, { 10, 0 } };
		final List<Path> files = new ArrayList<>();
		for (int i = 0; i < frames.length; i++) {
			files.add(folder.resolve(i + ".png"));
			ImageFiles.writePng(files.get(i), flat(frames[i][0], frames[i][1]));
		}
		final List<ArrayImg<UnsignedByteType, ByteArray>> seen = new ArrayList<>();
		final ChosenFrames chosen = FrameChoice.ALL.look(files, seen::add);
		assertArrayEquals(new int[] { 0, 2, 4, 5 }, chosen.numbers());
		assertEquals(2, chosen.still());
		try (ChosenFrames.Reading reading = chosen.open()) {
			for (int i = 0; i < 4; i++)
				assertArrayEquals(Images.pixels(seen.get(i)), Images.pixels(reading.frame(i)));
		}
		assertArrayEquals(new int[1], FrameChoice.ALL.look(files.subList(0, 1), seen::add).numbers());
		assertFalse(FrameChoice.isSame(flat(10, 0), Images.bytes(new byte[4], 2, 2)));
	}

	/** Also where each frame has a file of its own; one that has no frame at all cannot be used. */
	@Test
	void whatComesBeforeABrokenFrameIsTaken() throws IOException {
		final List<Path> files = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			files.add(folder.resolve(i + ".png"));
			if (i == 2) Files.writeString(files.get(i), "no picture");
			else ImageFiles.writePng(files.get(i), flat(10 * i, 0));
		}
		final ChosenFrames chosen = FrameChoice.ALL.look(files, frame -> {});
		assertArrayEquals(new int[] { 0, 1 }, chosen.numbers());
		assertTrue(chosen.flaws().get(0).startsWith("Frame 3 of 4 cannot be read: it and what follows are left out."), chosen.flaws()
			.get(0));
		assertThrows(SonoflowException.File.class, () -> FrameChoice.ALL.look(files.subList(2, 4), frame -> {}));
	}

	private static Sample frame(final String file, final String patient, final String clip, final String label) {
		return new Sample(Path.of("/data/" + file).toAbsolutePath(), patient, "", "", label, "", null, "", Map.of(
			Sample.CLIP, clip));
	}

	@Test
	void framesOfOneClipAreOneSample() {
		final Dataset rows = new Dataset(Path.of("/data/dataset.csv").toAbsolutePath(), List.of(frame("a0.png", "p", "a", "ill"),
			frame("b.png", "p", "", "well"), frame("a1.png", "p", "a", "ill"), frame("c0.png", "q", "a", "well")));
		final List<String> said = new ArrayList<>();
		final ClipUnits units = ClipUnits.of(rows, new Monitor() {

			@Override
			public void message(final String text) {
				said.add(text);
			}
		});
		assertEquals(List.of("a0.png", "b.png", "c0.png"), units.dataset().samples().stream().map(sample -> sample.image()
			.getFileName().toString()).toList());
		assertEquals(List.of(2, 1, 1), units.files().stream().map(List::size).toList());
		assertTrue(said.get(0).startsWith("4 rows are frames of 3 clips and images"), said.toString());
		final Dataset mixed = new Dataset(rows.source(), List.of(frame("a0.png", "p", "a", "ill"), frame("a1.png", "p", "a",
			"well")));
		final var error = assertThrows(SonoflowException.Input.class, () -> ClipUnits.of(mixed, Monitor.NONE));
		assertTrue(error.getMessage().contains("\"a\" have several labels in the column label: ill, well"), error.getMessage());
		final Path input = rows.source();
		assertEquals(Map.of(input, ClipUnits.JOINED), units.readings(input));
		assertEquals(Map.of(), ClipUnits.alone(rows).readings(input));
		// Where the label alone matters, the others may differ.
		final Dataset once = new Dataset(input, List.of(frame("a0.png", "p", "a", "ill"), frame("a1.png", "p", "a", "ill").withExtra(
			Sample.ORIGINAL, "well")));
		assertEquals(1, ClipUnits.labelled(once, Monitor.NONE).files().size());
		final var original = assertThrows(SonoflowException.Input.class, () -> ClipUnits.of(once, Monitor.NONE));
		assertTrue(original.getMessage().contains("in the column original: ill, well"), original.getMessage());
	}
}
