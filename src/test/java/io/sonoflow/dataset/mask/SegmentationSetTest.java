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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

import javax.imageio.ImageIO;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks as strangers save them. */
class SegmentationSetTest {

	private static final int W = 64, H = 48;

	@TempDir
	private Path folder;

	private final List<String> said = Collections.synchronizedList(new ArrayList<>());
	private final Monitor monitor = new Monitor() {

		@Override
		public void message(final String text) {
			said.add(text);
		}

		@Override
		public void warn(final String text) {
			said.add("WARN " + text);
		}
	};

	private static boolean disc(final int i, final double x, final double y, final double r) {
		return Math.hypot(i % W - x, i / W - y) <= r;
	}

	/** {@return pixels of the disc} */
	private static int area(final double x, final double y, final double r) {
		return Mask.of(W, H, i -> disc(i, x, y, r)).area();
	}

	private void picture(final String name) {
		final RandomStream random = RandomStream.of(1, name);
		write(name, i -> random.nextInt(200));
	}

	private void write(final String name, final IntUnaryOperator value) {
		write(name, W, H, value);
	}

	private void write(final String name, final int width, final int height, final IntUnaryOperator value) {
		final byte[] pixels = new byte[width * height];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) value.applyAsInt(i);
		ImageFiles.writePng(file(name), Images.bytes(pixels, width, height));
	}

	private Path file(final String name) {
		try {
			Files.createDirectories(folder.resolve(name).getParent());
		}
		catch (final IOException e) {
			throw new IllegalStateException(e);
		}
		return folder.resolve(name);
	}

	private void jpeg(final String name, final IntUnaryOperator value) throws IOException {
		final BufferedImage image = new BufferedImage(W, H, BufferedImage.TYPE_BYTE_GRAY);
		for (int i = 0; i < W * H; i++)
			image.getRaster().setSample(i % W, i / W, 0, value.applyAsInt(i));
		assertTrue(ImageIO.write(image, "jpg", file(name).toFile()));
	}

	private void colors(final String name, final IntUnaryOperator color) {
		final int[] pixels = new int[W * H];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = 0xFF000000 | color.applyAsInt(i);
		ImageFiles.writeColorPng(file(name), ArrayImgs.argbs(pixels, W, H));
	}

	private void table(final String... rows) throws IOException {
		Files.write(file("dataset.csv"), List.of(String.join("\n", rows)));
	}

	private SegmentationSet read(final String values) {
		said.clear();
		return SegmentationSet.read(folder, values, monitor);
	}

	private String refused(final String values) {
		return assertThrows(SonoflowException.class, () -> read(values)).getMessage();
	}

	private void assertSaid(final String... parts) {
		assertTrue(said.stream().anyMatch(text -> List.of(parts).stream().allMatch(text::contains)), said.toString());
	}

	@Test
	void oneStructureIsWhateverSingleValueAFileHolds() throws IOException {
		final int[] values = { 255, 1, 128, 255 };
		for (int k = 0; k < values.length; k++) {
			final int value = values[k];
			picture("images/p" + k + ".png");
			write("masks/p" + k + ".png", i -> disc(i, 30, 20, 9) ? value : 0);
		}
		final SegmentationSet set = read("");
		assertEquals(List.of("foreground"), set.structures());
		for (int k = 0; k < values.length; k++) {
			assertEquals(area(30, 20, 9), set.area(k, 0));
			assertArrayEquals(Mask.of(W, H, i -> disc(i, 30, 20, 9)).data(), set.mask(k).plane(0).data());
		}
		assertSaid("WARN", "not the same", "255 in 2");
		// By name and value a structure is that value only.
		assertTrue(refused("lesion:255").contains("value 1, " + area(30, 20, 9) + " pixels"));
		assertEquals(List.of("lesion"), read("lesion").structures());
		write("masks/p3.png", i -> 0);
		assertEquals(0, read("").area(3, 0));
		assertSaid("1 of 4 masks are empty");
		for (int k = 0; k < values.length; k++)
			write("masks/p" + k + ".png", i -> 0);
		assertTrue(refused("").contains("all 4 masks are empty"));
	}

	@Test
	void severalStructuresAreTheSetsListInItsOrder() throws IOException {
		for (int k = 0; k < 3; k++)
			picture("images/p" + k + ".png");
		write("masks/p0.png", i -> disc(i, 20, 20, 9) ? 8 : disc(i, 45, 25, 7) ? 7 : 0);
		write("masks/p1.png", i -> disc(i, 20, 20, 9) ? 8 : 0);
		write("masks/p2.png", i -> disc(i, 40, 20, 6) ? 7 : 0);
		table("image,mask,organ,patient", "images/p0.png,masks/p0.png,nerve,a", "images/p1.png,masks/p1.png,nerve,b",
			"images/p2.png,masks/p2.png,nerve,c");
		final SegmentationSet found = read("");
		assertEquals(List.of("7", "8"), found.structures());
		assertEquals(0, found.area(1, 0));
		assertEquals(area(20, 20, 9), found.area(1, 1));
		assertEquals(area(40, 20, 6), found.mask(2).plane(0).area());
		final SegmentationSet named = read("nerve:8, vessel:7");
		assertEquals(List.of("nerve", "vessel"), named.structures());
		assertEquals(area(20, 20, 9), named.area(1, 0));
		assertEquals("{nerve=nerve:8,vessel:7}", named.values().toString());
		assertEquals(area(20, 20, 9), named.as(List.of("vessel", "bone", "nerve")).area(1, 2));
		assertEquals(area(20, 20, 9), named.as(List.of("vessel", "bone", "nerve")).mask(1).plane(2).area());
		assertThrows(SonoflowException.Input.class, () -> named.as(List.of("nerve", "bone")));
		final String outside = refused("nerve:8");
		assertTrue(outside.contains("p0.png") && outside.contains("value 7, " + area(45, 25, 7) + " pixels") && outside.contains(
			"p2.png"), outside);
		assertEquals(area(20, 20, 9) + area(45, 25, 7), read("tissue").area(0, 0));
		assertEquals(area(20, 20, 9) + area(45, 25, 7), read("tissue:7+8").area(0, 0));
		// A thin line within is no soft edge.
		write("masks/p0.png", i -> disc(i, 20, 20, 9) ? i / W == 20 && disc(i, 20, 20, 6) ? 7 : 8 : 0);
		assertEquals(area(20, 20, 9), read("tissue").area(0, 0));
		assertEquals(area(20, 20, 9) - 13, read("nerve:8,vessel:7").area(0, 0));
		write("masks/p0.png", i -> disc(i, 20, 20, 9) ? 8 : disc(i, 45, 25, 7) ? 7 : 0);
		table("image,mask,organ", "images/p0.png,masks/p0.png,Nerve", "images/p1.png,masks/p1.png,nerve",
			"images/p2.png,masks/p0.png,");
		read("nerve:8,vessel:7");
		assertSaid("WARN", "organs that may be one", "Nerve and nerve");
		assertSaid("WARN", "the organ of 1 of 3 pictures");
		assertSaid("WARN", "1 masks are those of several pictures", "p0.png");
		// Lossy, what is between 7 and 8 could be either.
		jpeg("masks/p1.jpg", i -> disc(i, 20, 20, 9) ? 80 : disc(i, 45, 25, 7) ? 200 : 0);
		table("image,mask,organ", "images/p0.png,masks/p0.png,nerve", "images/p1.png,masks/p1.jpg,nerve");
		assertTrue(refused("").contains("structures cannot be told apart"));
		for (final String wrong : List.of("nerve:1,vessel", "a:1,b:1", "a:1,a:2", "nerve:0,", "nerve:256", "a:b:1", ":3"))
			assertThrows(SonoflowException.Input.class, () -> MaskValues.parse(wrong), wrong);
		assertEquals("a:1,b:2", MaskValues.parse("background:0,1:a,2=b").toString());
		table("image,mask", "images/p0.png,masks/p0.png");
		assertTrue(refused("nerve:8").contains("by values=nerve:8,none:0+7."), () -> refused("nerve:8"));
		assertEquals(area(20, 20, 9), read("nerve:8,none:0+7").area(0, 0));
		assertThrows(SonoflowException.Input.class, () -> MaskValues.parse("a:7,none:0+7"));
		final MaskValues values = MaskValues.parse("a:1,none:0+9+7");
		assertEquals(Set.of(7, 9), values.background());
		assertEquals(values, MaskValues.parse(values.toString()));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> MaskValues.parse("nerve:0+1,vessel:2")).getMessage().contains(
			"nerve has the value 0, which is background"));
	}

	@Test
	void masksThatAreNotExactAreCutAtHalf() throws IOException {
		for (int k = 0; k < 3; k++)
			picture("images/p" + k + ".png");
		jpeg("masks/p0.jpg", i -> disc(i, 30, 20, 12) ? 255 : 0);
		final byte[] large = Images.pixels(Mask.of(4 * W, 4 * H, i -> Math.hypot(i % (4 * W) - 120, i / (4 * W) - 80) <= 50)
			.toImage());
		ImageFiles.writePng(file("masks/p1.png"), Resize.resize(Images.bytes(large, 4 * W, 4 * H), W, H,
			Interpolation.BILINEAR_ANTIALIASED));
		write("masks/p2.png", i -> disc(i, 30, 20, 12) ? 255 : 0);
		final SegmentationSet set = read("");
		assertEquals(List.of("foreground"), set.structures());
		assertArrayEquals(Mask.of(W, H, i -> disc(i, 30, 20, 12)).data(), set.mask(0).plane(0).data());
		assertEquals(Math.PI * 12.5 * 12.5, set.area(1, 0), 12);
		assertSaid("WARN", "2 of 3 masks are not exact", "half", "% of the area");
		assertEquals(set.area(0, 0), read("lesion:255").area(0, 0));
		write("masks/p2.png", i -> i % 251);
		assertTrue(refused("").contains("grey"));
	}

	@Test
	void pairsGoByNameWhateverTheOrderOfTheListings() throws IOException {
		final String[][] pairs = { { "b.png", "b_mask.png" }, { "a.png", "zz" }, { "case_1_image.png", "case_1_segmentation.png" },
			{ "scan2.png", "mask_scan2.png" }, { "scan10.png", "scan10.bmp" }, { "x_0000.png", "x.png" }, { "d.png",
				"D_GroundTruth.png" } };
		for (int k = 0; k < pairs.length; k++) {
			final int radius = 3 + k;
			picture("imgs/" + pairs[k][0]);
			if (!pairs[k][1].equals("zz")) write("masks/" + pairs[k][1].replace(".bmp", ".png"), i -> disc(i, 30, 20, radius) ? 1 : 0);
		}
		write("masks/lonely.png", i -> 1);
		final SegmentationSet set = read("");
		assertEquals(pairs.length - 1, set.size());
		for (int i = 0; i < set.size(); i++)
			for (int k = 0; k < pairs.length; k++)
				if (set.samples().get(i).image().endsWith(pairs[k][0])) assertEquals(area(30, 20, 3 + k), set.area(i, 0), pairs[k][0]);
		assertSaid("1 of 7 pictures have no mask", "a.png", "not an empty one");
		assertSaid("1 masks in masks have no picture", "lonely.png");
		Files.copy(file("imgs/b.png"), file("imgs/b.tif.png"));
		Files.move(file("imgs/b.tif.png"), file("imgs/b.jpg"));
		final String two = refused("");
		assertTrue(two.contains("b_mask.png of b.") && two.contains("two pictures"), two);
	}

	@Test
	void severalMasksOfOnePictureAreJoined() throws IOException {
		for (final String kind : List.of("benign", "malignant")) {
			picture(kind + "/" + kind + " (1).png");
			write(kind + "/" + kind + " (1)_mask.png", i -> disc(i, 20, 20, 9) ? 255 : 0);
			write(kind + "/" + kind + " (1)_mask_1.png", i -> disc(i, 24, 20, 9) ? 255 : 0);
			picture(kind + "/" + kind + " (2).png");
			write(kind + "/" + kind + " (2)_mask.png", i -> disc(i, 40, 20, 5) ? 255 : 0);
		}
		picture("benign/benign (3).png");
		final SegmentationSet set = read("");
		assertEquals(4, set.size());
		assertEquals("benign", set.samples().get(0).label());
		assertEquals(2, set.files(0).size());
		assertEquals(Mask.of(W, H, i -> disc(i, 20, 20, 9) || disc(i, 24, 20, 9)).area(), set.area(0, 0));
		assertSaid("2 pictures have several masks each", "joined");
		final int overlap = Mask.of(W, H, i -> disc(i, 20, 20, 9) && disc(i, 24, 20, 9)).area();
		assertSaid(2 * overlap + " pixels lie in several masks");
		assertSaid("1 of 5 pictures have no mask", "benign (3).png");
	}

	@Test
	void whatIsNoMaskOfThePictureIsRefused() throws IOException {
		picture("images/p.png");
		write("masks/p.png", H, W, i -> i < 200 ? 255 : 0);
		final String swapped = refused("");
		assertTrue(swapped.contains("48 x 64") && swapped.contains("64 x 48") && swapped.contains("swapped"), swapped);
		write("masks/p.png", W, H + 1, i -> 255);
		final String size = refused("");
		assertTrue(size.contains("64 x 49") && size.contains("64 x 48") && !size.contains("swapped"), size);
		picture("masks/p.png");
		Files.copy(file("images/p.png"), file("masks/p.png"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
		assertTrue(refused("").contains("is the image"));
		colors("masks/p.png", i -> disc(i, 20, 20, 9) ? 0xFF0000 : disc(i, 45, 25, 7) ? 0x00FF00 : 0);
		assertTrue(refused("").contains("several colours"));
		colors("masks/p.png", i -> disc(i, 20, 20, 9) ? 0x800000 : disc(i, 45, 25, 7) ? 0x004000 : 0);
		assertTrue(refused("").contains("several colours"));
		colors("masks/p.png", i -> disc(i, 20, 20, 9) ? 0x30C0FF : 0);
		assertEquals(area(20, 20, 9), read("").area(0, 0));
		colors("masks/p.png", i -> disc(i, 20, 20, 9) ? 0x404040 : 0);
		assertEquals(area(20, 20, 9), read("").area(0, 0));
		write("masks/p.png", i -> disc(i, 20, 20, 9) ? 0 : 255);
		read("");
		assertSaid("WARN", "corners", "invert");
	}

	private static boolean ring(final int i, final double x, final double y, final double r) {
		return disc(i, x, y, r) && !disc(i, x, y, r - 2);
	}

	/** Of two organs it may well have two masks. */
	@Test
	void onePictureWithTwoMasksIsNamed() throws IOException {
		for (int i = 0; i < 4; i++) {
			final double r = i == 1 ? 6 : 10;
			write("images/p" + i + ".png", k -> k % 251);
			write("masks/p" + i + ".png", k -> disc(k, 30, 20, r) ? 255 : 0);
		}
		final Path table = folder.resolve("dataset.csv");
		Files.writeString(table, "image,mask,organ\nimages/p0.png,masks/p0.png,a\nimages/p1.png,masks/p1.png,a\n" +
			"images/p2.png,masks/p2.png,a\nimages/p3.png,masks/p1.png,b\n");
		SegmentationSet.read(table, "", monitor);
		final double dice = 2. * area(30, 20, 6) / (area(30, 20, 6) + area(30, 20, 10));
		assertTrue(said.stream().anyMatch(text -> text.startsWith("WARN") && text.contains("1 picture is there twice") && text
			.contains(String.format(Locale.ROOT, "p0.png = p1.png (Dice %.2f).", dice))), said.toString());
	}

	@Test
	void linesRoundAStructureAreFilled() throws IOException {
		picture("images/p.png");
		picture("images/q.png");
		write("masks/p.png", i -> ring(i, 30, 22, 16) ? 255 : 0);
		// Cut off by the edge of the picture.
		write("masks/q.png", i -> ring(i, 50, 4, 16) ? 255 : 0);
		final SegmentationSet set = read("");
		assertArrayEquals(Mask.of(W, H, i -> disc(i, 30, 22, 16)).data(), set.mask(0).plane(0).data());
		assertArrayEquals(Mask.of(W, H, i -> disc(i, 50, 4, 16)).data(), set.mask(1).plane(0).data());
		assertEquals(set.mask(1).plane(0).area(), set.area(1, 0));
		assertSaid("WARN", "2 masks of 2 pictures are lines", "1 of them end at the edge");
		// Predictions that were drawn so, too.
		for (final String name : List.of("p.png", "q.png")) {
			Files.createDirectories(folder.resolve("predicted"));
			Files.copy(folder.resolve("masks/" + name), folder.resolve("predicted/" + name));
		}
		said.clear();
		final PredictedMasks predicted = PredictedMasks.read(set, folder.resolve("predicted"), monitor);
		assertEquals(set.area(0, 0), predicted.mask(0).plane(0).area());
		assertSaid("WARN", "2 masks of 2 pictures are lines");
		write("masks/p.png", i -> ring(i, 30, 22, 16) && (i % W > 30 || Math.abs(i / W - 22) > 3) ? 255 : 0);
		assertTrue(refused("").contains("do not close (p.png)"));
		// A wall round another structure is a wall.
		write("masks/p.png", i -> ring(i, 30, 22, 16) ? 2 : disc(i, 30, 22, 14) ? 1 : 0);
		write("masks/q.png", i -> disc(i, 30, 22, 16) ? 2 : 0);
		assertEquals(Mask.of(W, H, i -> ring(i, 30, 22, 16)).area(), read("").area(0, 1));
	}

	/** As ImageJ and others save labels: in 16 or 32 bits a pixel. */
	@Test
	void deepMasksHoldTheValuesThatStandThere() throws IOException {
		for (final String name : List.of("p", "q", "r", "s"))
			picture("images/" + name + ".png");
		final IntUnaryOperator two = i -> disc(i, 30, 22, 9) ? 1 : disc(i, 30, 22, 16) ? 2 : 0;
		deep("masks/p.png", two);
		tiff("masks/q.tif", two, false);
		tiff("masks/r.tif", two, true);
		write("masks/s.png", two);
		final SegmentationSet set = read("inner:1,wall:2");
		for (int i = 0; i < 4; i++) {
			assertEquals(area(30, 22, 9), set.area(i, 0));
			assertEquals(area(30, 22, 16) - area(30, 22, 9), set.area(i, 1));
		}
		// One value is white, however large it is.
		for (final String name : List.of("p.png", "q.tif", "r.tif", "s.png"))
			Files.delete(folder.resolve("masks/" + name));
		deep("masks/p.png", i -> disc(i, 30, 22, 9) ? 65535 : 0);
		tiff("masks/q.tif", i -> disc(i, 30, 22, 9) ? 300 : 0, false);
		write("masks/r.png", i -> disc(i, 30, 22, 9) ? 255 : 0);
		write("masks/s.png", i -> disc(i, 30, 22, 9) ? 255 : 0);
		for (int i = 0; i < 4; i++)
			assertEquals(area(30, 22, 9), read("").area(i, 0));
		assertEquals(area(30, 22, 9), Mask.of(ImageFiles.readMask(folder.resolve("masks/q.tif"))).area());
		tiff("masks/q.tif", i -> disc(i, 30, 22, 9) ? 300 : disc(i, 30, 22, 16) ? 301 : 0, false);
		assertTrue(refused("").contains("holds the value 301 beside 300"), refused(""));
		Tiff.write(file("masks/q.tif"), i -> i == 99 ? 0.25 : 0, true);
		assertTrue(refused("").contains("holds the value 0.25"), refused(""));
	}

	private void deep(final String name, final IntUnaryOperator value) throws IOException {
		final BufferedImage image = new BufferedImage(W, H, BufferedImage.TYPE_USHORT_GRAY);
		for (int i = 0; i < W * H; i++)
			image.getRaster().setSample(i % W, i / W, 0, value.applyAsInt(i));
		ImageIO.write(image, "png", file(name).toFile());
	}

	private void tiff(final String name, final IntUnaryOperator value, final boolean floats) {
		Tiff.write(file(name), i -> value.applyAsInt(i), floats);
	}

	/** Apart, as the test class itself must be loaded before ImageJ is. */
	private static final class Tiff {

		static void write(final Path file, final IntToDoubleFunction value, final boolean floats) {
			final ImageProcessor pixels = floats ? new FloatProcessor(W, H) : new ShortProcessor(W, H);
			for (int i = 0; i < W * H; i++)
				pixels.setf(i, (float) value.applyAsDouble(i));
			new FileSaver(new ImagePlus("", pixels)).saveAsTiff(file.toString());
		}
	}

	@Test
	void numbersOfAPaletteAreClassesWhateverTheirColours() throws IOException {
		picture("images/p.png");
		final byte[] dark = { 0, 1, 2, 3 };
		final BufferedImage image = new BufferedImage(W, H, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 4, dark, dark,
			dark));
		for (int i = 0; i < W * H; i++)
			image.getRaster().setSample(i % W, i / W, 0, disc(i, 20, 20, 9) ? 1 : disc(i, 45, 25, 7) ? 2 : 0);
		assertTrue(ImageIO.write(image, "png", file("masks/p.png").toFile()));
		final SegmentationSet set = read("");
		assertEquals(List.of("1", "2"), set.structures());
		assertEquals(area(45, 25, 7), set.area(0, 1));
	}

	@Test
	void theChallengesFolderTellsOrgansValuesAndParts() throws IOException {
		for (final String set : List.of("BUS-BRA", "private_Fetal_Head"))
			for (int k = 0; k < 4; k++) {
				final int value = set.startsWith("B") ? 255 : 1;
				picture("data/segmentation/" + set + "/imgs/p" + k + ".png");
				write("data/segmentation/" + set + "/masks/p" + k + ".png", i -> disc(i, 30, 20, 9) ? value : 0);
			}
		Files.writeString(file("data/segmentation/BUS-BRA/config.yaml"), "0:background:0\n1:nodule:255\n");
		Files.writeString(file("data/segmentation/BUS-BRA/train.txt"), "p0.png\np1.png\r\n");
		Files.writeString(file("data/segmentation/BUS-BRA/val.txt"), "p2.png\n");
		Files.writeString(file("data/segmentation/BUS-BRA/test.txt"), "p7.png\n");
		picture("data/classification/Fatty-Liver/0/a.png");
		picture("data/classification/Fatty-Liver/1/b.png");
		Files.writeString(file("data/classification/Fatty-Liver/config.yaml"), "0:normal\n1:fatty\n");
		Files.writeString(file("data/classification/Fatty-Liver/test.txt"), "1/b.png\n0/a.png");
		final SegmentationSet set = read("");
		assertEquals(8, set.size());
		assertEquals(List.of("foreground"), set.structures());
		assertEquals(List.of("breast", "fetal"), set.organs());
		assertEquals(List.of("train", "train", "val", ""), set.samples().stream().limit(4).map(Sample::split).toList());
		assertSaid("BUS-BRA: 1 of 4 pictures stand in none");
		assertSaid("BUS-BRA: 1 of 4 names", "p7.png in test.txt");
		assertEquals(List.of("normal", "fatty"), set.classification().stream().map(Sample::label).toList());
		assertEquals("liver", set.classification().get(0).organ());
		assertEquals("test", set.classification().get(1).split());
		Files.writeString(file("data/segmentation/BUS-BRA/test.txt"), "p0.png\n");
		assertTrue(refused("").contains("p0.png stands in train.txt and in test.txt"));
		Files.writeString(file("data/segmentation/BUS-BRA/test.txt"), "");
		// Several structures of one organ: those of the other organ are not told of there.
		Files.writeString(file("data/segmentation/BUS-BRA/config.yaml"), "0:background:0\n1:nodule:255\n2:cyst:128\n");
		final SegmentationSet several = read("");
		assertEquals(List.of("nodule", "cyst", "foreground"), several.structures());
		assertArrayEquals(new boolean[] { true, true, false }, several.annotated(0));
		assertArrayEquals(new boolean[] { false, false, true }, several.annotated(7));
		assertEquals(area(30, 20, 9), several.area(7, 2));
		assertEquals("nodule:255,cyst:128", several.values(0));
		// To be segmented they need no masks.
		picture("data/segmentation/DDTI/imgs/q.png");
		final List<Sample> pictures = SegmentationSet.pictures(folder, monitor).samples();
		assertEquals(9, pictures.size());
		assertEquals(List.of("thyroid"), pictures.stream().filter(each -> each.image().endsWith("q.png")).map(Sample::organ)
			.toList());
		final Path config = file("data/segmentation/BUS-BRA/config.yaml");
		for (final String[] wrong : new String[][] { { "1:nodule:255\n2:cyst:255\n", "the value 255 is that of two" }, {
			"1:nodule:255\n2:nodule:128\n", "names nodule twice" }, { "1:nodule:999\n2:cyst:128\n", "above 255" }, {
				"1:nodule, left:255\n2:cyst:128\n", "with a comma" } })
		{
			Files.writeString(config, wrong[0]);
			assertTrue(refused("").contains(wrong[1]) && refused("").contains("config.yaml"), refused(""));
		}
	}

	@Test
	void aDiscComesBackFromTheNetworksSize() {
		final int width = 1295;
		final int height = 1026;
		final Mask disc = Mask.of(width, height, i -> Math.hypot(i % width - 611.3, i / width - 487.8) <= 50);
		final MaskPlanes small = new MaskPlanes(List.of(disc)).resized(512, 512);
		final Mask back = small.resized(width, height).plane(0);
		int both = 0;
		for (int i = 0; i < width * height; i++)
			if (disc.data()[i] && back.data()[i]) both++;
		assertTrue(2.0 * both / (disc.area() + back.area()) >= 0.98);
		// The same rule as the picture's: what is bright lies under its mask.
		final byte[] bright = Images.pixels(Resize.resize(disc.toImage(), 512, 512, Interpolation.BILINEAR));
		final double[] image = centre(512, i -> bright[i] & 255);
		final double[] mask = centre(512, i -> small.plane(0).data()[i] ? 1 : 0);
		assertEquals(image[0], mask[0], 0.1);
		assertEquals(image[1], mask[1], 0.1);
		assertEquals((611.3 + 0.5) * 512 / width - 0.5, mask[0], 0.3);
		assertEquals((487.8 + 0.5) * 512 / height - 0.5, mask[1], 0.3);
		final float[] written = new float[512 * 512];
		small.write(written, 0);
		for (final float value : written)
			assertTrue(value == 0 || value == 1);
		assertFalse(small.cropped(new io.sonoflow.image.Box(0, 0, 20, 20)).plane(0).get(3, 3));
	}

	private static double[] centre(final int width, final IntUnaryOperator weight) {
		double x = 0;
		double y = 0;
		double sum = 0;
		for (int i = 0; i < width * width; i++) {
			final int w = weight.applyAsInt(i);
			x += w * (double) (i % width);
			y += w * (double) (i / width);
			sum += w;
		}
		return new double[] { x / sum, y / sum };
	}
}
