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
package io.sonoflow.diffusion;

import io.sonoflow.SonoflowException;

/** Which steps of a long process a short one keeps; guided-diffusion's {@code timestep_respacing}. */
public final class Respacing {

	private static final String STRIDE = "ddim";

	private Respacing() {
	}

	/**
	 * @param steps of the whole process, T
	 * @param spec {@code "50"}: 50 steps from the first to the last; {@code "10,15,20"}: the process in three equal sections
	 *          with so many steps each; {@code "ddim25"}: every i-th step from 0, i the smallest stride with exactly 25
	 *          steps; empty: all
	 * @return the kept steps, ascending
	 * @throws SonoflowException.Input if the spec is not understood, cannot be met, or leaves fewer than 2 steps
	 */
	public static int[] keep(final int steps, final String spec) {
		final int[] kept = spec.isBlank() ? sections(steps, new int[] { steps }, spec) : spec.trim().startsWith(STRIDE)
			? stride(steps, number(spec.trim().substring(STRIDE.length()), spec), spec) : sections(steps, counts(spec), spec);
		if (kept.length < 2) throw new SonoflowException.Input("The respacing \"" + spec +
			"\" leaves a single step. A process of random steps needs at least 2.");
		return kept;
	}

	private static int[] counts(final String spec) {
		final String[] parts = spec.split(",", -1);
		final int[] counts = new int[parts.length];
		for (int i = 0; i < parts.length; i++)
			counts[i] = number(parts[i].trim(), spec);
		return counts;
	}

	private static int number(final String text, final String spec) {
		try {
			final int number = Integer.parseInt(text);
			if (number > 0) return number;
		}
		catch (final NumberFormatException e) {
			// said below, as for a number that is not positive
		}
		throw new SonoflowException.Input("The respacing \"" + spec + "\" is not understood because of \"" + text +
			"\". Write a number of steps (\"50\"), numbers for equal sections (\"10,15,20\") or \"ddim25\".");
	}

	private static int[] stride(final int steps, final int count, final String spec) {
		for (int stride = 1; stride < steps; stride++) {
			if ((steps + stride - 1) / stride != count) continue;
			final int[] kept = new int[count];
			for (int i = 0; i < count; i++)
				kept[i] = i * stride;
			return kept;
		}
		throw new SonoflowException.Input("The respacing \"" + spec + "\" is impossible: no whole stride gives exactly " +
			count + " of " + steps + " steps. Use \"" + count + "\" instead, or another number.");
	}

	/** The position is a running sum in double, rounded half to even: as the reference does, to the step. */
	private static int[] sections(final int steps, final int[] counts, final String spec) {
		int total = 0;
		for (final int count : counts)
			total = Math.addExact(total, Math.min(count, steps + 1));
		final int[] kept = new int[total];
		int filled = 0;
		int start = 0;
		for (int section = 0; section < counts.length; section++) {
			final int size = steps / counts.length + (section < steps % counts.length ? 1 : 0);
			final int count = counts[section];
			if (size < count) throw new SonoflowException.Input("The respacing \"" + spec + "\" is impossible: a section of " +
				size + " of the " + steps + " steps cannot keep " + count + ". Use at most " + size + " there.");
			final double stride = count <= 1 ? 1 : (size - 1) / (double) (count - 1);
			double position = 0;
			for (int i = 0; i < count; i++) {
				kept[filled++] = start + (int) Math.rint(position);
				position += stride;
			}
			start += size;
		}
		return kept;
	}
}
