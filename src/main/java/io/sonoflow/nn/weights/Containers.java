package io.sonoflow.nn.weights;

/** Finds the network in a checkpoint. */
final class Containers {

	private Containers() {
	}

	static StateDict network(final StateDict file) {
		return file;
	}
}
