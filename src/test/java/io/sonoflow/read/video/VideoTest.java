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
package io.sonoflow.read.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.read.FormatTest;
import io.sonoflow.read.SampleFiles;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

/** A real clip, as it is and with every trap and damage that was met; and clips of our own. */
class VideoTest extends FormatTest {

	private static final Path CLIP = Path.of("..", "shared", "data", "lung_blues", "clips", "patient_10_L1.mp4");

	private static final int FRAMES = 100, SIDE = 350;

	/** Time units a frame of the clip. */
	private static final int STEP = 512;

	private static byte[] clip() throws IOException {
		assumeTrue(Files.isRegularFile(CLIP), "There is no " + CLIP);
		return Files.readAllBytes(CLIP);
	}

	private Path file(final byte[] bytes) throws IOException {
		return Files.write(Files.createTempFile(folder, "clip", ".mp4"), bytes);
	}

	private FrameReader open(final byte[] bytes) throws IOException {
		return new VideoFormat().open(file(bytes));
	}

	private static byte[] gray(final FrameReader reader, final int frame) {
		return Images.pixels(reader.gray(frame));
	}

	private static List<byte[]> all(final FrameReader reader) {
		final List<byte[]> frames = new ArrayList<>();
		for (int i = 0; i < reader.frames(); i++)
			frames.add(gray(reader, i));
		return frames;
	}

	private static List<byte[]> truth() throws IOException {
		clip();
		try (FrameReader reader = ImageFiles.open(CLIP)) {
			return all(reader);
		}
	}

	/** What ffmpeg -vsync passthrough -f rawvideo writes, with -pix_fmt gray or rgb24. */
	private static String sum(final FrameReader reader, final boolean color) throws Exception {
		final MessageDigest digest = MessageDigest.getInstance("SHA-256");
		for (int i = 0; i < reader.frames(); i++)
			if (color) for (final int pixel : reader.color(i).update(null).getCurrentStorageArray())
				digest.update(new byte[] { (byte) (pixel >> 16), (byte) (pixel >> 8), (byte) pixel });
			else digest.update(gray(reader, i));
		return HexFormat.of().formatHex(digest.digest());
	}

	@Test
	void aClipIsToTheBitWhatFfmpegMakesOfIt() throws Exception {
		clip();
		try (FrameReader reader = ImageFiles.open(CLIP)) {
			assertEquals(List.of(FRAMES, SIDE, SIDE), List.of(reader.frames(), reader.width(), reader.height()));
			assertEquals(Optional.of(new FrameRate(25, 1)), reader.rate());
			assertEquals(0, reader.seconds(0));
			assertEquals(3.96, reader.seconds(FRAMES - 1), 1e-9);
			assertEquals(List.of(), reader.flaws());
			assertTrue(reader.size().isPixels());
			assertEquals("1d5af912c6f9f9813e6b3fc7f1fe8df12a71c7ba744d3f9aacd07debee6329ab", sum(reader, false));
			assertEquals("a48ff9416954f1902dc74c7408ec43b82910a50b8199583c0fec0d4965e96477", sum(reader, true));
		}
		// Its levels are said to be 0..255.
		try (FrameReader full = open(colors(1, true))) {
			assertEquals("41c708266ff18a48c6f51b01a62d0b73be58bd3707f02129eba42eb8a25debc3", sum(full, false));
			assertEquals("fa4b00d05f8f34a53b1f4a6d137d6a8478ca1218b9e1a491cf8e2b2d9fb612c6", sum(full, true));
		}
	}

	private static byte[] colors(final int matrix, final boolean full) throws IOException {
		final Mp4 mp4 = new Mp4(clip());
		return mp4.insert(mp4.at("pasp") + 16, SampleFiles.bytes(0, 0, 0, 19, "colrnclx", 0, matrix, 0, matrix, 0, matrix, full ? 128
			: 0), List.of("moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1")).bytes();
	}

