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

/**
 * Circular cross-correlation of two small images for all shifts up to a limit and all four {@link Flip}s at once. With the
 * Hartley spectra H of two real images a and b (H = Re F - Im F), the inverse Fourier transform of
 * {@code H_a(k) H_b(k) + i H_a(-k) H_b(k)} has the correlation of a with b as its real part and that of a with b turned by
 * half a circle as its imaginary part; the mirrored b gives the other two. One thread's at a time: it has its buffers.
 */
final class Correlation {

	/** Columns and rows of the images. */
	static final int SIDE = 32;

	/** Largest shift in pixels, in each direction. */
	static final int REACH = 7;

	private static final int BITS = 5;
	private static final int WIDTH = 2 * REACH + 2;
	private static final int[] REVERSED = new int[SIDE];
	private static final float[] COS = new float[SIDE];
	private static final float[] SIN = new float[SIDE];

	static {
		for (int i = 0; i < SIDE; i++) {
			REVERSED[i] = Integer.reverse(i) >>> Integer.SIZE - BITS;
			COS[i] = (float) StrictMath.cos(2 * StrictMath.PI * i / SIDE);
			SIN[i] = (float) StrictMath.sin(2 * StrictMath.PI * i / SIDE);
		}
	}

	private final float[] re = new float[SIDE * SIDE];
	private final float[] im = new float[SIDE * SIDE];
	private final float[] near = new float[SIDE * WIDTH];
	private final float[] nearTurned = new float[SIDE * WIDTH];

	private float best;
	private Flip flip = Flip.NONE;
	private int dx;
	private int dy;

	/** {@return the Hartley spectrum of an image (SIDE rows)} */
	static float[] spectrum(final float[] pixels) {
		final float[] real = new float[pixels.length];
		final float[] imaginary = new float[pixels.length];
		for (int row = 0; row < SIDE; row++)
			System.arraycopy(pixels, row * SIDE, real, REVERSED[row] * SIDE, SIDE);
		columns(real, imaginary, SIDE);
		final float[] re2 = new float[pixels.length];
		final float[] im2 = new float[pixels.length];
		transpose(real, re2);
		transpose(imaginary, im2);
		columns(re2, im2, SIDE);
		final float[] hartley = new float[pixels.length];
		// columns() has the sign of the inverse transform: the imaginary part is the forward one's, negated.
		for (int ky = 0; ky < SIDE; ky++)
			for (int kx = 0; kx < SIDE; kx++)
				hartley[ky * SIDE + kx] = re2[kx * SIDE + ky] + im2[kx * SIDE + ky];
		return hartley;
	}

	private static void transpose(final float[] from, final float[] to) {
		for (int row = 0; row < SIDE; row++)
			for (int column = 0; column < SIDE; column++)
				to[REVERSED[column] * SIDE + row] = from[row * SIDE + column];
	}

	/** Unscaled inverse transforms of the columns, side by side, of rows in bit-reversed order. */
	private static void columns(final float[] re, final float[] im, final int width) {
		for (int half = 1; half < SIDE; half *= 2)
			for (int first = 0; first < SIDE; first += 2 * half)
				for (int j = 0; j < half; j++) {
					final int angle = j * (SIDE / 2 / half);
					butterflies(re, im, (first + j) * width, (first + j + half) * width, width, COS[angle], SIN[angle]);
				}
	}

	private static void butterflies(final float[] re, final float[] im, final int p, final int q, final int width,
		final float cos, final float sin)
	{
		for (int i = 0; i < width; i++) {
			final float r = re[q + i] * cos - im[q + i] * sin;
			final float m = re[q + i] * sin + im[q + i] * cos;
			re[q + i] = re[p + i] - r;
			im[q + i] = im[p + i] - m;
			re[p + i] += r;
			im[p + i] += m;
		}
	}

	/**
	 * Finds where b lies in a.
	 *
	 * @return the largest correlation, for images of mean 0 and norm 1 at most 1
	 */
	float search(final Fingerprint a, final Fingerprint b) {
		best = Float.NEGATIVE_INFINITY;
		pair(a, b.spectrum(), Flip.NONE, Flip.BOTH);
		pair(a, b.mirrored(), Flip.HORIZONTAL, Flip.VERTICAL);
		return best;
	}

	private void pair(final Fingerprint a, final float[] b, final Flip upright, final Flip turned) {
		final float[] plus = a.spectrum();
		final float[] minus = a.reversed();
		for (int row = 0; row < SIDE; row++) {
			final int target = REVERSED[row] * SIDE;
			for (int i = 0, k = row * SIDE; i < SIDE; i++, k++) {
				re[target + i] = plus[k] * b[k];
				im[target + i] = minus[k] * b[k];
			}
		}
		columns(re, im, SIDE);
		// Only the rows of small shifts are needed: dy = -REACH-1..REACH, of which turned images take one less.
		for (int j = 0; j < WIDTH; j++) {
			final int row = (j - REACH - 1 & SIDE - 1) * SIDE;
			for (int kx = 0; kx < SIDE; kx++) {
				near[REVERSED[kx] * WIDTH + j] = re[row + kx];
				nearTurned[REVERSED[kx] * WIDTH + j] = im[row + kx];
			}
		}
		columns(near, nearTurned, WIDTH);
		peak(near, 0, upright);
		peak(nearTurned, 1, turned);
	}

	/** @param lag turned images are mirrored about pixel 0, not about the middle: their shifts are one more */
	private void peak(final float[] values, final int lag, final Flip kind) {
		final float scale = 1f / (SIDE * SIDE);
		for (int x = -REACH; x <= REACH; x++) {
			final int row = (x - lag & SIDE - 1) * WIDTH;
			for (int y = -REACH; y <= REACH; y++) {
				final float value = values[row + y - lag + REACH + 1] * scale;
				if (value > best) {
					best = value;
					flip = kind;
					dx = x;
					dy = y;
				}
			}
		}
	}

	/** {@return the flip of b at the best place of the last search} */
	Flip flip() {
		return flip;
	}

	/** {@return how far b, flipped, is moved to the right at the best place, in pixels} */
	int dx() {
		return dx;
	}

	/** {@return how far b, flipped, is moved down at the best place, in pixels} */
	int dy() {
		return dy;
	}

	/** {@return the spectrum at negated frequencies} */
	static float[] reversed(final float[] spectrum) {
		final float[] target = new float[spectrum.length];
		for (int ky = 0; ky < SIDE; ky++)
			for (int kx = 0; kx < SIDE; kx++)
				target[ky * SIDE + kx] = spectrum[(-ky & SIDE - 1) * SIDE + (-kx & SIDE - 1)];
		return target;
	}

}
