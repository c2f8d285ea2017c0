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
package io.sonoflow.explain;

/**
 * The pointing game (Zhang et al., IJCV 2018): whether a map's largest value, its point, lies on what it should find. Where a
 * map is known in a coarse grid only, a hit near by is often let pass.
 */
public final class PointingGame {

	private PointingGame() {
	}

	/** {@return the index of the largest value, of equal ones the first row by row} */
	public static int point(final float[] map) {
		int best = 0;
		for (int i = 1; i < map.length; i++)
			if (map[i] > map[best]) best = i;
		return best;
	}

	/**
	 * @param map row by row
	 * @param mask of the same size
	 * @param width columns of both
	 * @return pixels from the map's point to the nearest of the mask, 0 inside; infinite if the mask is empty
	 */
	public static double distance(final float[] map, final boolean[] mask, final int width) {
		if (map.length != mask.length) throw new IllegalArgumentException("a mask of " + mask.length + " pixels for a map of " +
			map.length);
		final int point = point(map);
		double nearest = Double.POSITIVE_INFINITY;
		for (int i = 0; i < mask.length; i++)
			if (mask[i]) nearest = Math.min(nearest, Math.hypot(i % width - point % width, i / width - point / width));
		return nearest;
	}

	/**
	 * @param tolerance pixels, TorchRay has 15; 0 = the point must lie inside
	 * @return whether it lies inside, or at less than the tolerance from it
	 */
	public static boolean hit(final float[] map, final boolean[] mask, final int width, final double tolerance) {
		final double distance = distance(map, mask, width);
		return distance == 0 || distance < tolerance;
	}
}
