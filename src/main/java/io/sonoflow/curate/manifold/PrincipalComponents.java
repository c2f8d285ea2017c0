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
package io.sonoflow.curate.manifold;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Torch;

/** The directions in which a set of features varies most, in double precision; to be closed. */
final class PrincipalComponents implements AutoCloseable {

	private static final int BLOCK = 2048;

	private final NDManager manager = Torch.manager(Device.cpu());
	private final double[] mean;
	/** (D, components). */
	private NDArray axes;
	private int components;

	private PrincipalComponents(final double[] mean) {
		this.mean = mean;
	}

	/** {@return at most so many components of a set; fewer if it has fewer images} */
	static PrincipalComponents of(final Features set, final int most) {
		Torch.inference();
		final PrincipalComponents result = new PrincipalComponents(Moments.mean(set));
		result.components = Math.min(most, Math.min(set.rows(), set.columns()));
		try (NDManager inner = Torch.manager(Device.cpu()); LinearAlgebra algebra = new LinearAlgebra(inner)) {
			final NDArray right = algebra.rightSingular(Moments.centred(inner, set, result.mean, 0, set.rows()));
			result.axes = right.get("0:" + result.components).transpose();
			result.axes.attach(result.manager);
			return result;
		}
		catch (final RuntimeException e) {
			result.close();
			throw e;
		}
	}

	/** {@return the set seen along the components} */
	Features project(final Features set) {
		final float[] values = new float[set.rows() * components];
		for (int first = 0; first < set.rows(); first += BLOCK) {
			final int rows = Math.min(BLOCK, set.rows() - first);
			try (NDManager inner = manager.newSubManager()) {
				final double[] part = Moments.centred(inner, set, mean, first, rows).matMul(axes).toDoubleArray();
				for (int i = 0; i < part.length; i++)
					values[first * components + i] = (float) part[i];
			}
		}
		return Features.of(values, components);
	}

	@Override
	public void close() {
		manager.close();
	}
}
