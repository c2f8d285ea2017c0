package io.sonoflow.curate.manifold;

import io.sonoflow.RandomStream;

import java.util.Arrays;
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

	/** @return so many of the rows, drawn without replacement, ascending */
	static int[] draw(final int[] rows, final int count, final long seed, final String purpose, final long index) {
		final int[] order = rows.clone();
		RandomStream.of(seed, purpose, index).shuffle(order);
		final int[] chosen = Arrays.copyOf(order, count);
		Arrays.sort(chosen);
		return chosen;
	}
}
