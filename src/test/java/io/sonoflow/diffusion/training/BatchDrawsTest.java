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
package io.sonoflow.diffusion.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameRoom;
import io.sonoflow.diffusion.NoisePredictor;
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Fit;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.Moving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step learns from: each image once an epoch, and the same whoever asks, when and how often. */
class BatchDrawsTest {

	private static final int SIZE = 16;
	private static final int COUNT = 6;
	private static final int BATCH = 4;

	@TempDir
	Path folder;

	private final List<Path> files = new ArrayList<>();

	/** Image i is 10 i on the left and 10 i + 100 on the right. */
	@BeforeEach
	void write() {
		for (int i = 0; i < COUNT; i++) {
			final byte[] pixels = new byte[SIZE * SIZE];
			for (int p = 0; p < pixels.length; p++)
				pixels[p] = (byte) (10 * i + (p % SIZE < SIZE / 2 ? 0 : 100));
			files.add(folder.resolve(i + ".png"));
			ImageFiles.writePng(files.get(i), Images.bytes(pixels, SIZE, SIZE));
		}
	}

	private static Plan plan(final boolean flips, final double labelDropout) {
		final DiffusionSettings settings = new DiffusionSettings();
		settings.steps = 60;
		settings.batch = BATCH;
		settings.flips = flips;
		settings.classes = true;
		settings.labeldropout = labelDropout;
		settings.every = 10;
		return new Plan(NoiseSchedule.cosine(100), settings, Precision.FP32, 5);
	}

	private static int[] grey(final BatchDraws.Drawn drawn, final int column) {
		final int[] grey = new int[BATCH];
		for (int n = 0; n < BATCH; n++)
			grey[n] = Math.round((drawn.start()[n * SIZE * SIZE + column] + 1) * 127.5f);
		return grey;
	}

	@Test
	void everyImageOnceAnEpoch() {
		try (BatchDraws draws = new BatchDraws(new TrainingImages(files, SIZE), null, plan(false, 0))) {
			final List<Integer> order = new ArrayList<>();
			for (int step = 0; step < 6; step++)
				Arrays.stream(grey(draws.get(step), 0)).forEach(grey -> order.add(grey / 10));
			for (int epoch = 0; epoch < 4; epoch++)
				assertEquals(List.of(0, 1, 2, 3, 4, 5), order.subList(epoch * COUNT, (epoch + 1) * COUNT).stream().sorted()
					.toList());
			assertTrue(!order.subList(0, COUNT).equals(order.subList(COUNT, 2 * COUNT)), "another order in each epoch");
			assertArrayEquals(new int[] { NoisePredictor.NO_CLASS, NoisePredictor.NO_CLASS, NoisePredictor.NO_CLASS,
				NoisePredictor.NO_CLASS }, draws.get(6).labels());
		}
	}

