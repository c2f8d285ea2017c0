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
package io.sonoflow.nn.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read forward; a declared length is never believed before its bytes have been seen. */
final class PickleInput {

	/** More than any checkpoint's directory has; what is beyond is a bomb. */
	static final long MAX_BYTES = 128L << 20;
	private static final int MAX_LINE = 4096;

	private final InputStream in;
	private long position;

	PickleInput(final InputStream in) {
		this.in = in;
	}

	/** {@return bytes consumed so far} */
	long position() {
		return position;
	}

	private void advance(final long count) {
		position += count;
		if (position > MAX_BYTES) throw new FormatException("its pickle is longer than " + (MAX_BYTES >> 20) +
			" MB, which no directory of weights is");
	}

	int unsignedByte() throws IOException {
		final int value = in.read();
		if (value < 0) throw new EOFException("its pickle is cut off");
		advance(1);
		return value;
	}

	byte[] bytes(final long count) throws IOException {
		if (count < 0 || count > MAX_BYTES) throw new FormatException("its pickle declares a string of " + count +
			" bytes");
		final byte[] bytes = in.readNBytes((int) count);
		if (bytes.length < count) throw new EOFException("its pickle is cut off: " + count + " bytes declared, " +
			bytes.length + " present");
		advance(count);
		return bytes;
	}

	/** Passes over bytes that nobody will look at. */
	void skip(final long count) throws IOException {
		if (count < 0 || count > MAX_BYTES) throw new FormatException("its pickle declares " + count + " bytes");
		in.skipNBytes(count);
		advance(count);
	}

	/** {@return a little-endian integer of 2, 4 (signed) or 8 bytes; 2 bytes are unsigned} */
	long integer(final int width) throws IOException {
		final ByteBuffer buffer = ByteBuffer.wrap(bytes(width)).order(ByteOrder.LITTLE_ENDIAN);
		return switch (width) {
			case 2 -> buffer.getShort() & 0xFFFFL;
			case 4 -> buffer.getInt();
			default -> buffer.getLong();
		};
	}

	/** {@return an unsigned 32-bit length} */
	long length4() throws IOException {
		return integer(4) & 0xFFFFFFFFL;
	}

	double bigEndianDouble() throws IOException {
		return ByteBuffer.wrap(bytes(8)).getDouble();
	}

	/** {@return a two's complement little-endian integer: Long where it fits, else BigInteger} */
	Object longInteger(final long count) throws IOException {
		if (count > MAX_LINE) throw new FormatException("its pickle holds an integer of " + count + " bytes");
		final byte[] bytes = bytes(count);
		if (bytes.length == 0) return 0L;
		final byte[] reversed = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++)
			reversed[i] = bytes[bytes.length - 1 - i];
		return narrow(new BigInteger(reversed));
	}

	/** {@return UTF-8 text; surrogates that Python lets through become question marks} */
	String text(final long count) throws IOException {
		final byte[] bytes = bytes(count);
		try {
			return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(
				bytes)).toString();
		}
		catch (final CharacterCodingException e) {
			return new String(bytes, StandardCharsets.UTF_8);
		}
	}

	/** {@return an 8-bit string (Python 2), taken as Latin-1} */
	String latin(final long count) throws IOException {
		return new String(bytes(count), StandardCharsets.ISO_8859_1);
	}

	/** {@return text up to the next line feed, without it} */
	String line() throws IOException {
		final StringBuilder line = new StringBuilder();
		for (int c = unsignedByte(); c != '\n'; c = unsignedByte()) {
			if (line.length() == MAX_LINE) throw new FormatException("its pickle holds a line of more than " + MAX_LINE +
				" bytes");
			line.append((char) c);
		}
		return line.toString();
	}

	/** {@return a line with its backslash escapes (u0041, x41, n, t, r, quotes) resolved} */
	String escapedLine() throws IOException {
		final String line = line();
		final StringBuilder text = new StringBuilder();
		for (int i = 0; i < line.length(); i++) {
			final char c = line.charAt(i);
			final char next = i + 1 < line.length() ? line.charAt(i + 1) : 0;
			final int digits = c != '\\' ? 0 : next == 'u' ? 4 : next == 'x' ? 2 : 0;
			if (digits > 0 && i + 2 + digits <= line.length() && isHex(line, i + 2, digits)) {
				text.append((char) Integer.parseInt(line.substring(i + 2, i + 2 + digits), 16));
				i += 1 + digits;
			}
			else if (c == '\\' && "ntr\\'\"".indexOf(next) >= 0) {
				text.append("\n\t\r\\'\"".charAt("ntr\\'\"".indexOf(next)));
				i++;
			}
			else text.append(c);
		}
		return text.toString();
	}

	private static boolean isHex(final String line, final int from, final int count) {
		return line.substring(from, from + count).chars().allMatch(c -> Character.digit(c, 16) >= 0);
	}

	/** {@return as {@link #lineInteger()}; protocols 0 and 1 write True as 01 and False as 00} */
	Object lineIntegerOrBoolean() throws IOException {
		final String line = line().strip();
		if (line.equals("00") || line.equals("01")) return line.equals("01");
		return integer(line);
	}

	/** {@return the integer of a line: Long where it fits, else BigInteger} */
	Object lineInteger() throws IOException {
		return integer(line().strip());
	}

	private static Object integer(final String line) {
		try {
			return narrow(new BigInteger(line.endsWith("L") ? line.substring(0, line.length() - 1) : line));
		}
		catch (final NumberFormatException e) {
			throw new FormatException("its pickle has \"" + line + "\" where an integer should be");
		}
	}

	/** {@return the number of a line} */
	double lineDouble() throws IOException {
		final String line = line().strip();
		return switch (line) {
			case "inf" -> Double.POSITIVE_INFINITY;
			case "-inf" -> Double.NEGATIVE_INFINITY;
			case "nan" -> Double.NaN;
			default -> {
				try {
					yield Double.parseDouble(line);
				}
				catch (final NumberFormatException e) {
					throw new FormatException("its pickle has \"" + line + "\" where a number should be");
				}
			}
		};
	}

	private static Object narrow(final BigInteger value) {
		return value.bitLength() < 64 ? (Object) value.longValue() : value;
	}
}
