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
package io.sonoflow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {

	@TempDir
	Path folder;

	private Path image(final String name, final int side, final int value) {
		final Path file = folder.resolve(name);
		final byte[] pixels = new byte[side * side];
		java.util.Arrays.fill(pixels, (byte) value);
		ImageFiles.writePng(file, Images.bytes(pixels, side, side));
		return file;
	}

	@Test
	void keepsWhatFitsAndReadsTheRest() {
		final ImageCache cache = new ImageCache(List.of(image("a.png", 20, 1), image("b.png", 20, 2)), 500);
		cache.check(Monitor.NONE);
		// they are read side by side: which of the two came first and is kept is chance, that one is kept is not
		final int kept = cache.get(0) == cache.get(0) ? 0 : 1;
		assertSame(cache.get(kept), cache.get(kept));
		assertNotSame(cache.get(1 - kept), cache.get(1 - kept));
		for (int i = 0; i < 2; i++) {
			assertArrayEquals(Images.pixels(cache.get(i)), Images.pixels(cache.get(i)));
			assertEquals(i + 1, Images.pixels(cache.get(i))[0]);
		}
	}

	@Test
	void aBadImageIsFoundBeforeTheWork() throws Exception {
		final Path broken = folder.resolve("broken.png");
		Files.writeString(broken, "no image");
		assertTrue(assertThrows(SonoflowException.File.class, () -> new ImageCache(List.of(image("a.png", 20, 1), broken))
			.check(Monitor.NONE)).getMessage().contains("broken.png"));
		final String tiny = assertThrows(SonoflowException.File.class, () -> new ImageCache(List.of(image("one.png", 1, 1)))
			.check(Monitor.NONE)).getMessage();
		assertTrue(tiny.contains("one.png has only 1 x 1"), tiny);
	}
}
