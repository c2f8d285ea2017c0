package io.sonoflow.nn.weights;

import io.sonoflow.nn.weights.PickleObjects.StorageRef;

/** Sums about storages that cannot wrap. */
final class Tensors {

	private Tensors() {
	}

	/** @return the length in bytes that a storage declares */
	static long bytes(final StorageRef ref) {
		if (ref.type() == null) throw new FormatException("storage " + ref.key() + " is of the type " + ref.typeName() +
			", which is not supported");
		if (ref.elements() > Long.MAX_VALUE / 8) throw new FormatException("storage " + ref.key() + " declares " + ref
			.elements() + " elements");
		return ref.elements() * ref.type().bytes();
	}
}
