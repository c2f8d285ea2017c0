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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pictures of 32-bit floating point numbers as TIFF, one strip, not compressed; ImageJ shows them as they are. */
public final class FloatTiff {

	static final int SHORT = 3, LONG = 4, ASCII = 2, HEADER = 8, ENTRY = 12;

	private FloatTiff() {
	}

	/**
	 * @param path is replaced
	 * @param pixels row by row; may hold not-a-number
	 * @param width columns
	 * @param unit of the values, e.g. cm/s, is written as ImageJ's description; ASCII
	 * @throws io.sonoflow.SonoflowException.File if it cannot be written
	 */
	public static void write(final Path path, final float[] pixels, final int width, final String unit) {
		final byte[] text = ("ImageJ=1.54\nvunit=" + unit + "\nc0=0.0\nc1=1.0\ncf=0\n\0").getBytes(StandardCharsets.US_ASCII);
		final int entries = 12;
		final int directory = HEADER + 4 * pixels.length;
		final int description = directory + 2 + entries * ENTRY + 4;
		final ByteBuffer out = ByteBuffer.allocate(description + text.length).order(ByteOrder.LITTLE_ENDIAN);
		out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(directory);
		for (final float pixel : pixels)
			out.putFloat(pixel);
		out.putShort((short) entries);
		entry(out, 256, LONG, width);
		entry(out, 257, LONG, pixels.length / width);
		entry(out, 258, SHORT, 32);
		entry(out, 259, SHORT, 1);
		entry(out, 262, SHORT, 1);
		out.putShort((short) 270).putShort((short) ASCII).putInt(text.length).putInt(description);
		entry(out, 273, LONG, HEADER);
		entry(out, 274, SHORT, 1);
		entry(out, 277, SHORT, 1);
		entry(out, 278, LONG, pixels.length / width);
		entry(out, 279, LONG, 4 * pixels.length);
		entry(out, 339, SHORT, 3);
		out.putInt(0).put(text);
		AtomicFiles.write(path, temporary -> Files.write(temporary, out.array()));
	}

	static void entry(final ByteBuffer out, final int tag, final int type, final int value) {
		out.putShort((short) tag).putShort((short) type).putInt(1).putInt(value);
	}
}
