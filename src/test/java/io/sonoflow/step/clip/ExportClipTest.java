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
package io.sonoflow.step.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.MemoryFrames;
import io.sonoflow.image.Images;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.Moving;
import io.sonoflow.step.crop.CropUltrasound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips become files, at their own rate, and damaged ones are named. */
class ExportClipTest {

	private static final FrameRate RATE = new FrameRate(30000, 1001);

	@TempDir
	Path folder;

	private final List<String> said = new ArrayList<>();

	private final Monitor monitor = new Monitor() {

		@Override
		public synchronized void message(final String text) {
			said.add(text);
		}

		@Override
		public synchronized void warn(final String text) {
			said.add(text);
		}
	};

	private Path clip(final String name) throws IOException {
		return Moving.write(Files.createDirectories(folder.resolve("in")).resolve(name), ClipCodec.FFV1, 12, RATE);
	}

	/** Garbage in the middle. */
	private Path damaged(final String name) throws IOException {
		final Path path = clip(name);
		final byte[] bytes = Files.readAllBytes(path);
		final Random random = new Random(1);
		for (int i = 0; i < 400; i++)
			bytes[bytes.length / 2 + i] = (byte) random.nextInt(256);
		return Files.write(path, bytes);
	}

	@Test
	void shardsWriteWhatOneRunWrites() throws IOException {
		clip("a.avi");
		clip("b.avi");
		ExportClip.of(folder.resolve("in"), folder.resolve("out")).run(monitor);
		final ExportClip shards = ExportClip.of(folder.resolve("in"), folder.resolve("shared"));
		shards.sharing.shard = "2/2";
		assertFalse(shards.run(monitor).complete());
		assertFalse(Files.exists(folder.resolve("shared/a.avi")) || Files.exists(folder.resolve("shared/review.csv")));
		shards.sharing.shard = "1/2";
		assertEquals(24, shards.run(monitor).frames());
		for (final String name : List.of("a.avi", "b.avi", "review.csv"))
			assertArrayEquals(Files.readAllBytes(folder.resolve("out").resolve(name)), Files.readAllBytes(folder.resolve("shared")
				.resolve(name)), name);
		assertEquals(2, Dataset.read(folder.resolve("shared"), monitor).samples().size());
	}

	/** As where a library is missing for one process. */
	@Test
	void processesThatFindOtherClipsUsableAreRefused() throws IOException {
		for (final String name : List.of("a.avi", "c.avi", "d.avi"))
			clip(name);
		Files.writeString(folder.resolve("in/b.avi"), "no clip");
		final ExportClip step = ExportClip.of(folder.resolve("in"), folder.resolve("out"));
		assertFalse(((ExportClip) step.with("shard", "1/2")).run(monitor).complete());
		final Path parts = folder.resolve("out/parts");
		Files.copy(parts.resolve("clip-000000.json"), parts.resolve("clip-000001.json"));
		final String message = assertThrows(SonoflowException.File.class, () -> step.with("shard", "2/2").run(monitor)).getMessage();
		assertTrue(message.startsWith("b was done by another process"), message);
	}

	@Test
	void losslessByDefaultAndAtTheSourcesRate() throws IOException {
		clip("a.avi");
		clip("b.avi");
		final ExportClip.Result result = ExportClip.of(folder.resolve("in"), folder.resolve("out")).run(monitor);
		assertEquals(List.of(folder.resolve("out/a.avi"), folder.resolve("out/b.avi")), result.clips());
		assertEquals(24, result.frames());
		try (FrameReader reader = ImageFiles.open(result.clips().get(1))) {
			assertEquals(Optional.of(RATE), reader.rate());
			assertEquals(12, reader.frames());
			for (int t = 0; t < 12; t++)
				assertArrayEquals(Images.pixels(Moving.gray(t, Moving.W, Moving.H)), Images.pixels(reader.gray(t)));
		}
		assertTrue(Files.exists(folder.resolve("out/run.json")));
		assertEquals("image,reason", Files.readString(folder.resolve("out/review.csv")).strip());
	}

	/** Those that are taken take as long as all. */
	@Test
	void fewerFramesAtTheirTimes() throws IOException {
		final Path clip = clip("a.avi");
		ExportClip.of(clip, folder.resolve("third")).with("stride", 3).run(monitor);
		ExportClip.of(clip, folder.resolve("two")).with("stride", 3).with("maxframes", 2).run(monitor);
		try (FrameReader third = ImageFiles.open(folder.resolve("third/a.avi")); FrameReader two = ImageFiles.open(folder.resolve(
			"two/a.avi")))
		{
			assertEquals(Optional.of(new FrameRate(10000, 1001)), third.rate());
			assertEquals(4, third.frames());
			for (int t = 0; t < 4; t++)
				assertArrayEquals(Images.pixels(Moving.gray(3 * t, Moving.W, Moving.H)), Images.pixels(third.gray(t)));
			assertEquals(Optional.of(new FrameRate(5000, 1001)), two.rate());
			assertArrayEquals(Images.pixels(Moving.gray(3, Moving.W, Moving.H)), Images.pixels(two.gray(0)));
			assertArrayEquals(Images.pixels(Moving.gray(9, Moving.W, Moving.H)), Images.pixels(two.gray(1)));
		}
		assertTrue(said.stream().noneMatch(text -> text.contains("uneven")), said::toString);
	}

