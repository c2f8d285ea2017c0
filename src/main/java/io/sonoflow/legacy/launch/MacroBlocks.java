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
package io.sonoflow.legacy.launch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks {@code macro "name" {...}} of a macro file. ImageJ runs the first one, and nothing after it. */
final class MacroBlocks {

	/** What may hold a brace that is none, braces, and the word that begins a block. */
	private static final Pattern TOKEN = Pattern.compile(
		"//[^\\r\\n]*|(?s:/\\*.*?(?:\\*/|\\z))|" +
			"\"(?:[^\"\\\\\\r\\n]|\\\\.)*\"|'(?:[^'\\\\\\r\\n]|\\\\.)*'|[{}]|\\bmacro\\b(?=\\s*[\"'])");

	private MacroBlocks() {
	}

	/** {@return where the brace stands that closes the first block, or -1 if there is no block or it is not closed} */
	static int endOfFirst(final String macro) {
		final Matcher token = TOKEN.matcher(macro);
		int depth = 0;
		boolean found = false;
		while (token.find()) {
			final String text = token.group();
			if (text.equals("macro")) found |= depth == 0;
			else if (text.equals("{")) depth++;
			else if (text.equals("}") && --depth == 0 && found) return token.start();
		}
		return -1;
	}
}
