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

import io.sonoflow.Monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One picture in two classes: files of one name and one content. */
final class SamePictures {

	private static final int NAMED = 5;

	/** Files of one name that are compared with each other: there are few classes. */
	private static final int COMPARED = 64;

	private SamePictures() {
	}

	/** Warns of files of one name in several classes whose content is the same; other files are not opened. */
	static void warn(final String name, final Path folder, final List<Sample> samples, final Monitor monitor) {
		final Map<String, List<Sample>> byName = new HashMap<>();
		samples.forEach(sample -> byName.computeIfAbsent(sample.image().getFileName().toString(), key -> new ArrayList<>()).add(
			sample));
		final List<String> same = byName.values().stream().filter(each -> each.size() > 1).flatMap(each -> same(folder, each)
			.stream()).sorted().toList();
		if (!same.isEmpty()) monitor.warn(name + ": " + same.size() + " images are the same under several labels: " + Spelling.some(
			same, NAMED) + ". One of the labels is wrong: remove one of the two.");
	}

	private static List<String> same(final Path folder, final List<Sample> samples) {
		final List<String> same = new ArrayList<>();
		for (int i = 1; i < Math.min(samples.size(), COMPARED); i++)
			for (int j = 0; j < i; j++) {
				final Sample first = samples.get(j);
				final Sample second = samples.get(i);
				if (first.label().equals(second.label()) || !isSame(first.image(), second.image())) continue;
				same.add(folder.relativize(first.image()) + " and " + folder.relativize(second.image()));
				break;
			}
		return same;
	}

	/** Of other lengths, or at the first byte that differs, it is known that they are not; so most are hardly read. */
	private static boolean isSame(final Path one, final Path other) {
		try {
			return Files.size(one) == Files.size(other) && Files.mismatch(one, other) < 0;
		}
		catch (final IOException e) {
			// What cannot be read is told by whoever needs it.
			return false;
		}
	}
}
