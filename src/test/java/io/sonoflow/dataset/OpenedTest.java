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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

/** One file does not end a batch. */
class OpenedTest {

	private static final List<Path> FILES = List.of(Path.of("a.png"), Path.of("large.png"), Path.of("c.png"));

	private static int open(final int file) {
		if (file == 1) throw new OutOfMemoryError("Java heap space");
		return file;
	}

	@Test
	void oneTooLargeForTheMemoryIsLeftOut() {
		final Opened<Integer> opened = Opened.of("reading", FILES, false, Monitor.NONE, OpenedTest::open);
		assertArrayEquals(new int[] { 0, 2 }, opened.usable());
		final List<String> row = opened.review(i -> FILES.get(i).toString(), text -> text).get(0);
		assertEquals("large.png", row.get(0));
		assertTrue(row.get(1).contains("memory"), row.get(1));
		assertThrows(SonoflowException.File.class, () -> Opened.of("reading", FILES, true, Monitor.NONE, OpenedTest::open));
	}

	@Test
	void aDeviceIsNotSaidToBeAbsent() {
		final Path device = Path.of("/dev/null");
		assumeTrue(Files.exists(device), "no such device here");
		final String message = assertThrows(SonoflowException.File.class, () -> ImageFiles.open(device)).getMessage();
		assertTrue(message.contains("a device or a pipe"), message);
	}
}
