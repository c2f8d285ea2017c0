package io.sonoflow.nn.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Moving raw elements about. */
final class Bytes {

	private Bytes() {
	}

	/** Copies elements of a width of 1, 2, 4 or 8 bytes to a flat index of the target, little-endian. */
	static void copy(final ByteBuffer from, final int at, final ByteBuffer target, final int index, final int count,
		final int width)
	{
		final boolean swap = from.order() == ByteOrder.BIG_ENDIAN;
		for (int i = 0; i < count; i++) {
			final int source = at + i * width;
			final int goal = (index + i) * width;
			for (int b = 0; b < width; b++)
				target.put(goal + b, from.get(source + (swap ? width - 1 - b : b)));
		}
	}
}
