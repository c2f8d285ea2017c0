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
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Sha256;

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
		final Map<String, Sample> byContent = new HashMap<>();
		final List<String> same = new ArrayList<>();
		for (final Sample sample : samples) {
			final long size = size(sample.image());
			if (samples.stream().filter(other -> size(other.image()) == size).count() < 2) continue;
			final Sample first = byContent.putIfAbsent(Sha256.of(sample.image()), sample);
			if (first != null && !first.label().equals(sample.label())) same.add(folder.relativize(first.image()) + " and " + folder
				.relativize(sample.image()));
		}
		return same;
	}

	private static long size(final Path file) {
		try {
			return Files.size(file);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + file + ": " + AtomicFiles.reason(e) + ". Check the permissions.", e);
		}
	}
}
