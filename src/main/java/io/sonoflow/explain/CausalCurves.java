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

import io.sonoflow.Monitor;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;

import java.util.Arrays;

/**
 * Deletion and insertion (RISE, Petsiuk et al., BMVC 2018): how the probability of the class falls while the pixels of an image
 * are set to zero, the map's largest first, and how it rises while they come into the blurred image. A map that finds what the
 * decision rests on has a small area under the first curve and a large one under the second. Pixels change in all channels at
 * once; of equal values of the map the later pixel comes first.
 */
public final class CausalCurves {

	/** Side of the blur's kernel in pixels. */
	static final int KERNEL = 11;
	private static final double SIGMA = 5;
	/** The Gaussian is cut at so many sigmas. */
	private static final double CUT = 4;

	private CausalCurves() {
	}

	/**
	 * @param network unchanged
	 * @param image as the network is fed
	 * @param map (H, W) of the image's sides, of a window (T, H, W)
	 * @param target index of the class
	 * @param step pixels between two scores, at least 1
	 * @param monitor asked whether to stop
	 * @return the class's probability before the first change and after each step; the last step may be shorter
	 */
	public static double[] deletion(final ImageNetwork network, final NetworkImage image, final float[] map, final int target,
		final int step, final Monitor monitor)
	{
		return curve(network, image, image.values(), new float[image.values().length], new Course(order(map), step, target), monitor);
	}

	/** From the blurred image to the image; else as {@link #deletion}. */
	public static double[] insertion(final ImageNetwork network, final NetworkImage image, final float[] map, final int target,
		final int step, final Monitor monitor)
	{
		return curve(network, image, blurred(image), image.values(), new Course(order(map), step, target), monitor);
	}

	/** {@return area under the curve by the trapezoid rule, 0..1; the x axis is in steps} */
	public static double area(final double[] scores) {
		return (Arrays.stream(scores).sum() - (scores[0] + scores[scores.length - 1]) / 2) / (scores.length - 1);
	}

	/** Which pixels, how many at once, and what is scored. */
	private record Course(int[] order, int step, int target) {
	}

	private static double[] curve(final ImageNetwork network, final NetworkImage image, final float[] from, final float[] to,
		final Course course, final Monitor monitor)
	{
		Torch.inference();
		final int pixels = image.pixels();
		final double[] scores = new double[(pixels + course.step - 1) / course.step + 1];
		final float[] current = from.clone();
		int changed = 0;
		for (int first = 0; first < scores.length; first += image.batch()) {
			monitor.checkCancelled();
			final int count = Math.min(image.batch(), scores.length - first);
			final float[] batch = new float[count * current.length];
			for (int i = 0; i < count; i++) {
				for (final int end = Math.min(pixels, (first + i) * course.step); changed < end; changed++)
					for (int at = course.order[changed]; at < current.length; at += pixels)
						current[at] = to[at];
				System.arraycopy(current, 0, batch, i * current.length, current.length);
			}
			System.arraycopy(image.probabilities(network, batch, course.target), 0, scores, first, count);
		}
		return scores;
	}

	/** {@return the pixels, largest value first, of equal ones the later first} */
	static int[] order(final float[] map) {
		final long[] keys = new long[map.length];
		for (int i = 0; i < keys.length; i++) {
			// + 0 makes of -0 a 0; the bits of negative numbers are turned round, so that bits have the order of numbers.
			final int bits = Float.floatToIntBits(map[i] + 0f);
			keys[i] = (long) (bits < 0 ? bits ^ Integer.MAX_VALUE : bits) << Integer.SIZE | i;
		}
		Arrays.sort(keys);
		final int[] order = new int[keys.length];
		for (int i = 0; i < order.length; i++)
			order[i] = (int) keys[keys.length - 1 - i];
		return order;
	}

	/** {@return one axis of the kernel: a Gaussian folded back at both ends, the sum is 1} */
	static double[] kernel() {
		final int reach = (int) (CUT * SIGMA + 0.5);
		final double[] folded = new double[KERNEL];
		double sum = 0;
		for (int x = -reach; x <= reach; x++) {
			final double weight = StrictMath.exp(-x * x / (2 * SIGMA * SIGMA));
			final int at = Math.floorMod(KERNEL / 2 + x, 2 * KERNEL);
			folded[at < KERNEL ? at : 2 * KERNEL - 1 - at] += weight;
			sum += weight;
		}
		for (int i = 0; i < KERNEL; i++)
			folded[i] /= sum;
		return folded;
	}

	/** {@return the image blurred, each channel by itself; outside of it there are zeros} */
	static float[] blurred(final NetworkImage image) {
		final double[] kernel = kernel();
		final int width = image.width();
		final double[] rows = new double[image.values().length];
		final float[] result = new float[rows.length];
		for (int i = 0; i < rows.length; i++)
			for (int k = 0; k < KERNEL; k++) {
				final int x = i % width + k - KERNEL / 2;
				if (x >= 0 && x < width) rows[i] += kernel[k] * image.values()[i + k - KERNEL / 2];
			}
		for (int i = 0; i < rows.length; i++) {
			double sum = 0;
			for (int k = 0; k < KERNEL; k++) {
				final int y = i / width % image.height() + k - KERNEL / 2;
				if (y >= 0 && y < image.height()) sum += kernel[k] * rows[i + (k - KERNEL / 2) * width];
			}
			result[i] = (float) sum;
		}
		return result;
	}
}
