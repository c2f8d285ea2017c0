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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compressed pixels: every coding gives back the numbers that went in, with the meaning that the header gives them. */
class DicomCodedTest {

	private static final int COLUMNS = 24, ROWS = 18, PIXELS = COLUMNS * ROWS;

	@TempDir
	private Path folder;

	/** Numbers that use every bit, and jump. */
	private static int[] noise(final int count, final int bits, final int seed) {
		final Random random = new Random(seed);
		final int[] samples = new int[count];
		for (int i = 0; i < count; i++)
			samples[i] = i % 7 == 0 ? (1 << bits) - 1 : i % 5 == 0 ? 0 : random.nextInt(1 << bits);
		return samples;
	}

	/** Numbers that change slowly, so that lossy files can hold them; 0..200. */
	private static int[] slope(final int components, final int offset) {
		final int[] samples = new int[PIXELS * components];
		for (int i = 0; i < samples.length; i++)
			samples[i] = offset + 3 * (i / components % COLUMNS) + 2 * (i / components / COLUMNS) + 30 * (i % components);
		return samples;
	}

	private static DicomFile picture(final String syntax, final String photometric, final int bits, final int frames) {
		return new DicomFile(syntax).picture(COLUMNS, ROWS, photometric, bits > 8 ? 16 : 8, bits, frames);
	}

	private int[] colors(final DicomFile file, final int frame) throws IOException {
		try (DicomImage image = DicomImage.open(file.write(folder))) {
			return image.color(frame).update(null).getCurrentStorageArray();
		}
	}

	private static int[] packed(final int[] samples) {
		final int[] colors = new int[samples.length / 3];
		for (int i = 0; i < colors.length; i++)
			colors[i] = 0xFF000000 | samples[3 * i] << 16 | samples[3 * i + 1] << 8 | samples[3 * i + 2];
		return colors;
	}

	private static int[] grays(final int[] samples, final int bits) {
		final double most = (1 << bits) - 1;
		return Arrays.stream(samples).map(value -> 0xFF000000 | 0x010101 * (int) Math.floor(255 * value / most + .5)).toArray();
	}

	private static void assertNear(final int[] expected, final int[] actual, final int loss) {
		for (int i = 0; i < expected.length; i++)
			for (int shift = 0; shift <= 16; shift += 8)
				assertEquals(expected[i] >> shift & 255, actual[i] >> shift & 255, loss, "at " + i);
	}

	private String refusal(final DicomFile file) throws IOException {
		final Path path = file.write(folder);
		return assertThrows(SonoflowException.File.class, () -> {
			try (DicomImage image = DicomImage.open(path)) {
				image.color(image.frames() - 1);
			}
		}).getMessage();
	}

	@Test
	void losslessJpegWithEveryPredictorDepthAndRestart() throws IOException {
		for (final int bits : new int[] { 8, 12, 16 })
			for (int predictor = 1; predictor <= 7; predictor++)
				for (final int restart : new int[] { 0, 1, 5 }) {
					final int[] samples = noise(PIXELS, bits, predictor);
					assertArrayEquals(grays(samples, bits), colors(picture(DicomFile.LOSSLESS, "MONOCHROME2", bits, 1).fragments(
						new int[0], Encoders.lossless(samples, COLUMNS, 1, bits, predictor, restart)), 0), bits + " bits, predictor " +
							predictor + ", restart " + restart);
				}
		final int[] samples = noise(3 * PIXELS, 8, 9);
		assertArrayEquals(packed(samples), colors(picture(DicomFile.LOSSLESS, "RGB", 8, 1).fragments(new int[0], Encoders.lossless(
			samples, COLUMNS, 3, 8, 4, 0)), 0));
	}

	@Test
	void losslessJpegThatIsCut() throws IOException {
		final byte[] whole = Encoders.lossless(noise(PIXELS, 8, 1), COLUMNS, 1, 8, 1, 0);
		assertTrue(refusal(picture(DicomFile.LOSSLESS, "MONOCHROME2", 8, 1).fragments(new int[0], Arrays.copyOf(whole, whole.length *
			3 / 4))).contains("lossless JPEG"));
	}

