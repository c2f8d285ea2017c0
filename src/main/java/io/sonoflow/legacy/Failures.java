package io.sonoflow.legacy;

import java.util.Optional;

/** Which command failed last, for the launcher: a script inside a macro can lose the failure, the exit code must not. */
final class Failures {

	private static volatile String last;

	private Failures() {
	}

	static void add(final String title) {
		last = title;
	}

	/** @return which command failed last since the last call */
	static Optional<String> take() {
		final String title = last;
		last = null;
		return Optional.ofNullable(title);
	}
}
