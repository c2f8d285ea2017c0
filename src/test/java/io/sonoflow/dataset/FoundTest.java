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

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.read.ImageDecoders;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class FoundTest {

	/** A good clip that does not fit into memory must not be used in part, as if it were damaged. */
	@Test
	void aFullMemoryIsNoDamage() {
		final SonoflowException.File full = ImageDecoders.broken(Path.of("a.avi"), new OutOfMemoryError(), 900, 320, 240);
		assertSame(full, assertThrows(SonoflowException.File.class, () -> Found.brokenOff(3, 9, full)));
		assertTrue(full.getMessage().contains("the clip a.avi of 900 frames of 320 x 240 pixels. Take fewer of them (stride, " +
			"maxframes)"), full.getMessage());
		final SonoflowException.File broken = ImageDecoders.broken(Path.of("a.avi"), new IOException("torn"));
		assertSame(broken, Found.damage(broken));
		assertTrue(Found.brokenOff(3, 9, broken).startsWith("Frame 4 of 9 cannot be read"));
	}
}
