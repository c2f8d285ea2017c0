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
package io.sonoflow.nn.vit;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Which patches of each image the autoencoder sees.
 *
 * @param kept (N, K): indices of the patches seen, those of the smallest noise, in its order
 * @param restore (N, L): the rank of each patch's noise: where it stands when the removed are put behind the kept
 * @param mask (N, L): 0 = kept, 1 = removed, in the patches' order
 */
public record Masking(int[][] kept, int[][] restore, float[][] mask) {

	/**
	 * @param patches L of an image
	 * @param ratio share to be removed, 0..1
	 * @return how many are kept: int(L (1 - ratio)) in double arithmetic
	 * @throws SonoflowException.Input if that is none, or all
	 */
	public static int keep(final int patches, final double ratio) {
		final int keep = (int) (patches * (1 - ratio));
		if (keep < 1 || keep >= patches) throw new SonoflowException.Input("mask=" + ratio + " keeps " + Math.max(0,
			Math.min(keep, patches)) + " of " + patches + " patches: at least one must be kept and one removed. Use mask=0.75, or " +
			"larger images.");
		return keep;
	}

	/**
	 * @param noise (N, L): any numbers; equal ones count in the patches' order
	 * @param ratio share to be removed
	 * @throws SonoflowException.Input if that keeps none, or all
	 */
	public static Masking of(final float[][] noise, final double ratio) {
		final int n = noise.length;
		final int patches = noise[0].length;
		final int keep = keep(patches, ratio);
		final int[][] kept = new int[n][];
		final int[][] restore = new int[n][patches];
		final float[][] mask = new float[n][patches];
		for (int i = 0; i < n; i++) {
			final float[] of = noise[i];
			final Integer[] order = new Integer[patches];
			Arrays.setAll(order, k -> k);
			Arrays.sort(order, Comparator.comparingDouble(k -> of[k]));
			Arrays.fill(mask[i], 1);
			kept[i] = new int[keep];
			for (int rank = 0; rank < patches; rank++) {
				restore[i][order[rank]] = rank;
				if (rank >= keep) continue;
				kept[i][rank] = order[rank];
				mask[i][order[rank]] = 0;
			}
		}
		return new Masking(kept, restore, mask);
	}

	/**
	 * Draws for each image by itself, so that a resumed run, another batch or another thread draws the same.
	 *
	 * @param seed the run's
	 * @param step of the run
	 * @param images which ones, by any number that is the image's own
	 * @param patches L of an image
	 * @param ratio share to be removed
	 */
	public static Masking draw(final long seed, final long step, final long[] images, final int patches, final double ratio) {
		final float[][] noise = new float[images.length][patches];
		for (int i = 0; i < images.length; i++) {
			final RandomStream random = RandomStream.of(seed, "masking", step, images[i]);
			for (int k = 0; k < patches; k++)
				noise[i][k] = random.nextFloat();
		}
		return of(noise, ratio);
	}

	/** {@return K, patches seen of an image} */
	public int keep() {
		return kept[0].length;
	}
}
