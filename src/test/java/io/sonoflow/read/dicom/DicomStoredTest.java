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
package io.sonoflow.read.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pixels without compression: what is stored, and what must be shown for it. */
class DicomStoredTest {

	private static final int COLUMNS = 6, ROWS = 4, PIXELS = COLUMNS * ROWS;

	@TempDir
	private Path folder;

	private static byte[] ramp(final int length, final int step) {
		final byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++)
			bytes[i] = (byte) (i * step);
		return bytes;
	}

	private static int[] words(final int step) {
		final int[] words = new int[PIXELS];
		for (int i = 0; i < PIXELS; i++)
			words[i] = i * step;
		return words;
	}

	private int[] gray(final DicomFile file) throws IOException {
		try (DicomImage image = DicomImage.open(file.write(folder))) {
			final byte[] bytes = Images.pixels(image.gray(image.frames() - 1));
			final int[] levels = new int[bytes.length];
			for (int i = 0; i < levels.length; i++)
				levels[i] = bytes[i] & 255;
			return levels;
		}
	}

	private int[] colors(final DicomFile file) throws IOException {
		try (DicomImage image = DicomImage.open(file.write(folder))) {
			return image.color(0).update(null).getCurrentStorageArray();
		}
	}

	private String refusal(final DicomFile file) throws IOException {
		final Path path = file.write(folder);
		final String message = assertThrows(SonoflowException.File.class, () -> DicomImage.open(path).close()).getMessage();
		assertTrue(message.contains(path.toString()), message);
		return message;
	}

	private static DicomFile picture(final String syntax, final String photometric) {
		return new DicomFile(syntax).picture(COLUMNS, ROWS, photometric, 8, 8, 1);
	}

	private static int[] expected(final IntUnaryOperator level) {
		final int[] levels = new int[PIXELS];
		Arrays.setAll(levels, level);
		return levels;
	}

	@ParameterizedTest
	@ValueSource(strings = { DicomFile.IMPLICIT, DicomFile.EXPLICIT, DicomFile.DEFLATED, DicomFile.BIG })
	void everyOrderOfBytesGivesTheSamePixels(final String syntax) throws IOException {
		assertArrayEquals(expected(i -> 10 * i), gray(picture(syntax, "MONOCHROME2").bytes(ramp(PIXELS, 10))));
		assertArrayEquals(expected(i -> 255 - 10 * i), gray(picture(syntax, "MONOCHROME1").bytes(ramp(PIXELS, 10))));
		final DicomFile deep = new DicomFile(syntax).picture(COLUMNS, ROWS, "MONOCHROME2", 16, 12, 1).text(Tag.WINDOW_CENTER,
			"DS", "1000.5\\7").text(Tag.WINDOW_WIDTH, "DS", "1001\\5").deep(words(100));
		assertArrayEquals(expected(i -> (int) Math.floor(255 * Math.max(0, Math.min(1, (100 * i - 500) / 1000.0)) + .5)), gray(
			deep));
		final int[] table = new int[256];
		Arrays.setAll(table, i -> 257 * (255 - i));
		final DicomFile palette = palette(syntax, 256, 16, table).bytes(ramp(PIXELS, 9));
		assertArrayEquals(expected(i -> 0xFF000000 | 0x010101 * (255 - 9 * i)), colors(palette));
	}

	@Test
	void bigEndianWordsOfTwoPixelsAreTurned() throws IOException {
		final byte[] turned = ramp(PIXELS, 10);
		for (int i = 0; i < PIXELS; i += 2) {
			final byte first = turned[i];
			turned[i] = turned[i + 1];
			turned[i + 1] = first;
		}
		assertArrayEquals(expected(i -> 10 * i), gray(picture(DicomFile.BIG, "MONOCHROME2").raw(Tag.PIXEL_DATA.number, "OW",
			turned)));
	}

	/** Frames of an odd number of bytes begin and end within words. */
	@Test
	void bigEndianWordsOfOddFrames() throws IOException {
		final byte[] turned = new byte[28];
		for (int i = 0; i < 27; i++)
			turned[i ^ 1] = (byte) (9 * i);
		final DicomFile file = new DicomFile(DicomFile.BIG).picture(3, 3, "MONOCHROME2", 8, 8, 3).raw(Tag.PIXEL_DATA.number, "OW",
			turned);
		try (DicomImage image = DicomImage.open(file.write(folder))) {
			for (int f = 0; f < 3; f++)
				for (int i = 0; i < 9; i++)
					assertEquals(9 * (9 * f + i) & 255, Images.pixels(image.gray(f))[i] & 255, f + " " + i);
		}
	}

	@Test
	void filesWithoutPreambleOrMetaInformation() throws IOException {
		for (final String syntax : List.of(DicomFile.IMPLICIT, DicomFile.EXPLICIT, DicomFile.BIG)) {
			final byte[] bytes = new DicomFile(syntax).raw(0x0008_0008, "CS", "ORIGINAL".getBytes()).picture(COLUMNS, ROWS,
				"MONOCHROME2", 8, 8, 1).bytes(ramp(PIXELS, 10)).dataSet();
			assertTrue(DicomImage.claims(bytes), syntax);
			try (DicomImage image = DicomImage.open(Files.write(folder.resolve("old"), bytes))) {
				assertArrayEquals(ramp(PIXELS, 10), Images.pixels(image.gray(0)), syntax);
			}
		}
		final byte[] file = picture(DicomFile.EXPLICIT, "MONOCHROME2").bytes(ramp(PIXELS, 10)).file();
		assertTrue(DicomImage.claims(file));
		final byte[] meta = Arrays.copyOfRange(file, 132, file.length);
		assertTrue(DicomImage.claims(meta));
		try (DicomImage image = DicomImage.open(Files.write(folder.resolve("old"), meta))) {
			assertArrayEquals(ramp(PIXELS, 10), Images.pixels(image.gray(0)));
		}
	}

	@Test
	void otherFormatsAreNotClaimed() {
		assertFalse(DicomImage.claims(new byte[0]));
		assertFalse(DicomImage.claims(new byte[400]));
		assertFalse(DicomImage.claims("GIF89a and so on, more than 132 bytes of it ".repeat(5).getBytes()));
		// TGA with a name of eight characters, and without one.
		assertFalse(DicomImage.claims(new byte[] { 8, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 4, 0, 24, 0 }));
		assertFalse(DicomImage.claims(new byte[] { 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 4, 0, 24, 0 }));
	}

	@Test
	void aHeaderThatSaysImplicitAndIsExplicit() throws IOException {
		final byte[] wrong = new DicomFile(DicomFile.IMPLICIT).file();
		final byte[] body = picture(DicomFile.EXPLICIT, "MONOCHROME2").bytes(ramp(PIXELS, 10)).dataSet();
		final byte[] file = Arrays.copyOf(wrong, wrong.length + body.length);
		System.arraycopy(body, 0, file, wrong.length, body.length);
		try (DicomImage image = DicomImage.open(Files.write(folder.resolve("wrong.dcm"), file))) {
			assertArrayEquals(ramp(PIXELS, 10), Images.pixels(image.gray(0)));
		}
	}

	@Test
	void coloursByPixelAndByPlane() throws IOException {
		final byte[] bytes = ramp(3 * PIXELS, 3);
		assertArrayEquals(expected(i -> 0xFF000000 | 9 * i << 16 | 9 * i + 3 << 8 | 9 * i + 6), colors(picture(
			DicomFile.EXPLICIT, "RGB").bytes(bytes)));
		assertArrayEquals(expected(i -> 0xFF000000 | 3 * i << 16 | 3 * i + 72 << 8 | 3 * i + 144), colors(picture(
			DicomFile.EXPLICIT, "RGB").words(Tag.PLANAR, "US", 1).bytes(bytes)));
	}

	@Test
	void brightnessAndColourDifferences() throws IOException {
		final byte[] gray = new byte[3 * PIXELS];
		Arrays.fill(gray, (byte) 128);
		for (int i = 0; i < PIXELS; i++)
			gray[3 * i] = (byte) (10 * i);
		gray[2] = (byte) 228;
		gray[4] = (byte) 28;
		final int[] colors = colors(picture(DicomFile.EXPLICIT, "YBR_FULL").bytes(gray));
		// R = Y + 1.402 Cr, G = Y - .344 Cb - .714 Cr, B = Y + 1.772 Cb; cut to 0..255.
		assertEquals(0xFF8C0000, colors[0]);
		assertEquals(0xFF0A2C00, colors[1]);
		for (int i = 2; i < PIXELS; i++)
			assertEquals(0xFF000000 | 0x010101 * 10 * i, colors[i]);
	}

	@Test
	void colourDifferencesOfTwoPixelsAtATime() throws IOException {
		final byte[] bytes = new byte[2 * PIXELS];
		for (int i = 0; i < PIXELS; i += 2) {
			bytes[2 * i] = (byte) (16 + 9 * i);
			bytes[2 * i + 1] = (byte) (16 + 9 * (i + 1));
			bytes[2 * i + 2] = bytes[2 * i + 3] = (byte) 128;
		}
		assertArrayEquals(expected(i -> 0xFF000000 | 0x010101 * (16 + 9 * i)), colors(picture(DicomFile.EXPLICIT, "YBR_FULL_422")
			.bytes(bytes)));
		// 16 is black there and 235 white.
		final int[] partial = colors(picture(DicomFile.EXPLICIT, "YBR_PARTIAL_422").bytes(bytes));
		assertEquals(0xFF000000, partial[0]);
		assertEquals((int) Math.round(9 * 23 * 255 / 219.0), partial[23] & 255, 1);
		assertTrue(refusal(picture(DicomFile.EXPLICIT, "YBR_FULL_422").bytes(new byte[3 * PIXELS])).contains(
			"not at half the resolution"));
	}

	@Test
	void sixteenBitColoursKeepTheirRange() throws IOException {
		final int[] words = new int[3 * PIXELS];
		for (int i = 0; i < PIXELS; i++)
			words[3 * i] = words[3 * i + 1] = words[3 * i + 2] = 257 * 10 * i;
		assertArrayEquals(expected(i -> 0xFF000000 | 0x010101 * 10 * i), colors(new DicomFile(DicomFile.EXPLICIT).picture(COLUMNS,
			ROWS, "RGB", 16, 16, 1).deep(words)));
	}

	private static DicomFile palette(final String syntax, final int entries, final int bits, final int[] table) {
		final DicomFile file = picture(syntax, "PALETTE COLOR");
		for (final Tag tag : List.of(Tag.RED_DESCRIPTOR, Tag.GREEN_DESCRIPTOR, Tag.BLUE_DESCRIPTOR))
			file.words(tag, "US", entries, 0, bits);
		for (final Tag tag : List.of(Tag.RED_TABLE, Tag.GREEN_TABLE, Tag.BLUE_TABLE))
			file.words(tag, "OW", table);
		return file;
	}

	@ParameterizedTest
	@ValueSource(strings = { DicomFile.EXPLICIT, DicomFile.BIG })
	void paletteEntriesOfEightBits(final String syntax) throws IOException {
		final int[] packed = new int[128];
		Arrays.setAll(packed, i -> 255 - 2 * i | 254 - 2 * i << 8);
		final int[] right = expected(i -> 0xFF000000 | 0x010101 * (255 - 9 * i));
		assertArrayEquals(right, colors(palette(syntax, 256, 8, packed).bytes(ramp(PIXELS, 9))));
		final int[] words = new int[256];
		Arrays.setAll(words, i -> 255 - i);
		assertArrayEquals(right, colors(palette(syntax, 256, 8, words).bytes(ramp(PIXELS, 9))));
		// Said to be of 16 bits, filled with eight.
		assertArrayEquals(right, colors(palette(syntax, 256, 16, words).bytes(ramp(PIXELS, 9))));
		Arrays.setAll(words, i -> (255 - i) * 256);
		assertArrayEquals(right, colors(palette(syntax, 256, 16, words).bytes(ramp(PIXELS, 9))));
	}

	@Test
	void palettesInSegments() throws IOException {
		final DicomFile file = picture(DicomFile.EXPLICIT, "PALETTE COLOR");
		for (final Tag tag : List.of(Tag.RED_DESCRIPTOR, Tag.GREEN_DESCRIPTOR, Tag.BLUE_DESCRIPTOR))
			file.words(tag, "US", 24, 0, 16);
		// Two entries, a line of four, these two again, then one to the end.
		for (final Tag tag : List.of(Tag.RED_SEGMENTS, Tag.GREEN_SEGMENTS, Tag.BLUE_SEGMENTS))
			file.words(tag, "OW", 0, 2, 0, 0x1000, 1, 4, 0x5000, 2, 2, 0, 0, 1, 12, 0xFF00);
		final int[] colors = colors(file.bytes(ramp(PIXELS, 1)));
		assertArrayEquals(new int[] { 0, 0x10, 0x20, 0x30, 0x40, 0x50, 0, 0x10, 0x20, 0x30, 0x40, 0x50 }, Arrays.stream(Arrays
			.copyOf(colors, 12)).map(color -> color & 255).toArray());
		assertEquals(0xFFFFFFFF, colors[23]);
		assertTrue(refusal(picture(DicomFile.EXPLICIT, "PALETTE COLOR").bytes(ramp(PIXELS, 1))).contains("(0028,1101)"));
	}

	@Test
	void deepGrayWithoutWindowKeepsTheRangeOfItsBits() throws IOException {
		assertArrayEquals(expected(i -> (int) Math.floor(255 * i * 40 / 1023.0 + .5)), gray(new DicomFile(DicomFile.EXPLICIT)
			.picture(COLUMNS, ROWS, "MONOCHROME2", 16, 10, 1).deep(words(40))));
		final DicomFile signed = new DicomFile(DicomFile.EXPLICIT).picture(COLUMNS, ROWS, "MONOCHROME2", 16, 12, 1).words(
			Tag.REPRESENTATION, "US", 1);
		assertArrayEquals(expected(i -> (int) Math.floor(255 * (170 * i) / 4095.0 + .5)), gray(signed.deep(Arrays.stream(words(
			170)).map(value -> value - 2048 & 0xFFF).toArray())));
	}

	@Test
	void highBitSlopeShapeAndTables() throws IOException {
		final DicomFile shifted = new DicomFile(DicomFile.EXPLICIT).picture(COLUMNS, ROWS, "MONOCHROME2", 16, 8, 1).words(
			Tag.HIGH_BIT, "US", 11);
		assertArrayEquals(expected(i -> 10 * i), gray(shifted.deep(Arrays.stream(words(10)).map(value -> value << 4 | 0xF005)
			.toArray())));
		assertArrayEquals(expected(i -> 2 * 10 * i > 255 ? 255 : 20 * i), gray(picture(DicomFile.EXPLICIT, "MONOCHROME2").text(
			Tag.WINDOW_CENTER, "DS", "128").text(Tag.WINDOW_WIDTH, "DS", "256").text(Tag.INTERCEPT, "DS", "0").text(Tag.SLOPE,
				"DS", "2").bytes(ramp(PIXELS, 10))));
		assertArrayEquals(expected(i -> 255 - 10 * i), gray(picture(DicomFile.EXPLICIT, "MONOCHROME2").text(
			Tag.PRESENTATION_SHAPE, "CS", "INVERSE").bytes(ramp(PIXELS, 10))));
		final int[] table = new int[256];
		Arrays.setAll(table, i -> i / 2);
		final DicomFile file = picture(DicomFile.EXPLICIT, "MONOCHROME2");
		file.sequence(Tag.VOI_TABLES.number, true, file.item().words(Tag.TABLE_DESCRIPTOR, "US", 256, 0, 8).words(Tag.TABLE, "OW",
			table));
		assertArrayEquals(expected(i -> 10 * i / 2), gray(file.bytes(ramp(PIXELS, 10))));
	}

	@Test
	void windowsOfSingleFrames() throws IOException {
		final DicomFile file = new DicomFile(DicomFile.EXPLICIT).picture(COLUMNS, ROWS, "MONOCHROME2", 16, 12, 2);
		final DicomFile[] frames = new DicomFile[2];
		for (int f = 0; f < 2; f++)
			frames[f] = file.item().sequence(Tag.FRAME_VOI.number, f == 0, file.item().text(Tag.WINDOW_CENTER, "DS", "" + (128 + 100 *
				f)).text(Tag.WINDOW_WIDTH, "DS", "256"));
		file.sequence(Tag.FRAME_GROUPS.number, true, frames);
		final int[] pixels = new int[2 * PIXELS];
		Arrays.setAll(pixels, i -> 100 * (i / PIXELS) + 10 * (i % PIXELS));
		assertArrayEquals(expected(i -> 10 * i), gray(file.deep(pixels)));
	}

	@Test
	void singleBits() throws IOException {
		final byte[] bits = { 0b0101, 0, -1, 0b1100, 0, 0 };
		final int[] levels = gray(new DicomFile(DicomFile.EXPLICIT).picture(COLUMNS, ROWS, "MONOCHROME2", 1, 1, 2).bytes(bits));
		assertArrayEquals(expected(i -> i == 2 || i == 3 ? 255 : 0), levels);
	}

	@Test
	void whatIsNotReadIsNamed() throws IOException {
		assertTrue(refusal(picture(DicomFile.EXPLICIT, "HSV").bytes(new byte[PIXELS])).contains(
			"Photometric Interpretation (0028,0004) is HSV"));
		assertTrue(refusal(picture("1.2.840.10008.1.2.4.80", "MONOCHROME2").bytes(new byte[PIXELS])).contains("JPEG-LS"));
		assertTrue(refusal(picture("1.2.840.10008.1.2.4.102", "YBR_PARTIAL_420").bytes(new byte[PIXELS])).contains("MPEG"));
		assertTrue(refusal(new DicomFile(DicomFile.EXPLICIT).picture(COLUMNS, ROWS, "MONOCHROME2", 32, 32, 1).bytes(
			new byte[4 * PIXELS])).contains("Bits Allocated (0028,0100) is 32"));
		assertTrue(refusal(picture(DicomFile.EXPLICIT, "MONOCHROME2")).contains("holds no picture"));
		assertTrue(refusal(picture(DicomFile.EXPLICIT, "MONOCHROME2").text(Tag.WINDOW_CENTER, "DS", "middle").text(
			Tag.WINDOW_WIDTH, "DS", "9").bytes(new byte[PIXELS])).contains("Window Center (0028,1050) is \"middle\""));
		assertTrue(refusal(picture(DicomFile.EXPLICIT, "MONOCHROME2").raw(Tag.FLOAT_PIXELS.number, "OW", new byte[4 * PIXELS]))
			.contains("Float Pixel Data (7FE0,0008)"));
	}

	/** Makers write a width of 0 where there is no window, or numbers as their country does. */
	@Test
	void aWindowThatCannotBeIsNone() throws IOException {
		for (final String[] window : new String[][] { { "128", "0" }, { "64,0", "128,0" }, { "64", "128,5" }, { "10", "0.0" } }) {
			assertArrayEquals(expected(i -> 10 * i), gray(picture(DicomFile.EXPLICIT, "MONOCHROME2").text(Tag.WINDOW_CENTER, "DS",
				window[0]).text(Tag.WINDOW_WIDTH, "DS", window[1]).bytes(ramp(PIXELS, 10))));
			assertArrayEquals(expected(i -> (int) Math.floor(255 * i * 40 / 1023.0 + .5)), gray(new DicomFile(DicomFile.EXPLICIT)
				.picture(COLUMNS, ROWS, "MONOCHROME2", 16, 10, 1).text(Tag.WINDOW_CENTER, "DS", window[0]).text(Tag.WINDOW_WIDTH,
					"DS", window[1]).deep(words(40))));
		}
	}

	@Test
	void floatingPointAndCutHeadersAreNamed() throws IOException {
		final String floats = refusal(new DicomFile(DicomFile.EXPLICIT).picture(COLUMNS, ROWS, "MONOCHROME2", 32, 32, 1).raw(
			Tag.FLOAT_PIXELS.number, "OF", new byte[4 * PIXELS]));
		assertTrue(floats.contains("floating point") && floats.contains("(7FE0,0008)"), floats);
		final byte[] whole = picture(DicomFile.EXPLICIT, "MONOCHROME2").bytes(new byte[PIXELS]).file();
		for (int length = whole.length - PIXELS - 1; length > whole.length - PIXELS - 40; length--) {
			final Path cut = Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(whole, length));
			final String message = assertThrows(SonoflowException.File.class, () -> DicomImage.open(cut)).getMessage();
			assertTrue(message.contains("copy") && !message.contains("Leave it out"), length + ": " + message);
		}
	}

	@Test
	void tooFewAndTooManyPixels() throws IOException {
		assertTrue(refusal(picture(DicomFile.EXPLICIT, "RGB").bytes(new byte[3 * PIXELS - 2])).contains("70 bytes long"));
		assertTrue(refusal(picture(DicomFile.EXPLICIT, "MONOCHROME2").bytes(new byte[3 * PIXELS])).contains("72 bytes long"));
		// What fills up is no frame.
		assertEquals(PIXELS, gray(picture(DicomFile.EXPLICIT, "MONOCHROME2").bytes(new byte[PIXELS + 2])).length);
		for (final String syntax : List.of(DicomFile.EXPLICIT, DicomFile.DEFLATED)) {
			final byte[] file = picture(syntax, "RGB").bytes(ramp(3 * PIXELS, 77)).file();
			final Path cut = Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(file, file.length - 9));
			assertTrue(assertThrows(SonoflowException.File.class, () -> DicomImage.open(cut)).getMessage().contains(
				"damaged or was written wrongly"), syntax);
		}
	}

	@Test
	void aFileThatIsGoneIsNotCalledDamaged() {
		final Path gone = folder.resolve("gone.dcm");
		final String message = assertThrows(SonoflowException.File.class, () -> DicomImage.open(gone)).getMessage();
		assertTrue(message.contains(gone.toString()) && message.contains("permissions") && !message.contains("damaged"), message);
	}

	@Test
	void theHeaderTellsOfRegionsAndMakerAndOfNobody() throws IOException {
		for (final String syntax : List.of(DicomFile.IMPLICIT, DicomFile.EXPLICIT, DicomFile.BIG))
			for (final boolean open : new boolean[] { true, false }) {
				final DicomFile file = new DicomFile(syntax).text(Tag.MANUFACTURER, "LO", "Maker").raw(0x0008_0080, "LO", "Hospital"
					.getBytes()).text(Tag.MODEL, "LO", "Model 7").raw(0x0010_0010, "PN", "Doe^Jane".getBytes());
				final DicomFile region = file.item();
				region.words(Tag.STORED, "US", 5).raw(0x0018_6012, "US", syntax.equals(DicomFile.BIG) ? new byte[] { 0, 1 }
					: new byte[] { 1, 0 }).raw(0x0018_6018, "UL", syntax.equals(DicomFile.BIG) ? new byte[] { 0, 0, 0, 84 }
						: new byte[] { 84, 0, 0, 0 });
				file.sequence(Tag.REGIONS.number, open, region).picture(COLUMNS, ROWS, "MONOCHROME2", 8, 8, 1);
				try (DicomImage image = DicomImage.open(file.bytes(ramp(PIXELS, 10)).write(folder))) {
					assertEquals(List.of("0008,0070  Manufacturer: Maker", "0008,1090  Model: Model 7", "0018,6012  ---: 1",
						"0018,6018  ---: 84"), image.header().lines().toList());
					assertArrayEquals(ramp(PIXELS, 10), Images.pixels(image.gray(0)));
				}
			}
	}

	@Test
	void thePixelsOfAnIconAreNotTheImages() throws IOException {
		final DicomFile file = picture(DicomFile.EXPLICIT, "MONOCHROME2");
		final DicomFile coded = file.item().picture(2, 2, "MONOCHROME2", 8, 8, 1).fragments(new int[0], new byte[8]);
		final DicomFile plain = file.item().picture(2, 2, "MONOCHROME2", 8, 8, 1).bytes(new byte[4]);
		for (final boolean open : new boolean[] { true, false }) {
			final DicomFile whole = picture(DicomFile.EXPLICIT, "MONOCHROME2").sequence(0x0088_0200, open, coded).sequence(
				0x0088_0200, open, plain).bytes(ramp(PIXELS, 10));
			assertArrayEquals(expected(i -> 10 * i), gray(whole));
		}
	}

	@Test
	void eachFrameHasItsOwnTable() throws IOException {
		final DicomFile file = new DicomFile(DicomFile.EXPLICIT).picture(COLUMNS, ROWS, "MONOCHROME2", 8, 8, 2);
		final DicomFile[] frames = new DicomFile[2];
		for (int f = 0; f < 2; f++) {
			final int[] table = new int[256];
			final boolean turned = f == 1;
			Arrays.setAll(table, i -> turned ? 255 - i : i);
			final DicomFile item = file.item().words(Tag.TABLE_DESCRIPTOR, "US", 256, 0, 8).words(Tag.TABLE, "US", table);
			frames[f] = file.item().sequence(Tag.FRAME_VOI.number, false, file.item().sequence(Tag.VOI_TABLES.number, false, item));
		}
		file.sequence(Tag.FRAME_GROUPS.number, false, frames).bytes(ramp(2 * PIXELS, 1));
		try (DicomImage image = DicomImage.open(file.write(folder))) {
			assertEquals(5, Images.pixels(image.gray(0))[5]);
			assertEquals(255 - PIXELS - 5, Images.pixels(image.gray(1))[5] & 255);
			assertEquals(5, Images.pixels(image.gray(0))[5]);
		}
	}

	@Test
	void aDeflatedHeaderDoesNotFillTheMemory() throws IOException {
		final DicomFile file = new DicomFile(DicomFile.DEFLATED);
		for (int i = 0; i < 10; i++)
			file.raw(Tag.RED_TABLE.number, "OW", new byte[15 << 20]);
		assertTrue(refusal(file.picture(COLUMNS, ROWS, "MONOCHROME2", 8, 8, 1).bytes(ramp(PIXELS, 1))).contains(
			"its header has over"));
	}

	/** The bound is Java's memory, for all that a frame takes. */
	@Test
	void aPictureBeyondTheMemory() throws IOException {
		final long most = Runtime.getRuntime().maxMemory() / 30;
		final int columns = 60000;
		final int rows = (int) Math.min(65535, most / columns + 2);
		final DicomFile file = new DicomFile(DicomFile.EXPLICIT).picture(columns, rows, "RGB", 16, 16, 1).bytes(new byte[2]);
		assertTrue(refusal(file).contains((long) columns * rows > most ? "Java's memory" : "bytes long"));
	}
}
