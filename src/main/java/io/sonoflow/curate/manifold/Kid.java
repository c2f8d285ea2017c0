/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.curate.manifold;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The kernel inception distance (Bińkowski et al., ICLR 2018): the unbiased squared maximum mean discrepancy of two sets of
 * features under the cubic kernel (x.y/D + 1)^3. Its expectation does not depend on the number of images, so it is the
 * figure to trust where there are fewer images than features; 0 for equal distributions, and then as often below as above.
 *
 * <pre>
 * Kid.Score kid = Kid.score(real, generated, seed);
 * Kid.Whole exact = Kid.whole(real, generated);
 * </pre>
 *
 * Everything is computed in double precision; the last bits depend on PyTorch's number of threads.
 */
public final class Kid {

	/** Subsets of {@link #score}. */
	public static final int SUBSETS = 100;
	/** Most images of a subset. */
	public static final int SUBSET_SIZE = 1000;

	/**
	 * The distance of two whole sets.
	 *
	 * @param value the unbiased estimate; may be below 0
	 * @param standardError by the two-sample jackknife (leave one image out): what other images of the same kind would
	 *          change; not a number for fewer than 3 images of a kind
	 */
	public record Whole(double value, double standardError) {
	}

	/**
	 * The distance by subsets, as it is published.
	 *
	 * @param mean over the subsets
	 * @param std population standard deviation over the subsets; with a single one, the jackknife's standard error
	 * @param subsets number of subsets; 1 if both sets are no larger than a subset
	 * @param size images of each kind in a subset
	 */
	public record Score(double mean, double std, int subsets, int size) {
	}

	private Kid() {
	}

	/**
	 * @param real at least 2 images
	 * @param fake at least 2 images, as many features
	 * @return the distance of the whole sets
	 * @throws io.sonoflow.SonoflowException.Input if a set is too small or the features differ in number
	 */
	public static Whole whole(final Features real, final Features fake) {
		Features.requireComparable(real, fake, 2, "KID");
		final double[] rr = within(real);
		final double[] ff = within(fake);
		final double[][] rf = between(real, fake);
		final double cross = sum(rf[0]);
		final double value = mmd(sum(rr), real.rows(), sum(ff), fake.rows(), cross);
		if (real.rows() < 3 || fake.rows() < 3) return new Whole(value, Double.NaN);
		final double variance = jackknife(rr, rf[0], mean(sum(ff), fake.rows()), fake.rows()) + jackknife(ff, rf[1], mean(
			sum(rr), real.rows()), real.rows());
		return new Whole(value, Math.sqrt(variance));
	}

	/** As {@link #score(Features, Features, int, int, long)} with {@value #SUBSETS} subsets of min(N, 1000). */
	public static Score score(final Features real, final Features fake, final long seed) {
		return score(real, fake, SUBSETS, SUBSET_SIZE, seed);
	}

	/**
	 * @param real at least 2 images
	 * @param fake at least 2 images, as many features
	 * @param subsets how many random subsets, at least 1
	 * @param size images of each kind in a subset, drawn without replacement; at most the smaller set
	 * @param seed chooses the subsets
	 * @return the distance by subsets
	 * @throws io.sonoflow.SonoflowException.Input if a set is too small or the features differ in number
	 */
	public static Score score(final Features real, final Features fake, final int subsets, final int size,
		final long seed)
	{
		Features.requireComparable(real, fake, 2, "KID");
		if (subsets < 1 || size < 2) throw new IllegalArgumentException(subsets + " subsets of " + size);
		final int n = Math.min(size, Math.min(real.rows(), fake.rows()));
		if (n == real.rows() && n == fake.rows()) {
			final Whole whole = whole(real, fake);
			return new Score(whole.value, whole.standardError, 1, n);
		}
		final double[] values;
		// A set that is one subset is the same every time: its kernel sums are computed once.
		if (n == real.rows()) values = againstAll(real, fake, "fake", subsets, seed);
		else if (n == fake.rows()) values = againstAll(fake, real, "real", subsets, seed);
		else values = IntStream.range(0, subsets).mapToDouble(s -> {
			final Features a = real.select(draw(real.rows(), n, "real", seed, s));
			final Features b = fake.select(draw(fake.rows(), n, "fake", seed, s));
			return mmd(sum(within(a)), n, sum(within(b)), n, sum(between(a, b)[0]));
		}).toArray();
		final double mean = sum(values) / subsets;
		final double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
		return new Score(mean, Math.sqrt(squares / subsets), subsets, n);
	}

