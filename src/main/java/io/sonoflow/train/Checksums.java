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
package io.sonoflow.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** CRC-32C, eight hexadecimal digits. Against damage, not malice: many times as fast as a cryptographic digest. */
final class Checksums {

	private Checksums() {
	}

	/** {@return the checksum of each file in a folder, by name} */
	static Map<String, String> ofAll(final Path folder) throws IOException {
		final Map<String, String> sums = new TreeMap<>();
		try (Stream<Path> files = Files.list(folder)) {
			for (final Path file : files.toList())
				sums.put(file.getFileName().toString(), of(file));
		}
		return sums;
	}

	/** {@return the checksum of a file's content} */
	static String of(final Path file) throws IOException {
		final CRC32C sum = new CRC32C();
		try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
			final byte[] buffer = new byte[1 << 18];
			while (in.read(buffer) >= 0) {
				// The stream does the work.
			}
		}
		return HexFormat.of().toHexDigits((int) sum.getValue());
	}

	/** {@return the checksum of a text in UTF-8} */
	static String of(final String text) {
		final CRC32C sum = new CRC32C();
		sum.update(text.getBytes(StandardCharsets.UTF_8));
		return HexFormat.of().toHexDigits((int) sum.getValue());
	}
}
