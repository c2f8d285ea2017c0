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
package io.sonoflow.nn.folded;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.cpu.InstructionSet;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the forward pass of a network that does not learn any more. The layout goes by the images' size alone, never by a clock:
 * the same images give the same bits.
 */
public final class Folding {

	/** Images of fewer places than this (their product of height and width) are computed in oneDNN's blocks. */
	private static final long SMALL = 112L * 112;

	private static Boolean possible;

	private Folding() {
	}

	/** Whether this PyTorch has oneDNN, and oneDNN knows this CPU; asked once a process. */
	private static synchronized boolean isPossible(final NDManager manager) {
		if (possible == null) possible = InstructionSet.knowsCaches() && isTried(manager);
		return possible;
	}

	private static boolean isTried(final NDManager manager) {
		try (NDArray ones = manager.ones(new Shape(1, 1, 3, 3))) {
			for (final Layout layout : Layout.values())
				try (Pass pass = write(manager, ones.getShape(), layout, false, program -> program.convolution(Program.IMAGES,
					() -> Filter.of(ones, null, 1, new Shape(1, 1)), Program.Then.RECTIFIER)); NDArray y = pass.of(ones))
				{
					if (y.toFloatArray()[4] != 9) return false;
				}
			return true;
		}
		catch (final EngineException | SonoflowException e) {
			return false;
		}
	}

	/**
	 * In a thread that records no gradients.
	 *
	 * @param manager of a CPU
	 * @param images (N, C, H, W): of this size they will be, N any
	 * @param half whether to compute in bfloat16
	 * @param writer adds the network's steps and gives the name of the last
	 * @return the pass; empty if the network cannot be written so, this PyTorch has no oneDNN, or
	 *         oneDNN does not know this CPU
	 */
	public static Optional<Pass> of(final NDManager manager, final Shape images, final boolean half,
		final Function<Program, String> writer)
	{
		return first(manager, images, layouts(images), half, writer);
	}

	/** {@return as {@link #of}, in this layout and float32} */
	public static Optional<Pass> in(final Layout layout, final NDManager manager, final Shape images,
		final Function<Program, String> writer)
	{
		return first(manager, images, List.of(layout), false, writer);
	}

	private static Optional<Pass> first(final NDManager manager, final Shape images, final List<Layout> layouts,
		final boolean half, final Function<Program, String> writer)
	{
		if (!isPossible(manager)) return Optional.empty();
		for (final Layout layout : layouts)
			try {
				return Optional.of(write(manager, images, layout, half, writer));
			}
			catch (final NotFoldable e) {
				// The next layout, or none.
			}
		return Optional.empty();
	}

	private static List<Layout> layouts(final Shape images) {
		return images.get(2) * images.get(3) < SMALL ? List.of(Layout.BLOCKED, Layout.CHANNELS_LAST) : List.of(
			Layout.CHANNELS_LAST);
	}

	/** {@return the pass in a layout} */
	static Pass write(final NDManager manager, final Shape images, final Layout layout, final boolean half,
		final Function<Program, String> writer)
	{
		final NDManager owner = manager.newSubManager();
		// What is computed on the way would live as long as the network.
		try (NDScope scope = new NDScope()) {
			scope.suppressNotUsedWarning();
			final Program program = new Program(owner, layout, half, images);
			return program.finish(writer.apply(program));
		}
		catch (final RuntimeException e) {
			owner.close();
			throw e;
		}
	}
}
