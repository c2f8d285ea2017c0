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
package io.sonoflow.dataset.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patients' frames on disk. */
class FrameShelfTest {

	@TempDir
	private Path folder;

	@Test
	void framesComeBackFromAFileWithoutAName() throws IOException {
		assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "Windows deletes no open file");
		final FrameShelf shelf = FrameShelf.in(folder, 100);
		final FrameShelf.Place first = shelf.add(new byte[] { 1, 2, 3, 4, 5, 6 });
		final FrameShelf.Place second = shelf.add(new byte[] { 7, 8 });
		assertArrayEquals(new byte[] { 7, 8 }, shelf.read(second));
		assertArrayEquals(new byte[] { 1, 2, 3, 4, 5, 6 }, shelf.read(first));
		try (Stream<Path> named = Files.list(folder)) {
			assertEquals(0, named.count());
		}
	}

	@Test
	void noMoreThanItsShareIsTaken() throws IOException {
		final FrameShelf shelf = FrameShelf.in(folder, 10);
		shelf.add(new byte[8]);
		assertThrows(IOException.class, () -> shelf.add(new byte[3]));
		assertEquals(8, shelf.bytes());
		assertEquals(2, shelf.free());
		shelf.add(new byte[2]);
	}
}
