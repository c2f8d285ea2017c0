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
package io.sonoflow.train.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;

/**
 * The normalised temperature-scaled cross-entropy (Chen et al., "A Simple Framework for Contrastive Learning of Visual
 * Representations", ICML 2020): l(j, k) = -log(exp(s_jk / t) / sum over m != j of exp(s_jm / t)), s the cosine, (j, k) the
 * two views of an image, mean over all 2N views.
 *
 * <pre>
 * try (NtXent loss = new NtXent(manager, 0.5, 0)) {
 * 	NtXent.Result result = loss.of(projections, NtXent.halves(n));
 * 	Torch.backward(graph, result.gradient());
 * }
 * </pre>
 *
 * Finite for every finite input: the sum is taken in logarithms, so no temperature above 0 overflows, and a row shorter than
 * 1e-12, which has no direction, counts as at right angles to all others and gets no gradient. A single image has no other
 * to be told from and is refused.
 */
public final class NtXent implements AutoCloseable {

	private static final String CODE = """
		def ntxent(self: __torch__.Ops, z: Tensor, pair: Tensor, temperature: Tensor, epsilon: Tensor) -> Tuple[Tensor, Tensor]:
		  length = torch.linalg_vector_norm(z, 2, [1], True)
		  scale = torch.where(torch.gt(length, 1e-12), torch.reciprocal(torch.clamp_min(length, 1e-12)), torch.zeros_like(length))
		  u = torch.mul(z, scale)
		  s = torch.div(torch.matmul(u, torch.t(u)), temperature)
		  diagonal = torch.eye(torch.size(z, 0), dtype=11, device=z.device)
		  logp = torch.log_softmax(torch.masked_fill(s, diagonal, -1e30), 1)
		  term = torch.gather(logp, 1, torch.unsqueeze(pair, 1))
		  if torch.gt(float(epsilon), 0.):
		    term = torch.log(torch.add(torch.exp(term), epsilon))
		  matched = torch.eq(torch.argmax(logp, 1), pair)
		  spread = torch.mean(torch.std(u, [0], False))
		  facts = torch.stack([torch.mean(matched.to(z.dtype)), spread])
		  return (torch.neg(torch.squeeze(term, 1)), facts)
		""";

	/**
	 * @param loss mean over the 2N rows, nats
	 * @param gradient (2N, D) of the loss with respect to the projections; the caller's
	 * @param matched share of the views to which the other view of their image is the most similar of all, 0..1
	 * @param spread mean standard deviation of the coordinates of the normalised projections, times the root of D: 1 = spread
	 *          over all directions, 0 = all the same (collapsed)
	 */
	public record Result(double loss, NDArray gradient, double matched, double spread) {
	}

	private final TorchScript ops;
	private final double temperature;
	private final double epsilon;

	/**
	 * @param manager says the device
	 * @param temperature above 0; published 0.5
	 * @param epsilon added to the probability inside of the logarithm: 0, or 1e-8 as in the released code, which limits the
	 *          loss of a view to 18.4
	 * @throws SonoflowException.Input if a value is out of range
	 */
	public NtXent(final NDManager manager, final double temperature, final double epsilon) {
		if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) throw new SonoflowException.Input("temperature=" +
			temperature + " is out of range. Allowed: a number above 0, such as 0.5.");
		if (!(epsilon >= 0 && epsilon < 1)) throw new SonoflowException.Input("epsilon=" + epsilon +
			" is out of range. Allowed: a number from 0 to below 1, such as 1e-8.");
		ops = TorchScript.compile(manager, CODE);
		this.temperature = temperature;
		this.epsilon = epsilon;
	}

	/** {@return the other view of each of 2n rows, the first n of which are first views, the rest second ones in the same order} */
	public static long[] halves(final int n) {
		final long[] pair = new long[2 * n];
		for (int i = 0; i < n; i++) {
			pair[i] = n + i;
			pair[n + i] = i;
		}
		return pair;
	}

	/**
	 * @param projections (2N, D), not normalised, N at least 2, float32 or float64; no graph behind it is used
	 * @param pair for each row the row of the other view of its image
	 * @return loss and gradient
	 * @throws SonoflowException.Input if there is one image only
	 */
	public Result of(final NDArray projections, final long[] pair) {
		if (pair.length < 4) throw new SonoflowException.Input(
			"A batch of 1 image has no other image to be told from. Use a batch of 2 or more images.");
		try (NDManager scope = projections.getManager().newSubManager(); NDArray leaf = projections.duplicate()) {
			leaf.attach(scope);
			leaf.setRequiresGradient(true);
			final NDList results = Torch.withGradient(() -> ops.call("ntxent", leaf, scope.create(pair), scope.create(
				temperature).toType(leaf.getDataType(), false), scope.create(epsilon).toType(leaf.getDataType(), false)));
			results.attach(scope);
			final NDArray losses = results.get(0);
			final double loss = losses.stopGradient().mean().toType(DataType.FLOAT64, false).getDouble();
			final NDArray facts = results.get(1).stopGradient().toType(DataType.FLOAT64, false);
			Torch.backward(losses, losses.onesLike().divi(pair.length));
			final NDArray gradient = leaf.getGradient().duplicate();
			gradient.attach(projections.getManager());
			return new Result(loss, gradient, facts.getDouble(0), facts.getDouble(1) * Math.sqrt(projections.getShape().get(
				1)));
		}
	}

	@Override
	public void close() {
		ops.close();
	}
}