	/** A clip is one image, and each time another of its frames that count. */
	@Test
	void framesOfAClipTakeTurns() throws IOException {
		final Path clip = Moving.write(folder.resolve("clip.avi"), ClipCodec.FFV1, 6, new FrameRate(25, 1));
		final TrainingImages images = images(new FrameRoom(1 << 20, false), List.of(clip));
		images.check(Monitor.NONE);
		assertEquals(2, images.count());
		assertArrayEquals(Images.pixels(Moving.gray(2, Moving.W, Moving.H)), Images.pixels(images.picture(1)));
		final Set<List<Integer>> seen = new HashSet<>();
		try (BatchDraws draws = new BatchDraws(images, null, plan(false, 0))) {
			for (int step = 0; step < 10; step++) {
				final BatchDraws.Drawn drawn = draws.get(step);
				for (int n = 0; n < BATCH; n++)
					if (drawn.samples()[n] == 1) seen.add(List.of(grey(drawn, 3)[n], grey(drawn, 9)[n]));
			}
		}
		assertEquals(3, seen.size(), "frames 0, 2 and 4");
		final TrainingImages fleeting = images(new FrameRoom(2L * SIZE * SIZE, false), List.of(clip));
		assertEquals(draws(images), draws(fleeting), "frames that are decoded when they are drawn");
		final FrameRoom room = new FrameRoom(2L * SIZE * SIZE, true);
		final TrainingImages shelved = images(room, List.of(clip));
		shelved.check(Monitor.NONE);
		assertEquals(3L * SIZE * SIZE, room.onDisk());
		Files.delete(clip);
		assertEquals(draws(images), draws(shelved), "frames on disk");
		final List<Path> frames = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			frames.add(folder.resolve("frame" + i + ".png"));
			ImageFiles.writePng(frames.get(i), Moving.gray(i, Moving.W, Moving.H));
		}
		assertEquals(draws(images), draws(images(new FrameRoom(1 << 20, false), frames)), "a file a frame is a clip as well");
	}

	private TrainingImages images(final FrameRoom room, final List<Path> clip) {
		return new TrainingImages(SIZE, Fit.STRETCH, new FrameChoice(2, 0), room, List.of(List.of(files.get(0)), clip));
	}

	private static List<List<Integer>> draws(final TrainingImages images) {
		final List<List<Integer>> drawn = new ArrayList<>();
		try (BatchDraws draws = new BatchDraws(images, null, plan(false, 0))) {
			for (int step = 0; step < 3; step++)
				drawn.add(Arrays.stream(grey(draws.get(step), 5)).boxed().toList());
		}
		return drawn;
	}

	/** Asked for in the middle, and with images that do not fit into memory, it is the same. */
	@Test
	void dependsOnTheStepAlone() {
		final int[] labels = { 0, 1, 2, 3, 4, 5 };
		try (BatchDraws all = new BatchDraws(new TrainingImages(files, SIZE), labels, plan(true, 0.3)); BatchDraws one =
			new BatchDraws(new TrainingImages(SIZE, null, FrameChoice.ALL, new FrameRoom(0, false), files.stream().map(List::of)
				.toList()), labels, plan(true, 0.3)))
		{
			BatchDraws.Drawn last = null;
			for (int step = 0; step <= 7; step++)
				last = all.get(step);
			final BatchDraws.Drawn same = one.get(7);
			assertArrayEquals(last.start(), same.start());
			assertArrayEquals(last.noise(), same.noise());
			assertArrayEquals(last.labels(), same.labels());
		}
	}

	/** Brought early, as for a GPU, they are the same; what nobody fetches goes when all is closed. */
	@Test
	void broughtEarlyTheyAreTheSame() {
		final int[] labels = { 0, 1, 2, 3, 4, 5 };
		final TrainingImages images = new TrainingImages(files, SIZE);
		final Plan plan = plan(true, 0.3);
		try (BatchDraws plain = new BatchDraws(images, labels, plan); BatchDraws draws = new BatchDraws(images, labels, plan);
				BatchDraws.Ahead ahead = draws.new Ahead(Device.cpu(), true))
		{
			for (final int step : new int[] { 0, 1, 2, 7, 8, 58, 59 }) {
				final BatchDraws.Drawn wanted = plain.get(step);
				final NDArray noise;
				try (BatchDraws.Brought found = ahead.get(step)) {
					assertArrayEquals(wanted.labels(), found.labels(), "step " + step);
					ahead.begin(step + 1);
					ahead.begin(step + 1);
					assertEquals(new Shape(BATCH, SIZE * SIZE), found.start().getShape());
					assertArrayEquals(wanted.samples(), found.samples());
					assertArrayEquals(wanted.start(), found.start().toFloatArray());
					assertArrayEquals(wanted.noise(), found.noise().toFloatArray());
					noise = found.noise();
				}
				assertTrue(noise.isReleased());
			}
		}
	}

	/** The step before has done its work and is to be saved. */
	@Test
	void whatGoesWrongEarlyIsTheFaultOfItsOwnStep() {
		final int[] tooFew = { 0, 1, 2, 3, 4 };
		try (BatchDraws draws = new BatchDraws(new TrainingImages(files, SIZE), tooFew, plan(false, 0));
				BatchDraws.Ahead ahead = draws.new Ahead(Device.cpu(), true))
		{
			// One of the first two batches has the sixth image in it.
			assertTrue(IntStream.range(0, 2).anyMatch(step -> {
				ahead.begin(step);
				try {
					ahead.get(step).close();
					return false;
				}
				catch (final ArrayIndexOutOfBoundsException e) {
					return true;
				}
			}));
		}
	}

	@Test
	void flipsAndLabelsAndNoise() {
		final int[] labels = { 0, 1, 2, 3, 4, 5 };
		int flipped = 0;
		int kept = 0;
		double squares = 0;
		final int steps = 50;
		try (BatchDraws draws = new BatchDraws(new TrainingImages(files, SIZE), labels, plan(true, 0.25))) {
			for (int step = 0; step < steps; step++) {
				final BatchDraws.Drawn drawn = draws.get(step);
				final int[] left = grey(drawn, 0);
				final int[] right = grey(drawn, SIZE - 1);
				for (int n = 0; n < BATCH; n++) {
					assertEquals(100, Math.abs(left[n] - right[n]));
					if (left[n] > right[n]) flipped++;
					if (drawn.labels()[n] == NoisePredictor.NO_CLASS) continue;
					kept++;
					assertEquals(Math.min(left[n], right[n]) / 10, drawn.labels()[n]);
				}
				for (final float value : drawn.noise())
					squares += value * value;
			}
		}
		// 4 standard deviations
		assertEquals(0.5, flipped / (double) (steps * BATCH), 4 * Math.sqrt(0.25 / (steps * BATCH)));
		assertEquals(0.75, kept / (double) (steps * BATCH), 4 * Math.sqrt(0.1875 / (steps * BATCH)));
		assertEquals(1, squares / (steps * BATCH * SIZE * SIZE), 4 * Math.sqrt(2.0 / (steps * BATCH * SIZE * SIZE)));
	}

	@Test
	void saysWhatTheCropLeavesOut() {
		final List<String> warnings = new ArrayList<>();
		final Path wide = folder.resolve("wide.png");
		ImageFiles.writePng(wide, Images.bytes(new byte[24 * 16], 24, 16));
		new TrainingImages(List.of(wide), 32).check(new Monitor() {

			@Override
			public void warn(final String text) {
				warnings.add(text);
			}
		});
		assertEquals(2, warnings.size(), warnings.toString());
		assertTrue(warnings.get(0).contains("enlarged to size=32") && warnings.get(1).contains("square in their middle"),
			warnings.toString());
	}

	@Test
	void imagesOfSeveralSizesAreBroughtToOneIfAsked() {
		final Path wide = folder.resolve("wide.png");
		final Path high = folder.resolve("high.png");
		final byte[] bright = new byte[40 * 20];
		Arrays.fill(bright, (byte) 255);
		ImageFiles.writePng(wide, Images.bytes(bright, 40, 20));
		ImageFiles.writePng(high, Images.bytes(bright, 20, 40));
		final String message = assertThrows(SonoflowException.File.class, () -> new TrainingImages(List.of(wide, high), 20).check(
			Monitor.NONE)).getMessage();
		assertTrue(message.contains("different sizes") && message.contains("resize=fit") && message.contains("20 x 40"), message);
		final float[] pixels = new float[400];
		final TrainingImages fitted = new TrainingImages(List.of(wide, high), 20, Fit.FIT);
		fitted.check(Monitor.NONE);
		fitted.write(0, RandomStream.of(0, "frame"), false, pixels, 0);
		assertEquals(-1, pixels[0]);
		assertEquals(1, pixels[10 * 20]);
		fitted.write(1, RandomStream.of(0, "frame"), false, pixels, 0);
		assertEquals(-1, pixels[10 * 20]);
		final TrainingImages stretched = new TrainingImages(List.of(wide, high), 20, Fit.STRETCH);
		stretched.check(Monitor.NONE);
		stretched.write(1, RandomStream.of(0, "frame"), false, pixels, 0);
		for (final float pixel : pixels)
			assertEquals(1, pixel);
	}

	@Test
	void allImagesThatCannotBeReadAreNamedTogether() throws IOException {
		final Path good = folder.resolve("good.png");
		ImageFiles.writePng(good, Images.bytes(new byte[24 * 16], 24, 16));
		final Path broken = Files.writeString(folder.resolve("broken.png"), "?");
		final Path empty = Files.writeString(folder.resolve("empty.png"), "");
		final String message = assertThrows(SonoflowException.File.class, () -> new TrainingImages(List.of(good, broken, empty),
			20).check(Monitor.NONE)).getMessage();
		assertTrue(message.contains("2 of 3") && message.contains("broken.png") && message.contains("empty.png"), message);
	}
}
