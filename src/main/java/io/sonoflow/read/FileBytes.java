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

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The bytes of a file by their position, read in blocks; what lies beyond its end is an error, never zero. */
public final class FileBytes implements AutoCloseable {

	private static final int BLOCK = 1 << 16;

	private final FileChannel channel;
	private final long size;
	private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
	private long start = -1;
	private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

	public FileBytes(final Path path) throws IOException {
		channel = FileChannel.open(path);
		size = channel.size();
	}

	/** {@return the length of the file} */
	public long size() {
		return size;
	}

	/** Sets in which order the bytes of a number lie; little endian at first. */
	public void order(final ByteOrder bytes) {
		order = bytes;
	}

	/** @throws EOFException if so many bytes from there are not in the file */
	public void require(final long position, final long length) throws EOFException {
		if (position < 0 || length < 0 || length > size || position > size - length) throw new EOFException(
			"it was cut off: byte " + Math.max(position, 0) + " and " + length + " from there are needed, of " + size);
	}

	/** {@return the byte there, 0..255} */
	public int u8(final long position) throws IOException {
		if (start < 0 || position < start || position >= start + block.limit()) load(position);
		return block.get((int) (position - start)) & 0xFF;
	}

	private void load(final long position) throws IOException {
		require(position, 1);
		start = position - position % BLOCK;
		block.clear();
		int read = 1;
		while (block.hasRemaining() && read > 0)
			read = channel.read(block, start + block.position());
		block.flip();
		require(position, block.limit() > position - start ? 1 : size);
	}

	/** {@return the two bytes there as a number} */
	public int u16(final long position) throws IOException {
		final int first = u8(position);
		final int second = u8(position + 1);
		return order == ByteOrder.LITTLE_ENDIAN ? first | second << 8 : first << 8 | second;
	}

	/** {@return the four bytes there as a number} */
	public long u32(final long position) throws IOException {
		final long first = u16(position);
		final long second = u16(position + 2);
		return order == ByteOrder.LITTLE_ENDIAN ? first | second << 16 : first << 16 | second;
	}

	/** {@return the eight bytes there as a number, which may be negative} */
	public long i64(final long position) throws IOException {
		final long first = u32(position);
		final long second = u32(position + 4);
		return order == ByteOrder.LITTLE_ENDIAN ? first | second << 32 : first << 32 | second;
	}

	/** {@return a copy of so many bytes} */
	public byte[] bytes(final long position, final long length) throws IOException {
		require(position, length);
		if (length > Integer.MAX_VALUE - 8) throw new IOException("a part of it is " + length + " bytes long");
		final ByteBuffer bytes = ByteBuffer.allocate((int) length);
		while (bytes.hasRemaining()) if (channel.read(bytes, position + bytes.position()) < 0) require(position, size + 1);
		return bytes.array();
	}

	/** {@return so many bytes as ISO 8859-1 text} */
	public String text(final long position, final int length) throws IOException {
		return new String(bytes(position, length), StandardCharsets.ISO_8859_1);
	}

	@Override
	public void close() {
		try {
			channel.close();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
