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
package io.sonoflow.image.doppler;

import io.sonoflow.image.morphology.BitMask;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.Mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Flow that is faster than the bar's ends, and whose colour has jumped to the other end. Flow is cut into regions along the
 * jumps; from one to the next across a jump velocity goes on beyond the end, by one turn of the bar. Of regions that hang
 * together those are without a turn that have most of the flow's edge: at walls flow is slow.
 */
final class Aliasing {

	/** Share of the bar by which neighbours differ at least at a jump, and at most within a region. */
	private static final double JUMP = 0.6, SMOOTH = 0.3;

	/** Share of the bar about its baseline that is slow flow. */
	private static final double SLOW = 0.25;

	/** Pixels of slow flow at an edge from which on a region has a wall of its own, times the root of its area: a disc has 3.5. */
	private static final double WALLED = 0.5;

	/** Pixels at a jump, hanging together, from which on it is one, not two specks that touch. */
	private static final int LEAST = 12;

	/** Half the width of strokes: a yellow mark on blue flow is no faster flow. */
	private static final int STROKE = 1;

	/** Pixels at most between the two sides of a jump whose colours a codec has mixed to one that the bar has not. */
	private static final int MIXED = 3;

	private final int[] rows;
	private final Mask flow;
	private final Mask inside;
	private final int width;
	private final double baseline;
	private final int jump;
	private final int smooth;
	private final int slow;
	/** Region of each pixel, -1 = none. */
	private final int[] region;
	private int regions;

	private Aliasing(final int[] rows, final Mask flow, final Mask inside, final ColorBar bar) {
		this.rows = rows;
		this.flow = flow;
		this.inside = inside;
		width = flow.width();
		baseline = bar.baseline();
		jump = (int) (JUMP * bar.box().h());
		smooth = (int) (SMOOTH * bar.box().h());
		slow = (int) (SLOW * bar.box().h());
		region = new int[rows.length];
	}

	/**
	 * @param rows of the bar, of each pixel; -1 = none
	 * @param flow which pixels show it
	 * @param inside what the box holds, at whose rim flow is cut off; null = there is none
	 * @param bar that shows velocity
	 * @return which pixels of flow alias
	 */
	static Mask find(final int[] rows, final Mask flow, final Mask inside, final ColorBar bar) {
		return new Aliasing(rows, flow, inside, bar).find();
	}

	/** Regions that touch: by how many turns b is above a, and how many neighbours say so. */
	private record Seam(int a, int b, int turns, int votes) {
	}

	private Mask find() {
		final boolean[] jumps = jumps();
		final Components parts = Components.of(Mask.of(jumps, width, flow.height()), Connectivity.EIGHT);
		final boolean[] aliased = new boolean[rows.length];
		if (parts.largest() >= 0 && parts.area(parts.largest()) >= LEAST) {
			divide();
			final int[] turns = turns(seams(parts));
			withoutWalled(turns);
			for (int i = 0; i < aliased.length; i++)
				aliased[i] = region[i] >= 0 && turns[region[i]] != 0;
		}
		return DopplerReader.withoutStrokes(BitMask.of(Mask.of(aliased, width, flow.height())), STROKE).toMask();
	}

	/** {@return +1 where a is at the upper end of the bar and b, which is faster, at the lower, -1 the other way round, else 0} */
	private int jump(final int a, final int b) {
		if (Math.abs(rows[a] - rows[b]) <= jump) return 0;
		return rows[a] < rows[b] ? 1 : -1;
	}

	private boolean hasRight(final int i) {
		return i % width + 1 < width;
	}

	private boolean hasBelow(final int i) {
		return i + width < rows.length;
	}

	/** {@return the next pixel of flow to the right or below whose colour the bar has; -1 if there is none near} */
	private int next(final int from, final int step) {
		int i = from;
		for (int away = 0; away <= MIXED; away++) {
			if (!(step == 1 ? hasRight(i) : hasBelow(i))) return -1;
			i += step;
			if (rows[i] >= 0) return i;
			if (!flow.data()[i]) return -1;
		}
		return -1;
	}

	/** What looks at a pixel and the next. */
	private interface Pair {
		void at(int a, int b, int step);
	}

	private void pairs(final Pair pair) {
		for (int i = 0; i < rows.length; i++) {
			if (rows[i] < 0) continue;
			final int right = next(i, 1);
			if (right >= 0) pair.at(i, right, 1);
			final int below = next(i, width);
			if (below >= 0) pair.at(i, below, width);
		}
	}

	/** {@return the pixels at jumps} */
	private boolean[] jumps() {
		final boolean[] jumps = new boolean[rows.length];
		pairs((a, b, step) -> {
			if (jump(a, b) != 0) for (int i = a; i <= b; i += step)
				jumps[i] = true;
		});
		return jumps;
	}

	/** Cuts flow into regions on one side of the bar in which neighbours differ little. */
	private void divide() {
		Arrays.fill(region, -1);
		final int[] queue = new int[rows.length];
		for (int seed = 0; seed < rows.length; seed++) {
			if (rows[seed] < 0 || region[seed] >= 0) continue;
			int end = 0;
			queue[end++] = seed;
			region[seed] = regions;
			for (int next = 0; next < end; next++) {
				final int i = queue[next];
				if (hasRight(i)) end = join(i, i + 1, queue, end);
				if (i % width > 0) end = join(i, i - 1, queue, end);
				if (hasBelow(i)) end = join(i, i + width, queue, end);
				if (i >= width) end = join(i, i - width, queue, end);
			}
			regions++;
		}
	}

