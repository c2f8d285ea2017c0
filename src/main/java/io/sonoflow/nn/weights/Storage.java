package io.sonoflow.nn.weights;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where the bytes of one or more tensors lie. Implementations hold no file open but in a {@link Reader}. */
interface Storage {

	/** @return length in bytes */
	long length();

	/** @return the byte order of the elements */
	ByteOrder order();

	/** @return what a message calls it, e.g. the file's path */
	String name();

	/** @return access to the bytes, to be closed */
	Reader open() throws IOException;

	/** Access to the bytes. Going forward is cheap everywhere, going back may not be. */
	interface Reader extends Closeable {

		/** Fills the rest of the target with the bytes from a position on. */
		void read(long position, ByteBuffer target) throws IOException;

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
				public void close() throws IOException {
					reader.close();
				}
			};
		}
	}
}
