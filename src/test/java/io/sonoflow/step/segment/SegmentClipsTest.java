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
package io.sonoflow.step.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.step.evaluate.EvaluateSegmentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips with clips of masks: each frame is a picture with its mask, and no clip is parted. */
class SegmentClipsTest {

	private static final int WIDTH = 52, HEIGHT = 40, CLIPS = 6;

	@TempDir
	static Path shared;

	private static Path table;
	private static List<Sample> images;
	private static final List<String> TOLD = new ArrayList<>();

	@TempDir
	Path folder;

	/** Clips of the two pictures of each patient, the second twice; nobody says whose they are. */
	@BeforeAll
	static void write() throws IOException {
		Torch.threads(1);
		images = Dataset.read(Discs.write(shared.resolve("images"), CLIPS, WIDTH, HEIGHT), Monitor.NONE).samples();
		final List<Sample> clips = new ArrayList<>();
		for (int i = 0; i < CLIPS; i++) {
			final int first = 2 * i;
			final List<Sample> frames = IntStream.of(first, first + 1, first + 1).mapToObj(images::get).toList();
			final Path clip = clip("c" + i, "clips", frames.stream().map(Sample::image).toList());
			final Path mask = clip("c" + i, "masks", frames.stream().map(Sample::mask).toList());
			clips.add(new Sample(clip, "", "", "", "", "", mask, "", Map.of()));
		}
		table = shared.resolve(Dataset.FILE);
		Dataset.write(table, clips);
		final TrainSegmenter step = TrainSegmenter.of(table, shared.resolve("trained"));
		step.set(Map.of("size", 32, "widths", "4,8", "steps", 2, "batch", 4, "every", 2, "validation", 0.2, "holdout", 0.3, "device",
			"cpu"));
		step.run(new Monitor() {

			@Override
			public void message(final String text) {
				TOLD.add(text);
			}
		});
	}

	private static Path clip(final String name, final String kind, final List<Path> frames) throws IOException {
		final Path file = shared.resolve(kind).resolve(name + ".avi");
		Files.createDirectories(file.getParent());
		try (ClipWriter writer = new ClipWriter(file, ClipCodec.FFV1, WIDTH, HEIGHT, false, new FrameRate(25, 1))) {
			for (final Path frame : frames)
				writer.add(ImageFiles.readGray(frame));
			writer.finish();
		}
		return file;
	}

	@Test
	void framesAreLearnedAndNoClipIsParted() {
		final String still = CLIPS + " frames are left out: they are the one before again (less than 0.5 grey levels apart).";
		assertTrue(TOLD.contains(still), TOLD.toString());
		assertTrue(TOLD.stream().anyMatch(text -> text.matches("Starting training: .*")), TOLD.toString());
		final List<Sample> held = Dataset.read(shared.resolve("trained/predictions"), Monitor.NONE).samples();
		final Map<String, Set<String>> frames = held.stream().collect(Collectors.groupingBy(Sample::clip, TreeMap::new, Collectors
			.mapping(sample -> sample.extra().get("frameindex"), Collectors.toSet())));
		assertTrue(frames.size() > 0 && frames.size() < CLIPS, frames.toString());
		frames.values().forEach(each -> assertEquals(Set.of("0", "1"), each, "whole clips, but for what stands still"));
		for (final Sample sample : held) {
			final int number = 2 * Integer.parseInt(sample.clip().substring(7, 8)) + Integer.parseInt(sample.extra().get("frameindex"));
			assertArrayEquals(Images.pixels(ImageFiles.readGray(images.get(number).image())), Images.pixels(ImageFiles.readGray(sample
				.image())));
		}
	}

	private List<List<String>> scores(final Path reference, final Path predictions, final Map<String, Object> values) {
		final EvaluateSegmentation step = EvaluateSegmentation.of(reference, predictions, folder.resolve("scores"));
		step.set(values);
		step.set(Map.of("overwrite", true));
		step.run(Monitor.NONE);
		final Tables.Table scores = Tables.read(folder.resolve("scores/scores.csv"));
		final int image = scores.column("image");
		final int dice = scores.column("dice");
		return scores.rows().stream().map(row -> List.of(row.get(image), row.get(dice))).toList();
	}

	/** By the frames' own masks, by clips of masks, and as frames of a clip: always the same frame. */
	@Test
	void predictionsOfFramesAreFound() {
		final Path predictions = shared.resolve("trained/predictions");
		final List<List<String>> own = scores(predictions.resolve("reference.csv"), predictions, Map.of());
		final List<List<String>> byClip = scores(table, predictions, Map.of("missing", "failure"));
		assertEquals(3 * CLIPS, byClip.size());
		final Set<String> first = own.stream().map(row -> row.get(1)).collect(Collectors.toSet());
		assertTrue(byClip.stream().map(row -> row.get(1)).collect(Collectors.toSet()).containsAll(first), byClip + " " + own);
		final List<List<String>> truth = scores(table, shared.resolve("masks"), Map.of("stride", 2));
		assertEquals(IntStream.range(0, CLIPS).boxed().flatMap(i -> IntStream.of(1, 3).mapToObj(k -> "clips/c" + i + ".avi frame " +
			k)).toList(), truth.stream().map(row -> row.get(0)).toList());
		truth.forEach(row -> assertEquals(1, Double.parseDouble(row.get(1)), row.get(0)));
	}

	@Test
	void aMaskOfAnotherLengthIsNamed() throws IOException {
		final Sample sample = Dataset.read(table, Monitor.NONE).samples().get(0);
		final Path few = clip("few", "masks_few", List.of(images.get(0).mask(), images.get(1).mask()));
		final Path other = shared.resolve("other.csv");
		Dataset.write(other, List.of(sample.withFiles(sample.image(), few)));
		final String message = assertThrows(SonoflowException.File.class, () -> TrainSegmenter.of(other, folder.resolve("none")).run(
			Monitor.NONE)).getMessage();
		assertTrue(message.contains("few.avi has 2 frames, its clip") && message.contains("has 3."), message);
	}
}