	@Test
	void runLengthsOfOneTwoThreeAndSixSegments() throws IOException {
		for (final int components : new int[] { 1, 3 })
			for (final int bits : new int[] { 8, 16 }) {
				final int[] samples = noise(PIXELS * components, bits, bits);
				final byte[][] planes = new byte[components * bits / 8][PIXELS];
				for (int i = 0; i < samples.length; i++)
					for (int b = 0; b < bits / 8; b++)
						planes[i % components * (bits / 8) + b][i / components] = (byte) (samples[i] >> bits - 8 - 8 * b);
				final int[] levels = Arrays.stream(grays(samples, bits)).map(color -> color & 255).toArray();
				assertArrayEquals(components == 1 ? grays(samples, bits) : packed(levels), colors(picture(DicomFile.RLE, components == 1
					? "MONOCHROME2" : "RGB", bits, 1).fragments(new int[0], Encoders.runLengths(planes)), 0));
			}
		final byte[] whole = Encoders.runLengths(new byte[PIXELS]);
		assertTrue(refusal(picture(DicomFile.RLE, "MONOCHROME2", 8, 1).fragments(new int[0], Arrays.copyOf(whole, whole.length -
			4))).contains("ends before the last pixel"));
		assertTrue(refusal(picture(DicomFile.RLE, "RGB", 8, 1).fragments(new int[0], whole)).contains(
			"make 1 segments where 3 are needed"));
	}

	@Test
	void jpeg2000OfEightAndSixteenBits() throws IOException {
		for (final int bits : new int[] { 8, 12, 16 }) {
			final int[] samples = noise(PIXELS, bits, bits);
			assertArrayEquals(grays(samples, bits), colors(picture(DicomFile.JPEG_2000, "MONOCHROME2", bits, 1).fragments(new int[0],
				Encoders.jpeg2000(samples, COLUMNS, 1, bits)), 0));
		}
		final int[] samples = noise(3 * PIXELS, 8, 3);
		final byte[] codes = Encoders.jpeg2000(samples, COLUMNS, 3, 8);
		// The decoder undoes the transform, so that one name is as good as the other.
		for (final String photometric : new String[] { "YBR_RCT", "RGB" })
			assertArrayEquals(packed(samples), colors(picture(DicomFile.JPEG_2000, photometric, 8, 1).fragments(new int[0], codes),
				0));
		final byte[] half = Arrays.copyOf(codes, codes.length / 2);
		assertTrue(refusal(picture(DicomFile.JPEG_2000, "RGB", 8, 1).fragments(new int[0], half)).contains("breaks off"));
	}

	/** Red, blue and green areas on black, 16 x 16, by OpenJPEG: numbers that fill all the bits that the stream declares. */
	@Test
	void jpeg2000OfSaturatedColorsIsExact() throws IOException {
		final byte[] codes = Base64.getDecoder().decode(
			"/0//UQAvAAAAAAAQAAAAEAAAAAAAAAAAAAAAEAAAABAAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEBAQQEAAH/XAAHQEBISFD/" +
			"ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAEsAAH/k9+BoAYsLgHh5OldFTruCO7FjEdCpU/Z" +
			"FUGFuhcbaBk3YFUpEihdGz/bmks6wTJ2IFDLp1Xw/3/fgNgTiyM8di4+LBZ4hEU+euWGIFJDxvwwSSEq7gz/GbguUknUoj86e2cT" +
			"hiXsxwWHDo/jRjQJv/GEUP8jZv6RitTRI9DpezV3fakeCg1d2TIJvBIisTnfw+oRh9QjB9QQLkwrJvIszF3wyi7rQXscL38qfzC6" +
			"cewUcgenluevXtjE31Q4QuZNCElPz8AyfgFw+0FAV3C+HSFtdtGtxxC/XmbI5BrOX1T3Ix8Wp6NyB8/ATn4CcPtCAC5MK05paKwJ" +
			"H1AUS+v5M9DxnB8qfzDddpW1JiQQ+qVM0giBSmfPFqTzZ1+quj//2Q==");
		final int[] samples = new int[3 * 16 * 16];
		for (int y = 0; y < 16; y++)
			for (int x = 0; x < 16; x++) {
				final int at = 3 * (16 * y + x);
				if (x >= 4 && x < 12 && y >= 4 && y < 12) samples[at] = 255;
				if (x >= 12 && y >= 12) samples[at + 1] = 255;
				if (x < 3 && y < 3) samples[at + 2] = 255;
			}
		assertArrayEquals(packed(samples), colors(new DicomFile(DicomFile.JPEG_2000).picture(16, 16, "YBR_RCT", 8, 8, 1)
			.fragments(new int[0], codes), 0));
	}

