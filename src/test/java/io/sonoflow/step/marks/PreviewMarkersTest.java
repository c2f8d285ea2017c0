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
package io.sonoflow.step.marks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.NamedImage;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;
import io.sonoflow.step.marks.PreviewMarkers.Result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewMarkersTest {

	@TempDir
	private Path folder;

	private static ArrayImg<UnsignedByteType, ByteArray> gray(final int width, final int height, final int value) {
		final byte[] pixels = new byte[width * height];
		Arrays.fill(pixels, (byte) value);
		return Images.bytes(pixels, width, height);
	}

	private static PreviewMarkers config(final Path input, final int count, final double strength, final Path output) {
		final PreviewMarkers preview = new PreviewMarkers(input == null ? null : input.toFile());
		preview.count = count;
		preview.strength = strength;
		preview.seed = 4;
		preview.output = output == null ? null : output.toFile();
		return preview;
	}

	private static Result run(final PreviewMarkers preview, final List<NamedImage> images) {
		preview.images = images;
		return preview.run(Monitor.NONE);
	}

	@Test
	void copiesAreTrainingViewsStretchedToTheImage() {
		final ArrayImg<UnsignedByteType, ByteArray> image = gray(120, 100, 60);
		final Result result = run(config(null, 12, 1, null), List.of(new NamedImage("a", image)));
		assertEquals(12, result.views().size());
		assertNull(result.sheet());
		for (int i = 0; i < 12; i++) {
			final ArrayImg<UnsignedByteType, ByteArray> view = Augmentation.published().apply(image, RandomStream.of(4,
				"preview", i));
			assertArrayEquals(Images.pixels(Resize.resize(view, 120, 100, Interpolation.BILINEAR_ANTIALIASED)), Images.pixels(
				result.views().get(i)));
			assertEquals(i + 1 + " a", result.labels().get(i));
		}
	}

	@Test
	void strengthZeroHasNoMarksAndMoreHasMore() {
		final List<NamedImage> sources = List.of(new NamedImage("a", gray(100, 100, 60)));
		assertEquals(0, white(run(config(null, 40, 0, null), sources)));
		final long published = white(run(config(null, 40, 1, null), sources));
		final long strong = white(run(config(null, 40, 3, null), sources));
		assertTrue(published > 0 && strong > 1.5 * published, published + " " + strong);
	}

	private static long white(final Result result) {
		return result.views().stream().mapToLong(view -> {
			final byte[] pixels = Images.pixels(view);
			return IntStream.range(0, pixels.length).filter(i -> (pixels[i] & 255) > 61).count();
		}).sum();
	}

	@Test
	void aFolderIsSpreadOverTheCopiesAndTheSheetIsWritten() throws IOException {
		final Path input = Files.createDirectory(folder.resolve("in"));
		for (int i = 0; i < 8; i++)
			ImageFiles.writePng(input.resolve("i" + i + ".png"), gray(40 + i, 30, 10 * i));
		final Path output = folder.resolve("out");
		final Result result = config(input, 4, 0, output).run(Monitor.NONE);
		assertEquals(List.of("1 i0.png", "2 i2.png", "3 i4.png", "4 i6.png"), result.labels());
		for (final ArrayImg<UnsignedByteType, ByteArray> view : result.views())
			assertArrayEquals(new int[] { 40, 30 }, new int[] { Images.width(view), Images.height(view) });
		assertEquals(output.resolve("preview.png"), result.sheet());
		assertTrue(Images.width(ImageFiles.readGray(result.sheet())) > 2 * 300, "two columns");
		assertTrue(Files.readString(output.resolve("run.json")).contains("\"strength\""));
		assertEquals(List.of("1 i0.png", "2 i1.png"), config(input, 9, 1, null).run(Monitor.NONE).labels()
			.subList(0, 2));
		assertEquals("9 i0.png", config(input, 9, 1, null).run(Monitor.NONE).labels().get(8));
	}

	@Test
	void wrongInputsAreNamedAndNothingIsWritten() {
		final Path output = folder.resolve("never");
		assertTrue(assertThrows(SonoflowException.Input.class, () -> config(null, 0, 1,
			output).run(Monitor.NONE)).getMessage().contains(
			"count=0"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> config(null, 9, -1,
			output).run(Monitor.NONE)).getMessage().contains(
			"strength=-1"));
		assertThrows(SonoflowException.Input.class, () -> config(null, 9, Double.NaN, output).run(
			Monitor.NONE));
		assertThrows(SonoflowException.File.class, () -> config(folder.resolve("absent.png"), 9, 1,
			output).run(Monitor.NONE));
		assertFalse(Files.exists(output));
	}

	@Test
	void onePixelIsAnImageToo() {
		final Result result = run(config(null, 20, 5, folder.resolve("tiny")), List.of(new NamedImage("dot", gray(1, 1, 7))));
		assertEquals(20, result.views().size());
		assertTrue(Files.isRegularFile(result.sheet()));
	}
}