	private int join(final int from, final int to, final int[] queue, final int end) {
		if (rows[to] < 0 || region[to] >= 0 || Math.abs(rows[from] - rows[to]) > smooth || rows[from] < baseline != rows[to] <
			baseline) return end;
		region[to] = regions;
		queue[end] = to;
		return end + 1;
	}

	/** {@return where regions touch, the longest first; jumps of few pixels are none} */
	private List<Seam> seams(final Components parts) {
		// Of each two regions how many neighbours say -1, 0, and 1.
		final Map<Long, int[]> votes = new HashMap<>();
		pairs((a, b, step) -> vote(votes, a, b, parts));
		final List<Seam> seams = new ArrayList<>();
		votes.forEach((pair, count) -> {
			final int turns = count[1] >= Math.max(count[0], count[2]) ? 0 : count[0] > count[2] ? -1 : 1;
			seams.add(new Seam((int) (pair / regions), (int) (pair % regions), turns, count[1 + turns]));
		});
		seams.sort(Comparator.comparingInt(Seam::votes).reversed().thenComparingInt(Seam::a).thenComparingInt(Seam::b));
		return seams;
	}

	private void vote(final Map<Long, int[]> votes, final int a, final int b, final Components parts) {
		if (region[a] == region[b]) return;
		final int turn = jump(a, b);
		if (turn != 0 && parts.area(parts.labels()[a]) < LEAST) return;
		final boolean ordered = region[a] < region[b];
		final long pair = (long) Math.min(region[a], region[b]) * regions + Math.max(region[a], region[b]);
		votes.computeIfAbsent(pair, key -> new int[3])[1 + (ordered ? turn : -turn)]++;
	}

	/** {@return how many turns of the bar each region is off} */
	private int[] turns(final List<Seam> seams) {
		// A forest: each region's turns are those beyond its parent's.
		final int[] parent = new int[regions];
		final int[] turns = new int[regions];
		for (int i = 0; i < regions; i++)
			parent[i] = i;
		for (final Seam seam : seams) {
			final int a = root(parent, turns, seam.a);
			final int b = root(parent, turns, seam.b);
			if (a == b) continue;
			turns[b] = turns[seam.a] + seam.turns - turns[seam.b];
			parent[b] = a;
		}
		for (int i = 0; i < regions; i++)
			root(parent, turns, i);
		return level(parent, turns);
	}

	/** {@return the root of a region, which hangs at it directly from then on} */
	private static int root(final int[] parent, final int[] turns, final int region) {
		int root = region;
		int sum = 0;
		for (; parent[root] != root; root = parent[root])
			sum += turns[root];
		for (int i = region; parent[i] != root && i != root;) {
			final int next = parent[i];
			final int rest = sum - turns[i];
			parent[i] = root;
			turns[i] = sum;
			sum = rest;
			i = next;
		}
		return root;
	}

	/** Shifts the turns of each group so that those have none that have most of the edge. */
	private int[] level(final int[] group, final int[] turns) {
		final Map<Integer, Map<Integer, int[]>> edges = new HashMap<>();
		for (int i = 0; i < rows.length; i++)
			if (region[i] >= 0) edges.computeIfAbsent(group[region[i]], key -> new HashMap<>()).computeIfAbsent(turns[region[i]],
				key -> new int[1])[0] += edge(i);
		final int[] level = new int[regions];
		edges.forEach((key, byTurn) -> level[key] = byTurn.entrySet().stream().max(Comparator.comparingInt((
			Map.Entry<Integer, int[]> each) -> each.getValue()[0]).thenComparingInt(each -> -Math.abs(each.getKey()))).orElseThrow()
			.getKey());
		final int[] shifted = new int[regions];
		for (int i = 0; i < regions; i++)
			shifted[i] = turns[i] - level[group[i]];
		return shifted;
	}

	/**
	 * A region with slow flow along an edge of its own is a vessel by itself, which another one touches: what has gone beyond the
	 * bar's end lies within flow.
	 */
	private void withoutWalled(final int[] turns) {
		final int[] area = new int[regions];
		final int[] walls = new int[regions];
		for (int i = 0; i < rows.length; i++) {
			if (region[i] < 0) continue;
			area[region[i]]++;
			if (Math.abs(rows[i] - baseline) < slow && edge(i) > 0) walls[region[i]]++;
		}
		for (int i = 0; i < regions; i++)
			if (walls[i] >= LEAST && walls[i] >= WALLED * Math.sqrt(area[i])) turns[i] = 0;
	}

	/** {@return how many neighbours of a pixel show no flow though they could} */
	private int edge(final int i) {
		return (hasRight(i) ? free(i + 1) : 0) + (i % width > 0 ? free(i - 1) : 0) + (hasBelow(i) ? free(i + width) : 0) + (i >= width
			? free(i - width) : 0);
	}

	private int free(final int i) {
		return flow.data()[i] || inside != null && !inside.data()[i] ? 0 : 1;
	}
}
