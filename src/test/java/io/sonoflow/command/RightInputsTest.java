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
package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Odd input that must work. */
class RightInputsTest {

	private static final String LABEL = "Preview Markers...";

	@TempDir
	private Path tmp;

	private void works(final String options) throws IOException {
		final MacroRun run = MacroRun.of(Files.createDirectories(tmp.resolve("macro")), LABEL, options);
		assertEquals(0, run.code(), options + ": " + run.errors());
		assertTrue(run.reachedEnd(), run.errors());
	}

	@Test
	void pathsWithBlanksAndOfAnyAlphabet() throws IOException {
		Assumptions.assumeTrue(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).newEncoder().canEncode(
			"\u00fc\u8111"), "This locale has no such file names");
		new Scene(tmp).gray("my scans \u00fc\u8111/a b.png", 64, 64);
		works("input=[" + tmp + "/my scans \u00fc\u8111] output=[" + tmp + "/out \u00e9] count=1");
		assertTrue(Files.isRegularFile(tmp.resolve("out \u00e9/preview.png")));
		works("input='" + tmp + "/my scans \u00fc\u8111/a b.png' count=1.0");
	}

	@Test
	void colorIsTurnedIntoGrey() throws IOException {
		final Scene scene = new Scene(tmp);
		scene.image("in/color.png", 64, 48, BufferedImage.TYPE_INT_RGB);
		scene.image("in/alpha.png", 64, 48, BufferedImage.TYPE_INT_ARGB);
		for (final String name : List.of("color", "alpha"))
			works("input=[" + tmp + "/in/" + name + ".png] count=1 output=[" + tmp + "/" + name + "]");
	}
}
