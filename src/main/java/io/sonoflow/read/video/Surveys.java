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
package io.sonoflow.read.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of the clips that were opened last, as to open one again must not mean to decode it again. */
final class Surveys {

	/** Of a clip of a minute it takes about 20 kB. */
	private static final int MOST = 1000;

	/** A file, as long as nobody writes to it. */
	private record Key(Path path, long size, FileTime changed, Object file) {
	}

	private static final Map<Key, ClipSurvey> KNOWN = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(final Map.Entry<Key, ClipSurvey> eldest) {
			return size() > MOST;
		}
	};

	private Surveys() {
	}

	/** Forgets all of them. */
	static void forget() {
		synchronized (KNOWN) {
			KNOWN.clear();
		}
	}

	/** @throws IOException if no frame of it can be used */
	static ClipSurvey of(final Path path) throws IOException {
		final BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
		final Key key = new Key(path.toAbsolutePath(), file.size(), file.lastModifiedTime(), file.fileKey());
		synchronized (KNOWN) {
			final ClipSurvey known = KNOWN.get(key);
			if (known != null) return known;
		}
		final ClipSurvey survey = Surveyor.survey(path);
		synchronized (KNOWN) {
			KNOWN.put(key, survey);
		}
		return survey;
	}
}
