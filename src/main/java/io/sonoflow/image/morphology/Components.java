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
package io.sonoflow.image.morphology;

import io.sonoflow.image.Box;

import java.util.Arrays;

/**
 * The connected components of a mask. They are numbered from 0 in the order in which their first pixels appear when
 * the mask is read row by row.
 *
 * <pre>
 * Components components = Components.of(mask, Connectivity.EIGHT);
 * Mask largest = components.mask(components.largest());
 * </pre>
 *
 * Found in one pass over the runs of foreground of each row, joined by union-find (with path halving, the smaller
 * number the root), so the time is linear in the pixels.
 */
public final class Components {

	private final int width;
	private final int height;
	/** Of each run: row, first column, column after the last, component. */
	private int[] runs = new int[4 * 256];
	private int runCount;
	private int[] parent = new int[256];
	private int count;
	private int[] areas;
	private Box[] boxes;

	private Components(final BitMask mask, final Connectivity connectivity) {
		width = mask.width();
		height = mask.height();
		findRuns(mask, connectivity == Connectivity.EIGHT ? 1 : 0);
		number();
		measure();
	}

	/** {@return the components of the foreground of this mask} */
	public static Components of(final Mask mask, final Connectivity connectivity) {
		return of(BitMask.of(mask), connectivity);
	}

	/** {@return the components of the foreground of this mask} */
	public static Components of(final BitMask mask, final Connectivity connectivity) {
		return new Components(mask, connectivity);
	}

	private void findRuns(final BitMask mask, final int reach) {
		int above = 0;
		for (int y = 0; y < height; y++) {
			final int rowStart = runCount;
			for (int begin = mask.next(true, 0, y); begin < width;) {
				final int end = mask.next(false, begin, y);
				addRun(y, begin, end);
				begin = mask.next(true, end, y);
			}
			joinRows(above, rowStart, reach);
			above = rowStart;
		}
	}

	private void addRun(final int y, final int begin, final int end) {
		if (runCount == parent.length) {
			parent = Arrays.copyOf(parent, 2 * runCount);
			runs = Arrays.copyOf(runs, 8 * runCount);
		}
		parent[runCount] = runCount;
		final int at = 4 * runCount++;
		runs[at] = y;
		runs[at + 1] = begin;
		runs[at + 2] = end;
	}

	/** Joins the runs from rowStart on (one row) with those from above on (the row before it) that they touch. */
	private void joinRows(final int above, final int rowStart, final int reach) {
		int upper = above;
		for (int run = rowStart; run < runCount; run++) {
			final int begin = runs[4 * run + 1];
			final int end = runs[4 * run + 2];
			while (upper < rowStart && runs[4 * upper + 2] + reach <= begin)
				upper++;
			for (int other = upper; other < rowStart && runs[4 * other + 1] < end + reach; other++)
				join(run, other);
		}
	}

	private int root(final int run) {
		int at = run;
		while (parent[at] != at) {
			parent[at] = parent[parent[at]];
			at = parent[at];
		}
		return at;
	}

	private void join(final int a, final int b) {
		final int rootA = root(a);
		final int rootB = root(b);
		if (rootA < rootB) parent[rootB] = rootA;
		else parent[rootA] = rootB;
	}

	private void number() {
		for (int run = 0; run < runCount; run++) {
			final int root = root(run);
			runs[4 * run + 3] = root == run ? count++ : runs[4 * root + 3];
		}
	}

	private void measure() {
		areas = new int[count];
		final int[] left = new int[count];
		final int[] top = new int[count];
		final int[] right = new int[count];
		final int[] bottom = new int[count];
		Arrays.fill(left, Integer.MAX_VALUE);
		Arrays.fill(top, Integer.MAX_VALUE);
		for (int run = 0; run < runCount; run++) {
			final int at = 4 * run;
			final int component = runs[at + 3];
			areas[component] += runs[at + 2] - runs[at + 1];
			left[component] = Math.min(left[component], runs[at + 1]);
			right[component] = Math.max(right[component], runs[at + 2]);
			top[component] = Math.min(top[component], runs[at]);
			bottom[component] = runs[at] + 1;
		}
		boxes = new Box[count];
		for (int i = 0; i < count; i++)
			boxes[i] = new Box(left[i], top[i], right[i] - left[i], bottom[i] - top[i]);
	}

