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
package io.sonoflow.image.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Box;
import io.sonoflow.image.GrayLevels;
import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.Exam;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.ScannerScreen;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;

import org.junit.jupiter.api.Test;

/** Where there is writing it is found, where there is none nothing is. */
class TextDetectorTest {

	private static final Path DATA = Path.of("..", "shared", "data");

	/** Looked at by eye: words or numbers of at least two letters stand in the picture itself. */
	private static final Set<String> WRITTEN = Set.of("1-benign_0804-s.png", "2-benign_0817-s.png", "benign_0847-s.png",
		"benign_0884-l.png", "benign_0886-s.png", "benign_0896-l.png", "benign_0916-l.png", "benign_0924-l.png",
		"benign_0957-s.png", "malignant_0261-l.png", "malignant_0266-l.png", "malignant_0272-l.png", "malignant_0335-l.png",
		"malignant_0344-l.png", "malignant_0405-l.png", "malignant_0509-l.png", "malignant_0576-r.png",
		"malignant_0605-l.png");

	/** By eye: a scanner's mark or a piece of its name lies in the margin. Of all others of these folders none has letters. */
	private static final Set<String> MARKED = Set.of("0181.png", "S8_L20_step_075.png", "S8_R20_step_175.png");

	private static List<Path> files(final String... folders) throws IOException {
		final List<Path> files = new ArrayList<>();
		for (final String folder : folders)
			try (Stream<Path> list = Files.list(DATA.resolve(folder))) {
				list.filter(Files::isRegularFile).sorted().forEach(files::add);
			}
		return files;
	}

	private static List<Box> find(final Path file) {
		try (FrameReader reader = ImageFiles.open(file)) {
			return TextDetector.find(reader.color(0), new Box(0, 0, reader.width(), reader.height()));
		}
	}

	private static Set<String> found(final List<Path> files) {
		final Set<String> found = new TreeSet<>();
		files.parallelStream().filter(file -> !find(file).isEmpty()).map(file -> file.getFileName().toString()).toList()
			.forEach(found::add);
		return found;
	}

	/** 17 of 18 with writing; calipers, rulers with single digits and a grey bar in the other 7 of them are none. */
	@Test
	void breastImagesWithWritingAreFound() throws IOException {
		assumeTrue(Files.isDirectory(DATA), "no real images beside the project: " + DATA);
		final Set<String> found = found(files("breast_busbra/images"));
		final Set<String> missed = new TreeSet<>(WRITTEN);
		missed.removeAll(found);
		assertTrue(missed.size() <= 1, "missed " + missed);
		found.removeAll(WRITTEN);
		assertEquals(Set.of(), found, "no writing there");
	}

	/** 0 of 198 images of tissue: muscle fibres, lung, nerves. */
	@Test
	void tissueIsNotWriting() throws IOException {
		assumeTrue(Files.isDirectory(DATA), "no real images beside the project: " + DATA);
		final Set<String> found = found(files("nerve_usgra/images", "lung_pocus/images",
			"muscle_timtrack/ds1_vastus_cropped"));
		found.removeAll(MARKED);
		assertEquals(Set.of(), found);
	}

