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
package io.sonoflow.nn.inception;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.MaxPool2d;

import java.util.List;

/**
 * An Inception block: branches side by side. The five kinds and their names are torchvision's (InceptionA to InceptionE),
 * with the pools of pytorch-fid's variant.
 */
final class Mixed extends Layer {

	private final NDManager manager;
	private Fork fork;

	private Mixed(final NDManager manager) {
		this.manager = manager;
	}

	/** 35 x 35 pixels: 1x1, 5x5, two 3x3, average pool. */
	static Mixed a(final NDManager manager, final int in, final int pool) {
		final Mixed m = new Mixed(manager);
		return m.of(List.of(List.of(m.unit("branch1x1", in, 64, 1, 1)), //
			List.of(m.unit("branch5x5_1", in, 48, 1, 1), m.unit("branch5x5_2", 48, 64, 5, 5)), //
			List.of(m.unit("branch3x3dbl_1", in, 64, 1, 1), m.unit("branch3x3dbl_2", 64, 96, 3, 3), m.unit("branch3x3dbl_3",
				96, 96, 3, 3)), //
			List.of(new AveragePool2d(m.manager), m.unit("branch_pool", in, pool, 1, 1))));
	}

	/** 35 x 35 to 17 x 17 pixels. */
	static Mixed b(final NDManager manager, final int in) {
		final Mixed m = new Mixed(manager);
		return m.of(List.of(List.of(m.halving("branch3x3", in, 384)), //
			List.of(m.unit("branch3x3dbl_1", in, 64, 1, 1), m.unit("branch3x3dbl_2", 64, 96, 3, 3), m.halving(
				"branch3x3dbl_3", 96, 96)), //
			List.of(new MaxPool2d(3, 2, 0))));
	}

	/** 17 x 17 pixels: 1x1, 7x7, two 7x7, average pool; a 7x7 is a 1x7 and a 7x1. */
	static Mixed c(final NDManager manager, final int in, final int width) {
		final Mixed m = new Mixed(manager);
		return m.of(List.of(List.of(m.unit("branch1x1", in, 192, 1, 1)), //
			List.of(m.unit("branch7x7_1", in, width, 1, 1), m.unit("branch7x7_2", width, width, 1, 7), m.unit("branch7x7_3",
				width, 192, 7, 1)), //
			List.of(m.unit("branch7x7dbl_1", in, width, 1, 1), m.unit("branch7x7dbl_2", width, width, 7, 1), m.unit(
				"branch7x7dbl_3", width, width, 1, 7), m.unit("branch7x7dbl_4", width, width, 7, 1), m.unit("branch7x7dbl_5",
					width, 192, 1, 7)), //
			List.of(new AveragePool2d(m.manager), m.unit("branch_pool", in, 192, 1, 1))));
	}

	/** 17 x 17 to 8 x 8 pixels. */
	static Mixed d(final NDManager manager, final int in) {
		final Mixed m = new Mixed(manager);
		return m.of(List.of(List.of(m.unit("branch3x3_1", in, 192, 1, 1), m.halving("branch3x3_2", 192, 320)), //
			List.of(m.unit("branch7x7x3_1", in, 192, 1, 1), m.unit("branch7x7x3_2", 192, 192, 1, 7), m.unit("branch7x7x3_3",
				192, 192, 7, 1), m.halving("branch7x7x3_4", 192, 192)), //
			List.of(new MaxPool2d(3, 2, 0))));
	}

	/**
	 * 8 x 8 pixels: 1x1, 3x3, two 3x3, pool.
	 *
	 * @param maximum whether it pools the maximum: the last block of the released graph does, where the paper has a mean
	 */
	static Mixed e(final NDManager manager, final int in, final boolean maximum) {
		final Mixed m = new Mixed(manager);
		return m.of(List.of(List.of(m.unit("branch1x1", in, 320, 1, 1)), //
			List.of(m.unit("branch3x3_1", in, 384, 1, 1), m.crossed("branch3x3_2")), //
			List.of(m.unit("branch3x3dbl_1", in, 448, 1, 1), m.unit("branch3x3dbl_2", 448, 384, 3, 3), m.crossed(
				"branch3x3dbl_3")), //
			List.of(maximum ? new MaxPool2d(3, 1, 1) : new AveragePool2d(m.manager), m.unit("branch_pool", in, 192, 1, 1))));
	}

	private Mixed of(final List<List<? extends Layer>> branches) {
		fork = new Fork(branches);
		return this;
	}

	private ConvUnit unit(final String name, final int in, final int out, final int height, final int width) {
		return child(name, new ConvUnit(manager, in, out, height, width, 1, true));
	}

	private ConvUnit halving(final String name, final int in, final int out) {
		return child(name, new ConvUnit(manager, in, out, 3, 3, 2, false));
	}

	/** A 1x3 and a 3x1 side by side. */
	private Fork crossed(final String name) {
		return new Fork(List.of(List.of(unit(name + "a", 384, 384, 1, 3)), List.of(unit(name + "b", 384, 384, 3, 1))));
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return fork.forward(x, training);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return fork.outputShape(input);
	}
}
