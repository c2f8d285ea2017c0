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
package io.sonoflow.file;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text in UTF-8, and the other things that come under the name of a table. */
final class TextFiles {

	/** Bytes round a bad one that are shown. */
	private static final int SHOWN = 12;

	private TextFiles() {
	}

	/**
	 * @return the text, without a byte order mark
	 * @throws SonoflowException.File if it cannot be read or is no UTF-8: says what it is instead, as far as that shows
	 */
	static String read(final Path file) {
		final byte[] bytes = bytes(file);
		final String other = other(bytes);
		if (other != null) throw new SonoflowException.File(file + " is " + other +
			", not UTF-8 text. Save it as \"CSV UTF-8\" (spreadsheets offer it) and try again.");
		try {
			final String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
			return text.startsWith("\uFEFF") ? text.substring(1) : text;
		}
		catch (final CharacterCodingException e) {
			throw new SonoflowException.File(file + " is not UTF-8 text but probably Latin-1 or Windows-1252" + where(bytes) +
				". Save it as \"CSV UTF-8\" (spreadsheets offer it; in R fileEncoding=\"UTF-8\") and try again.", e);
		}
	}

	private static byte[] bytes(final Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read the table " + file + ": " + AtomicFiles.reason(e) +
				". Check the path and the permissions.", e);
		}
	}

	/** {@return what the file is by its first bytes, or null if it may be text} */
	private static String other(final byte[] bytes) {
		if (starts(bytes, 0xFF, 0xFE) || starts(bytes, 0xFE, 0xFF)) return "UTF-16 text (\"Unicode\")";
		if (starts(bytes, 'P', 'K', 3, 4)) return "a workbook of a spreadsheet (xlsx or ods)";
		if (starts(bytes, 0xD0, 0xCF, 0x11, 0xE0)) return "a workbook of an old spreadsheet (xls)";
		if (starts(bytes, 0x1F, 0x8B)) return "compressed (gzip)";
		for (final byte each : bytes)
			if (each == 0) return "UTF-16 text without a mark, or damaged (it holds zero bytes)";
		return null;
	}

	private static boolean starts(final byte[] bytes, final int... start) {
		if (bytes.length < start.length) return false;
		for (int i = 0; i < start.length; i++)
			if ((bytes[i] & 255) != start[i]) return false;
		return true;
	}

	/** {@return where the first letter stands that is not UTF-8, as Latin-1 would have it} */
	private static String where(final byte[] bytes) {
		final ByteBuffer buffer = ByteBuffer.wrap(bytes);
		StandardCharsets.UTF_8.newDecoder().decode(buffer, CharBuffer.allocate(bytes.length + 1), true);
		final int bad = buffer.position();
		int line = 1;
		for (int i = 0; i < bad; i++)
			if (bytes[i] == '\n') line++;
		final int from = Math.max(0, bad - SHOWN);
		final String around = new String(bytes, from, Math.min(bytes.length, bad + SHOWN) - from, StandardCharsets.ISO_8859_1);
		return " (line " + line + ": \"" + around.replaceAll("\\p{Cntrl}", " ").strip() + "\")";
	}
}
