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
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.NameKey;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.read.SampleFiles;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a desk does with crops: corrects boxes, takes writing out, signs off, hides names, and goes on without broken files. */
class CropDeskTest {

	private static final int W = 400;
	private static final int H = 300;
	private static final Box PICTURE = new Box(80, 60, 240, 180);
	private static final Box CORRECTED = new Box(100, 70, 200, 160);

	@TempDir
	Path folder;

	/** A screen with a header, a bar and a ruler; its picture is smooth tissue. */
	private static BufferedImage screen(final int seed, final int width, final String header, final String burnt) {
		final BufferedImage screen = new BufferedImage(width, H, BufferedImage.TYPE_BYTE_GRAY);
		final RandomStream random = RandomStream.of(seed, "desk");
		for (int y = PICTURE.y(); y < PICTURE.y() + PICTURE.h(); y += 6)
			for (int x = PICTURE.x(); x < PICTURE.x() + PICTURE.w(); x += 6) {
				final int level = 50 + random.nextInt(60);
				for (int i = 0; i < 36; i++)
					screen.getRaster().setSample(x + i % 6, y + i / 6, 0, level + random.nextInt(12));
			}
		final Graphics2D graphics = screen.createGraphics();
		graphics.setColor(Color.WHITE);
		graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
		graphics.drawString(header, 20, 20);
		graphics.fillRect(width - 30, 40, 10, 180);
		for (int y = 60; y < 240; y += 20)
			graphics.fillRect(66, y, 6, 1);
		if (!burnt.isEmpty()) graphics.drawString(burnt, 120, 200);
		graphics.dispose();
		return screen;
	}

