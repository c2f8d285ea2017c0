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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.Torch;

/**
 * Drops a branch of a block for an image at a time (stochastic depth, Huang et al., ECCV 2016): block i of B with probability
 * rate i / (B - 1), the first never; what stays is divided by its probability. Draws come from (seed, step, pass), never from
 * PyTorch's generator.
 */
final class DropPath {

	private final double rate;
	private final int depth;
	private long seed;
	private long step = -1;
	private long pass;

	/**
	 * @param rate of the last block, 0 to below 1
	 * @param depth number of blocks
	 */
	DropPath(final double rate, final int depth) {
		if (!(rate >= 0 && rate < 1)) throw new IllegalArgumentException("drop path of " + rate);
		this.rate = rate;
		this.depth = depth;
	}

	boolean isOn() {
		return rate > 0;
	}

	double rate(final int block) {
		return depth == 1 ? rate : rate * block / (depth - 1);
	}

	void begin(final long ofSeed, final long ofStep) {
		seed = ofSeed;
		step = ofStep;
		pass = 0;
	}

	/** {@return (depth, 2, N): whether each branch of each block stays for each image: 1 or 0} */
	float[][][] draw(final int n) {
		if (step < 0) throw new IllegalStateException("drop path needs beginStep before a training pass");
		final RandomStream random = RandomStream.of(seed, "drop path", step, pass++);
		final float[][][] kept = new float[depth][2][n];
		for (int block = 0; block < depth; block++)
			for (final float[] branch : kept[block])
				for (int i = 0; i < n; i++)
					branch[i] = random.nextDouble() < rate(block) ? 0 : 1;
		return kept;
	}

	/** {@return (N, 1, 1): what the branch is multiplied by} */
	NDArray scale(final NDManager manager, final float[] kept, final int block) {
		final float[] scale = new float[kept.length];
		for (int i = 0; i < scale.length; i++)
			scale[i] = (float) (kept[i] / (1 - rate(block)));
		return Torch.floats(manager, scale, scale.length, 1, 1);
	}
}
