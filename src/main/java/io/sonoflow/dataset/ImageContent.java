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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Images by what their files begin with: scanners and archives give DICOM files names such as IM0001 or 1.2.840.113619. */
final class ImageContent {

	/** A DICOM file: 128 bytes of anything, then the word (PS3.10, 7.1). */
	private static final int DICOM_WORD = 128;
	private static final int HEAD = 512;
	/** An index of DICOM files, not an image (PS3.4, media storage directory). */
	private static final String DIRECTORY = "1.2.840.10008.1.3.10";

	private ImageContent() {
	}

	/** {@return whether a file of any name is an image by its first bytes; not if it cannot be read} */
	static boolean isImage(final Path file) {
		if (file.getFileName().toString().toLowerCase(Locale.ROOT).startsWith("dicomdir")) return false;
		try (var in = Files.newInputStream(file)) {
			final String head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
			if (head.startsWith("DICM", DICOM_WORD)) return !head.contains(DIRECTORY);
			return ImageFiles.isKnown(file);
		}
		catch (final IOException e) {
			return false;
		}
	}
}
