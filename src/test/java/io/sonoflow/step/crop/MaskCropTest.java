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

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

import javax.imageio.ImageIO;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mask shows is cut out with a margin, and masks stay what they are. */
class MaskCropTest {

	private static final int W = 120, H = 90;

	@TempDir
	private Path folder;

	@BeforeEach
	void pictures() throws IOException {
		Files.createDirectories(folder.resolve("in"));
		for (int k = 0; k < 4; k++) {
			final RandomStream random = RandomStream.of(k, "picture");
			write("p" + k, i -> 20 + random.nextInt(180));
		}
	}

	private void write(final String name, final IntUnaryOperator value) {
		final byte[] pixels = new byte[W * H];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) value.applyAsInt(i);
		ImageFiles.writePng(folder.resolve("in/" + name + ".png"), Images.bytes(pixels, W, H));
	}

	private static boolean in(final int i, final Box box) {
		return i % W >= box.x() && i % W < box.x() + box.w() && i / W >= box.y() && i / W < box.y() + box.h();
	}

	private CropUltrasound crop(final String out, final String... rows) throws IOException {
		Files.writeString(folder.resolve("in/dataset.csv"), "image,mask,organ\n" + String.join("\n", rows) + "\n");
		final CropUltrasound crop = new CropUltrasound(folder.resolve("in/dataset.csv").toFile(), folder.resolve(out).toFile());
		crop.mode = "mask";
		return crop;
	}

	private static Box box(final Sample sample) {
		return new Box(number(sample, "x"), number(sample, "y"), number(sample, "w"), number(sample, "h"));
	}

	private static int number(final Sample sample, final String column) {
		return Integer.parseInt(sample.extra().get(column));
	}

	@Test
	void theBoxOfTheMaskIsCutWithItsMargin() throws IOException {
		final Box middle = new Box(40, 30, 40, 20);
		final Box corner = new Box(0, 80, 6, 10);
		write("m0", i -> in(i, middle) ? 255 : 0);
		write("m1", i -> in(i, corner) ? 1 : 0);
		write("m2", i -> 0);
		final List<String> warned = new ArrayList<>();
		final CropUltrasound.Result result = crop("a", "p0.png,m0.png,breast", "p1.png,m1.png,breast", "p2.png,m2.png,breast",
			"p3.png,,breast").run(new Monitor() {

				@Override
				public void warn(final String text) {
					warned.add(text);
				}
			});
		assertTrue(warned.stream().anyMatch(text -> text.contains("2 of 4 files cannot be cut") && text.contains("mask of p2.png " +
			"is empty")), warned.toString());
		assertEquals(2, result.images());
		final List<Sample> crops = Dataset.read(result.table(), Monitor.NONE).samples();
		assertEquals(new Box(36, 26, 48, 28), box(crops.get(0)));
		assertEquals(new Box(0, 74, 16, 16), box(crops.get(1)));
		assertEquals("breast", crops.get(0).organ());
		final byte[] cut = Images.pixels(ImageFiles.readGray(crops.get(0).image()));
		assertArrayEquals(Images.pixels(Images.crop(Images.bytes(Images.pixels(ImageFiles.readGray(folder.resolve("in/p0.png"))), W,
			H), box(crops.get(0)))), cut);
		assertEquals(2, result.review().stream().filter(row -> row.get(1).contains("mask")).count(), result.review().toString());
		assertTrue(result.review().toString().contains("is empty") && result.review().toString().contains("has no mask"));
		final CropUltrasound wide = crop("b", "p0.png,m0.png,breast");
		wide.margin = 0.5;
		assertEquals(new Box(20, 10, 80, 60), box(Dataset.read(wide.run(Monitor.NONE).table(), Monitor.NONE).samples().get(0)));
		final CropUltrasound active = new CropUltrasound().of("a", List.of(ArrayImgs.argbs(W, H)));
		active.mode = "mask";
		assertTrue(assertThrows(SonoflowException.Input.class, () -> active.run(Monitor.NONE)).getMessage().contains("mode=mask"));
	}

	@Test
	void masksOfSeveralStructuresKeepTheirValuesAndLossyOnesTheirArea() throws IOException {
		final Box nerve = new Box(30, 30, 20, 12);
		final Box vessel = new Box(60, 36, 12, 12);
		write("m0", i -> in(i, nerve) ? 1 : in(i, vessel) ? 2 : 0);
		write("m1", i -> in(i, vessel) ? 2 : 0);
		final CropUltrasound.Result result = crop("a", "p0.png,m0.png,nerve", "p1.png,m1.png,nerve").run(Monitor.NONE);
		final SegmentationSet set = SegmentationSet.read(result.table(), "nerve:1,vessel:2", Monitor.NONE);
		assertEquals(nerve.area(), set.area(0, 0));
		assertEquals(vessel.area(), set.area(0, 1));
		assertEquals(0, set.area(1, 0));
		assertEquals(vessel.area(), set.area(1, 1));
		final BufferedImage jpeg = new BufferedImage(W, H, BufferedImage.TYPE_BYTE_GRAY);
		for (int i = 0; i < W * H; i++)
			jpeg.getRaster().setSample(i % W, i / W, 0, in(i, nerve) ? 255 : 0);
		assertTrue(ImageIO.write(jpeg, "jpg", folder.resolve("in/m2.jpg").toFile()));
		final CropUltrasound.Result lossy = crop("b", "p2.png,m2.jpg,nerve").run(Monitor.NONE);
		final Sample sample = Dataset.read(lossy.table(), Monitor.NONE).samples().get(0);
		assertEquals(new Box(28, 28, 24, 16), box(sample));
		try (FrameReader reader = ImageFiles.open(sample.mask())) {
			int inside = 0;
			for (final byte value : reader.values(0)) {
				assertFalse(value != 0 && value != -1);
				if (value != 0) inside++;
			}
			assertEquals(nerve.area(), inside);
		}
	}
}
