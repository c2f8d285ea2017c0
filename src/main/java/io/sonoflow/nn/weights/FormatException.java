package io.sonoflow.nn.weights;

/** What is wrong with a weight file, in words; {@link Weights} tells the user, with the file's name. */
final class FormatException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	FormatException(final String message) {
		super(message);
	}
}
