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

/**
 * The sizes of a transformer's encoder.
 *
 * @param patch side of a patch in pixels
 * @param width D of its tokens, a multiple of 4 and of the heads
 * @param depth number of blocks
 * @param heads of each attention
 * @param rows of patches in its table of positions; other sizes of images interpolate it
 * @param columns of patches there
 * @param learned whether the table is trained; else it is that of sines and cosines
 */
public record TransformerShape(int patch, int width, int depth, int heads, int rows, int columns, boolean learned) {

	/** Hidden width of the multilayer perceptron over D. */
	static final int EXPANSION = 4;

	/** Checks the numbers. */
	public TransformerShape {
		if (patch < 1 || depth < 1 || heads < 1 || rows < 1 || columns < 1 || width < 4 || width % 4 != 0 || width % heads != 0)
			throw new IllegalArgumentException("no transformer has patches of " + patch + ", width " + width + ", " + depth +
				" blocks, " + heads + " heads, " + rows + " x " + columns + " patches");
	}

	/** {@return the usual ones of patches of 16 px, 12 blocks and 14 x 14 positions, learned} */
	static TransformerShape of16(final int width, final int heads) {
		return new TransformerShape(16, width, 12, heads, 14, 14, true);
	}

	/** {@return the same with the fixed table} */
	public TransformerShape fixed() {
		return new TransformerShape(patch, width, depth, heads, rows, columns, false);
	}

	/** {@return hidden width of the multilayer perceptron} */
	int hidden() {
		return EXPANSION * width;
	}
}
