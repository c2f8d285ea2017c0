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

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.script.TorchScript;

import java.util.function.Supplier;

/** Decompositions of float64 matrices by PyTorch, which DJL does not offer. */
final class LinearAlgebra implements AutoCloseable {

	private static final String METHODS = """
		def trace_of_root(self: __torch__.Ops, a: Tensor, b: Tensor) -> Tensor:
		  values, vectors = torch.linalg_eigh(a, "L")
		  scaled = torch.mul(vectors, torch.unsqueeze(torch.sqrt(torch.clamp_min(values, 0.)), 0))
		  middle = torch.matmul(torch.matmul(torch.t(scaled), b), scaled)
		  symmetric = torch.mul(torch.add(middle, torch.t(middle)), 0.5)
		  found = torch.linalg_eigvalsh(symmetric, "L")
		  return torch.sum(torch.sqrt(torch.clamp_min(found, 0.)))
		def triangular(self: __torch__.Ops, a: Tensor) -> Tensor:
		  q, r = torch.linalg_qr(a, "r")
		  return r
		def singular_sum(self: __torch__.Ops, a: Tensor) -> Tensor:
		  return torch.sum(torch.linalg_svdvals(a))
		def eigenvalues(self: __torch__.Ops, a: Tensor) -> Tensor:
		  return torch.linalg_eigvalsh(a, "L")
		def right_singular(self: __torch__.Ops, a: Tensor) -> Tensor:
		  u, s, vh = torch.linalg_svd(a, False, driver=None)
		  return vh
		""";

	private final TorchScript ops;

	/** @param manager lives longer than this */
	LinearAlgebra(final NDManager manager) {
		ops = TorchScript.compile(manager, METHODS);
	}

	/** {@return values in C order as float64 (rows, columns)} */
	static NDArray matrix(final NDManager manager, final double[] values, final int rows, final int columns) {
		final NDArray array = manager.zeros(new Shape(rows, columns), DataType.FLOAT64);
		array.toByteBuffer(true).asDoubleBuffer().put(values);
		return array;
	}

	/**
	 * @param a symmetric, no negative eigenvalue
	 * @param b likewise
	 * @return tr (a b)^(1/2): the roots of the eigenvalues of V'bV, where VV' = a, summed
	 */
	double traceOfRoot(final NDArray a, final NDArray b) {
		return scalar(() -> ops.call("trace_of_root", a, b).singletonOrThrow());
	}

	/** {@return the sum of a matrix's singular values} */
	double singularSum(final NDArray a) {
		return scalar(() -> ops.call("singular_sum", a).singletonOrThrow());
	}

	/** {@return the eigenvalues of a symmetric matrix, ascending} */
	double[] eigenvalues(final NDArray a) {
		try (NDArray values = ops.call("eigenvalues", a).singletonOrThrow()) {
			return values.toDoubleArray();
		}
		catch (final EngineException e) {
			throw noConvergence(e);
		}
	}

	/** {@return the right singular vectors as rows (min(rows, columns), columns), the largest singular value's first} */
	NDArray rightSingular(final NDArray a) {
		try {
			return ops.call("right_singular", a).singletonOrThrow();
		}
		catch (final EngineException e) {
			throw noConvergence(e);
		}
	}

	/** {@return the triangular factor of the QR decomposition, of min(rows, columns) rows} */
	NDArray triangular(final NDArray a) {
		return ops.call("triangular", a).singletonOrThrow();
	}

	private static double scalar(final Supplier<NDArray> work) {
		try (NDArray result = work.get()) {
			return result.getDouble();
		}
		catch (final EngineException e) {
			throw noConvergence(e);
		}
	}

	private static SonoflowException noConvergence(final EngineException e) {
		return new SonoflowException.Input("A decomposition does not converge (" + e.getMessage() +
			"): the features differ too much in size for double precision. Use other features.", e);
	}

	@Override
	public void close() {
		ops.close();
	}
}