	/** In Fiji, jai-imageio-jpeg2000 has other classes under the names of the decoder's own. */
	@Test
	void otherClassesOfTheDecodersNamesDoNoHarm() throws Exception {
		final Path path = picture(DicomFile.JPEG_2000, "MONOCHROME2", 8, 1).fragments(new int[0], Encoders.jpeg2000(slope(1, 0),
			COLUMNS, 1, 8)).write(folder);
		final String other = "jj2000.j2k.fileformat.reader.FileFormatReader";
		final Path file = folder.resolve(other.replace('.', '/') + ".class");
		Files.createDirectories(file.getParent());
		Files.write(file, new byte[8]);
		final List<URL> places = new ArrayList<>(List.of(folder.toUri().toURL()));
		for (final String each : System.getProperty("java.class.path").split(File.pathSeparator))
			places.add(Path.of(each).toUri().toURL());
		try (URLClassLoader fiji = new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
			assertThrows(ClassFormatError.class, () -> Class.forName(other, true, fiji));
			final Class<?> type = fiji.loadClass(DicomImage.class.getName());
			final AutoCloseable image = (AutoCloseable) type.getMethod("open", Path.class).invoke(null, path);
			final Object frame = type.getMethod("frame", int.class).invoke(image, 0);
			assertArrayEquals(bytes(slope(1, 0)), (byte[]) frame.getClass().getMethod("values").invoke(frame));
			image.close();
		}
	}

