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
package io.sonoflow.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same pixels wherever the user lives. */
class LocaleTest extends FormatTest {

	private final Locale before = Locale.getDefault();

	@AfterEach
	void back() {
		Locale.setDefault(before);
	}

	@Test
	void everyKindUnderOtherDigitsAndLetters() throws Exception {
		final Map<String, byte[]> files = SampleFiles.all();
		final List<List<int[]>> right = new ArrayList<>();
		for (final byte[] file : files.values())
			right.add(read(file));
		for (final String tag : List.of("tr", "ar-EG-u-nu-arab", "fa-IR-u-nu-arabext", "th-TH-u-nu-thai")) {
			Locale.setDefault(Locale.forLanguageTag(tag));
			int at = 0;
			for (final Map.Entry<String, byte[]> file : files.entrySet()) {
				final List<int[]> frames = read(file.getValue());
				assertEquals(right.get(at).size(), frames.size(), tag + " " + file.getKey());
				for (int f = 0; f < frames.size(); f++)
					assertArrayEquals(right.get(at).get(f), frames.get(f), tag + " " + file.getKey());
				at++;
			}
		}
	}
}