	/** {@return number of components} */
	public int count() {
		return count;
	}

	/** {@return pixels of a component} */
	public int area(final int component) {
		return areas[component];
	}

	/** {@return the smallest rectangle that holds a component} */
	public Box box(final int component) {
		return boxes[component];
	}

	/** {@return whether a pixel of the component lies in the first or last row or column of the image} */
	public boolean touchesBorder(final int component) {
		final Box box = boxes[component];
		return box.x() == 0 || box.y() == 0 || box.x() + box.w() == width || box.y() + box.h() == height;
	}

	/** {@return the component with most pixels (of equal ones the first); -1 if there is none} */
	public int largest() {
		int best = -1;
		for (int i = 0; i < count; i++)
			if (best < 0 || areas[i] > areas[best]) best = i;
		return best;
	}

	/** {@return the components' numbers by falling area (equal ones in order of their numbers)} */
	public int[] byArea() {
		final Integer[] order = new Integer[count];
		Arrays.setAll(order, i -> i);
		Arrays.sort(order, (a, b) -> Integer.compare(areas[b], areas[a]));
		return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
	}

	/** {@return the pixels of one component; a number below 0 gives an empty mask} */
	public Mask mask(final int component) {
		final boolean[] wanted = new boolean[count];
		if (component >= 0) wanted[component] = true;
		return mask(wanted);
	}

	/** {@return the pixels of all components i for which wanted[i]} */
	public Mask mask(final boolean[] wanted) {
		final boolean[] data = new boolean[width * height];
		for (int run = 0; run < runCount; run++) {
			final int at = 4 * run;
			final int row = runs[at] * width;
			if (wanted[runs[at + 3]]) Arrays.fill(data, row + runs[at + 1], row + runs[at + 2], true);
		}
		return Mask.of(data, width, height);
	}

	/** {@return the pixels of one component} */
	public BitMask bits(final int component) {
		final boolean[] wanted = new boolean[count];
		wanted[component] = true;
		return bits(wanted);
	}

	/** {@return the pixels of all components i for which wanted[i]} */
	public BitMask bits(final boolean[] wanted) {
		final BitMask bits = BitMask.empty(width, height);
		for (int at = 0; at < 4 * runCount; at += 4)
			if (wanted[runs[at + 3]]) bits.fill(runs[at], runs[at + 1], runs[at + 2]);
		return bits;
	}

	/**
	 * @param cumulative running sums of a measure along each row: (width + 1) * height values, the first of a row 0
	 * @return the measure's sum over each component
	 */
	public long[] sums(final int[] cumulative) {
		final long[] sums = new long[count];
		for (int run = 0; run < runCount; run++) {
			final int at = 4 * run;
			final int row = runs[at] * (width + 1);
			sums[runs[at + 3]] += cumulative[row + runs[at + 2]] - cumulative[row + runs[at + 1]];
		}
		return sums;
	}

	/** {@return the component of each pixel row by row, -1 for background} */
	public int[] labels() {
		final int[] labels = new int[width * height];
		Arrays.fill(labels, -1);
		final boolean[] all = new boolean[count];
		Arrays.fill(all, true);
		label(labels, all, 0);
		return labels;
	}

	/**
	 * @param labels of each pixel, row by row: those of all components i for which wanted[i] become first + i
	 * @param wanted one a component
	 * @param first label of component 0
	 */
	public void label(final int[] labels, final boolean[] wanted, final int first) {
		for (int at = 0; at < 4 * runCount; at += 4) {
			final int row = runs[at] * width;
			if (wanted[runs[at + 3]]) Arrays.fill(labels, row + runs[at + 1], row + runs[at + 2], first + runs[at + 3]);
		}
	}
}
