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
package io.sonoflow.step.reading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.run.RunInfo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers get, and how their answers are judged. */
class BlindedReadingTest {

	@TempDir
	Path folder;

	private final List<String> told = new ArrayList<>();
	private final Monitor monitor = new Monitor() {
		@Override
		public void warn(final String text) {
			told.add(text);
		}
	};

	/** Five real clips as AVI, four synthetic ones as frames of a table, of the same size. */
	@BeforeEach
	void clips() throws IOException {
		for (int i = 0; i < 5; i++)
			clip("real/Doe_" + i + ".avi", i, 3);
		final StringBuilder table = new StringBuilder("image,patient,clip\n");
		for (int i = 0; i < 4; i++)
			for (int frame = 0; frame < 3; frame++) {
				final String name = "s" + i + "_" + frame + ".png";
				ImageFiles.writePng(folder.resolve("synthetic").resolve(name), noise(100 + i, frame));
				table.append(name).append(",p").append(i).append(",c").append(i).append('\n');
			}
		AtomicFiles.writeText(folder.resolve("synthetic/dataset.csv"), table.toString());
	}

	private void clip(final String name, final int number, final int frames) {
		AtomicFiles.write(folder.resolve(name), temporary -> {
			try (ClipWriter writer = new ClipWriter(temporary, ClipCodec.FFV1, 32, 24, false, new FrameRate(30, 1))) {
				for (int frame = 0; frame < frames; frame++)
					writer.add(noise(number, frame));
				writer.finish();
			}
		});
	}

