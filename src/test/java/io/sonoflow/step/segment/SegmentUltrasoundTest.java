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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.Roi;
import ij.io.RoiDecoder;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.MemoryFrames;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.crop.CropNames;
import io.sonoflow.step.data.InputCheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of masks: objects, figures, files, ROIs. */
class SegmentUltrasoundTest {

	private static final int WIDTH = 40, HEIGHT = 30;

	@TempDir
	static Path shared;

	private static Path table;
	private static Path model;

	@TempDir
	Path folder;

	@BeforeAll
	static void train() {
		Torch.threads(1);
		table = Discs.write(shared.resolve("data"), 4, WIDTH, HEIGHT);
		final TrainSegmenter step = TrainSegmenter.of(table, shared.resolve("model"));
		step.set(Map.of("size", 32, "widths", "4,8", "steps", 4, "batch", 2, "holdout", 0, "validation", 0, "device", "cpu"));
		model = step.run(Monitor.NONE).model();
	}

	/** Says of each frame what it was given. */
	private record Given(List<String> structures, List<Mask> masks) implements Answerer {

		@Override
		public OutputValues values(final int picture) {
			return OutputValues.of(structures, List.of());
		}

		@Override
		public String legend() {
			return values(0).note(structures);
		}

		@Override
		public String organ(final int picture) {
			return "a";
		}

		@Override
		public Answer answer(final Frame frame) {
			return new Answer(masks, null, null, List.of());
		}

		@Override
		public void close() {
			// Nothing is open.
		}
	}

	private static SegmentUltrasound.Result given(final PixelSize size, final List<Mask> masks) {
		final int[] colors = new int[WIDTH * HEIGHT];
		for (int i = 0; i < colors.length; i++)
			colors[i] = 0xFF000000 | 0x010101 * (i % WIDTH);
		final FrameReader frames = new MemoryFrames(List.of(ArrayImgs.argbs(colors, WIDTH, HEIGHT), ArrayImgs.argbs(colors, WIDTH,
			HEIGHT)));
		final SegmentUltrasound step = new SegmentUltrasound();
		step.open = new OpenPicture("clip", frames, size, List.of());
		final SegmentPicture picture = new SegmentPicture("clip", "clip", Sample.of(Path.of("clip")), step.open, 2, FrameChoice.ALL,
			WIDTH, HEIGHT);
		return new SegmentRun(step, List.of(picture), new Given(masks.size() == 1 ? List.of("x") : List.of("x", "y"), masks),
			new InputCheck(Optional.empty()), null, Monitor.NONE).run(List.of(), false);
	}

	/** Columns 10..19 of rows 5..14 without a hole of 4 x 4: 84 pixels, in units of .5 x .25 mm. */
	@Test
	void aRingIsMeasuredWithoutItsHole() {
		final Mask ring = Mask.of(WIDTH, HEIGHT, i -> {
			final int x = i % WIDTH - 10;
			final int y = i / WIDTH - 5;
			return x >= 0 && x < 10 && y >= 0 && y < 10 && !(x >= 2 && x < 6 && y >= 3 && y < 7);
		});
		final SegmentUltrasound.Result found = given(PixelSize.millimetres(0.5, 0.25), List.of(ring));
		assertEquals(2, found.rows().size());
		final SegmentedObject object = found.objects().get(1);
		assertEquals("clip frame 2", object.image());
		assertEquals(2, object.frame());
		assertEquals(84 * 0.125, object.shape().area(), 1e-9);
		assertEquals(Math.hypot(5, 2.5), object.shape().feret(), 1e-9);
		assertEquals("mm", object.unit());
		final double sumX = 100 * 15 - 16 * 14;
		final double sumY = 100 * 10 - 16 * 10;
		assertEquals(0.5 * sumX / 84, object.shape().x(), 1e-9);
		assertEquals(0.25 * sumY / 84, object.shape().y(), 1e-9);
		assertEquals(sumX / 84 - 0.5, object.mean(), 1e-9);
		// Both contours; each of eight corners is cut by half a diagonal.
		assertEquals(2 * (9 * 0.5 + 9 * 0.25) + 2 * (3 * 0.5 + 3 * 0.25) + 8 * Math.hypot(0.5, 0.25) / 2, object.shape().perimeter(),
			1e-9);
	}

