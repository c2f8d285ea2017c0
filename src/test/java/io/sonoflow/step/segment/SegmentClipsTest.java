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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.mask.ClipFrames;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.step.evaluate.EvaluateSegmentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
		assertTrue(TOLD.contains(2 * CLIPS + " of " + 2 * CLIPS + " pictures name no patient. Of each clip its first, middle and " +
			"last frame were compared with those of others. No two of different patients are nearly the same: each, or each clip, " +
			"counts as a patient of its own."), TOLD.toString());
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

	/** Without patients, a clip is what is never parted: in training, validation and test; and folds. */
	@Test
	void noPartSharesAClip() {
		final SegmentSource source = source(table);
		for (final int folds : new int[] { 0, 3 }) {
			final SegmentDivision division = new SegmentDivision();
			division.folds = folds;
			division.validation = 0.2;
			division.holdout = 0.3;
			for (final SegmentTask task : division.tasks(source, 0, Monitor.NONE)) {
				final List<Path> parts = Stream.of(task.train(), task.validation(), task.held()).flatMap(part -> IntStream.of(part)
					.mapToObj(i -> source.set().samples().get(i).image()).distinct()).toList();
				assertEquals(CLIPS, parts.size(), "each clip in one part: " + parts);
				assertEquals(CLIPS, Set.copyOf(parts).size());
				assertEquals(2 * CLIPS, task.train().length + task.validation().length + task.held().length);
				assertTrue(task.validation().length > 0 && task.held().length > 0);
			}
		}
	}

	private static SegmentSource source(final Path input) {
		return SegmentSource.read(input, "", false, new ClipFrames(FrameChoice.ALL, false), Monitor.NONE);
	}

	/** Behind a gap it is not known which mask is whose; what comes before is used, as by other trainings. */
	@Test
	void aDamagedClipIsUsedUpToTheDamage() throws IOException {
		final List<Sample> three = IntStream.of(0, 2, 4).mapToObj(images::get).toList();
		final Path mask = clip("d", "damaged/masks", three.stream().map(Sample::mask).toList());
		final Path clip = clip("d", "damaged/clips", three.stream().map(Sample::image).toList());
		final byte[] bytes = Files.readAllBytes(clip);
		final String text = new String(bytes, StandardCharsets.ISO_8859_1);
		for (final int frame : new int[] { 1, 2, 0 }) {
			int at = text.indexOf("00dc", text.indexOf("movi"));
			for (int i = 0; i < frame; i++)
				at = text.indexOf("00dc", at + 8);
			final byte[] damaged = bytes.clone();
			damaged[at + 60] ^= 0x55;
			Files.write(clip, damaged);
			final Path input = folder.resolve(frame + ".csv");
			Dataset.write(input, List.of(new Sample(clip, "p", "", "", "", "", mask, "", Map.of()), new Sample(shared.resolve(
				"clips/c0.avi"), "q", "", "", "", "", shared.resolve("masks/c0.avi"), "", Map.of())));
			if (frame == 0) {
				assertTrue(assertThrows(SonoflowException.File.class, () -> source(input)).getMessage().contains("not known which mask"));
				continue;
			}
			final SegmentSource source = source(input);
			assertEquals(frame + 2, source.size(), "frames before the damage, and the other clip's");
			for (int i = 0; i < frame; i++)
				assertArrayEquals(Images.pixels(ImageFiles.readGray(three.get(i).image())), Images.pixels(source.set().picture(i)));
		}
	}

	/** A still of a clip's middle, and another clip that ends with its last frame, are of its patient. */
	@Test
	void copiesOfAnyPartOfAClipStayTogether() throws IOException {
		final List<Sample> rows = new ArrayList<>();
		for (final int[] frames : new int[][] { { 0, 1, 2, 3, 4 }, { 6, 4 }, { 7, 8 } }) {
			final List<Sample> taken = IntStream.of(frames).mapToObj(images::get).toList();
			final String name = "sweep" + frames[0];
			final Path clip = clip(name, "sweeps", taken.stream().map(Sample::image).toList());
			rows.add(new Sample(clip, "", "", "", "", "", clip(name, "sweeps/masks", taken.stream().map(Sample::mask).toList()), "", Map
				.of()));
		}
		rows.add(new Sample(images.get(2).image(), "", "", "", "", "", images.get(2).mask(), "", Map.of()));
		final Path sweeps = shared.resolve("sweeps.csv");
		Dataset.write(sweeps, rows);
		final List<String> groups = source(sweeps).groups();
		assertEquals(10, groups.size());
		assertEquals(1, Set.copyOf(groups.subList(0, 7)).size(), groups.toString());
		assertEquals(groups.get(0), groups.get(9), "the still");
		assertEquals(1, Set.copyOf(groups.subList(7, 9)).size());
		assertNotEquals(groups.get(0), groups.get(7), "another clip");
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

	/**
	 * {@return a table of the held-out frames with other masks: of each the first part of its true one, larger from frame to frame}
	 *
	 * @param dice gets what follows from it, by picture
	 */
	private Path parts(final Map<String, Double> dice) {
		final List<Sample> frames = Dataset.read(shared.resolve("trained/predictions/reference.csv"), Monitor.NONE).samples();
		final List<Sample> parts = new ArrayList<>();
		for (final Sample frame : frames) {
			final byte[] mask = Images.pixels(ImageFiles.readGray(frame.mask())).clone();
			final int[] inside = IntStream.range(0, mask.length).filter(i -> mask[i] != 0).toArray();
			final int kept = inside.length * (parts.size() + 1) / (frames.size() + 1);
			for (int i = kept; i < inside.length; i++)
				mask[inside[i]] = 0;
			final Path file = folder.resolve("parts").resolve(frame.mask().getFileName());
			ImageFiles.writePng(file, Images.bytes(mask, WIDTH, HEIGHT));
			parts.add(frame.withFiles(frame.image(), file));
			dice.put(frame.clip() + " frame " + (Integer.parseInt(frame.extra().get("frameindex")) + 1), 2. * kept / (kept +
				inside.length));
		}
		Dataset.write(folder.resolve("parts.csv"), parts);
		return folder.resolve("parts.csv");
	}

	/** By clip and number, and by clips of masks: always the same frame. */
	@Test
	void predictionsOfFramesAreFound() {
		final Path predictions = shared.resolve("trained/predictions");
		assertEquals(2 * Dataset.read(predictions, Monitor.NONE).samples().stream().map(Sample::clip).distinct().count(), scores(
			predictions.resolve("reference.csv"), predictions, Map.of()).size());
		final Map<String, Double> expected = new TreeMap<>();
		final Path parts = parts(expected);
		assertEquals(expected.size(), Set.copyOf(expected.values()).size(), "frames differ");
		final List<List<String>> byClip = scores(table, parts, Map.of("missing", "failure"));
		assertEquals(3 * CLIPS, byClip.size());
		for (final List<String> row : byClip)
			assertEquals(expected.getOrDefault(row.get(0), 0.), Double.parseDouble(row.get(1)), 1e-12, row.get(0));
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