	@Test
	void anotherRateAndALossThatIsSaid() throws IOException {
		final Path clip = clip("a.avi");
		ExportClip.of(clip, folder.resolve("out")).with("codec", "h264").with("fps", "12.5").run(monitor);
		try (FrameReader reader = ImageFiles.open(folder.resolve("out/a.mp4"))) {
			assertEquals(Optional.of(new FrameRate(25, 2)), reader.rate());
		}
		assertTrue(said.stream().anyMatch(text -> text.contains("codec=h264 is lossy")), said::toString);
		for (final String fps : List.of("fast", "-1", "25/0", "1e99")) {
			final String message = assertThrows(SonoflowException.Input.class, () -> ExportClip.of(clip, folder.resolve("no")).with(
				"fps", fps).run(monitor)).getMessage();
			assertTrue(message.contains("fps=" + fps), message);
		}
		assertTrue(Files.notExists(folder.resolve("no")));
	}

	@Test
	void anOpenImageSaysItsRateOrIsAsked() throws IOException {
		final ExportClip step = ExportClip.of(null, folder.resolve("out"));
		step.open = new OpenClip("some title.tif", new MemoryFrames(List.of(Moving.color(0, 33, 21), Moving.color(1, 33, 21))),
			true);
		final String message = assertThrows(SonoflowException.File.class, () -> step.run(monitor)).getMessage();
		assertTrue(message.contains("how many frames a second") && message.contains("fps=25"), message);
		step.with("fps", "10").run(monitor);
		try (FrameReader reader = ImageFiles.open(folder.resolve("out/some title.avi"))) {
			assertArrayEquals(Moving.color(1, 33, 21).update(null).getCurrentStorageArray(), reader.color(1).update(null)
				.getCurrentStorageArray());
		}
		assertTrue(said.stream().anyMatch(text -> text.contains("drawn into the frames")), said::toString);
	}

	@Test
	void oddSidesAreNamed() {
		final ExportClip step = (ExportClip) ExportClip.of(null, folder.resolve("out")).with("codec", "h264").with("fps", "10");
		step.open = new OpenClip("odd", new MemoryFrames(List.of(Moving.color(0, 33, 21))), false);
		final String message = assertThrows(SonoflowException.File.class, () -> step.run(monitor)).getMessage();
		assertTrue(message.contains("33 x 21") && message.contains("codec=ffv1"), message);
		assertTrue(Files.notExists(folder.resolve("out")));
	}

	@Test
	void ofADamagedClipTheRestIsTakenAndThatIsSaid() throws IOException {
		clip("a.avi");
		damaged("b.avi");
		final ExportClip.Result result = ExportClip.of(folder.resolve("in"), folder.resolve("out")).run(monitor);
		assertTrue(result.frames() > 18 && result.frames() < 24, () -> "" + result.frames());
		assertEquals("b", result.review().get(0).get(0));
		assertTrue(Files.readString(folder.resolve("out/review.csv")).contains("used in part: Its data are damaged"));
		assertTrue(said.stream().anyMatch(text -> text.contains("1 of 2 files is damaged and used in part: see review.csv") && text
			.contains("b.avi")), said::toString);
		final String message = assertThrows(SonoflowException.File.class, () -> ExportClip.of(folder.resolve("in"), folder.resolve(
			"strict")).with("strict", true).run(monitor)).getMessage();
		assertTrue(message.contains("b.avi") && message.contains("in part only"), message);
	}

	/** As any command that takes clips does. */
	@Test
	void croppingADamagedClipSaysSoToo() throws IOException {
		damaged("b.avi");
		CropUltrasound.of(folder.resolve("in"), folder.resolve("out")).with("mode", "views").with("views", "0,0,64,48").run(monitor);
		final String review = Files.readString(folder.resolve("out/review.csv"));
		assertTrue(review.contains("used in part: Its data are damaged"), review);
		assertTrue(said.stream().anyMatch(text -> text.contains("damaged and used in part")), said::toString);
	}

	@Test
	void aFolderIsNotAFile() throws IOException {
		final Path clip = clip("a.avi");
		final String message = assertThrows(SonoflowException.Input.class, () -> ExportClip.of(clip, folder.resolve("b.avi")).run(
			monitor)).getMessage();
		assertTrue(message.contains("Give a folder"), message);
	}
}