	@Test
	void touchingStructuresStayTwoObjectsAndPartsAreCounted() {
		final Mask left = Mask.of(WIDTH, HEIGHT, i -> i % WIDTH < 10 && i / WIDTH < 8);
		final Mask right = Mask.of(WIDTH, HEIGHT, i -> i % WIDTH >= 10 && i % WIDTH < 12 && i / WIDTH < 8 || i == WIDTH * HEIGHT - 1);
		final SegmentUltrasound.Result found = given(PixelSize.PIXELS, List.of(left, right));
		assertEquals(List.of("x 1", "y 1", "y 2"), found.objects().stream().filter(object -> object.frame() == 1).map(
			SegmentedObject::label).toList());
		assertEquals("px", found.objects().get(0).unit());
		assertEquals(1, Images.pixels(found.masks().get(0))[0]);
		assertEquals(2, Images.pixels(found.masks().get(0))[10]);
	}

	@Test
	void filesHaveThePicturesSizeAndRoisTheirPlaces() throws IOException {
		final Path output = folder.resolve("found");
		final SegmentUltrasound step = SegmentUltrasound.of(model, table);
		step.set(Map.of("output", output, "device", "cpu", "post", false, "tta", true, "uncertainty", true, "threshold", "0.5"));
		final SegmentUltrasound.Result result = step.run(Monitor.NONE);
		final List<Sample> written = Dataset.read(output, Monitor.NONE).samples();
		assertEquals(8, written.size());
		final List<Mask> masks = new ArrayList<>();
		for (final Sample sample : written) {
			masks.add(Mask.of(ImageFiles.readMask(sample.mask())));
			assertEquals(List.of(WIDTH, HEIGHT), List.of(masks.get(masks.size() - 1).width(), masks.get(masks.size() - 1).height()));
			assertTrue(Files.isRegularFile(output.resolve("uncertainty").resolve(sample.mask().getFileName())));
			assertTrue(List.of("a", "b").contains(sample.organ()));
		}
		final List<Tables.Line> objects = Tables.lines(output.resolve("objects.csv"));
		assertEquals(SegmentFiles.COLUMNS, objects.get(0).values());
		final Path first = output.resolve(objects.get(1).values().get(12));
		assertTrue(written.stream().anyMatch(sample -> sample.mask().equals(first)), first.toString());
		assertEquals(result.rows().size(), objects.size() - 1);
		final double area = objects.stream().skip(1).mapToDouble(line -> Double.parseDouble(line.values().get(4))).sum();
		assertEquals(masks.stream().mapToInt(Mask::area).sum(), area, 1e-6);
		// Objects' uncertainties are means of the map over them, in which 255 is a half: by area they come to that of the masks.
		double mapped = 0;
		for (int k = 0; k < masks.size(); k++) {
			final byte[] map = Images.pixels(ImageFiles.readGray(output.resolve("uncertainty").resolve(written.get(k).mask()
				.getFileName())));
			for (int i = 0; i < map.length; i++)
				if (masks.get(k).data()[i]) mapped += (map[i] & 255) / 510.0;
		}
		final double told = objects.stream().skip(1).mapToDouble(line -> Double.parseDouble(line.values().get(4)) * Double
			.parseDouble(line.values().get(10))).sum();
		assertTrue(area > 0 && told > 0, area + " pixels, " + told);
		assertEquals(mapped / area, told / area, 0.5 / 510);
		assertEquals(masks.stream().mapToInt(Mask::area).sum(), rois(output.resolve("rois.zip"), objects.size() - 1), "area of ROIs");
	}

