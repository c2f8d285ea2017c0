package io.sonoflow.nn.weights.install;

import java.util.Locale;

/** Sizes for messages. */
final class Megabytes {

	private Megabytes() {
	}

	/** @return e.g. {@code 95.6 MB} (a million bytes each) */
	static String of(final long bytes) {
		return bytes < 100_000 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
	}
}
