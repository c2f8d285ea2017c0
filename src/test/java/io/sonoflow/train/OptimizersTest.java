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
package io.sonoflow.train;

import ai.djl.ndarray.NDManager;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Nested;

/** The optimisers, each put through {@link AbstractOptimizerTest}. */
class OptimizersTest {

	private static double norm(final double[] values) {
		return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
	}

	/** {@return a rule that adds the decay to the gradient and goes on with momentum 0.9} */
	private static AbstractOptimizerTest.Rule momentum() {
		return new AbstractOptimizerTest.Rule() {

			private double[] velocity;

			@Override
			public double[] step(final double[] weights, final double[] gradient, final double rate, final double decay) {
				if (velocity == null) velocity = new double[weights.length];
				final double[] moved = weights.clone();
				for (int i = 0; i < moved.length; i++) {
					velocity[i] = 0.9 * velocity[i] + gradient[i] + decay * weights[i];
					moved[i] -= rate * velocity[i];
				}
				return moved;
			}
		};
	}

	private static AbstractOptimizerTest.Rule lars() {
		return new AbstractOptimizerTest.Rule() {

			private double[] velocity;

			@Override
			public double[] step(final double[] weights, final double[] gradient, final double rate, final double decay) {
				if (velocity == null) velocity = new double[weights.length];
				final double local = 0.001 * norm(weights) / (norm(gradient) + decay * norm(weights));
				final double[] moved = weights.clone();
				for (int i = 0; i < moved.length; i++) {
					velocity[i] = 0.9 * velocity[i] + rate * local * (gradient[i] + decay * weights[i]);
					moved[i] -= velocity[i];
				}
				return moved;
			}
		};
	}

	/** @param decoupled whether the decay is applied to the weights instead of the gradient */
	private static AbstractOptimizerTest.Rule adam(final boolean decoupled) {
		return new AbstractOptimizerTest.Rule() {

			private double[] mean;
			private double[] variance;
			private int count;

			@Override
			public double[] step(final double[] weights, final double[] gradient, final double rate, final double decay) {
				if (mean == null) {
					mean = new double[weights.length];
					variance = new double[weights.length];
				}
				count++;
				final double[] moved = weights.clone();
				for (int i = 0; i < moved.length; i++) {
					final double g = decoupled ? gradient[i] : gradient[i] + decay * weights[i];
					if (decoupled) moved[i] *= 1 - rate * decay;
					mean[i] = 0.9 * mean[i] + 0.1 * g;
					variance[i] = 0.999 * variance[i] + 0.001 * g * g;
					moved[i] -= rate * mean[i] / (1 - Math.pow(0.9, count)) / (Math.sqrt(variance[i] / (1 - Math.pow(0.999, count))) +
						1e-8);
				}
				return moved;
			}
		};
	}

	/** Clipped scaling before a rule that gets no decay. */
	private static AbstractOptimizerTest.Rule larc(final AbstractOptimizerTest.Rule inner) {
		return (weights, gradient, rate, decay) -> {
			final double trust = 0.001 * norm(weights) / (norm(gradient) + decay * norm(weights) + 1e-8);
			final double local = Math.min(trust / rate, 1);
			final double[] scaled = gradient.clone();
			for (int i = 0; i < scaled.length; i++)
				scaled[i] = local * (gradient[i] + decay * weights[i]);
			return inner.step(weights, scaled, rate, 0);
		};
	}

	@Nested
	class OfSgd extends AbstractOptimizerTest {

		@Override
		Optimizer make(final NDManager parent, final List<ParameterGroup> groups) {
			return new Sgd(parent, groups, 0.9);
		}

		@Override
		Rule rule() {
			return momentum();
		}

		@Override
		int arraysOfState() {
			return 1;
		}
	}

	@Nested
	class OfAdamW extends AbstractOptimizerTest {

		@Override
		Optimizer make(final NDManager parent, final List<ParameterGroup> groups) {
			return new AdamW(parent, groups);
		}

		@Override
		Rule rule() {
			return adam(true);
		}

		@Override
		int arraysOfState() {
			return 2;
		}
	}

	@Nested
	class OfCoupledAdam extends AbstractOptimizerTest {

		@Override
		Optimizer make(final NDManager parent, final List<ParameterGroup> groups) {
			return AdamW.coupled(parent, groups);
		}

		@Override
		Rule rule() {
			return adam(false);
		}

		@Override
		int arraysOfState() {
			return 2;
		}
	}

	@Nested
	class OfLars extends AbstractOptimizerTest {

		@Override
		Optimizer make(final NDManager parent, final List<ParameterGroup> groups) {
			return new Lars(parent, groups, Lars.Options.PAPER);
		}

		@Override
		Rule rule() {
			return lars();
		}

		@Override
		int arraysOfState() {
			return 1;
		}
	}

	@Nested
	class OfLarcOverSgd extends AbstractOptimizerTest {

		@Override
		Optimizer make(final NDManager parent, final List<ParameterGroup> groups) {
			return new Larc(parent, groups, 0.001, true, (manager, undecayed) -> new Sgd(manager, undecayed, 0.9));
		}

		@Override
		Rule rule() {
			return larc(momentum());
		}

		@Override
		int arraysOfState() {
			return 1;
		}
	}
}
