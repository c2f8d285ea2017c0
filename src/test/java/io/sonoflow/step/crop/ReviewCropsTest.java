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
package io.sonoflow.step.crop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.step.Step;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found is corrected before it is cut, or afterwards, and a second run takes it. */
class ReviewCropsTest {

	private static final int W = 300;
	private static final int H = 200;
	private static final Box PICTURE = new Box(60, 40, 180, 120);
	private static final Box OTHER = new Box(70, 50, 100, 90);

	@TempDir
	Path folder;

	private static byte[] screen(final int seed) {
		final byte[] pixels = new byte[W * H];
		final RandomStream random = RandomStream.of(seed, "screen");
		for (int y = PICTURE.y(); y < PICTURE.y() + PICTURE.h(); y += 6)
			for (int x = PICTURE.x(); x < PICTURE.x() + PICTURE.w(); x += 6) {
				final int level = 50 + random.nextInt(60);
				for (int i = 0; i < 36; i++)
					pixels[(y + i / 6) * W + x + i % 6] = (byte) (level + random.nextInt(12));
			}
		return pixels;
	}

	private static ArrayImg<ARGBType, IntArray> color(final byte[] pixels) {
		final int[] argb = new int[pixels.length];
		Arrays.setAll(argb, i -> 0xFF000000 | (pixels[i] & 255) * 0x010101);
		return ArrayImgs.argbs(argb, W, H);
	}

	private List<List<String>> boxes(final String run) {
		return Tables.read(folder.resolve(run).resolve("boxes.csv")).rows();
	}

	private static List<String> numbers(final Box box) {
		return List.of(box.x(), box.y(), box.w(), box.h()).stream().map(String::valueOf).toList();
	}

	@Test
	void anOpenImageIsCutAsSomebodyWantsIt() {
		final List<FieldOfView> shown = new ArrayList<>();
		final CropUltrasound step = new CropUltrasound();
		step.of("scan.png", List.of(color(screen(1)))).correctedBy((found, monitor) -> {
			shown.addAll(found);
			return Optional.of(List.of(found.get(0).box(), OTHER));
		});
		final CropUltrasound.Result result = step.with("output", folder.resolve("out").toFile()).run(Monitor.NONE);
		assertEquals(List.of(PICTURE), shown.stream().map(FieldOfView::box).toList());
		assertEquals(2, result.crops().size());
		assertEquals(OTHER.w(), result.crops().get(1).get(0).dimension(0));
		assertEquals(List.of("found", "corrected"), boxes("out").stream().map(row -> row.get(6)).toList());
		assertEquals(numbers(OTHER), boxes("out").get(1).subList(1, 5));
		// The same picture as a file takes both, by its name.
		ImageFiles.writePng(folder.resolve("in/scan.png"), Images.bytes(screen(1), W, H));
		CropUltrasound.of(folder.resolve("in"), folder.resolve("again")).with("boxes", folder.resolve("out/boxes.csv").toFile())
			.run(Monitor.NONE);
		assertEquals(List.of(numbers(PICTURE), numbers(OTHER)), boxes("again").stream().map(row -> row.subList(1, 5)).toList());
		assertEquals(List.of("found", "corrected"), boxes("again").stream().map(row -> row.get(6)).toList());
	}

	@Test
	void nothingIsWrittenIfNothingIsWanted() {
		final CropUltrasound step = new CropUltrasound();
		step.of("scan", List.of(color(screen(1)))).correctedBy((found, monitor) -> Optional.empty());
		step.output = folder.resolve("out").toFile();
		assertThrows(SonoflowException.Cancelled.class, () -> step.run(Monitor.NONE));
		assertFalse(Files.exists(folder.resolve("out")));
	}

