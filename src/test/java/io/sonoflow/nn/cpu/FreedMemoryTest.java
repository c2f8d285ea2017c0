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
package io.sonoflow.nn.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** Whether memory stays with the process, and goes back in the end. */
class FreedMemoryTest {

	private static final int BYTES = 24 << 20;

	/** {@return resident memory in bytes} */
	private static long resident() throws IOException {
		return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
	}

	@Test
	void whatWasFreedStaysAndIsGivenBackInTheEnd() throws IOException {
		Torch.start();
		assumeTrue(FreedMemory.isKept(), "not glibc, or the user has told it otherwise");
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final long used;
			try (NDArray array = manager.zeros(new Shape(BYTES / 4))) {
				array.addi(1);
				used = resident();
			}
			assertTrue(used - resident() < BYTES / 2, "freed memory stays: " + used + " " + resident());
			FreedMemory.giveBack();
			assertTrue(used - resident() > BYTES / 2, "now it does not: " + used + " " + resident());
		}
	}

	/** Java's own copy of the environment does not show it. */
	@Test
	void pyTorchIsToldToTakeHugePagesUnlessTheUserHasSaid() {
		assumeTrue(Platform.isLinux(), "no glibc");
		Torch.start();
		final String said = System.getenv("THP_MEM_ALLOC_ENABLE");
		assertEquals(said == null ? "1" : said, NativeLibrary.getProcess().getFunction("getenv").invokeString(new Object[] {
			"THP_MEM_ALLOC_ENABLE" }, false));
	}

	@Test
	void whoHasToldGlibcIsNotOverruled() {
		assertTrue(FreedMemory.isUsers("MALLOC_TRIM_THRESHOLD_"));
		assertTrue(FreedMemory.isUsers("LD_PRELOAD"));
		assertFalse(FreedMemory.isUsers("HOME"));
	}
}