	/** An open stack of calibrated frames: they stay together, keep the size of their pixels, and are not written over others. */
	@Test
	void framesSayWhoseTheyAreAndHowLarge() {
		final Path output = folder.resolve("frames");
		final SegmentUltrasound step = new SegmentUltrasound();
		step.set(Map.of("model", model, "output", output, "device", "cpu", "organ", "a"));
		step.open = new OpenPicture("clip", new MemoryFrames(List.of(ArrayImgs.argbs(WIDTH, HEIGHT), ArrayImgs.argbs(WIDTH, HEIGHT))),
			PixelSize.millimetres(0.5, 0.25), List.of());
		step.run(Monitor.NONE);
		for (final Sample sample : Dataset.read(output, Monitor.NONE).samples())
			assertEquals(List.of("clip", "0.5", "0.25"), List.of(sample.clip(), sample.extra().get("pixelwidth"), sample.extra().get(
				"pixelheight")));
		step.set(Map.of("output", folder.resolve("few"), "stride", 2));
		step.open = new OpenPicture("clip", new MemoryFrames(List.of(ArrayImgs.argbs(WIDTH, HEIGHT), ArrayImgs.argbs(WIDTH, HEIGHT),
			ArrayImgs.argbs(WIDTH, HEIGHT))), PixelSize.PIXELS, List.of());
		assertEquals(List.of("clip frame 1", "clip frame 3"), step.run(Monitor.NONE).names());
		assertEquals(List.of("1 0", "3 2"), Dataset.read(folder.resolve("few"), Monitor.NONE).samples().stream().map(sample -> sample
			.extra().get("frame") + " " + sample.extra().get("frameindex")).toList());
		assertEquals(List.of("clip", "clip_0001_2"), CropNames.unique(List.of("clip", "clip_0001"), (i, name) -> SegmentPicture.stems(
			name, 2 - i)));
	}

	/** Half of the objects under the name of all would be taken for all. */
	@Test
	void aRunThatWasStoppedLeavesNoRois() {
		final Path output = folder.resolve("stopped");
		final SegmentUltrasound step = SegmentUltrasound.of(model, table);
		step.set(Map.of("output", output, "device", "cpu", "post", false));
		final boolean[] begun = new boolean[1];
		assertThrows(SonoflowException.Cancelled.class, () -> step.run(new Monitor() {

			@Override
			public void progress(final String stage, final long done, final long total) {
				begun[0] |= stage.equals("segmenting");
			}

			@Override
			public boolean isCancelled() {
				return begun[0];
			}
		}));
		assertEquals(List.of(), Stream.of(output.toFile().list()).filter(name -> name.contains("rois")).toList());
	}

	/** Each is kept in its own box, however many there are: 2500 specks of a picture of 2 million pixels. */
	@Test
	void manySpecksAreFewBytes() {
		final int side = 1400;
		final Mask specks = Mask.of(side, side, i -> i % side % 28 == 0 && i / side % 28 == 0);
		final SegmentUltrasound step = new SegmentUltrasound();
		step.open = new OpenPicture("specks", new MemoryFrames(List.of(ArrayImgs.argbs(side, side))), PixelSize.PIXELS, List.of());
		final SegmentUltrasound.Result found = new SegmentRun(step, List.of(new SegmentPicture("specks", "specks", Sample.of(Path.of(
			"specks")), step.open, 1, FrameChoice.ALL, side, side)), new Given(List.of("x"), List.of(specks)), new InputCheck(Optional
				.empty()), null,
			Monitor.NONE).run(List.of(), false);
		assertEquals(2500, found.objects().size());
		assertEquals(28.5, found.objects().get(1).shape().x() + found.objects().get(1).shape().y() - 0.5, 1e-9);
	}