	@Test
	void doubtfulCropsAreCorrectedOneByOne() {
		for (int i = 0; i < 3; i++)
			ImageFiles.writePng(folder.resolve("in/s" + i + ".png"), Images.bytes(screen(i), W, H));
		// Two rectangles, of which the second is empty on every screen.
		CropUltrasound.of(folder.resolve("in"), folder.resolve("out")).with("mode", "views").with("views",
			"60,40,180,120;0,170,50,30").run(Monitor.NONE);
		final CropReview review = ReviewCrops.of(folder.resolve("out")).run(Monitor.NONE);
		assertEquals(List.of("../in/s0.png", "../in/s1.png", "../in/s2.png"), review.screens().stream().map(
			CropReview.Screen::image).toList());
		assertEquals(2, review.screens().get(0).found().size());
		review.correct(review.screens().get(1), List.of(OTHER));
		// It is there, whatever happens now, and is not asked again.
		assertEquals(5, boxes("out").size());
		assertEquals(numbers(OTHER), boxes("out").get(2).subList(1, 5));
		assertEquals(List.of("../in/s0.png", "../in/s2.png"), ReviewCrops.of(folder.resolve("out")).run(Monitor.NONE).screens()
			.stream().map(CropReview.Screen::image).toList());
		review.correct(review.screens().get(0), List.of(PICTURE, OTHER));
		CropUltrasound.of(folder.resolve("in"), folder.resolve("second")).with("boxes", folder.resolve("out/boxes.csv").toFile())
			.run(Monitor.NONE);
		assertEquals(List.of("corrected", "corrected", "corrected", "found", "found"), boxes("second").stream().map(row -> row.get(6))
			.toList());
		assertEquals(numbers(OTHER), boxes("second").get(2).subList(1, 5));
	}

	@Test
	void noRunDeletesWhatAReviewerDid() throws Exception {
		ImageFiles.writePng(folder.resolve("in/s.png"), Images.bytes(screen(1), W, H));
		final Path out = folder.resolve("out");
		final Step<CropUltrasound.Result> step = CropUltrasound.of(folder.resolve("in"), out).with("mode", "views").with("views",
			"60,40,180,120;0,170,50,30").with("overwrite", true);
		step.run(Monitor.NONE);
		final FileTime earlier = FileTime.from(Instant.now().minusSeconds(60));
		try (Stream<Path> all = Files.walk(out)) {
			for (final Path each : all.toList())
				Files.setLastModifiedTime(each, earlier);
		}
		final CropReview review = ReviewCrops.of(out).run(Monitor.NONE);
		review.correct(review.screens().get(0), List.of(OTHER));
		final String message = assertThrows(SonoflowException.Input.class, () -> step.run(Monitor.NONE)).getMessage();
		assertTrue(message.contains("boxes.csv was changed") && message.contains("give another output and boxes=" + out.resolve(
			"boxes.csv")), message);
		assertEquals(numbers(OTHER), boxes("out").get(0).subList(1, 5));
		// As the message says, either way.
		CropUltrasound.of(folder.resolve("in"), folder.resolve("new")).with("boxes", out.resolve("boxes.csv").toFile()).run(
			Monitor.NONE);
		assertEquals(numbers(OTHER), boxes("new").get(0).subList(1, 5));
		Files.move(out.resolve("boxes.csv"), folder.resolve("mine.csv"));
		step.run(Monitor.NONE);
		assertEquals("60", boxes("out").get(0).get(1));
	}

	@Test
	void missingScreensAreCounted() throws Exception {
		for (int i = 0; i < 3; i++)
			ImageFiles.writePng(folder.resolve("in/s" + i + ".png"), Images.bytes(screen(i), W, H));
		CropUltrasound.of(folder.resolve("in"), folder.resolve("out")).with("mode", "views").with("views",
			"60,40,180,120;0,170,50,30").run(Monitor.NONE);
		Files.delete(folder.resolve("in/s1.png"));
		final List<String> warnings = new ArrayList<>();
		assertEquals(2, ReviewCrops.of(folder.resolve("out")).run(warnings(warnings)).screens().size());
		assertEquals(1, warnings.stream().filter(text -> text.startsWith("1 of 3 doubtful screens")).count(), warnings.toString());
		Files.delete(folder.resolve("in/s0.png"));
		Files.delete(folder.resolve("in/s2.png"));
		assertTrue(assertThrows(SonoflowException.File.class, () -> ReviewCrops.of(folder.resolve("out")).run(Monitor.NONE))
			.getMessage().contains("None of the 3"));
	}

	private static Monitor warnings(final List<String> warnings) {
		return new Monitor() {

			@Override
			public void warn(final String text) {
				warnings.add(text);
			}
		};
	}

	@Test
	void onlyTheOutputOfAFinishedRunIsTaken() throws Exception {
		Files.createDirectories(folder.resolve("empty"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> ReviewCrops.of(folder.resolve("empty")).run(Monitor.NONE))
			.getMessage().contains("no run.json"));
	}
}
