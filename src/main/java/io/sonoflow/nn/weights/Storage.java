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

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where the bytes of one or more tensors lie. Implementations hold no file open but in a {@link Reader}. */
interface Storage {

	/** {@return length in bytes} */
	long length();

	/** {@return the byte order of the elements} */
	ByteOrder order();

	/** {@return what a message calls it, e.g. the file's path} */
	String name();

	/** {@return access to the bytes, to be closed} */
	Reader open() throws IOException;

	/** {@return whether both are the same bytes, not only equal ones} */
	static boolean same(final Storage first, final Storage second) {
		return first == second || first instanceof Part a && second instanceof Part b && a.offset == b.offset &&
			a.length == b.length && same(a.whole, b.whole);
	}

	/** Access to the bytes. Going forward is cheap everywhere, going back may not be. */
	interface Reader extends Closeable {

		/** Fills the rest of the target with the bytes from a position on. */
		void read(long position, ByteBuffer target) throws IOException;

		/**
		 * Checks, as far as it can, that the bytes are those that were saved; may read what was not read. For whoever got what
		 * he wanted: after a failure nothing more need be read.
		 *
		 * @throws io.sonoflow.SonoflowException.File if they are not
		 */
		default void verify() throws IOException {
		}

		@Override
		default void close() throws IOException {
		}
	}

	/** Bytes in memory, little-endian. */
	record Memory(ByteBuffer bytes) implements Storage {

		@Override
		public long length() {
			return bytes.limit();
		}

		@Override
		public ByteOrder order() {
			return ByteOrder.LITTLE_ENDIAN;
		}

		@Override
		public String name() {
			return "memory";
		}

		@Override
		public Reader open() {
			return (position, target) -> target.put(bytes.duplicate().position((int) position).limit((int) position +
				target.remaining()));
		}
	}

	/** The first bytes of another storage, from an offset on. */
	record Part(Storage whole, long offset, long length) implements Storage {

		@Override
		public ByteOrder order() {
			return whole.order();
		}

		@Override
		public String name() {
			return whole.name();
		}

		@Override
		public Reader open() throws IOException {
			final Reader reader = whole.open();
			return new Reader() {

				@Override
				public void read(final long position, final ByteBuffer target) throws IOException {
					reader.read(offset + position, target);
				}

				@Override
				public void verify() throws IOException {
					reader.verify();
				}

				@Override
				public void close() throws IOException {
					reader.close();
				}
			};
		}
	}
}
