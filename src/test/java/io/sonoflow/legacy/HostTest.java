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
package io.sonoflow.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

class HostTest {

	/** No line over 90 characters, nothing lost, whatever the text. */
	@Test
	void messagesAreWrapped() {
		final String word = String.join("", Collections.nCopies(100, "x"));
		final String path = "/data" + "/a_folder".repeat(30) + "/file.png";
		for (final String text : new String[] { "short", "a ".repeat(200) + "end", word, "No file " + path + ". Give another.",
			"first\n\nsecond " + word + " third\n", path.replace('/', '\\') })
		{
			final String wrapped = Host.wrap(text);
			assertEquals(text.replaceAll("\\s", ""), wrapped.replaceAll("\\s", ""));
			assertEquals(0, wrapped.lines().filter(line -> line.length() > 90).count(), wrapped);
		}
		assertEquals("No file", Host.wrap("No file " + path).lines().findFirst().orElseThrow());
		assertEquals("first\n\nsecond", Host.wrap("first\n\nsecond"));
		assertEquals("", Host.wrap(path).lines().map(line -> line.substring(line.length() - 1)).collect(Collectors.joining())
			.replace("/", "").replace("g", ""));
	}
}