	/** {@return pixels in all ROIs of a file} */
	private static int rois(final Path zip, final int count) throws IOException {
		int pixels = 0;
		int found = 0;
		try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
			for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
				final Roi roi = RoiDecoder.openFromByteArray(in.readAllBytes());
				assertTrue(entry.getName().contains("foreground"), entry.getName());
				pixels += roi.getContainedPoints().length;
				found++;
			}
		}
		assertEquals(count, found);
		return pixels;
	}

	@Test
	void theChallengeWantsMasksUnderThePicturesNames() {
		final Path output = folder.resolve("challenge");
		final SegmentUltrasound step = SegmentUltrasound.of(model, table);
		step.set(Map.of("output", output, "device", "cpu", "layout", "uusic"));
		step.run(Monitor.NONE);
		assertTrue(Files.isRegularFile(output.resolve("images/p0_0.png")));
		assertFalse(Files.exists(output.resolve("masks")));
	}

	@Test
	void aListOfTheChallengeIsAnswered() throws IOException {
		final Path list = folder.resolve("list/val.json");
		final Path image = list.resolveSibling("Set/imgs/p0_0.png");
		Files.createDirectories(image.getParent());
		Files.copy(table.resolveSibling("images/p0_0.png"), image);
		final String entry = "{\"img_path_relative\": \"Set/imgs/p0_0.png\", \"task\": \"segmentation\", \"dataset_name\": " +
			"\"private_B\", \"organ\": \"Heart\"}";
		Files.writeString(list, "[" + entry + "," + entry.replace("segmentation", "classification") + "]");
		final Path output = folder.resolve("answered");
		refused(Map.of("input", list, "output", output, "organ", "kidney"), "organ=kidney");
		final SegmentUltrasound step = SegmentUltrasound.of(model, list);
		step.set(Map.of("output", output, "device", "cpu", "layout", "uusic"));
		step.run(Monitor.NONE);
		assertTrue(Files.isRegularFile(output.resolve("Set/masks/p0_0.png")));
		assertEquals("b", Dataset.read(output, Monitor.NONE).samples().get(0).organ());
		for (final Map.Entry<String, String> bad : Map.of(entry.replace("private_B", "x"), "cardiac", entry.replace("imgs/", "none/"),
			"do not exist", entry.replace("Set/", "../Set/"), "below the list's folder", entry + "," + entry, "already entry 1", entry
				.replace("task", "tusk"), "entry 1", "{}", "JSON array", "", "empty list").entrySet()) {
			Files.writeString(list, bad.getKey().startsWith("{}") ? "{}" : "[" + bad.getKey() + "]");
			refused(Map.of("input", list, "output", folder.resolve("bad")), bad.getValue());
		}
		assertFalse(Files.exists(folder.resolve("bad")));
	}

	@Test
	void theHeaderOfAnUltrasoundSaysHowLargeAPixelIs() {
		final String region = "0018,6012  Region Spatial Format: 1\n0018,6024  Units X: 3\n0018,6026  Units Y: 3\n" +
			"0018,602C  Delta X: 0.01\n0018,602E  Delta Y: -0.02\n";
		assertEquals(Optional.of(PixelSize.millimetres(0.1, 0.2)), HeaderPixelSize.of(region));
		assertEquals(Optional.empty(), HeaderPixelSize.of(region.replace("Units X: 3", "Units X: 4")));
		assertEquals(Optional.empty(), HeaderPixelSize.of(region + region.replace("0.01", "0.03")));
		assertEquals(Optional.empty(), HeaderPixelSize.of("0028,0030  Pixel Spacing: 0.1\\0.1\n"));
	}

	private void refused(final Map<String, ?> keys, final String... fragments) {
		final SegmentUltrasound step = SegmentUltrasound.of(model, table);
		step.set(keys);
		final SonoflowException e = assertThrows(SonoflowException.class, () -> step.run(Monitor.NONE));
		for (final String fragment : fragments)
			assertTrue(e.getMessage().contains(fragment), e.getMessage());
	}

	@Test
	void wrongInputIsNamed() throws IOException {
		refused(Map.of("organ", "kidney"), "organ=kidney", "a, b");
		refused(Map.of("input", table.resolveSibling("images")), "organ", "a, b");
		refused(Map.of("threshold", "1"), "threshold=1");
		refused(Map.of("threshold", "0.0"), "threshold=0.0");
		refused(Map.of("boxes", table), "prompt=none");
		refused(Map.of("prompt", "rois"), "prompt=rois");
		refused(Map.of("prompt", "masks", "tta", true), "tta");
		refused(Map.of("layout", "uusic"), "output");
		refused(Map.of("model", Files.createDirectories(folder.resolve("empty"))), "folder without a segmenter");
		assertEquals(Collections.nCopies(8, "any"), NetworkAnswerer.organs(new io.sonoflow.nn.segment.SegmentationConfig(List.of("x"),
			List.of("any"), List.of(4), true, 32, 0.5, io.sonoflow.image.resize.Normalisation.CLASSIFIER, Map.of()), "",
				Collections.nCopies(
				8, Sample.of(Path.of("x.png")))));
	}
}