	@Test
	void jpegSaysOrTheHeaderSaysWhatItsComponentsMean() throws IOException {
		final int[] samples = slope(3, 20);
		final byte[] bare = Encoders.jpeg(samples, COLUMNS, 3);
		final byte[] jfif = Encoders.marked(bare, 0xE0, 'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0);
		final int[] adobe = { 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0 };
		final byte[] saysRgb = Encoders.marked(bare, 0xEE, adobe);
		adobe[11] = 1;
		final byte[] saysYbr = Encoders.marked(bare, 0xEE, adobe);
		final int[] rgb = packed(samples);
		final int[] ybr = Colors.packed(new StoredFrame(bytes(samples), 1, 8, StoredFrame.Space.YBR_FULL), Picture.of(parsed(
			"YBR_FULL")));
		for (final byte[] stream : new byte[][] { bare, jfif }) {
			assertNear(rgb, colors(picture(DicomFile.JPEG, "RGB", 8, 1).fragments(new int[0], stream), 0), 5);
			assertNear(ybr, colors(picture(DicomFile.JPEG, "YBR_FULL", 8, 1).fragments(new int[0], stream), 0), 8);
			assertNear(ybr, colors(picture(DicomFile.JPEG, "YBR_FULL_422", 8, 1).fragments(new int[0], stream), 0), 8);
		}
		for (final String photometric : new String[] { "RGB", "YBR_FULL_422" }) {
			assertNear(rgb, colors(picture(DicomFile.JPEG, photometric, 8, 1).fragments(new int[0], saysRgb), 0), 5);
			assertNear(ybr, colors(picture(DicomFile.JPEG, photometric, 8, 1).fragments(new int[0], saysYbr), 0), 8);
		}
	}

	private static DataSet parsed(final String photometric) {
		final DataSet set = new DataSet();
		set.put(Tag.PHOTOMETRIC, "CS", photometric.getBytes());
		for (final Object[] each : new Object[][] { { Tag.COLUMNS, COLUMNS }, { Tag.ROWS, ROWS }, { Tag.SAMPLES, 3 },
			{ Tag.ALLOCATED, 8 } })
			set.put((Tag) each[0], "US", new byte[] { (byte) (int) each[1], 0 });
		return set;
	}

	private static byte[] bytes(final int[] samples) {
		final byte[] bytes = new byte[samples.length];
		for (int i = 0; i < bytes.length; i++)
			bytes[i] = (byte) samples[i];
		return bytes;
	}

	@Test
	void monochrome1IsTurnedInEveryCoding() throws IOException {
		final int[] samples = slope(1, 20);
		final int[] right = Arrays.stream(samples).map(value -> 0xFF000000 | 0x010101 * (255 - value)).toArray();
		assertNear(right, colors(picture(DicomFile.JPEG, "MONOCHROME1", 8, 1).fragments(new int[0], Encoders.jpeg(samples, COLUMNS,
			1)), 0), 3);
		assertArrayEquals(right, colors(picture(DicomFile.LOSSLESS, "MONOCHROME1", 8, 1).fragments(new int[0], Encoders.lossless(
			samples, COLUMNS, 1, 8, 1, 0)), 0));
		assertArrayEquals(right, colors(picture(DicomFile.RLE, "MONOCHROME1", 8, 1).fragments(new int[0], Encoders.runLengths(bytes(
			samples))), 0));
		assertArrayEquals(right, colors(picture(DicomFile.JPEG_2000, "MONOCHROME1", 8, 1).fragments(new int[0], Encoders.jpeg2000(
			samples, COLUMNS, 1, 8)), 0));
	}

	@Test
	void jpegThatIsCutOrEndsWithoutItsMark() throws IOException {
		final byte[] whole = Encoders.jpeg(noise(PIXELS, 8, 1), COLUMNS, 1);
		final String message = refusal(picture(DicomFile.JPEG, "MONOCHROME2", 8, 1).fragments(new int[0], Arrays.copyOf(whole,
			whole.length / 2 + 200)));
		assertTrue(message.contains("breaks off"), message);
		// All pixels are there: it is not called broken.
		assertArrayEquals(colors(picture(DicomFile.JPEG, "MONOCHROME2", 8, 1).fragments(new int[0], whole), 0), colors(picture(
			DicomFile.JPEG, "MONOCHROME2", 8, 1).fragments(new int[0], Arrays.copyOf(whole, whole.length - 2)), 0));
	}

	@Test
	void sizesThatContradictEachOther() throws IOException {
		final byte[] jpeg = Encoders.jpeg(slope(1, 0), COLUMNS, 1);
		assertTrue(refusal(new DicomFile(DicomFile.JPEG).picture(COLUMNS + 1, ROWS, "MONOCHROME2", 8, 8, 1).fragments(new int[0],
			jpeg)).contains("24 x 18 pixels, its header says 25 x 18"));
		assertTrue(refusal(picture(DicomFile.JPEG, "RGB", 8, 1).fragments(new int[0], jpeg)).contains(
			"Samples per Pixel (0028,0002) is 3, but its JPEG frames have 1"));
		assertTrue(refusal(picture(DicomFile.EXPLICIT, "MONOCHROME2", 8, 1).fragments(new int[0], jpeg)).contains(
			"not compressed"));
		assertTrue(refusal(picture(DicomFile.JPEG, "MONOCHROME2", 8, 1).bytes(jpeg)).contains("not in fragments"));
	}

	/** Three frames of a clip in each way that fragments are told apart. */
	@Test
	void framesByFragmentTableAndMarks() throws IOException {
		for (final String syntax : new String[] { DicomFile.JPEG, DicomFile.JPEG_2000, DicomFile.LOSSLESS, DicomFile.RLE }) {
			final byte[][] frames = new byte[3][];
			for (int f = 0; f < 3; f++)
				frames[f] = even(encoded(syntax, slope(1, 40 * f)));
			final byte[][] halves = new byte[6][];
			final int[] offsets = new int[3];
			for (int f = 0, at = 0; f < 3; f++) {
				final int half = frames[f].length / 4 * 2;
				halves[2 * f] = Arrays.copyOf(frames[f], half);
				halves[2 * f + 1] = Arrays.copyOfRange(frames[f], half, frames[f].length);
				offsets[f] = at;
				at += frames[f].length + 16;
			}
			assertClip(picture(syntax, "MONOCHROME2", 8, 3).fragments(new int[0], frames));
			assertClip(picture(syntax, "MONOCHROME2", 8, 3).fragments(offsets, halves));
			final ByteBuffer table = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
			for (final int offset : offsets)
				table.putLong(offset);
			assertClip(picture(syntax, "MONOCHROME2", 8, 3).raw(Tag.OFFSETS.number, "OV", table.array()).fragments(new int[0],
				halves));
			if (syntax.equals(DicomFile.RLE)) continue;
			assertClip(picture(syntax, "MONOCHROME2", 8, 3).fragments(new int[0], halves));
			// A table of zeros, as some writers leave it.
			assertClip(picture(syntax, "MONOCHROME2", 8, 3).fragments(new int[3], halves));
			assertTrue(refusal(picture(syntax, "MONOCHROME2", 8, 1).fragments(new int[0], halves)).contains(
				"Number of Frames (0028,0008) is 1, but there are pixels of 3 frames"));
			assertTrue(refusal(picture(syntax, "MONOCHROME2", 8, 7).fragments(new int[0], halves)).contains(
				"Number of Frames (0028,0008) is 7, but there are pixels of 6 at most"));
		}
	}

	private static byte[] even(final byte[] bytes) {
		return Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
	}

	private static byte[] encoded(final String syntax, final int[] samples) throws IOException {
		return switch (syntax) {
			case DicomFile.JPEG -> Encoders.jpeg(samples, COLUMNS, 1);
			case DicomFile.JPEG_2000 -> Encoders.jpeg2000(samples, COLUMNS, 1, 8);
			case DicomFile.LOSSLESS -> Encoders.lossless(samples, COLUMNS, 1, 8, 7, 0);
			default -> Encoders.runLengths(bytes(samples));
		};
	}

	private void assertClip(final DicomFile file) throws IOException {
		try (DicomImage clip = DicomImage.open(file.write(folder))) {
			assertEquals(3, clip.frames());
			for (final int f : new int[] { 2, 0, 1 })
				assertNear(grays(slope(1, 40 * f), 8), clip.color(f).update(null).getCurrentStorageArray(), 3);
		}
	}

	@Test
	void aFragmentBeyondTheEndOfTheFile() throws IOException {
		final byte[] file = picture(DicomFile.JPEG, "MONOCHROME2", 8, 1).fragments(new int[0], Encoders.jpeg(slope(1, 0), COLUMNS,
			1)).file();
		final Path cut = Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(file, file.length - 40));
		assertTrue(assertThrows(SonoflowException.File.class, () -> DicomImage.open(cut)).getMessage().contains(
			"fragment 1 of its pixels should have"));
	}