	/** {@return the distances of a whole set and subsets of the other, each as large as it} */
	private static double[] againstAll(final Features whole, final Features other, final String name, final int subsets,
		final long seed)
	{
		final int n = whole.rows();
		final double inWhole = sum(within(whole));
		final double[] cross = between(whole, other)[1];
		return IntStream.range(0, subsets).mapToDouble(s -> {
			final int[] rows = draw(other.rows(), n, name, seed, s);
			final double between = Arrays.stream(rows).mapToDouble(r -> cross[r]).sum();
			return mmd(inWhole, n, sum(within(other.select(rows))), n, between);
		}).toArray();
	}

	private static int[] draw(final int rows, final int size, final String name, final long seed, final int subset) {
		return Rows.draw(IntStream.range(0, rows).toArray(), size, seed, "kid " + name, subset);
	}

	private static double mmd(final double rr, final int real, final double ff, final int fake, final double rf) {
		return mean(rr, real) + mean(ff, fake) - 2 * (rf / real / fake);
	}

	/** {@return mean over the pairs of different images} */
	private static double mean(final double sum, final double n) {
		return sum / n / (n - 1);
	}

	/**
	 * @param within sums of the kernel with the other images of its own set, one an image
	 * @param cross sums of the kernel with the images of the other set
	 * @param otherMean mean kernel within the other set
	 * @param others images of the other set
	 * @return variance that comes from this set's images
	 */
	private static double jackknife(final double[] within, final double[] cross, final double otherMean,
		final int others)
	{
		final int n = within.length;
		final double all = sum(within);
		final double allCross = sum(cross);
		final double[] left = new double[n];
		for (int i = 0; i < n; i++)
			left[i] = mean(all - 2 * within[i], n - 1) + otherMean - 2 * ((allCross - cross[i]) / (n - 1) / others);
		final double mean = sum(left) / n;
		return (n - 1.0) / n * Arrays.stream(left).map(v -> (v - mean) * (v - mean)).sum();
	}

	private static double sum(final double[] values) {
		return Arrays.stream(values).sum();
	}

	private static double kernel(final double product, final double columns) {
		final double base = product / columns + 1;
		return base * base * base;
	}

	/** {@return for every image the sum of the kernel with the others of the set} */
	private static double[] within(final Features set) {
		final double[] sums = new double[set.rows()];
		final double columns = set.columns();
		Products.upper(set, (firstA, rowsA, firstB, rowsB, products) -> {
			for (int a = 0; a < rowsA; a++) {
				double row = 0;
				for (int b = Math.max(0, firstA + a + 1 - firstB); b < rowsB; b++) {
					final double value = kernel(products[a * rowsB + b], columns);
					row += value;
					sums[firstB + b] += value;
				}
				sums[firstA + a] += row;
			}
		});
		return sums;
	}

	/** {@return for every image the sum of the kernel with the images of the other set: {of real ones, of fake ones}} */
	private static double[][] between(final Features real, final Features fake) {
		final double[][] sums = { new double[real.rows()], new double[fake.rows()] };
		final double columns = real.columns();
		Products.each(real, fake, (firstA, rowsA, firstB, rowsB, products) -> {
			for (int a = 0; a < rowsA; a++) {
				double row = 0;
				for (int b = 0; b < rowsB; b++) {
					final double value = kernel(products[a * rowsB + b], columns);
					row += value;
					sums[1][firstB + b] += value;
				}
				sums[0][firstA + a] += row;
			}
		});
		return sums;
	}
}
