package io.sonoflow.curate.features;

/**
 * The vectors of a set of images, in the order in which the images were given.
 *
 * @param extractor what made them, in words, e.g. {@code inception (resize=fid)}
 * @param key a digest of weights and preprocessing: embeddings can be compared only if theirs are equal
 * @param features (N, D), one row an image; all numbers are finite
 * @param logits (N, K) class scores before the softmax, as the inception score wants them; null if the network has no
 *          classifier
 */
public record Embedding(String extractor, String key, float[][] features, float[][] logits) {

	/** @return number of images N */
	public int size() {
		return features.length;
	}

	/** @return length D of a vector; 0 if there are no images */
	public int dimension() {
		return features.length == 0 ? 0 : features[0].length;
	}

	/** @return whether there are class scores */
	public boolean hasLogits() {
		return logits != null;
	}
}