	/** Random cuts and changes of bytes: a picture, or a message that names the file; never another end. */
	@Test
	void damagedFilesGiveAPictureOrAReason() throws IOException {
		final Random random = new Random(20);
		int pictures = 0;
		int refusals = 0;
		for (final String syntax : new String[] { DicomFile.JPEG, DicomFile.JPEG_2000, DicomFile.LOSSLESS, DicomFile.RLE }) {
			final byte[] coded = encoded(syntax, slope(1, 5));
			final DicomFile file = new DicomFile(syntax).text(Tag.MANUFACTURER, "LO", "Maker");
			file.sequence(Tag.REGIONS.number, true, file.item().words(Tag.STORED, "US", 5));
			final byte[] whole = file.picture(COLUMNS, ROWS, "MONOCHROME2", 8, 8, 2).text(Tag.WINDOW_CENTER, "DS", "100").text(
				Tag.WINDOW_WIDTH, "DS", "200").fragments(new int[] { 0, coded.length + coded.length % 2 + 8 }, coded, coded).file();
			for (int i = 0; i < 120; i++) {
				final byte[] bytes = i % 3 == 0 ? Arrays.copyOf(whole, 133 + random.nextInt(whole.length - 133)) : whole.clone();
				for (int change = i % 3; change > 0; change--)
					bytes[132 + random.nextInt(bytes.length - 132)] = (byte) (random.nextBoolean() ? 255 : random.nextInt());
				final Path path = Files.write(folder.resolve("damaged.dcm"), bytes);
				try (DicomImage image = DicomImage.open(path)) {
					for (int f = 0; f < Math.min(2, image.frames()); f++)
						assertEquals(image.width() * image.height(), Images.pixels(image.gray(f)).length);
					pictures++;
				}
				catch (final SonoflowException.File e) {
					assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
					refusals++;
				}
			}
		}
		assertTrue(pictures > 50 && refusals > 150, pictures + " pictures, " + refusals + " refusals");
	}