	private static ArrayImg<UnsignedByteType, ByteArray> noise(final int number, final int frame) {
		final byte[] pixels = new byte[32 * 24];
		final RandomStream random = RandomStream.of(number, "noise", frame);
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) random.nextInt(256);
		return Images.bytes(pixels, 32, 24);
	}

	private BlindedReading reading(final String output) {
		return (BlindedReading) BlindedReading.of(folder.resolve("real"), folder.resolve("synthetic"), folder.resolve(output)).with(
			"count", 8);
	}

	private static List<byte[]> frames(final Path file) {
		final List<byte[]> frames = new ArrayList<>();
		try (FrameReader reader = ImageFiles.open(file)) {
			for (int i = 0; i < reader.frames(); i++)
				frames.add(Images.pixels(reader.gray(i)));
		}
		return frames;
	}

	private Map<String, List<String>> key(final String output) {
		final Map<String, List<String>> key = new TreeMap<>();
		Tables.read(folder.resolve(output).resolve("key.csv")).rows().forEach(row -> key.put(row.get(0), row.subList(1, 3)));
		return key;
	}

	@Test
	void nothingButThePixelsTellsThemApart() throws IOException {
		final BlindedReading.Result result = reading("out").run(monitor);
		final Map<String, List<String>> key = key("out");
		assertEquals(8, key.size());
		assertEquals(4, key.values().stream().filter(row -> row.get(0).equals("real")).count());
		final List<Path> sheet;
		try (Stream<Path> files = Files.list(folder.resolve("out/sheet"))) {
			sheet = files.sorted().toList();
		}
		assertEquals(9, sheet.size(), sheet.toString());
		final HashSet<FileTime> times = new HashSet<>();
		for (final Path file : sheet) {
			times.add(Files.getLastModifiedTime(file));
			final String name = file.getFileName().toString();
			if (name.equals("answers.csv")) continue;
			assertTrue(name.matches("item00[1-8]_[0-9a-f]{4}\\.avi"), name);
			final String image = key.get(name.replace(".avi", "")).get(1);
			try (FrameReader reader = ImageFiles.open(file)) {
				assertEquals(new FrameRate(30, 1), reader.rate().orElseThrow(), "the real ones' rate for all");
			}
			final List<byte[]> shown = frames(file);
			assertEquals(3, shown.size());
			final boolean real = key.get(name.replace(".avi", "")).get(0).equals("real");
			for (int i = 0; i < shown.size(); i++)
				assertArrayEquals(real ? frames(folder.resolve("real").resolve(image)).get(i) : frames(folder.resolve("synthetic")
					.resolve(image.replace("_0", "_" + i))).get(0), shown.get(i));
		}
		assertEquals(1, times.size(), times.toString());
		assertTrue(told.toString().contains("rate"), told.toString());
		final Tables.Table answers = Tables.read(folder.resolve("out/sheet/answers.csv"));
		assertEquals(List.of("item", "answer"), answers.header());
		assertEquals(result.items(), answers.rows().stream().map(row -> row.get(0)).toList());
		assertTrue(answers.rows().stream().allMatch(row -> row.get(1).isEmpty()));
		assertFalse(Files.exists(folder.resolve("out/accuracy.csv")));
		reading("again").run(monitor);
		assertEquals(key, key("again"));
		reading("other").with("seed", 1).run(monitor);
		assertFalse(key.keySet().equals(key("other").keySet()));
	}

	@Test
	void whatElseTellsThemApartIsSaid() {
		for (int i = 0; i < 5; i++)
			clip("real/Doe_" + i + ".avi", i, 5);
		reading("out").run(monitor);
		final RunInfo info = RunInfo.read(folder.resolve("out"));
		assertTrue(told.toString().contains("number of frames: real 5; synthetic 3 (100 % right by it)"), told.toString());
		assertEquals("1", info.figures().get("byframes").replace(".0", ""));
		assertEquals("0.5", info.figures().get("bysize"));
		reading("even").with("maxframes", 3).run(monitor);
		assertEquals("0.5", RunInfo.read(folder.resolve("even")).figures().get("byframes"), "no clip is longer any more");
	}

	private void answer(final String reader, final int wrong, final Map<String, List<String>> key) {
		final List<List<String>> rows = new ArrayList<>();
		for (final Map.Entry<String, List<String>> item : key.entrySet()) {
			final boolean real = item.getValue().get(0).equals("real") == (rows.size() >= wrong);
			rows.add(List.of(item.getKey(), real ? " Real" : "synthetic"));
		}
		Tables.write(folder.resolve("answers").resolve(reader), List.of("item", "answer"), rows);
	}

	@Test
	void answersAreJudged() throws IOException {
		reading("out").run(monitor);
		answer("a.csv", 2, key("out"));
		answer("b.csv", 6, key("out"));
		final Path b = folder.resolve("answers/b.csv");
		Files.writeString(b, Files.readString(b).replaceFirst("(?m)(item008.*),.*", "$1,"));
		final BlindedReading.Result result = reading("read").with("answers", folder.resolve("answers")).run(monitor);
		final Tables.Table table = Tables.read(folder.resolve("read/accuracy.csv"));
		assertEquals(result.accuracy(), table.rows());
		assertEquals(List.of("a", "8", "6", "0.75"), table.rows().get(0).subList(0, 4));
		assertEquals(List.of("b", "7", "1"), table.rows().get(1).subList(0, 3));
		final List<String> all = table.rows().get(2);
		assertEquals(List.of("all", "15", "7"), all.subList(0, 3));
		assertEquals((0.75 + 1.0 / 7) / 2, Double.parseDouble(all.get(3)), 1e-12);
		assertEquals("0.75", all.get(11));
		final RunInfo info = RunInfo.read(folder.resolve("read"));
		assertTrue(told.toString().matches(".*b\\.csv has no answer to 1 of 8 items.*item008_.*"), told.toString());
		assertEquals("2", info.figures().get("readers"));
	}

	@Test
	void wrongAnswersAreNamedBeforeAnythingIsWritten() throws IOException {
		reading("out").run(monitor);
		final String item = key("out").keySet().iterator().next();
		refused("item,answer\n" + item + ",fake\n", "\"fake\" to the item " + item, "Allowed: real, synthetic");
		refused("item,answer\n" + item + ",real\n" + item + ",real\n", item + " is there twice");
		refused("item,answer\nitem001_zzzz,real\n", "item001_zzzz was not shown");
		refused("item,answer\n" + item + ",\n", "nothing is answered");
		Files.writeString(folder.resolve("out/sheet/answers.csv"), "item,answer\n" + item + ",real\n");
		final String message = assertThrows(SonoflowException.class, () -> reading("out").with("overwrite", true).run(monitor))
			.getMessage();
		assertTrue(message.contains("somebody has filled in"), message);
	}

	private void refused(final String text, final String... parts) throws IOException {
		final Path csv = folder.resolve("answers.csv");
		Files.writeString(csv, text);
		final String message = assertThrows(SonoflowException.class, () -> reading("read").with("answers", csv).run(monitor))
			.getMessage();
		for (final String part : parts)
			assertTrue(message.contains(part) && message.contains("answers.csv"), message);
		assertFalse(Files.exists(folder.resolve("read")));
	}

	/** One in colour: all are stored in colours. Images alone are PNG. */
	@Test
	void imagesAreStoredAlike() {
		for (int i = 0; i < 2; i++) {
			ImageFiles.writePng(folder.resolve("a/" + i + ".png"), noise(i, 0));
			ImageFiles.writeColorPng(folder.resolve("b/" + i + ".png"), ArrayImgs.argbs(new int[32 * 24], 32, 24));
		}
		final int[] pixels = new int[32 * 24];
		pixels[7] = 0xFFFF0000;
		ImageFiles.writeColorPng(folder.resolve("b/1.png"), ArrayImgs.argbs(pixels, 32, 24));
		final BlindedReading.Result result = BlindedReading.of(folder.resolve("a"), folder.resolve("b"), folder.resolve("out")).with(
			"count", 4).run(monitor);
		for (final String item : result.items())
			try (FrameReader reader = ImageFiles.open(folder.resolve("out/sheet").resolve(item + ".png"))) {
				assertEquals(null, reader.values(0), "a grey PNG among coloured ones");
			}
		assertTrue(told.toString().contains("colour (all are stored alike): real grey; synthetic grey (1), coloured (1)"), told
			.toString());
	}
}
