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

/** The fixed table of positions: sines and cosines of the column in the first half of its width, of the row in the second. */
public final class PositionTable {

	private static final double BASE = 10000;

	private PositionTable() {
	}

	/**
	 * @param width D, a multiple of 4
	 * @param rows of patches
	 * @param columns of patches
	 * @return (1 + rows x columns, D) in C order: a row of zeros for the class token, then the patches row by row, each
	 *         [sin(x w), cos(x w), sin(y w), cos(y w)] with w_k = 10000^(-k / (D / 4))
	 */
	public static double[] sinCos(final int width, final int rows, final int columns) {
		if (width % 4 != 0) throw new IllegalArgumentException("width " + width + " is no multiple of 4");
		final int quarter = width / 4;
		final double[] table = new double[(1 + rows * columns) * width];
		for (int y = 0; y < rows; y++)
			for (int x = 0; x < columns; x++)
				for (int k = 0; k < quarter; k++) {
					final double frequency = StrictMath.pow(BASE, -(double) k / quarter);
					final int at = (1 + y * columns + x) * width + k;
					table[at] = StrictMath.sin(x * frequency);
					table[at + quarter] = StrictMath.cos(x * frequency);
					table[at + 2 * quarter] = StrictMath.sin(y * frequency);
					table[at + 3 * quarter] = StrictMath.cos(y * frequency);
				}
		return table;
	}

	/** {@return {@link #sinCos} as float32} */
	static float[] floats(final int width, final int rows, final int columns) {
		final double[] table = sinCos(width, rows, columns);
		final float[] floats = new float[table.length];
		for (int i = 0; i < floats.length; i++)
			floats[i] = (float) table[i];
		return floats;
	}
}
