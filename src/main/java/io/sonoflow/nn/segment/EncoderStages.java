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
package io.sonoflow.nn.segment;

import ai.djl.ndarray.NDArray;

import io.sonoflow.nn.ImageNetwork.Stage;
import io.sonoflow.nn.Torch;

import java.util.List;

/**
 * The way of images through the encoder of a U-Net, with what a head on it sees.
 *
 * @param blocks of the scales, the finest first
 * @param first of the blocks of which the head sees means; as many as there are = it sees the deepest block only
 * @param codes of the organs
 * @param ops on the device of the blocks
 */
record EncoderStages(List<UNetUnits> blocks, int first, Codes codes, SegmentOperators ops) {

	/** What the names of the blocks begin with. */
	static final String BLOCK = "enc.";

	/**
	 * {@return the output of block {@code to}; around are the means of the stages before it that a pooled head sees}
	 *
	 * @param start the output of the block before block {@code from}; stays open
	 */
	Stage run(final Stage start, final int from, final int to) {
		NDArray y = start.values();
		NDArray around = start.around();
		for (int i = from; i <= to; i++) {
			final NDArray x = y;
			final NDArray before = around;
			if (i > first) around = joined(before, x, i - 1);
			if (before != around && before != null && before != start.around()) before.close();
			y = blocks.get(i).forward(x, codes.organs().isEmpty() ? null : codes.passing());
			if (x != start.values()) x.close();
		}
		return new Stage(BLOCK + to, y, around);
	}

	/** {@return the means of places of a stage at the deepest scale, after those of the stages before it; all stay open} */
	private NDArray joined(final NDArray before, final NDArray x, final int stage) {
		try (NDArray ratio = Torch.floats(x.getManager(), new float[] { 1 << (blocks.size() - 1 - stage) }, 1)) {
			final NDArray small = ops.call("averaged", x, ratio);
			if (before == null) return small;
			try (small) {
				return before.concat(small, 1);
			}
		}
	}

	/** {@return (N, F, h, w) of the deepest stage; of a pooled head after the stages before it, whose places are means} */
	static NDArray features(final Stage last) {
		if (last.around() == null) return last.values().reshape(last.values().getShape());
		return last.around().concat(last.values(), 1);
	}
}
