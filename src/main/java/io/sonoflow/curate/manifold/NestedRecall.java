package io.sonoflow.curate.manifold;

import io.sonoflow.Monitor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Recall of selections each of which contains the one before: with the images in the order in which they enter, every
 * selection is the first so many rows, so that one pass over the distances gives the radii of all.
 */
final class NestedRecall {

	private NestedRecall() {
	}

	/**
	 * @param kept {@code [selection][image]}, growing
	 * @param k neighbour that gives the radii
	 * @return recall of each selection; not a number for one of no more than k images
	 */
	static double[] of(final Features real, final Features fake, final boolean[][] kept, final int k,
		final Monitor monitor)
	{
		final int[] order = IntStream.range(0, fake.rows()).filter(i -> kept[kept.length - 1][i]).boxed().sorted(Comparator
			.comparingInt(i -> entry(kept, i))).mapToInt(Integer::intValue).toArray();
		final Features sorted = fake.select(order);
		final int[] possible = IntStream.range(0, kept.length).filter(s -> Rows.count(kept[s]) > k).toArray();
		final Radii.Query[] queries = Arrays.stream(possible).mapToObj(s -> new Radii.Query(Rows.count(kept[s]), k))
			.toArray(Radii.Query[]::new);
		final double[][] radii = Radii.squared(sorted, monitor, queries);
		for (int q = 0; q < radii.length; q++)
			// Who is not in the selection has no ball: nothing is inside a negative radius.
			Arrays.fill(radii[q], queries[q].rows(), order.length, Double.NEGATIVE_INFINITY);
		final double[] recall = new double[kept.length];
		Arrays.fill(recall, Double.NaN);
		final Balls.Cover cover = Balls.labelled(sorted, possible, radii).cover(real, monitor);
		for (final int s : possible)
			recall[s] = cover.of(s).insideShare();
		return recall;
	}

	/** @return the first selection that has this image */
	private static int entry(final boolean[][] kept, final int image) {
		int s = 0;
		while (!kept[s][image])
			s++;
		return s;
	}
}
