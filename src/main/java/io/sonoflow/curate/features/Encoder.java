package io.sonoflow.curate.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Normalisation;

/** A network that makes a vector of an image, and how it wants images. */
interface Encoder extends AutoCloseable {

	/**
	 * How an image becomes the network's input.
	 *
	 * @param size side in pixels
	 * @param interpolation how it is resized
	 * @param normalisation what grey levels become
	 */
	record Input(int size, Interpolation interpolation, Normalisation normalisation) {

		/** @return as a part of a digest */
		String key() {
			return size + " " + interpolation + " " + normalisation;
		}
	}

	/**
	 * What a batch gives.
	 *
	 * @param features (N, D)
	 * @param logits (N, K), or null
	 */
	record Output(NDArray features, NDArray logits) {
	}

	/** @return how images are made its input */
	Input input();

	/** @return length D of a vector */
	int dimension();

	/** @return number K of class scores, 0 if there are none */
	int classes();

	/** @return where it computes; owner of its parameters */
	NDManager manager();

	/**
	 * @param images (N, 1, size, size), normalised
	 * @return arrays of the images' manager
	 */
	Output encode(NDArray images);

	/** Frees the parameters. */
	@Override
	void close();
}