	/** A last tile-part may leave its length open: only the end mark then tells that it is all there. */
	@Test
	void jpeg2000OfAnOpenLengthNeedsItsEnd() throws IOException {
		final int[] samples = noise(PIXELS, 8, 4);
		final byte[] codes = Encoders.jpeg2000(samples, COLUMNS, 1, 8);
		final int part = part(codes);
		final byte[] bare = Arrays.copyOf(codes, codes.length - 2);
		assertArrayEquals(grays(samples, 8), colors(j2k(bare), 0));
		final byte[] more = codes.clone();
		more[part + 11] = 2;
		assertArrayEquals(grays(samples, 8), colors(j2k(more), 0));
		// The second part is missing.
		assertTrue(refusal(j2k(Arrays.copyOf(more, more.length - 2))).contains("breaks off"));
		Arrays.fill(codes, part + 6, part + 10, (byte) 0);
		assertArrayEquals(grays(samples, 8), colors(j2k(codes), 0));
		assertArrayEquals(grays(samples, 8), colors(j2k(Arrays.copyOf(codes, codes.length + 6)), 0));
		for (final int cut : new int[] { 2, 3, 60, codes.length / 2 }) {
			assertTrue(refusal(j2k(Arrays.copyOf(codes, codes.length - cut))).contains("breaks off"), "cut by " + cut);
			final byte[] filled = Arrays.copyOf(codes, codes.length);
			Arrays.fill(filled, codes.length - cut, codes.length, (byte) 0);
			assertTrue(refusal(j2k(filled)).contains("breaks off"), "zeros from " + cut);
		}
	}

	private static DicomFile j2k(final byte[] codes) {
		return picture(DicomFile.JPEG_2000, "MONOCHROME2", 8, 1).fragments(new int[0], codes);
	}

	private static int part(final byte[] codes) {
		for (int i = 0;; i++)
			if (codes[i] == -1 && (codes[i + 1] & 255) == 0x90) return i;
	}

	/** Frames of an odd length end with a byte that is none of theirs. */
	@Test
	void uncompressedFragmentsAreFilledUp() throws IOException {
		final byte[][] frames = { new byte[9], new byte[9] };
		Arrays.fill(frames[1], (byte) 70);
		try (DicomImage image = DicomImage.open(new DicomFile("1.2.840.10008.1.2.1.98").picture(3, 3, "MONOCHROME2", 8, 8, 2)
			.fragments(new int[0], frames).write(folder))) {
			for (int f = 0; f < 2; f++)
				assertArrayEquals(frames[f], image.gray(f).update(null).getCurrentStorageArray());
		}
		assertTrue(refusal(new DicomFile("1.2.840.10008.1.2.1.98").picture(3, 3, "MONOCHROME2", 8, 8, 1).fragments(new int[0],
			new byte[12])).contains("12 bytes in a frame where 9 are needed"));
	}

