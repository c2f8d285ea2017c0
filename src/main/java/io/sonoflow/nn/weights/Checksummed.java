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

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;

/**
 * A storage whose CRC-32 is known. It is compared once: what is read from the start on counts on the way, so that a tensor
 * that fills its storage is read once, and whatever is left then is read when the reader is asked to verify.
 */
final class Checksummed implements Storage {

	private final Storage bytes;
	private final String part;
	private final long expected;
	private final AtomicBoolean verified = new AtomicBoolean();

	/**
	 * @param bytes what is to be read
	 * @param part what a message calls it
	 * @param expected the CRC-32 of all of the bytes
	 */
	Checksummed(final Storage bytes, final String part, final long expected) {
		this.bytes = bytes;
		this.part = part;
		this.expected = expected;
	}

	@Override
	public long length() {
		return bytes.length();
	}

	@Override
	public ByteOrder order() {
		return bytes.order();
	}

	@Override
	public String name() {
		return bytes.name();
	}

	@Override
	public Reader open() throws IOException {
		final Reader reader = bytes.open();
		return verified.get() ? reader : new Checking(reader);
	}

	private final class Checking implements Reader {

		private static final int WINDOW = 1 << 18;

		private final Reader reader;
		private final CRC32 crc = new CRC32();
		private long counted;

		Checking(final Reader reader) {
			this.reader = reader;
		}

		@Override
		public void read(final long position, final ByteBuffer target) throws IOException {
			final ByteBuffer view = target.duplicate();
			reader.read(position, target);
			view.limit(target.position());
			// What was counted before is skipped, what begins behind it waits.
			if (position > counted || position + view.remaining() <= counted) return;
			view.position(view.position() + (int) (counted - position));
			counted += view.remaining();
			crc.update(view);
		}

		@Override
		public void verify() throws IOException {
			final ByteBuffer window = ByteBuffer.allocate((int) Math.min(WINDOW, length() - counted));
			while (counted < length()) {
				window.clear().limit((int) Math.min(window.capacity(), length() - counted));
				read(counted, window);
			}
			if (crc.getValue() != expected) throw new SonoflowException.File("The weight file " + name() + " is damaged: the " +
				"checksum of its part " + part + " is not the one it was saved with. Fetch or save it again.");
			verified.set(true);
		}

		@Override
		public void close() throws IOException {
			reader.close();
		}
	}
}
