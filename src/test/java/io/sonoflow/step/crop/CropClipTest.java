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
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.run.RunInfo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of a clip are chosen, keep their numbers and times, and do not stand still. */
class CropClipTest {

	private static final int W = 200, H = 150;
	private static final Box PICTURE = new Box(30, 20, 120, 100);
	private static final FrameRate RATE = new FrameRate(30000, 1001);

	@TempDir
	private Path folder;
	private final List<String> said = new ArrayList<>();

	private final Monitor monitor = new Monitor() {

		@Override
		public void message(final String text) {
			said.add(text);
		}

		@Override
		public void warn(final String text) {
			said.add(text);
		}
	};

	/** A screen whose picture is that of a seed, with a clock beside it that runs. */
	private static ArrayImg<UnsignedByteType, ByteArray> screen(final long seed, final int clock) {
		final byte[] pixels = new byte[W * H];
		final RandomStream random = RandomStream.of(seed, "screen");
		for (int y = PICTURE.y(); y < PICTURE.y() + PICTURE.h(); y++)
			for (int x = PICTURE.x(); x < PICTURE.x() + PICTURE.w(); x++)
				pixels[y * W + x] = (byte) (30 + random.nextInt(180));
		for (int i = 0; i < 10; i++)
			Arrays.fill(pixels, (135 + i) * W + 160, (135 + i) * W + 165 + 3 * clock, (byte) 200);
		return Images.bytes(pixels, W, H);
	}

	private static ArrayImg<ARGBType, IntArray> color(final ArrayImg<UnsignedByteType, ByteArray> gray) {
		final byte[] levels = Images.pixels(gray);
		final int[] colors = new int[levels.length];
		for (int i = 0; i < colors.length; i++)
			colors[i] = 0xFF000000 | (levels[i] & 0xFF) * 0x010101;
		return ArrayImgs.argbs(colors, W, H);
	}

	private Path clip(final String name, final int... seeds) throws IOException {
		final Path file = Files.createDirectories(folder.resolve("in")).resolve(name);
		write(file, ClipCodec.FFV1, IntStream.range(0, seeds.length).mapToObj(i -> screen(seeds[i], i)).toList());
		return file;
	}

	private static void write(final Path file, final ClipCodec codec, final List<ArrayImg<UnsignedByteType, ByteArray>> frames)
		throws IOException
	{
		try (ClipWriter clip = new ClipWriter(file, codec, W, H, false, RATE)) {
			for (final ArrayImg<UnsignedByteType, ByteArray> frame : frames)
				clip.add(frame);
			clip.finish();
		}
	}

	/** What a mask of a frame holds. */
	private static ArrayImg<UnsignedByteType, ByteArray> mask(final int frame) {
		final byte[] pixels = new byte[W * H];
		for (int y = 40; y < 70; y++)
			Arrays.fill(pixels, y * W + 40 + 5 * frame, y * W + 60 + 5 * frame, (byte) 255);
		return Images.bytes(pixels, W, H);
	}

	private CropUltrasound crop(final String out) {
		return new CropUltrasound(folder.resolve("in").toFile(), folder.resolve(out).toFile());
	}

	private static List<String> column(final List<Sample> samples, final String column) {
		return samples.stream().map(sample -> sample.extra().getOrDefault(column, "")).toList();
	}

	private List<Sample> rows(final CropUltrasound crop) {
		return Dataset.read(crop.run(monitor).table(), Monitor.NONE).samples();
	}

