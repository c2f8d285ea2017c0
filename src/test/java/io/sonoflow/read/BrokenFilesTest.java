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
package io.sonoflow.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

/** Files of every kind, cut off anywhere or damaged: a picture or a refusal that names the file, never half a picture. */
class BrokenFilesTest extends FormatTest {

	@Test
	void everyKindIsRead() throws Exception {
		for (final Map.Entry<String, byte[]> file : SampleFiles.all().entrySet())
			assertFalse(read(file.getValue()).isEmpty(), file.getKey());
	}

	@Test
	void whatWasCutOffIsRefused() throws Exception {
		for (final Map.Entry<String, byte[]> file : SampleFiles.all().entrySet()) {
			final List<int[]> whole = read(Files.write(folder.resolve(file.getKey()), file.getValue()));
			final int length = file.getValue().length;
			for (int cut = 1; cut < 30; cut++) {
				final Path path = Files.write(folder.resolve(file.getKey()), Arrays.copyOf(file.getValue(), (int) ((long) length * cut /
					30)));
				if (file.getKey().endsWith(".avi") && isReadInPart(path, whole)) continue;
				final String message = assertThrows(SonoflowException.File.class, () -> read(path), file.getKey() + " cut at " + cut)
					.getMessage();
				assertTrue(message.contains(file.getKey()), message);
			}
		}
	}

	/** {@return whether frames of a clip are left: then they are whole, and it is said that others are not} */
	private static boolean isReadInPart(final Path path, final List<int[]> whole) {
		try (FrameReader reader = ImageFiles.open(path)) {
			assertFalse(reader.flaws().isEmpty(), "It is said that " + path + " was cut off");
			assertTrue(reader.frames() < whole.size(), path + ": a part of a frame is none");
		}
		catch (final SonoflowException.File e) {
			return false;
		}
		final List<int[]> frames = read(path);
		for (int frame = 0; frame < frames.size(); frame++) {
			final int[] right = whole.get(frame);
			// FFmpeg's JPEG rounds otherwise.
			assertPixels(i -> right[i], frames.get(frame), path.toString().contains("jpeg") ? 3 : 0);
		}
		return true;
	}

	@Test
	void damageNeverEndsInAnotherException() throws Exception {
		final RandomStream random = RandomStream.of(1, "broken files");
		for (final Map.Entry<String, byte[]> file : SampleFiles.all().entrySet())
			for (int round = 0; round < 40; round++) {
				final byte[] damaged = file.getValue().clone();
				for (int n = 0; n <= round % 3; n++)
					damaged[random.nextInt(Math.min(damaged.length,
						round % 2 == 0 ? 200 : Integer.MAX_VALUE))] = (byte) random.nextInt(256);
				final Path path = Files.write(folder.resolve(file.getKey()), damaged);
				try {
					read(path);
				}
				catch (final SonoflowException.File e) {
					assertTrue(e.getMessage().contains(file.getKey()), e.getMessage());
				}
			}
	}

	@Test
	void manyThreadsOpenGoodAndBadFiles() throws Exception {
		final List<Path> good = new ArrayList<>();
		final List<List<int[]>> right = new ArrayList<>();
		final List<Path> bad = new ArrayList<>();
		for (final Map.Entry<String, byte[]> file : SampleFiles.all().entrySet()) {
			good.add(Files.write(folder.resolve(file.getKey()), file.getValue()));
			right.add(read(good.get(good.size() - 1)));
			bad.add(Files.write(folder.resolve("bad-" + file.getKey()), Arrays.copyOf(file.getValue(), file.getValue().length / 2)));
		}
		final ExecutorService pool = Executors.newFixedThreadPool(6);
		try {
			final List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < 150; i++) {
				final int n = i % good.size();
				done.add(pool.submit(() -> {
					final List<int[]> frames = read(good.get(n));
					for (int f = 0; f < frames.size(); f++)
						assertArrayEquals(right.get(n).get(f), frames.get(f));
					assertThrows(SonoflowException.File.class, () -> read(bad.get(n)));
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