	private static RandomAccessibleInterval<ARGBType> colours(final BufferedImage picture) {
		final int width = picture.getWidth();
		return ArrayImgs.argbs(picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width), width, picture.getHeight());
	}

	/** A word in a font of Java's on a phantom's tissue; returns where its ink is. */
	private static Box write(final BufferedImage picture, final String word, final Font font, final Color colour, final int x,
		final int y)
	{
		final BufferedImage ink = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_ARGB);
		for (final BufferedImage each : List.of(picture, ink)) {
			final Graphics2D graphics = each.createGraphics();
			graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
			graphics.setFont(font);
			graphics.setColor(colour);
			graphics.drawString(word, x, y);
			graphics.dispose();
		}
		Box box = null;
		for (int row = 0; row < ink.getHeight(); row++)
			for (int column = 0; column < ink.getWidth(); column++)
				if (ink.getRGB(column, row) >>> 24 > 128) box = box == null ? new Box(column, row, 1, 1) : box.around(new Box(column,
					row, 1, 1));
		return box;
	}

	private static Exam exam(final long seed) {
		return new Exam(Organ.TESTIS, 0, 0, seed % 2 == 0, seed % 2 == 0, List.of(false, false));
	}

	private static BufferedImage tissue(final int seed) {
		final Exam exam = exam(seed);
		final var image = ScannerScreen.single(seed, exam, 0, 320).image();
		final byte[] pixels = Images.pixels(image);
		final BufferedImage picture = new BufferedImage(320, 320, BufferedImage.TYPE_INT_RGB);
		for (int i = 0; i < pixels.length; i++)
			picture.setRGB(i % 320, i / 320, (pixels[i] & 0xFF) * 0x010101);
		return picture;
	}

	@Test
	void wordsInFontsOfAllSizesAndColoursAreFoundOnTissue() {
		final List<String> words = List.of("MUELLER", "Schmidt, Anna", "12.03.1971", "Smith^John", "ID 4711-A", "Left breast");
		final List<Color> colours = List.of(Color.WHITE, Color.YELLOW, Color.GREEN, new Color(0xE0E0E0), new Color(0x00FFFF));
		int hits = 0;
		int all = 0;
		int covered = 0;
		int wrong = 0;
		for (int seed = 0; seed < 60; seed++) {
			final RandomStream random = RandomStream.of(seed, "words");
			final BufferedImage picture = tissue(seed);
			final Font font = new Font(random.nextInt(2) == 0 ? Font.SANS_SERIF : Font.MONOSPACED, random.nextInt(2), 12 + random
				.nextInt(14));
			final Box ink = write(picture, words.get(random.nextInt(words.size())), font, colours.get(random.nextInt(colours
				.size())), 10 + random.nextInt(60), 40 + random.nextInt(250));
			final List<Box> found = TextDetector.find(colours(picture), new Box(0, 0, 320, 320));
			all++;
			final double inside = found.stream().mapToDouble(box -> box.common(ink).map(Box::area).orElse(0L)).sum() / ink.area();
			if (inside > 0) hits++;
			if (inside >= 0.9) covered++;
			wrong += (int) found.stream().filter(box -> box.common(ink).isEmpty()).count();
		}
		final String figures = hits + " of " + all + " found, " + covered + " wholly, " + wrong + " boxes elsewhere";
		System.out.println("[text] " + figures);
		assertTrue(hits >= 0.95 * all && covered >= 0.85 * all && wrong <= 0.05 * all, figures);
	}

	@Test
	void darkLettersOnALightPanelAreFound() {
		final BufferedImage picture = tissue(3);
		final Graphics2D graphics = picture.createGraphics();
		graphics.setColor(new Color(0xD0D0D0));
		graphics.fillRect(20, 100, 260, 40);
		graphics.dispose();
		final Box ink = write(picture, "MUELLER HANS", new Font(Font.SANS_SERIF, Font.PLAIN, 20), Color.BLACK, 40, 128);
		final List<Box> found = TextDetector.find(colours(picture), new Box(0, 0, 320, 320));
		assertTrue(found.stream().anyMatch(box -> box.common(ink).map(Box::area).orElse(0L) >= 0.9 * ink.area()), found
			.toString());
	}

	@Test
	void aPhantomScreensOwnLettersAreFoundAndItsViewsAreFree() {
		final Exam exam = exam(1);
		final var screen = GrayLevels.colors(ScannerScreen.of(1, exam).image());
		final List<Box> found = TextDetector.find(screen, new Box(0, 0, ScannerScreen.WIDTH, ScannerScreen.HEIGHT));
		for (final Box word : List.of(new Box(16, 14, 94, 14), new Box(185, 38, 184, 7), new Box(16, 350, 76, 7)))
			assertTrue(found.stream().mapToLong(box -> box.common(word).map(Box::area).orElse(0L)).sum() >= 0.8 * word.area(), word +
				" in " + found);
		final Box heart = new Box(200, 140, 270, 250);
		assertEquals(List.of(), TextDetector.find(screen, heart));
	}

	@Test
	void inAClipLettersStandStill() {
		final ClipText text = new ClipText();
		Box ink = null;
		for (int frame = 0; frame < 5; frame++) {
			final BufferedImage picture = tissue(frame);
			ink = write(picture, "DOE", new Font(Font.SANS_SERIF, Font.BOLD, 16), Color.WHITE, 60, 150);
			text.add(colours(picture));
		}
		final Box word = ink;
		final List<Box> found = text.find(new Box(0, 0, 320, 320));
		assertEquals(1, found.size(), found.toString());
		assertEquals(word.area(), found.get(0).common(word).orElseThrow().area());
	}

	@Test
	void whatIsBlankedIsFlat() {
		final byte[] pixels = new byte[100 * 50];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (60 + i % 7);
		final Box box = new Box(90, 0, 10, 12);
		for (int y = 0; y < 12; y++)
			for (int x = 90; x < 100; x++)
				pixels[y * 100 + x] = (byte) 255;
		TextBlank.fill(Images.bytes(pixels, 100, 50), box);
		for (int y = 0; y < 12; y++)
			for (int x = 90; x < 100; x++)
				assertEquals(pixels[90], pixels[y * 100 + x]);
		assertTrue(pixels[90] >= 60 && pixels[90] <= 66);
	}
}
