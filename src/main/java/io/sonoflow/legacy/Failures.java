package io.sonoflow.legacy;

import java.util.Optional;

/** The last failure that was told to the user, kept for the launcher, which must not lose it with the macro. */
final class Failures {

	private static volatile String last;

	private Failures() {
	}

	static void add(final String title, final String message) {
		last = title + ": " + message;
	}

	/** @return the last failure since the last call */
	static Optional<String> take() {
		final String message = last;
		last = null;
		return Optional.ofNullable(message);
	}
}
