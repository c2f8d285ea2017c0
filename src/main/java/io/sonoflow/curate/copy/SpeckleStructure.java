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
package io.sonoflow.curate.copy;

import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The fine structure of an image, by which a copy is told from another image of the same organ: resized to 64 x 64, each
 * place minus the mean of the 9 x 9 around it, over their standard deviation. What all images of a kind share, bright
 * outlines on dark ground, mostly goes; speckle, which no two acquisitions share, stays. Places beside black are left out:
 * they show the outline of the scanner's fan. Size, brightness, contrast and compression of an image change its structure
 * little.
 */
public final class SpeckleStructure {

	/** Side of the resized image in pixels. */
	static final int SIDE = 64;

	private static final int RADIUS = 4;
	/** Added to the standard deviation, in grey levels: darkness without structure stays without. */
	private static final double FLOOR = 6;
	/** Grey levels below this are black ground. */
	private static final float BLACK = 2;
	/** Share of the surroundings that may be black. */
	private static final double BLACK_SHARE = 0.1;
	/** Places that two images must both show for a statement. */
	private static final int LEAST_PLACES = SIDE * SIDE / 10;
	/** Structure is kept in steps of 1/32 standard deviation. */
	private static final double STEPS = 32;
	private static final byte NONE = Byte.MIN_VALUE;

	private final byte[] structure;

	private SpeckleStructure(final byte[] structure) {
		this.structure = structure;
	}

	/**
	 * @param image (x, y), 8-bit, any size
	 * @return its fine structure; 4 kB
	 */
	public static SpeckleStructure of(final RandomAccessibleInterval<UnsignedByteType> image) {
		final float[] small = Resize.resize(Images.floatPixels(image), Images.width(image), Images.height(image), SIDE, SIDE,
			Interpolation.BILINEAR_ANTIALIASED);
		final byte[] structure = new byte[SIDE * SIDE];
		for (int y = 0; y < SIDE; y++)
			for (int x = 0; x < SIDE; x++)
				structure[y * SIDE + x] = structure(small, x, y);
		return new SpeckleStructure(structure);
	}

	private static byte structure(final float[] pixels, final int x, final int y) {
		double sum = 0;
		double squares = 0;
		int count = 0;
		int black = 0;
		for (int v = Math.max(0, y - RADIUS); v <= Math.min(SIDE - 1, y + RADIUS); v++)
			for (int u = Math.max(0, x - RADIUS); u <= Math.min(SIDE - 1, x + RADIUS); u++, count++) {
				final float value = pixels[v * SIDE + u];
				sum += value;
				squares += value * value;
				if (value < BLACK) black++;
			}
		if (black > BLACK_SHARE * count) return NONE;
		final double mean = sum / count;
		final double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
		final long steps = Math.round(STEPS * (pixels[y * SIDE + x] - mean) / (deviation + FLOOR));
		return (byte) Math.max(-Byte.MAX_VALUE, Math.min(Byte.MAX_VALUE, steps));
	}

	/**
	 * {@return the correlation of the two fine structures where both images show something, -1..1: near 1 for copies, near 0
	 *         for other images; 0 if there is too little to compare}
	 */
	public double correlation(final SpeckleStructure other) {
		long product = 0;
		long own = 0;
		long others = 0;
		int places = 0;
		for (int i = 0; i < structure.length; i++) {
			final int a = structure[i];
			final int b = other.structure[i];
			if (a == NONE || b == NONE) continue;
			product += a * b;
			own += a * a;
			others += b * b;
			places++;
		}
		return places < LEAST_PLACES || own == 0 || others == 0 ? 0 : product / Math.sqrt((double) own * others);
	}
}
