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
package io.sonoflow.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a platform's reading and writing of image files must do. */
public abstract class AbstractImageCodecTest {

	private static final int WIDTH = 33, HEIGHT = 21;

	@TempDir
	private Path folder;

	/** {@return the codec} */
	protected abstract ImageCodec codec();

	private static byte[] grey(final int seed) {
		final RandomStream random = RandomStream.of(seed, "codec test");
		final byte[] pixels = new byte[WIDTH * HEIGHT];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) random.nextInt(256);
		return pixels;
	}

	private Path png(final int seed) throws Exception {
		final Path path = folder.resolve("grey" + seed + ".png");
		codec().writeGrayPng(path, grey(seed), WIDTH, HEIGHT);
		return path;
	}

	@Test
	void greyPngsComeBack() throws Exception {
		try (FrameReader reader = codec().open(png(1))) {
			assertEquals(1, reader.frames());
			assertEquals(WIDTH, reader.width());
			assertEquals(HEIGHT, reader.height());
			assertArrayEquals(grey(1), Images.pixels(reader.gray(0)));
		}
	}

	@Test
	void colourPngsComeBackOpaque() throws Exception {
		final RandomStream random = RandomStream.of(2, "codec test");
		final int[] pixels = new int[WIDTH * HEIGHT];
		Arrays.setAll(pixels, i -> random.nextInt(1 << 24));
		final Path path = folder.resolve("colour.png");
		codec().writeColorPng(path, pixels, WIDTH, HEIGHT);
		final int[] opaque = Arrays.stream(pixels).map(rgb -> 0xFF000000 | rgb).toArray();
		try (FrameReader reader = codec().open(path)) {
			assertArrayEquals(opaque, reader.color(0).update(null).getCurrentStorageArray());
		}
	}

	/** The content decides, not the name. */
	@Test
	void namesDoNotMatter() throws Exception {
		for (final String name : new String[] { "image", "image.dcm", "image.tif" }) {
			final Path renamed = Files.copy(png(1), folder.resolve(name));
			try (FrameReader reader = codec().open(renamed)) {
				assertArrayEquals(grey(1), Images.pixels(reader.gray(0)), name);
			}
		}
	}

	/** Each is refused, naming the file, and no other kind of exception comes out. */
	@Test
	void wrongFilesAreRefusedByName() throws Exception {
		final byte[] png = Files.readAllBytes(png(1));
		final Map<String, byte[]> wrong = new LinkedHashMap<>();
		wrong.put("empty.png", new byte[0]);
		wrong.put("text.png", "no image".getBytes());
		wrong.put("zeros.tif", new byte[4096]);
		wrong.put("cut.png", Arrays.copyOf(png, png.length / 2));
		wrong.put("head.png", Arrays.copyOf(png, 8));
		wrong.put("clip.avi", "RIFF\0\0\0\0AVI LIST".getBytes());
		wrong.put("jpeg.jpg", new byte[] { (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16 });
		wrong.put("tiff.tif", new byte[] { 'I', 'I', 42, 0, 8, 0, 0, 0 });
		for (final Map.Entry<String, byte[]> file : wrong.entrySet()) {
			final Path path = Files.write(folder.resolve(file.getKey()), file.getValue());
			final String message = assertThrows(SonoflowException.File.class, () -> codec().open(path).close(), file.getKey())
				.getMessage();
			assertTrue(message.contains(file.getKey()), message);
		}
		final Path absent = folder.resolve("absent.png");
		assertTrue(assertThrows(SonoflowException.File.class, () -> codec().open(absent).close()).getMessage().contains(
			"absent.png"));
	}

	/** What was refused can be deleted, and what was closed. */
	@Test
	void filesAreLetGo() throws Exception {
		final Path good = png(1);
		codec().open(good).close();
		Files.delete(good);
		final Path bad = Files.write(folder.resolve("bad.png"), new byte[9]);
		assertThrows(SonoflowException.File.class, () -> codec().open(bad));
		Files.delete(bad);
	}

	@Test
	void severalThreads() throws Exception {
		final int files = 8;
		final List<Path> paths = new ArrayList<>();
		for (int i = 0; i < files; i++)
			paths.add(png(i));
		final ExecutorService pool = Executors.newFixedThreadPool(4);
		try {
			final List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				final int seed = i % files;
				done.add(pool.submit(() -> {
					try (FrameReader reader = codec().open(paths.get(seed))) {
						assertArrayEquals(grey(seed), Images.pixels(reader.gray(0)));
					}
				}));
			}
			for (final Future<?> one : done)
				one.get();
		}
		finally {
			pool.shutdownNow();
		}
	}
}
