package io.sonoflow.nn.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where the bytes of one or more tensors lie. Implementations hold no file open between reads. */
interface Storage {

	/** @return length in bytes */
	long length();

	/** @return the byte order of the elements */
	ByteOrder order();

	/** Fills the rest of the target with the bytes from a position on. */
	void read(long position, ByteBuffer target) throws IOException;

	/** @return what a message calls it, e.g. the file's path */
	String name();

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
		public void read(final long position, final ByteBuffer target) {
			target.put(bytes.duplicate().position((int) position).limit((int) position + target.remaining()));
		}

		@Override
		public String name() {
			return "memory";
		}
	}
}