	@Test
	void shardsWriteWhatOneRunWrites() throws IOException {
		clip("a.avi", 1, 2, 2);
		clip("b.avi", 3, 4);
		clip("c.avi", 5);
		crop("out").run(monitor);
		final CropUltrasound shards = crop("shared");
		for (final String shard : List.of("3/3", "1/3", "2/3")) {
			shards.sharing.shard = shard;
			assertEquals(shard.equals("2/3"), shards.run(monitor).table() != null, shard);
			assertEquals(shard.equals("2/3"), Files.exists(folder.resolve("shared/dataset.csv")), shard);
		}
		try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
			for (final Path file : all.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".json")).toList())
				assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(folder.resolve("shared").resolve(folder.resolve("out")
					.relativize(file))), file.toString());
		}
		shards.names = "hash";
		final String message = assertThrows(SonoflowException.Input.class, () -> shards.run(monitor)).getMessage();
		assertTrue(message.contains("names=hash") && message.contains("shard=2/3"), message);
	}

	/** Also what is broken for one of the processes only. */
	@Test
	void aShardDoesAgainWhatIsMissingAndRefusesOthersFiles() throws IOException {
		for (final String name : List.of("a", "c", "d"))
			clip(name + ".avi", 1, 2);
		write(folder.resolve("in/m.avi"), ClipCodec.FFV1, List.of(mask(0), mask(1)));
		Files.writeString(folder.resolve("in/b.avi"), "no clip");
		Files.writeString(folder.resolve("in/dataset.csv"), "image,mask\na.avi,m.avi\nb.avi,m.avi\nc.avi,m.avi\nd.avi,m.avi\n");
		final CropUltrasound shards = crop("out");
		shards.sharing.shard = "1/2";
		assertThrows(SonoflowException.Cancelled.class, () -> shards.run(new Monitor() {

			@Override
			public void message(final String text) {
				if (text.contains("files are cut")) throw new SonoflowException.Cancelled("Cancelled.");
			}
		}));
		final Path first = folder.resolve("out/parts/file-000000.json");
		final Path third = folder.resolve("out/parts/file-000002.json");
		final String whole = Files.readString(third);
		Files.writeString(third, whole.replace("[0,1]", "[]"));
		Files.delete(folder.resolve("out/masks/a_f0001.png"));
		shards.run(monitor);
		assertEquals(whole, Files.readString(third));
		assertTrue(Files.exists(folder.resolve("out/masks/a_f0001.png")));
		shards.sharing.shard = "2/2";
		final Path second = Files.copy(first, folder.resolve("out/parts/file-000001.json"));
		final String message = assertThrows(SonoflowException.File.class, () -> shards.run(monitor)).getMessage();
		assertTrue(message.contains("b.avi was done by another process"), message);
		Files.move(second, third, StandardCopyOption.REPLACE_EXISTING);
		final String named = assertThrows(SonoflowException.File.class, () -> shards.run(monitor)).getMessage();
		assertTrue(named.contains("under the name a is named c here"), named);
		final CropUltrasound open = new CropUltrasound().of("open", List.of(color(screen(1, 0))));
		open.sharing.shard = "1/2";
		assertTrue(assertThrows(SonoflowException.Input.class, () -> open.run(monitor)).getMessage().contains("the active image"));
	}

	@Test
	void framesThatStandStillAreLeftOutAndCounted() throws IOException {
		clip("a.avi", 1, 1, 2, 2, 2, 3, 1);
		ImageFiles.writePng(folder.resolve("in/b.png"), screen(5, 0));
		final List<Sample> rows = rows(crop("out"));
		assertEquals(List.of("0", "2", "5", "6", ""), column(rows, "frame"));
		assertEquals(List.of("0.0000", "0.0667", "0.1668", "0.2002", ""), column(rows, "seconds"));
		assertEquals(List.of("a", "a", "a", "a", ""), rows.stream().map(Sample::clip).toList());
		assertEquals("a_f0005.png", rows.get(2).image().getFileName().toString());
		assertArrayEquals(Images.pixels(Images.crop(screen(3, 5), PICTURE)), Images.pixels(ImageFiles.readGray(rows.get(2).image())));
		try (var files = Files.list(folder.resolve("out/images"))) {
			assertEquals(5, files.count());
		}
		assertEquals("3", RunInfo.read(folder.resolve("out")).figures().get("still"));
		assertTrue(said.stream().anyMatch(text -> text.contains("Left out 3 frames of clips")), said::toString);
		assertEquals(2, ClipUnits.of(new Dataset(folder, rows), Monitor.NONE).files().size());
		final CropUltrasound small = crop("small");
		small.size = 32;
		assertEquals(List.of("0", "2", "5", "6", ""), column(rows(small), "frame"));
	}

	@Test
	void strideAndMostFramesChooseAndMasksFollow() throws IOException {
		clip("a.avi", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
		write(folder.resolve("in/m.avi"), ClipCodec.FFV1, IntStream.range(0, 10).mapToObj(CropClipTest::mask).toList());
		Files.writeString(folder.resolve("in/dataset.csv"), "image,mask,patient\na.avi,m.avi,P1\n");
		final CropUltrasound crop = crop("out");
		crop.clips.stride = 3;
		final List<Sample> rows = rows(crop);
		assertEquals(List.of("0", "3", "6", "9"), column(rows, "frame"));
		assertEquals(List.of("P1", "P1", "P1", "P1"), rows.stream().map(Sample::patient).toList());
		for (int i = 0; i < 4; i++) {
			assertEquals("a_f000" + 3 * i + ".png", rows.get(i).mask().getFileName().toString());
			assertArrayEquals(Images.pixels(Images.crop(mask(3 * i), PICTURE)), Images.pixels(ImageFiles.readGray(rows.get(i)
				.mask())));
		}
		final CropUltrasound one = crop("one");
		one.clips.maxframes = 1;
		final List<Sample> middle = rows(one);
		assertEquals(List.of("5"), column(middle, "frame"));
		assertTrue(Files.isRegularFile(folder.resolve("one/images/a_f0005.png")));
		assertTrue(Files.isRegularFile(folder.resolve("one/sheet.png")));
	}

	@Test
	void theActiveImagesFramesAreChosenAlike() {
		final List<ArrayImg<ARGBType, IntArray>> frames = new ArrayList<>();
		for (final int seed : new int[] { 1, 1, 2, 3, 3, 4 })
			frames.add(color(screen(seed, 0)));
		final CropUltrasound crop = new CropUltrasound().of("stack", frames);
		final CropUltrasound.Result result = crop.run(monitor);
		assertEquals(4, result.images());
		assertEquals(4, result.crops().get(0).size());
		assertTrue(said.stream().anyMatch(text -> text.contains("Left out 2 frames of clips")), said::toString);
		crop.clips.stride = 2;
		assertArrayEquals(Images.pixels(Images.crop(screen(2, 0), PICTURE)), Images.pixels(crop.run(monitor).crops().get(0).get(
			1)));
	}

	/** Each half of the picture is in shadow in every other frame, and the box is that of all frames, not of the chosen ones. */
	@Test
	void theBoxIsThatOfAllFramesWhicheverAreCut() throws IOException {
		final List<ArrayImg<UnsignedByteType, ByteArray>> frames = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			final byte[] pixels = Images.pixels(screen(i, 0));
			final int dark = PICTURE.x() + i % 2 * PICTURE.w() / 2;
			for (int y = PICTURE.y(); y < PICTURE.y() + PICTURE.h(); y++)
				Arrays.fill(pixels, y * W + dark, y * W + dark + PICTURE.w() / 2, (byte) 0);
			frames.add(Images.bytes(pixels, W, H));
		}
		write(Files.createDirectories(folder.resolve("in")).resolve("a.avi"), ClipCodec.FFV1, frames);
		final CropUltrasound crop = crop("out");
		crop.clips.maxframes = 1;
		final List<Sample> rows = rows(crop);
		assertEquals(List.of("30", "20", "120", "100"), Stream.of("x", "y", "w", "h").map(rows.get(0).extra()::get).toList());
		assertArrayEquals(Images.pixels(Images.crop(frames.get(2), PICTURE)), Images.pixels(ImageFiles.readGray(rows.get(0)
			.image())));
	}

	/** Views of one frame are frames of two clips; a frame counts where one of them moves. */
	@Test
	void eachViewOfAClipIsAClip() throws IOException {
		clip("a.avi", 1, 2, 2);
		final CropUltrasound crop = crop("out");
		crop.mode = "views";
		crop.views = "30,20,60,100;150,130,50,20";
		final List<Sample> rows = rows(crop);
		assertEquals(List.of("a_v0", "a_v1", "a_v0", "a_v1", "a_v0", "a_v1"), rows.stream().map(Sample::clip).toList());
		assertEquals(List.of("0", "0", "1", "1", "2", "2"), column(rows, "frame"));
	}

	@Test
	void ofADamagedClipWhatIsWholeIsCutAndItIsNamed() throws IOException {
		final Path file = Files.createDirectories(folder.resolve("in")).resolve("a.mp4");
		write(file, ClipCodec.H264, IntStream.range(0, 8).mapToObj(i -> screen(i, i)).toList());
		final byte[] bytes = Files.readAllBytes(file);
		Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 2000, (byte) 0x55);
		Files.write(file, bytes);
		final int whole;
		try (FrameReader reader = ImageFiles.open(file)) {
			whole = reader.frames();
		}
		assertTrue(whole > 1 && whole < 8, whole + " frames");
		final List<Sample> rows = rows(crop("out"));
		assertEquals(whole, rows.size());
		final List<List<String>> review = Tables.read(folder.resolve("out").resolve(Opened.REVIEW)).rows();
		assertTrue(review.stream().anyMatch(row -> row.get(0).endsWith("in/a.mp4") && row.get(1).startsWith("used in part")),
			review::toString);
		assertTrue(said.stream().anyMatch(text -> text.contains("damaged and used in part: see review.csv")), said::toString);
		assertFalse(said.stream().anyMatch(text -> text.contains("cannot be cut")), said::toString);
	}
}