	@Test
	void framesAreThoseOfTheirNumberInAnyOrder() throws IOException {
		final List<byte[]> truth = truth();
		try (FrameReader reader = ImageFiles.open(CLIP)) {
			for (final int frame : new int[] { 99, 0, 50, 50, 49, 51, 99, 98 })
				assertArrayEquals(truth.get(frame), gray(reader, frame), "frame " + frame);
			assertThrows(IndexOutOfBoundsException.class, () -> reader.gray(FRAMES));
			assertThrows(IndexOutOfBoundsException.class, () -> reader.gray(-1));
			assertArrayEquals(truth.get(7), gray(reader, 7));
		}
	}

	/** The file still says that it has all frames. */
	@Test
	void anEditListHidesFrames() throws IOException {
		final Mp4 mp4 = new Mp4(clip());
		try (FrameReader reader = open(mp4.put(mp4.at("elst") + 20, 1024 + 13 * STEP).bytes())) {
			assertEquals(FRAMES - 13, reader.frames());
			assertEquals(List.of(), reader.flaws());
			assertEquals(0, reader.seconds(0));
			final List<byte[]> truth = truth();
			assertArrayEquals(truth.get(13), gray(reader, 0));
			assertArrayEquals(truth.get(99), gray(reader, 86));
		}
	}

	@Test
	void framesAtUnevenTimesKeepThem() throws IOException {
		final Mp4 mp4 = new Mp4(clip());
		final int stts = mp4.at("stts");
		final byte[] second = SampleFiles.bytes(0, 0, 0, 50, 0, 0, 10 * STEP >> 8, 0);
		try (FrameReader reader = open(mp4.insert(stts + 24, second, List.of("moov", "trak", "mdia", "minf", "stbl", "stts")).put(
			stts + 12, 2, 50, STEP).put(mp4.at("elst") + 16, 1 << 20).bytes())) {
			assertEquals(FRAMES, reader.frames());
			assertEquals(0.04, reader.seconds(11) - reader.seconds(10), 1e-9);
			assertTrue(reader.seconds(90) - reader.seconds(80) > 3.5, () -> "" + reader.seconds(90));
			assertEquals((FRAMES - 1) / reader.seconds(FRAMES - 1), reader.rate().orElseThrow().perSecond(), 1e-6);
		}
	}

	/** Players turn such a clip; its pixels are what is stored. */
	@Test
	void rotationIsNotApplied() throws IOException {
		final Mp4 mp4 = new Mp4(clip());
		try (FrameReader reader = open(mp4.put(mp4.at("tkhd") + 48, 0, 0x10000, 0, -0x10000, 0, 0).bytes())) {
			assertArrayEquals(truth().get(3), gray(reader, 3));
		}
	}

	@Test
	void pixelsThatAreNotSquareAreSaidToBeSo() throws IOException {
		final Mp4 mp4 = new Mp4(clip());
		try (FrameReader reader = open(mp4.put(mp4.at("pasp") + 8, 4, 3).bytes())) {
			assertEquals(4 / 3., reader.size().x(), 1e-9);
			assertEquals(1, reader.size().y());
		}
	}

