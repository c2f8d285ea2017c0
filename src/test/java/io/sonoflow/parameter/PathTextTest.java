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
package io.sonoflow.parameter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.scijava.plugin.Parameter;

/** A folder named ~ is what nobody wants. */
class PathTextTest {

	private static final String HOME = System.getProperty("user.home");

	static final class Config extends Parameters {

		@Parameter(label = "Output", description = "Folder.")
		public File output;
	}

	private static File output(final Object text) {
		return (File) new Config().with("output", text).get("output");
	}

	@Test
	void homeIsMeantAsInAShell() {
		assertEquals(new File(HOME + "/x"), output("~/x"));
		assertEquals(new File(HOME), output("~"));
		assertEquals(new File(HOME + "/a b"), output(new File("~/a b")));
		assertEquals(List.of(Path.of(HOME, "x"), Path.of(HOME, "y")), Lists.paths("~/x,~/y"));
	}

	@Test
	void filesOfAFileManagerAreFiles() {
		assertEquals(new File("/data/a b/c"), output("file:///data/a%20b/c"));
		assertEquals(new File("/data/a b/c"), output("file:/data/a b/c"));
		assertTrue(refused("file://server/data").contains("no file of this computer"));
	}

	private static String refused(final String text) {
		return assertThrows(SonoflowException.Input.class, () -> output(text), text).getMessage();
	}

	@Test
	void variablesAreRefused() {
		for (final String text : List.of("$HOME/x", "${HOME}/x", "$HOME", "%USERPROFILE%\\x", "%HOMEDRIVE%/x", "~anna/x", "~anna",
			"$SCRATCH/runs", "%ProgramFiles(x86)%\\x"))
			assertTrue(refused(text).contains("Write the whole path"), text);
	}

	@Test
	void whatOnlyLooksLikeItIsAName() {
		for (final String text : List.of("./~", "./$HOME", "a~b", "x~", "100%", "50%_of_50%", "$", "$1", "~1~", "a/$b", "a/~/b", "%", "%%",
			"out~/x", "C:/PROGRA~1"))
			assertEquals(new File(text), output(text), text);
	}
}
