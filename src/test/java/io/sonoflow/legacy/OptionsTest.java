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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.Macro;

import io.sonoflow.SonoflowException;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class OptionsTest {

	@Test
	void takesTextApartAsImageJWrites() {
		final Map<String, String> values = Options.parse("input=[/data/my scans] size=3  flag name='a b' nested=[a [b] c] ");
		assertEquals(List.of("input", "size", "flag", "name", "nested"), List.copyOf(values.keySet()));
		assertEquals("/data/my scans", values.get("input"));
		assertEquals("3", values.get("size"));
		assertTrue(values.containsKey("flag"));
		assertNull(values.get("flag"));
		assertEquals("a b", values.get("name"));
		assertEquals("a [b] c", values.get("nested"));
	}

	/** ImageJ's own reader is the reference for every value it can find. */
	@Test
	void agreesWithImageJ() {
		for (final String text : List.of("a=1 b=[x y] c=2", "a=[] b='q r' c=[ä ö]", "b=[x=1 y=2] a=x=y c=[]",
			"c=/a/b a=é b=[[z] z]")) {
			final Map<String, String> values = Options.parse(text);
			for (final String key : List.of("a", "b", "c"))
				assertEquals(Macro.getValue(text, key, null), values.get(key), key + " of " + text);
		}
	}

	@Test
	void whatIsPutTogetherComesApartAgain() {
		for (final String value : List.of("plain", "with blank", "", "[odd", "'quoted'", "tab\there", "grün", "a=b", "x]y z"))
			if (!value.contains("[") && !value.contains("]")) assertEquals(Map.of("key", value), Options.parse(Options.pair("key",
				value)), value);
	}

	@Test
	void aKeyGivenTwiceOrAnOpenBracketIsAnError() {
		assertTrue(assertThrows(SonoflowException.Input.class, () -> Options.parse("size=1 size=2")).getMessage().contains(
			"size is given twice"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> Options.parse("input=[/a b size=2")).getMessage()
			.contains("is not closed"));
		for (final String text : List.of("=[x] =[x]", "size=[1]=[x]=[x]", "[x] [x]", "size = 1", "size=1 'a b'", "input=[a][b]"))
			assertTrue(assertThrows(SonoflowException.Input.class, () -> Options.parse(text)).getMessage().contains("has no key"),
				text);
	}
}