	@Test
	void aChangeOfSizeIsNamedAndEndsTheClip() throws IOException {
		final ByteArrayOutputStream other = new ByteArrayOutputStream();
		ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY), "jpg", other);
		final byte[] first = SampleFiles.jpeg(true);
		try (FrameReader reader = open(SampleFiles.avi(SampleFiles.HEIGHT, 24, "MJPG", new byte[0], List.of(first, first, other
			.toByteArray(), first)))) {
			assertEquals(2, reader.frames());
			assertTrue(reader.flaws().get(0).contains("changes in frame 3, from " + SampleFiles.WIDTH + " x " + SampleFiles.HEIGHT +
				" to 40 x 30"), reader.flaws()::toString);
		}
	}

	/** Two clips of H.264 one behind the other, each with its own parameters, as a recorder leaves them that was set anew. */
	@Test
	void aChangeOfSizeInH264IsNamedToo() throws IOException {
		final List<byte[]> frames = new ArrayList<>();
		for (final int width : new int[] { 96, 64 }) {
			final Path part = Files.createTempFile(folder, "part", ".mp4");
			try (ClipWriter writer = new ClipWriter(part, ClipCodec.H264, width, 64, false, new FrameRate(25, 1))) {
				for (int t = 0; t < 3; t++)
					writer.add(Moving.gray(t, width, 64));
				writer.finish();
			}
			frames.addAll(new Mp4(Files.readAllBytes(part)).startCodes());
		}
		try (FrameReader reader = open(SampleFiles.avi(96, 64, 24, "H264", new byte[0], frames))) {
			assertEquals(3, reader.frames());
			assertTrue(reader.flaws().get(0).contains("changes in frame 4, from 96 x 64 to 64 x 64"), reader.flaws()::toString);
		}
	}

	/** It would be read with the clip's name as its own. */
	@Test
	void aFileThatLeadsToOthersIsRefused() throws IOException {
		clip();
		final byte[] list = ("ffconcat version 1.0\nfile " + CLIP.toAbsolutePath() + "\n").getBytes(StandardCharsets.UTF_8);
		assertThrows(IOException.class, () -> open(list));
		final byte[] playlist = ("#EXTM3U\n#EXTINF:4,\n" + CLIP.toAbsolutePath().toUri() + "\n").getBytes(
			StandardCharsets.UTF_8);
		assertThrows(IOException.class, () -> open(playlist));
		refusal(list);
	}

	@Test
	void dicomIsSniffedFirst() throws IOException {
		final byte[] file = SampleFiles.bytes(0, 0, 0, 24, "ftypisom", new byte[116], "DICM", new byte[40]);
		assertTrue(refusal(file).contains("DICOM"));
	}

	@Test
	void ofHalfAClipTheWholeFramesAreRead() throws IOException {
		final byte[] file = new Mp4(clip()).indexFirst();
		final List<byte[]> truth = truth();
		try (FrameReader whole = open(file)) {
			assertEquals(FRAMES, whole.frames());
		}
		try (FrameReader reader = open(Arrays.copyOf(file, file.length / 2))) {
			assertTrue(reader.frames() > 30 && reader.frames() < 60, () -> "" + reader.frames());
			for (int i = 0; i < reader.frames(); i++)
				assertArrayEquals(truth.get(i), gray(reader, i), "frame " + i);
			assertTrue(reader.flaws().get(0).contains("cut off") && reader.flaws().get(0).contains("of 100"), reader.flaws()::toString);
			assertTrue(reader.unbroken() >= reader.frames() - 3, "the last may follow what was cut off: " + reader.unbroken());
		}
	}

	/** Nothing is damaged then, but of frames that are made of later ones some are there whose neighbours are not. */
	@Test
	void ofAClipThatWasCutBetweenPacketsLaterFramesAreNotTakenForEarlierOnes() throws IOException {
		final byte[] file = new Mp4(clip()).indexFirst();
		final List<byte[]> truth = truth();
		final List<Long> ends = new ArrayList<>();
		try (VideoStream stream = new VideoStream(file(file), new VideoStream.Listener() {

			@Override
			public void packet(final int number, final Packet packet) {
				// Only places are needed.
			}

			@Override
			public void place(final AviHoles.Place place) {
				ends.add(place.position() + place.size());
			}

			@Override
			public void damage(final int number, final String reason) {
				throw new AssertionError(reason);
			}
		}))
		{
			while (ends.size() < 14)
				stream.next();
		}
		int gaps = 0;
		for (int packets = 9; packets < 14; packets++)
			try (FrameReader reader = open(Arrays.copyOf(file, ends.get(packets - 1).intValue()))) {
				assertEquals(packets, reader.frames());
				assertTrue(reader.flaws().toString().contains("cut off: " + packets + " of 100"), reader.flaws()::toString);
				assertTrue(reader.unbroken() > 0, "packets " + packets);
				for (int i = 0; i < reader.frames(); i++) {
					final int number = (int) Math.round(reader.seconds(i) * 25);
					assertArrayEquals(truth.get(number), gray(reader, i), "frame " + i);
					if (i < reader.unbroken()) assertEquals(i, number, "packets " + packets);
					else if (number > i) gaps++;
				}
			}
		assertTrue(gaps > 0, "the clip has no frame that is made of later ones");
	}

	/** {@return a copy in which something else stands where the header of a frame's chunk was} */
	private static byte[] withoutChunk(final byte[] avi, final int frame, final byte[] header) {
		final byte[] file = avi.clone();
		int at = 0;
		while (!new String(file, at, 4, StandardCharsets.ISO_8859_1).equals("movi"))
			at++;
		at += 4;
		for (int i = 0; i < frame; i++) {
			final int length = ByteBuffer.wrap(file, at + 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
			at += 8 + length + length % 2;
		}
		assertEquals("00dc", new String(file, at, 4, StandardCharsets.ISO_8859_1));
		System.arraycopy(header, 0, file, at, header.length);
		return file;
	}

	/** The packet after the hole is not damaged, but of codecs whose frames are made of others it is another picture. */
	@Test
	void aHoleInTheMiddleOfAnAviIsFound() throws IOException {
		final byte[] destroyed = SampleFiles.bytes("UUUUUUUU");
		final byte[] renamed = SampleFiles.bytes("JUNK");
		for (final ClipCodec codec : List.of(ClipCodec.FFV1, ClipCodec.MJPEG)) {
			final byte[] file = Files.readAllBytes(written(codec));
			final List<byte[]> truth;
			try (FrameReader reader = open(file)) {
				truth = all(reader);
			}
			for (final byte[] header : List.of(destroyed, renamed))
				for (final int lost : new int[] { 0, 19 })
					try (FrameReader reader = ImageFiles.open(file(withoutChunk(file, lost, header)))) {
						assertEquals(List.of(49, lost), List.of(reader.frames(), reader.unbroken()));
						assertTrue(reader.hasGaps());
						assertTrue(reader.flaws().get(0).startsWith("1 frame is missing in its middle, "), reader.flaws()::toString);
						assertTrue(reader.flaws().toString().contains(lost == 0 ? "the frames 2 to 50." : "the frames 1 to 19, 21 to 50."),
							reader.flaws()::toString);
						assertEquals(new FrameRate(25, 1), reader.rate().orElseThrow());
						for (final int i : new int[] { 0, 18, 19, 48 }) {
							final int number = i < lost ? i : i + 1;
							assertEquals(number, Math.round(reader.seconds(i) * 25));
							assertArrayEquals(truth.get(number), gray(reader, i), codec + ", frame " + i);
						}
					}
		}
	}

	/** Of frames that are made of others nothing is taken from the hole on to the next key frame. */
	@Test
	void afterAHoleInAnAviNothingIsTrustedUntilTheNextKeyFrame() throws IOException {
		final Path part = Files.createTempFile(folder, "part", ".mp4");
		try (ClipWriter writer = new ClipWriter(part, ClipCodec.H264, 96, 64, false, new FrameRate(5, 1))) {
			for (int t = 0; t < 24; t++)
				writer.add(Moving.gray(t, 96, 64));
			writer.finish();
		}
		final byte[] avi = SampleFiles.avi(96, 64, 24, "H264", new byte[0], new Mp4(Files.readAllBytes(part)).startCodes());
		final List<byte[]> truth;
		try (FrameReader reader = open(avi)) {
			assertEquals(List.of(), reader.flaws());
			truth = all(reader);
		}
		try (FrameReader reader = open(withoutChunk(avi, 5, SampleFiles.bytes("UUUUUUUU")))) {
			assertEquals(List.of(19, 5), List.of(reader.frames(), reader.unbroken()));
			assertTrue(reader.flaws().get(0).contains("not known how many"), reader.flaws()::toString);
			for (int i = 0; i < 19; i++)
				assertArrayEquals(truth.get(i < 5 ? i : i + 5), gray(reader, i), "frame " + i);
		}
	}

	/** Empty chunks show the frame before on: writers leave them where times have gaps. */
	@Test
	void paddingAndEmptyChunksOfAnAviAreNoHoles() throws IOException {
		final byte[] file = Files.readAllBytes(written(ClipCodec.FFV1));
		final byte[] padded = withoutChunk(file, 20, SampleFiles.bytes("JUNK"));
		padded[new String(file, StandardCharsets.ISO_8859_1).indexOf("strh") + 8 + 32] = 49;
		final int at = Arrays.mismatch(file, withoutChunk(file, 20, SampleFiles.bytes("JUNK"))) + 4;
		final int length = ByteBuffer.wrap(file, at, 4).order(ByteOrder.LITTLE_ENDIAN).getInt() - 8;
		final byte[] empty = withoutChunk(file, 20, SampleFiles.bytes("00dc", 0, 0, 0, 0, "JUNK", length & 255, length >> 8 & 255,
			length >> 16, 0));
		for (final byte[] intact : List.of(padded, empty))
			try (FrameReader reader = open(intact)) {
				assertEquals(List.of(49, 49, List.of()), List.of(reader.frames(), reader.unbroken(), reader.flaws()));
			}
	}

	@Test
	void whatIsNoClipIsRefused() throws IOException {
		final byte[] file = clip();
		assertTrue(refusal(Arrays.copyOf(file, file.length / 2)).contains("makes no sense"), "no index");
		assertTrue(refusal(new byte[0]).contains("empty"));
		refusal(new byte[5000]);
		final byte[] noise = new byte[20_000];
		new Random(3).nextBytes(noise);
		assertTrue(refusal(SampleFiles.bytes(0, 0, 0, 24, "ftypisom", noise)).contains("broken"));
		final Mp4 sound = new Mp4(file);
		assertTrue(refusal(sound.text(sound.at("hdlr") + 16, "soun").bytes()).contains("has no video"));
	}

	/** Decoders make pictures of damaged data, of which one error in three is told; those that follow look right, too. */
	@Test
	void afterDamageNothingIsTrustedUntilTheNextKeyFrame() throws IOException {
		final List<byte[]> truth = truth();
		final byte[] file = clip();
		final Random random = new Random(7);
		int used = 0;
		for (int at = 40_000; at < 240_000; at += 40_000) {
			final byte[] damaged = file.clone();
			for (int i = 0; i < 300; i++)
				damaged[at + i] = (byte) random.nextInt(256);
			try (FrameReader reader = open(damaged)) {
				assertTrue(reader.flaws().toString().contains("are left out"), reader.flaws()::toString);
				assertTrue(reader.frames() < FRAMES);
				used += reader.frames();
				assertEquals(Math.round(reader.seconds(reader.frames() - 1) * 25) >= reader.frames(), reader.hasGaps(), "byte " + at);
				for (int i = 0; i < reader.unbroken(); i++)
					assertEquals(i, Math.round(reader.seconds(i) * 25), "byte " + at);
				final int next = reader.unbroken();
				assertTrue(next == reader.frames() || Math.round(reader.seconds(next) * 25) > next, "byte " + at);
				for (int i = 0; i < reader.frames(); i++)
					assertArrayEquals(truth.get((int) Math.round(reader.seconds(i) * 25)), gray(reader, i), "byte " + at + ", frame " + i);
			}
		}
		assertTrue(used > FRAMES, "frames used: " + used);
	}

	/** {@return a clip of 50 frames of our own} */
	private Path written(final ClipCodec codec) throws IOException {
		return Moving.write(Files.createTempFile(folder, "written", "." + codec.extension()), codec, 50, new FrameRate(25, 1));
	}

	@Test
	void ofAviWithDamagedFramesTheOthersAreRead() throws IOException {
		for (final ClipCodec codec : List.of(ClipCodec.MJPEG, ClipCodec.FFV1)) {
			final byte[] file = Files.readAllBytes(written(codec));
			final List<byte[]> truth;
			try (FrameReader reader = open(file)) {
				assertEquals(50, reader.frames());
				assertEquals(List.of(), reader.flaws());
				truth = all(reader);
			}
			final byte[] damaged = file.clone();
			final Random random = new Random(5);
			for (int i = 0; i < 2000; i++)
				damaged[file.length / 3 + i] = (byte) random.nextInt(256);
			check(damaged, truth, codec + ", garbage", 40);
			check(Arrays.copyOf(file, file.length / 2), truth, codec + ", half", 15);
		}
	}

	private void check(final byte[] damaged, final List<byte[]> truth, final String what, final int least) throws IOException {
		try (FrameReader reader = open(damaged)) {
			assertFalse(reader.flaws().isEmpty(), what);
			assertTrue(reader.frames() >= least && reader.frames() < truth.size(), () -> what + ": " + reader.frames());
			int from = 0;
			for (int i = 0; i < reader.frames(); i++) {
				// Where a chunk is lost, times shift.
				while (from < truth.size() && !Arrays.equals(truth.get(from), gray(reader, i)))
					from++;
				assertTrue(from < truth.size(), what + ": frame " + i + " is none of the clip");
				from++;
			}
		}
	}

	@Test
	void ofHalfARawClipTheWholeFramesAreRead() throws IOException {
		final List<byte[]> frames = new ArrayList<>();
		for (int i = 0; i < 20; i++)
			frames.add(new byte[3 * 24 * SampleFiles.HEIGHT]);
		final byte[] file = SampleFiles.avi(24, SampleFiles.HEIGHT, 24, "", new byte[0], frames);
		try (FrameReader reader = open(Arrays.copyOf(file, file.length / 2 + 500))) {
			assertTrue(reader.frames() >= 9 && reader.frames() <= 10, () -> "" + reader.frames());
			assertFalse(reader.flaws().isEmpty());
		}
	}

	/** Our own reader takes whole AVI only; what it does not take is read up to where it was cut, by the way that all files go. */
	@Test
	void ofAnAviThatWasCutOffTheFramesBeforeThatAreThoseOfTheWhole() throws IOException {
		final Path jpegs = written(ClipCodec.MJPEG);
		final List<byte[]> frames = new ArrayList<>();
		for (int t = 0; t < 20; t++)
			frames.add(Images.pixels(Moving.gray(t, 24, SampleFiles.HEIGHT)));
		final byte[] palette = new byte[1024];
		for (int i = 0; i < palette.length; i++)
			palette[i] = (byte) (i / 4);
		for (final byte[] whole : List.of(Files.readAllBytes(jpegs), SampleFiles.avi(24, SampleFiles.HEIGHT, 8, "Y800", new byte[0],
			frames), SampleFiles.avi(24, SampleFiles.HEIGHT, 8, "", palette, frames)))
			try (FrameReader truth = ImageFiles.open(file(whole)); FrameReader cut = ImageFiles.open(file(Arrays.copyOf(whole,
				whole.length / 2))))
			{
				assertTrue(cut.frames() > truth.frames() / 3 && cut.frames() < truth.frames(), () -> "" + cut.frames());
				assertTrue(cut.flaws().toString().contains("cut off"), cut.flaws()::toString);
				for (int i = 0; i < cut.frames(); i++) {
					final byte[] expected = gray(truth, i);
					final byte[] found = gray(cut, i);
					for (int p = 0; p < expected.length; p++)
						assertEquals(expected[p] & 255, found[p] & 255, truth.frames() == 50 ? 2 : 0, "frame " + i);
				}
			}
	}
}
