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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.step.crop.CropUltrasound.Result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CropUltrasoundTest {

	private static final Box PICTURE = new Box(40, 30, 160, 120);
	private static final int W = 260;
	private static final int H = 200;

	@TempDir
	Path folder;

	private static byte[] screen(final long seed, final Box... pictures) {
		final RandomStream random = RandomStream.of(seed, "screen");
		final byte[] pixels = new byte[W * H];
		for (final Box box : pictures)
			for (int y = box.y(); y < box.y() + box.h(); y++)
				for (int x = box.x(); x < box.x() + box.w(); x++)
					pixels[y * W + x] = (byte) (30 + random.nextInt(180));
		return pixels;
	}

	private Path write(final String name, final byte[] pixels) {
		final Path file = folder.resolve(name);
		ImageFiles.writePng(file, Images.bytes(pixels, W, H));
		return file;
	}

	private CropUltrasound config(final Path input, final String mode, final String views, final int size) {
		final CropUltrasound crop = new CropUltrasound(input.toFile(), folder.resolve("out").toFile());
		crop.mode = mode;
		crop.views = views;
		crop.size = size;
		return crop;
	}

	/** A resized crop has other pixels than its screen. */
	@Test
	void theSizeOfAPixelFollowsTheCrop() throws IOException {
		Files.createDirectories(folder.resolve("in"));
		write("in/a.png", screen(1, PICTURE));
		final Path table = folder.resolve("in/dataset.csv");
		Files.writeString(table, "image,patient,pixelwidth,pixelheight\na.png,p1,0.1,?\n");
		for (final int size : new int[] { 0, 80 }) {
			final CropUltrasound step = config(table, "views", "40,30,160,120", size);
			step.overwrite = true;
			final Result result = step.run(Monitor.NONE);
			assertEquals(1, result.images());
			final Sample crop = Dataset.read(folder.resolve("out"), Monitor.NONE).samples().get(0);
			assertEquals(size == 0 ? 0.1 : 0.2, Double.parseDouble(crop.extra().get(Sample.PIXEL_WIDTH)), 1e-12);
			assertEquals("?", crop.extra().get(Sample.PIXEL_HEIGHT), "who reads it says that it is no number");
		}
	}

	@Test
	void cropsImagesAndMasksAlikeAndCarriesTheColumns() throws IOException {
		Files.createDirectories(folder.resolve("in"));
		final byte[] screen = screen(1, PICTURE);
		write("in/a b.png", screen);
		final byte[] mask = new byte[W * H];
		for (int i = 0; i < mask.length; i++)
			mask[i] = (byte) (i % W < 100 ? 1 : 0);
		write("in/m.png", mask);
		final Path table = folder.resolve("in/dataset.csv");
		Files.writeString(table, "image,patient,label,mask,scanner\na b.png,p1,good,m.png,X9\n");
		final Result result = config(table, "sector", "", 0).run(Monitor.NONE);
		assertEquals(1, result.images());
		final Sample crop = Dataset.read(result.table(), Monitor.NONE).samples().get(0);
		assertEquals("p1", crop.patient());
		assertEquals("good", crop.label());
		assertEquals("X9", crop.extra().get("scanner"));
		assertEquals("../in/a b.png", crop.extra().get("source"));
		assertEquals(List.of("40", "30", "160", "120", "1.000"), List.of("x", "y", "w", "h", "score").stream().map(crop
			.extra()::get).toList());
		assertArrayEquals(Images.pixels(Images.crop(Images.bytes(screen, W, H), PICTURE)), Images.pixels(ImageFiles
			.readGray(crop.image())));
		final byte[] cropped = Images.pixels(ImageFiles.readGray(crop.mask()));
		for (int i = 0; i < cropped.length; i++)
			assertEquals(i % 160 < 60 ? -1 : 0, cropped[i]);
		assertEquals(0, Tables.read(folder.resolve("out/review.csv")).rows().size());
		assertTrue(Files.readString(folder.resolve("out/run.json")).contains("\"crops\": 1"));
	}

	@Test
	void viewsGiveARowARectangle() throws IOException {
		Files.createDirectories(folder.resolve("in"));
		final Box left = new Box(10, 40, 100, 100);
		final Box right = new Box(130, 40, 100, 100);
		write("in/one.png", screen(1, left, right));
		write("in/two.png", screen(2, left));
		Files.writeString(folder.resolve("in/dataset.csv"),
			"image,view\none.png,transverse+sagittal\ntwo.png,transverse\n");
		final Result result = config(folder.resolve("in"), "views", "10,40,100,100;130,40,100,100",
			32).run(Monitor.NONE);
		final List<Sample> samples = Dataset.read(result.table(), Monitor.NONE).samples();
		assertEquals(List.of("one_v0.png", "one_v1.png", "two_v0.png", "two_v1.png"), samples.stream().map(sample -> sample
			.image().getFileName().toString()).toList());
		assertEquals(List.of("transverse", "sagittal", "transverse", "transverse"), samples.stream().map(Sample::view)
			.toList());
		// Two views of one screen must not be split between training and test.
		assertEquals(List.of("one", "one", "two", "two"), samples.stream().map(Sample::patient).toList());
		assertEquals(32, Images.width(ImageFiles.readGray(samples.get(0).image())));
		assertEquals(1, result.review().size());
		assertEquals("images/two_v1.png", Tables.read(folder.resolve("out/review.csv")).rows().get(0).get(0));
	}

	@Test
	void equalNamesInClassFoldersStayApart() throws IOException {
		for (final String label : new String[] { "ill", "well" }) {
			Files.createDirectories(folder.resolve("in").resolve(label));
			write("in/" + label + "/1.png", screen(label.length(), PICTURE));
		}
		final Result result = config(folder.resolve("in"), "sector", "", 0).run(Monitor.NONE);
		final List<Sample> samples = Dataset.read(result.table(), Monitor.NONE).samples();
		assertEquals(List.of("ill", "well"), samples.stream().map(Sample::label).toList());
		assertEquals(2, samples.stream().map(Sample::image).distinct().count());
		assertEquals(List.of("a", "A_2", "a_f0000", "a_f0000_2"), CropNames.unique(List.of("a", "A", "a_f0000", "a_f0000"),
			(i, name) -> List.of(name)));
	}

	@Test
	void ifNoFileCanBeReadAllAreNamedAndNothingIsWritten() throws IOException {
		Files.createDirectories(folder.resolve("in"));
		Files.writeString(folder.resolve("in/bad1.png"), "no image");
		Files.writeString(folder.resolve("in/bad2.png"), "no image");
		final SonoflowException e = assertThrows(SonoflowException.File.class, () -> config(folder
			.resolve("in"), "sector", "", 0).run(Monitor.NONE));
		assertTrue(e.getMessage().contains("bad1.png") && e.getMessage().contains("bad2.png"), e.getMessage());
		assertFalse(Files.exists(folder.resolve("out")));
	}

	@Test
	void wrongValuesAndMasksAreRefused() throws IOException {
		Files.createDirectories(folder.resolve("in"));
		write("in/a.png", screen(1, PICTURE));
		final Path in = folder.resolve("in");
		final CropUltrasound tolerant = config(in, "sector", "", 0);
		tolerant.tolerance = 256;
		for (final CropUltrasound wrong : List.of(config(in, "circle", "", 0), config(in, "views", "1,2,3", 0), config(in,
			"views", FixedViews.ESAOTE, 0), config(in, "sector", "", -1), tolerant, new CropUltrasound(in.toFile(), null)))
			assertThrows(SonoflowException.Input.class, () -> wrong.run(Monitor.NONE), wrong.values().toString());
		ImageFiles.writePng(in.resolve("m.png"), Images.bytes(5, 5));
		Files.writeString(in.resolve("dataset.csv"), "image,mask\na.png,m.png\n");
		final SonoflowException e = assertThrows(SonoflowException.File.class, () -> config(in,
			"sector", "", 0).run(Monitor.NONE));
		assertTrue(e.getMessage().contains("m.png") && e.getMessage().contains("5 x 5"), e.getMessage());
		assertFalse(Files.exists(folder.resolve("out")));
	}

	@Test
	void aClipHasOneBoxForAllItsFrames() {
		final List<ArrayImg<ARGBType, IntArray>> frames = new ArrayList<>();
		for (int frame = 0; frame < 4; frame++) {
			// Each frame shows another half of the picture, the rest in shadow.
			final Box half = frame % 2 == 0 ? new Box(40, 30, 80, 120) : new Box(120, 30, 80, 120);
			final byte[] pixels = screen(frame, half);
			final int[] argb = new int[pixels.length];
			for (int i = 0; i < argb.length; i++)
				argb[i] = 0xFF000000 | (pixels[i] & 0xFF) * 0x010101;
			frames.add(ArrayImgs.argbs(argb, W, H));
		}
		final Result memory = new CropUltrasound().of("clip.avi", frames).run(Monitor.NONE);
		assertEquals(4, memory.crops().get(0).size());
		assertEquals(160, Images.width(memory.crops().get(0).get(3)));
		final Result written = new CropUltrasound(null, folder.resolve("out").toFile()).of("clip.avi", frames).run(
			Monitor.NONE);
		final List<Sample> samples = Dataset.read(written.table(), Monitor.NONE).samples();
		assertEquals(List.of("clip_f0000.png", "clip_f0001.png", "clip_f0002.png", "clip_f0003.png"), samples.stream().map(
			sample -> sample.image().getFileName().toString()).toList());
		assertEquals("clip", samples.get(2).patient());
		assertEquals("2", samples.get(2).extra().get("frame"));
		assertArrayEquals(Images.pixels(memory.crops().get(0).get(2)), Images.pixels(ImageFiles.readGray(samples.get(2)
			.image())));
	}

	@Test
	void thePublishedRuleCanBeChosen() throws IOException {
		Files.createDirectories(folder.resolve("in"));
		final byte[] screen = screen(1, PICTURE);
		write("in/a.png", screen);
		final Result result = config(folder.resolve("in/a.png"), "uusic", "", 0).run(Monitor.NONE);
		assertEquals("160", Dataset.read(result.table(), Monitor.NONE).samples().get(0).extra().get("w"));
	}

	/** Dim letters beside the fan made the whole screen a certain answer; the header's region is nearly right. */
	@Test
	void theHeadersRegionWinsOverADoubtfulBox() {
		final Path clip = Path.of("../shared/data/dicom/examples_ybr_color.dcm");
		assumeTrue(Files.isRegularFile(clip), clip + " is absent");
		final Result result = config(clip, "sector", "", 0).run(Monitor.NONE);
		final Map<String, String> first = Dataset.read(result.table(), Monitor.NONE).samples().get(0).extra();
		final Box box = new Box(Integer.parseInt(first.get("x")), Integer.parseInt(first.get("y")), Integer.parseInt(first.get(
			"w")), Integer.parseInt(first.get("h")));
		assertTrue(box.iou(new Box(42, 22, 256, 179)) > 0.92, box::toString);
		assertTrue(result.review().get(0).get(1).contains("taken from the region in the DICOM header"), () -> "" + result.review());
	}

	@Test
	void cancellingStopsIt() throws IOException {
		Files.createDirectories(folder.resolve("in"));
		write("in/a.png", screen(1, PICTURE));
		final Monitor stop = new Monitor() {

			@Override
			public boolean isCancelled() {
				return true;
			}
		};
		assertThrows(SonoflowException.Cancelled.class, () -> config(folder.resolve("in"), "sector",
			"", 0).run(stop));
	}
}