	private Path write(final String name, final BufferedImage screen) throws IOException {
		final Path file = folder.resolve(name);
		Files.createDirectories(file.getParent());
		final byte[] pixels = new byte[screen.getWidth() * screen.getHeight()];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) screen.getRaster().getSample(i % screen.getWidth(), i / screen.getWidth(), 0);
		ImageFiles.writePng(file, Images.bytes(pixels, screen.getWidth(), screen.getHeight()));
		return file;
	}

	private CropUltrasound crop(final String input, final String output) {
		return CropUltrasound.of(folder.resolve(input), folder.resolve(output));
	}

	private List<List<String>> rows(final String table) {
		return Tables.read(folder.resolve(table)).rows();
	}

	private static List<String> box(final Sample sample) {
		return Stream.of("x", "y", "w", "h", "box").map(sample.extra()::get).toList();
	}

	/** The box of the first row, corrected by hand; nothing else is changed. */
	private void correct(final String table) throws IOException {
		final String text = Files.readString(folder.resolve(table));
		final String old = ",80,60,240,180,";
		assertTrue(text.contains(old), text);
		Files.writeString(folder.resolve(table), text.substring(0, text.indexOf(old)) + ",100,70,200,160," + text.substring(text
			.indexOf(old) + old.length()));
	}

	@Test
	void aCorrectedBoxServesItsImageAndOthersOfItsLayout() throws IOException {
		write("in/a.png", screen(1, W, "Miller, A 12:30", ""));
		crop("in", "first").run(Monitor.NONE);
		assertEquals("../in/a.png", rows("first/boxes.csv").get(0).get(0));
		assertEquals("found", rows("first/boxes.csv").get(0).get(6));
		assertEquals(0, rows("first/review.csv").size());
		correct("first/boxes.csv");
		write("in/b.png", screen(2, W, "Jones, Bertha 9:05", ""));
		write("in/wide.png", screen(3, W + 100, "Jones, Bertha 9:05", ""));
		final CropUltrasound again = crop("in", "second");
		again.boxes = folder.resolve("first/boxes.csv").toFile();
		final List<Sample> samples = Dataset.read(again.run(Monitor.NONE).table(), Monitor.NONE).samples();
		assertEquals(List.of("100", "70", "200", "160", "corrected"), box(samples.get(0)));
		assertEquals(List.of("100", "70", "200", "160", "layout"), box(samples.get(1)));
		assertEquals(List.of("80", "60", "240", "180", "found"), box(samples.get(2)));
		assertEquals(List.of("corrected", "corrected", "found"), rows("second/boxes.csv").stream().map(row -> row.get(6))
			.toList());
		assertEquals(1, rows("second/review.csv").size());
		assertEquals("images/b.png", rows("second/review.csv").get(0).get(0));
		assertTrue(rows("second/review.csv").get(0).get(1).contains("same layout"), rows("second/review.csv").toString());
		assertEquals(200, Images.width(ImageFiles.readGray(samples.get(1).image())));
	}

	@Test
	void whatABoxesTableSaysIsHeldAgainstTheImages() throws IOException {
		write("in/a.png", screen(1, W, "Miller, A 12:30", ""));
		crop("in", "first").run(Monitor.NONE);
		correct("first/boxes.csv");
		// The same name, another size.
		write("in/a.png", screen(1, W + 60, "Miller, A 12:30", ""));
		final CropUltrasound changed = crop("in", "second");
		changed.boxes = folder.resolve("first/boxes.csv").toFile();
		final List<Sample> samples = Dataset.read(changed.run(Monitor.NONE).table(), Monitor.NONE).samples();
		assertEquals("found", samples.get(0).extra().get("box"));
		assertTrue(rows("second/review.csv").get(0).get(1).contains("layout has changed: 400 x 300"), rows("second/review.csv")
			.toString());
		// Made by hand, for an image that is too small.
		Files.writeString(folder.resolve("hand.csv"), "image,x,y,w,h\nin/a.png,10,10,900,20\n");
		final CropUltrasound outside = crop("in", "third");
		outside.boxes = folder.resolve("hand.csv").toFile();
		final SonoflowException e = assertThrows(SonoflowException.Input.class, () -> outside.run(Monitor.NONE));
		assertTrue(e.getMessage().contains("a.png") && e.getMessage().contains("10,10,900,20"), e.getMessage());
		assertFalse(Files.exists(folder.resolve("third")));
		// Two rows are two crops.
		Files.writeString(folder.resolve("hand.csv"), "image,x,y,w,h,structure\nin/a.png,10,10,90,20,\nin/a.png,50,60,90,80,nerve\n");
		assertEquals(2, outside.run(Monitor.NONE).images());
		assertEquals("nerve", rows("third/boxes.csv").get(1).get(7));
	}

	@Test
	void anotherScannersScreenIsNotServed() throws IOException {
		write("in/a.png", screen(1, W, "Miller, A 12:30", ""));
		crop("in", "first").run(Monitor.NONE);
		correct("first/boxes.csv");
		final BufferedImage other = screen(2, W, "Miller, A 12:30", "");
		final Graphics2D graphics = other.createGraphics();
		graphics.setColor(new Color(90, 90, 90));
		graphics.fillRect(0, 0, 60, H);
		graphics.dispose();
		write("other/b.png", other);
		final CropUltrasound again = crop("other", "second");
		again.boxes = folder.resolve("first/boxes.csv").toFile();
		assertEquals("found", Dataset.read(again.run(Monitor.NONE).table(), Monitor.NONE).samples().get(0).extra().get("box"));
	}

	@Test
	void writingInTheCropIsReportedOrBlankedInAllFrames() throws IOException {
		write("in/a.png", screen(1, W, "Miller, A 12:30", "MILLER"));
		final CropUltrasound.Result reported = crop("in", "out").run(Monitor.NONE);
		assertEquals(1, reported.review().size());
		final List<List<String>> text = rows("out/text.csv");
		assertEquals(1, text.size(), text.toString());
		assertEquals("images/a.png", text.get(0).get(0));
		final Box found = new Box(Integer.parseInt(text.get(0).get(1)), Integer.parseInt(text.get(0).get(2)), Integer.parseInt(
			text.get(0).get(3)), Integer.parseInt(text.get(0).get(4)));
		final byte[] before = Images.pixels(ImageFiles.readGray(folder.resolve("out/images/a.png")));
		assertEquals(240 * 180, before.length);
		final CropUltrasound blank = crop("in", "blank");
		blank.text = "blank";
		assertEquals(1, blank.run(Monitor.NONE).review().size());
		final byte[] after = Images.pixels(ImageFiles.readGray(folder.resolve("blank/images/a.png")));
		for (int i = 0; i < after.length; i++) {
			final boolean inside = new Box(i % 240, i / 240, 1, 1).common(found).isPresent();
			assertTrue(inside ? (after[i] & 0xFF) < 130 : after[i] == before[i], "pixel " + i);
		}
		assertTrue(Files.exists(folder.resolve("blank/sheet.png")));
		assertTrue(Files.readString(folder.resolve("blank/run.json")).contains("\"text\": 1"));
	}

	@Test
	void brokenFilesAreLeftOutAndNamed() throws IOException {
		write("in/good.png", screen(1, W, "header", ""));
		Files.writeString(folder.resolve("in/bad1.png"), "no image");
		Files.writeString(folder.resolve("in/bad2.png"), "no image");
		final CropUltrasound.Result result = crop("in", "out").run(Monitor.NONE);
		assertEquals(1, result.images());
		assertEquals(List.of("../in/bad1.png", "../in/bad2.png"), result.review().stream().map(row -> row.get(0)).toList());
		assertFalse(result.review().get(0).get(1).contains(folder.toString()), result.review().toString());
		final CropUltrasound strict = crop("in", "strict");
		strict.files.strict = true;
		assertTrue(assertThrows(SonoflowException.File.class, () -> strict.run(Monitor.NONE)).getMessage().contains("bad1.png"));
		assertFalse(Files.exists(folder.resolve("strict")));
		Files.delete(folder.resolve("in/good.png"));
		assertThrows(SonoflowException.File.class, () -> crop("in", "none").run(Monitor.NONE));
		assertFalse(Files.exists(folder.resolve("none")));
	}

	/** Finished frames are kept, and it is said; the mask may be what breaks. Strict refuses it. */
	@Test
	void ofAClipThatBreaksInItsMiddleFinishedFramesAreKept() throws IOException {
		final List<byte[]> jpegs = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			final ByteArrayOutputStream frame = new ByteArrayOutputStream();
			ImageIO.write(screen(2 + i, W, "header", ""), "jpeg", frame);
			jpegs.add(frame.toByteArray());
		}
		final byte[] torn = Arrays.copyOf(jpegs.get(1), jpegs.get(1).length / 2);
		final byte[] whole = SampleFiles.avi(W, H, 24, "MJPG", new byte[0], jpegs);
		final byte[] broken = SampleFiles.avi(W, H, 24, "MJPG", new byte[0], List.of(jpegs.get(0), torn, jpegs.get(2)));
		write("in/good.png", screen(1, W, "header", ""));
		Files.write(folder.resolve("in/whole.avi"), whole);
		Files.write(folder.resolve("in/torn.avi"), broken);
		Files.write(folder.resolve("in/masked.avi"), whole);
		Files.createDirectories(folder.resolve("masks"));
		Files.write(folder.resolve("masks/torn.avi"), broken);
		Files.writeString(folder.resolve("in/dataset.csv"),
			"image,mask\ngood.png,\nwhole.avi,\ntorn.avi,\nmasked.avi,../masks/torn.avi\n");
		crop("in", "out").run(Monitor.NONE);
		assertEquals(List.of("images/good.png", "images/whole_f0000.png", "images/whole_f0001.png", "images/whole_f0002.png",
			"images/torn_f0000.png", "images/masked_f0000.png"), rows("out/dataset.csv").stream().map(row -> row.get(0)).toList());
		final List<List<String>> review = rows("out/review.csv");
		for (final String name : List.of("torn", "masked"))
			assertTrue(review.stream().anyMatch(row -> row.get(0).equals("../in/" + name + ".avi") && row.get(1).startsWith(
				"used in part: 1 of its 3 frames are cut. ") && row.get(1).contains("torn.avi")), review.toString());
		assertEquals(List.of("images/masked_f0000.png", "images/torn_f0000.png", "masks/masked_f0000.png"), contents(folder.resolve(
			"out")).stream().filter(name -> name.matches("(images|masks)/(torn|masked)[^\n]*")).sorted().toList());
		final CropUltrasound strict = crop("in", "strict");
		strict.files.strict = true;
		assertTrue(assertThrows(SonoflowException.File.class, () -> strict.run(Monitor.NONE)).getMessage().contains("torn.avi"));
	}

	private List<String> contents(final Path root) throws IOException {
		final List<String> contents = new ArrayList<>();
		try (Stream<Path> walk = Files.walk(root)) {
			for (final Path file : walk.filter(Files::isRegularFile).toList()) {
				contents.add(root.relativize(file).toString());
				if (file.toString().matches(".*\\.(csv|json)")) contents.add(Files.readString(file));
			}
		}
		return contents;
	}

	@Test
	void hashedNamesStandNowhereAndAreTheSameInEveryRun() throws IOException {
		write("Ward Smith/Mueller_Hans.png", screen(1, W, "header", ""));
		write("Ward Smith/Mueller_Hans_2.png", screen(2, W, "header", "MUELLER"));
		Files.writeString(folder.resolve("Ward Smith/broken_Weber.png"), "no image");
		Files.writeString(folder.resolve("Ward Smith/dataset.csv"),
			"image,patient,label,comment,source\nMueller_Hans.png,Hans Mueller,ill,seen Hans Mueller,scans/Mueller_Hans.dcm\n" +
				"Mueller_Hans_2.png,Hans Mueller,ill,,\nbroken_Weber.png,Weber,well,,\n");
		final CropUltrasound hash = crop("Ward Smith/dataset.csv", "out");
		hash.names = "hash";
		final CropUltrasound.Result result = hash.run(Monitor.NONE);
		for (final String text : contents(folder.resolve("out")))
			for (final String name : List.of("Mueller", "Hans", "Weber", "Ward", "Smith"))
				assertFalse(text.contains(name), name + " in " + text);
		final List<Sample> samples = Dataset.read(result.table(), Monitor.NONE).samples();
		assertEquals(1, samples.stream().map(Sample::patient).distinct().count());
		assertTrue(samples.get(0).patient().matches("p-[0-9a-f]{12}"), samples.get(0).patient());
		final Path key = NameKey.table(folder.resolve("out"));
		final String table = Files.readString(key);
		assertTrue(table.contains("patient,Hans Mueller," + samples.get(0).patient()), table);
		// Again, with a patient more: what was known stays, and the boxes of a hashed run come back by the hashes.
		write("Ward Smith/Weber.png", screen(3, W, "header", ""));
		Files.writeString(folder.resolve("Ward Smith/dataset.csv"),
			"image,patient\nMueller_Hans.png,Hans Mueller\nWeber.png,Eva Weber\n");
		Files.copy(folder.resolve("out/boxes.csv"), folder.resolve("boxes.csv"));
		correct("boxes.csv");
		hash.overwrite = true;
		hash.boxes = folder.resolve("boxes.csv").toFile();
		final List<Sample> later = Dataset.read(hash.run(Monitor.NONE).table(), Monitor.NONE).samples();
		assertEquals(samples.get(0).patient(), later.get(0).patient());
		assertEquals(samples.get(0).image(), later.get(0).image());
		assertEquals("corrected", later.get(0).extra().get("box"));
		assertTrue(Files.readString(key).startsWith(table) && Files.readString(key).contains("Eva Weber"));
		// A file of that name that is no key is never replaced.
		Files.writeString(NameKey.table(folder.resolve("other")), "kind,name\n");
		final CropUltrasound other = crop("Ward Smith/dataset.csv", "other");
		other.names = "hash";
		assertThrows(SonoflowException.File.class, () -> other.run(Monitor.NONE));
		assertEquals("kind,name\n", Files.readString(NameKey.table(folder.resolve("other"))));
		assertFalse(Files.exists(folder.resolve("other")));
	}

	@Test
	void allCropsAreOnTheSheets() throws IOException {
		for (int i = 0; i < 97; i++)
			write(String.format("in/%03d.png", i), screen(1, W, "header", ""));
		crop("in", "out").run(Monitor.NONE);
		assertTrue(Files.exists(folder.resolve("out/sheet.png")) && Files.exists(folder.resolve("out/sheet_2.png")));
		assertFalse(Files.exists(folder.resolve("out/sheet_3.png")));
	}
}