	/** Numbers of a header alone take no memory. */
	@Test
	void fewBytesThatSayManyPixels() throws IOException {
		final byte[] lossless = Encoders.lossless(noise(PIXELS, 8, 1), COLUMNS, 1, 8, 1, 0);
		final byte[] size = { 20, 0, 20, 0 };
		System.arraycopy(size, 0, lossless, 7, 4);
		assertTrue(refusal(new DicomFile(DicomFile.LOSSLESS).picture(5120, 5120, "MONOCHROME2", 8, 8, 1).fragments(new int[0],
			lossless)).contains("too short for its pixels"));
		final byte[] waves = Encoders.jpeg2000(slope(1, 0), COLUMNS, 1, 8);
		// The picture's and its tile's size.
		for (final int at : new int[] { 8, 12, 24, 28 })
			System.arraycopy(new byte[] { 0, 0, 125, 0 }, 0, waves, at, 4);
		assertTrue(refusal(new DicomFile(DicomFile.JPEG_2000).picture(32000, 32000, "MONOCHROME2", 8, 8, 1).fragments(new int[0],
			waves)).matches("(?s).*(too short for its pixels|Java's memory).*"));
	}

	/** A fragment of two gigabytes: a message that names the file, not the end of all. */
	@Test
	void aFrameBeyondTheMemoryEndsNothingElse() throws IOException {
		final DicomFile file = picture(DicomFile.RLE, "MONOCHROME2", 8, 1);
		final byte[] head = file.begin(Tag.PIXEL_DATA.number, "OB", -1).file();
		final Path path = folder.resolve("large.dcm");
		final int length = Integer.MAX_VALUE - 65;
		try (RandomAccessFile large = new RandomAccessFile(path.toFile(), "rw")) {
			large.write(head);
			final ByteBuffer items = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
			large.write(items.putInt(0xE000FFFE).putInt(0).putInt(0xE000FFFE).putInt(length).array());
			large.setLength(head.length + 16L + length);
		}
		try (DicomImage image = DicomImage.open(path)) {
			assertTrue(assertThrows(SonoflowException.File.class, () -> image.frame(0)).getMessage().contains(path.toString()));
		}
	}

	/** Classes that come from no jar, as other hosts load them. */
	@Test
	void aDecoderFromNoJarIsMissing() throws Exception {
		final Path path = j2k(Encoders.jpeg2000(slope(1, 0), COLUMNS, 1, 8)).write(folder);
		final ClassLoader own = getClass().getClassLoader();
		final ClassLoader host = new ClassLoader(own) {

			@Override
			protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
				if (!name.startsWith("io.sonoflow.read.") && !name.startsWith(
					"com.sun.media.imageioimpl.plugins.jpeg2000.J2KImageReaderSpi")) return super.loadClass(name, resolve);
				final Class<?> found = findLoadedClass(name);
				if (found != null) return found;
				try (InputStream in = own.getResourceAsStream(name.replace('.', '/') + ".class")) {
					final byte[] bytes = in.readAllBytes();
					return defineClass(name, bytes, 0, bytes.length);
				}
				catch (final IOException e) {
					throw new ClassNotFoundException(name, e);
				}
			}
		};
		final Class<?> type = host.loadClass(DicomImage.class.getName());
		try (AutoCloseable image = (AutoCloseable) type.getMethod("open", Path.class).invoke(null, path)) {
			final Throwable cause = assertThrows(InvocationTargetException.class, () -> type.getMethod("frame", int.class).invoke(
				image, 0)).getCause();
			assertTrue(cause.getMessage().contains("the library ome-jai is missing"), cause.getMessage());
		}
	}
}
