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
package io.sonoflow.image.crop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Screens with several views, with a spectrum or an M-mode. */
class ScreenViewsTest {

	private static final Path DOPPLER = Path.of("..", "shared", "data", "doppler");

	private static List<FieldOfView> fields(final byte[] pixels, final int width, final int height) {
		return SectorCrop.fields(Screen.ofGray(Images.bytes(pixels, width, height)), 5);
	}

	@Test
	void eachFieldOfViewIsFoundInReadingOrder() {
		final List<String> failures = new ArrayList<>();
		for (int seed = 0; seed < 24; seed++) {
			final ViewScreens.Known known = ViewScreens.of(seed);
			final List<FieldOfView> found = fields(known.pixels(), known.width(), known.height());
			boolean good = found.size() == known.views().size();
			for (int i = 0; good && i < found.size(); i++)
				good = found.get(i).box().iou(known.views().get(i)) >= 0.95;
			if (!good) failures.add(seed + " " + known.kind() + " " + known.views() + " " + found);
		}
		assertTrue(failures.size() <= 1, () -> String.join("\n", failures));
	}

	@Test
	void oneOfSeveralPicturesIsNeverCertain() {
		for (int seed = 0; seed < 12; seed++) {
			final ViewScreens.Known known = ViewScreens.of(seed);
			final FieldOfView found = SectorCrop.crop(Images.bytes(known.pixels(), known.width(), known.height()), 5);
			final Box all = known.views().stream().reduce(Box::around).orElseThrow();
			assertTrue(!found.certain() || found.box().iou(all) >= 0.95, seed + " " + known.kind() + " " + found);
		}
	}

	@Test
	void aScreenWithoutPictureIsOneDoubtfulField() {
		final List<FieldOfView> found = fields(new byte[64 * 48], 64, 48);
		assertEquals(1, found.size());
		assertEquals(new Box(0, 0, 64, 48), found.get(0).box());
		assertTrue(!found.get(0).certain());
	}

	/** A step close to the border of a picture of a few pixels on black: generated images may be so small. */
	@Test
	void smallPicturesAreSearchedToTheirBorder() {
		final int side = 32;
		for (int width = 8; width <= side - 4; width++)
			for (int step = 1; step < width / 2; step++)
				for (int seed = 0; seed < 4; seed++) {
					final double[] grain = grain(seed, side);
					final byte[] pixels = new byte[side * side];
					for (int y = 4; y < side - 4; y++)
						for (int x = 2; x < 2 + width; x++)
							pixels[y * side + x] = (byte) Math.max(1, Math.min(255, Math.round((x < 2 + step ? 50 : 170) + grain[y *
								side + x])));
					final List<FieldOfView> found = fields(pixels, side, side);
					assertTrue(found.stream().anyMatch(field -> field.box().w() > 1 && field.box().h() > 1), width + " " + step);
				}
	}

	@Test
	void rowsAreReadFromTheLeft() {
		final Box a = new Box(10, 12, 50, 50);
		final Box b = new Box(70, 5, 50, 50);
		final Box c = new Box(10, 80, 50, 50);
		assertEquals(List.of(a, b, c), ScreenParts.inReadingOrder(List.of(c, b, a)));
	}

	@Test
	void theFanAboveASpectrumIsFound() {
		check("duplex_lt.png", new Box(325, 0, 652, 449));
		check("duplex_rt.png", new Box(314, 74, 508, 381));
	}

	/** The lower half is of the next frame: other grain of the same brightness. With another brightness it is another view. */
	@Test
	void aTornFrameIsOneView() {
		final int side = 240;
		final double[][] frames = { grain(1, side), grain(2, side) };
		for (final int below : new int[] { 60, 100 }) {
			final byte[] pixels = new byte[side * side];
			for (int y = 20; y < side - 20; y++)
				for (int x = 20; x < side - 20; x++) {
					final int half = 2 * y / side;
					pixels[y * side + x] = (byte) Math.round((half == 0 ? 60 : below) + frames[half][y * side + x]);
				}
			final List<FieldOfView> found = fields(pixels, side, side);
			assertEquals(below == 60 ? 1 : 2, found.size(), found.toString());
			if (below == 60) assertTrue(found.get(0).box().iou(new Box(20, 20, 200, 200)) > 0.95, found.toString());
			else assertEquals(side / 2, found.get(1).box().y());
		}
	}

	/** {@return noise that hangs together over some pixels, about 5 high} */
	private static double[] grain(final int frame, final int side) {
		final RandomStream random = RandomStream.of(frame, "grain");
		final double[] noise = IntStream.range(0, side * side).mapToDouble(i -> random.nextGaussian()).toArray();
		final double[] grain = new double[side * side];
		for (int y = 3; y < side - 3; y++)
			for (int x = 3; x < side - 3; x++)
				for (int near = 0; near < 49; near++)
					grain[y * side + x] += 5.0 / 7 * noise[(y - 3 + near / 7) * side + x - 3 + near % 7];
		return grain;
	}

	/** Its end jumps in brightness, but not along the whole fan. */
	@Test
	void aColorBoxPartsNoFan() {
		check("power_epicard.dcm", new Box(87, 58, 468, 354));
	}

	/** Their pictures differ in brightness from left to right, which hides the seam from a look at the spread of lines alone. */
	@Test
	void eachScreenOfTheSampleDataHasTwoViews() throws IOException {
		final List<Path> screens;
		try (Stream<Path> files = Files.list(Path.of("sample-data/images"))) {
			screens = files.sorted().toList();
		}
		assertEquals(20, screens.size());
		for (final Path screen : screens)
			try (FrameReader reader = ImageFiles.open(screen)) {
				final Detector detector = new Detector();
				detector.add(reader.color(0));
				final List<FieldOfView> found = detector.fields(5);
				assertEquals(2, found.size(), screen + " " + found);
				assertTrue(found.get(0).box().iou(new Box(185, 130, 300, 300)) > 0.99 && found.get(1).box().iou(new Box(485, 130, 300,
					300)) > 0.99, screen + " " + found);
			}
	}

	/** JPEG leaves a line every eight pixels, all along the picture. */
	@Test
	void blocksOfJpegAreNoSeams() {
		final Path folder = DOPPLER.resolveSibling("muscle_timtrack/ds2_gastroc_GE_screen");
		assumeTrue(Files.isDirectory(folder), "no muscle screens beside the project: " + folder);
		for (final String name : List.of("gastroc_jumping_078.png", "gastroc_jumping_082.png", "gastroc_jumping_084.png"))
			try (FrameReader reader = ImageFiles.open(folder.resolve(name))) {
				final Detector detector = new Detector();
				detector.add(reader.color(0));
				assertEquals(1, detector.fields(5).size(), name);
			}
	}

	private static void check(final String name, final Box truth) {
		final Path file = DOPPLER.resolve(name);
		assumeTrue(Files.isRegularFile(file), "no duplex screens beside the project: " + file);
		try (FrameReader reader = ImageFiles.open(file)) {
			final Detector detector = new Detector();
			detector.add(reader.color(0));
			final FieldOfView found = detector.sector(5);
			assertTrue(found.box().iou(truth) > 0.96, name + " " + found);
			assertEquals(List.of(found), detector.fields(5));
		}
	}
}
