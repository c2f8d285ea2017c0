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
package io.sonoflow;

import java.nio.charset.StandardCharsets;

/**
 * The only source of randomness: a counter-based generator (Philox4x32-10, Salmon et al., SC 2011) keyed by (seed,
 * purpose) whose counter starts at (index, 0). The numbers of image 17 are the same whoever draws them, in whichever
 * order, thread, shard or resumed run.
 *
 * <pre>
 * RandomStream random = RandomStream.of(seed, "augment", epoch, sampleIndex);
 * if (random.nextDouble() &lt; 0.5) flip(image);
 * </pre>
 *
 * Not thread-safe: one stream is one thread's.
 */
public final class RandomStream {

	private static final int M0 = 0xD2511F53;
	private static final int M1 = 0xCD9E8D57;
	private static final int W0 = 0x9E3779B9;
	private static final int W1 = 0xBB67AE85;

	private final int key0;
	private final int key1;
	private final long index;
	private long block;
	private final int[] words = new int[4];
	private int used = 4;
	private double spareGaussian = Double.NaN;

	private RandomStream(final long key, final long index) {
		this.key0 = (int) key;
		this.key1 = (int) (key >>> 32);
		this.index = index;
	}

	/**
	 * @param seed the user's seed
	 * @param purpose what the numbers are for, e.g. {@code "phantom"}; different purposes are independent
	 * @param indices which one of that purpose, e.g. (epoch, sample); none is the same as 0
	 * @return a stream at its beginning
	 */
	public static RandomStream of(final long seed, final String purpose, final long... indices) {
		long key = mix(seed);
		for (final byte b : purpose.getBytes(StandardCharsets.UTF_8))
			key = mix(key ^ b);
		long index = indices.length == 0 ? 0 : indices[0];
		for (int i = 1; i < indices.length; i++)
			index = mix(index) + indices[i];
		return new RandomStream(key, index);
	}

	/** The finaliser of SplitMix64: a bijection of 64 bits in which every input bit reaches every output bit. */
	private static long mix(final long value) {
		long z = value + 0x9E3779B97F4A7C15L;
		z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
		z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
		return z ^ (z >>> 31);
	}

	/** Philox4x32-10 of one counter block, in place. Package-private for the published test vectors. */
	static void philox(final int[] counter, final int key0, final int key1) {
		int k0 = key0;
		int k1 = key1;
		int c0 = counter[0];
		int c1 = counter[1];
		int c2 = counter[2];
		int c3 = counter[3];
		for (int round = 0; round < 10; round++) {
			final long p0 = (M0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
			final long p1 = (M1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
			c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
			c1 = (int) p1;
			c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
			c3 = (int) p0;
			k0 += W0;
			k1 += W1;
		}
		counter[0] = c0;
		counter[1] = c1;
		counter[2] = c2;
		counter[3] = c3;
	}

	/** {@return 32 uniform bits} */
	public int nextInt() {
		if (used == 4) {
			words[0] = (int) block;
			words[1] = (int) (block >>> 32);
			words[2] = (int) index;
			words[3] = (int) (index >>> 32);
			philox(words, key0, key1);
			block++;
			used = 0;
		}
		return words[used++];
	}

	/** {@return 64 uniform bits} */
	public long nextLong() {
		return ((long) nextInt() << 32) | (nextInt() & 0xFFFFFFFFL);
	}

	/** {@return uniform in [0, 1), 53 bits} */
	public double nextDouble() {
		return (nextLong() >>> 11) * 0x1.0p-53;
	}

	/** {@return uniform in [0, 1), 24 bits} */
	public float nextFloat() {
		return (nextInt() >>> 8) * 0x1.0p-24f;
	}

	/** {@return uniform in [low, high)} */
	public double uniform(final double low, final double high) {
		return low + (high - low) * nextDouble();
	}

	/**
	 * @param bound at least 1
	 * @return uniform in 0..bound-1, without bias
	 */
	public int nextInt(final int bound) {
		if (bound < 1) throw new IllegalArgumentException("bound " + bound + " is below 1");
		final long limit = (1L << 32) / bound * bound;
		long value;
		do {
			value = nextInt() & 0xFFFFFFFFL;
		}
		while (value >= limit);
		return (int) (value % bound);
	}

	/** {@return whether an event of this probability happens} */
	public boolean chance(final double probability) {
		return nextDouble() < probability;
	}

	/** {@return standard normal (Marsaglia's polar method; StrictMath, so equal on every machine)} */
	public double nextGaussian() {
		if (!Double.isNaN(spareGaussian)) {
			final double value = spareGaussian;
			spareGaussian = Double.NaN;
			return value;
		}
		double x;
		double y;
		double s;
		do {
			x = 2 * nextDouble() - 1;
			y = 2 * nextDouble() - 1;
			s = x * x + y * y;
		}
		while (s >= 1 || s == 0);
		final double factor = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
		spareGaussian = y * factor;
		return x * factor;
	}

	/** Shuffles in place (Fisher-Yates). */
	public void shuffle(final int[] values) {
		for (int i = values.length - 1; i > 0; i--) {
			final int j = nextInt(i + 1);
			final int swap = values[i];
			values[i] = values[j];
			values[j] = swap;
		}
	}
}
