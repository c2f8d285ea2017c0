package io.sonoflow.curate.manifold;

import java.util.stream.IntStream;

/** Masks and the rows they choose. */
final class Rows {

	private Rows() {
	}

	/** @return the rows that are true, ascending */
	static int[] of(final boolean[] mask) {
		return IntStream.range(0, mask.length).filter(i -> mask[i]).toArray();
	}

	/** @return how many are true */
	static int count(final boolean[] mask) {
		return of(mask).length;
	}
}
