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
package io.sonoflow.nn.gan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Layer;

/**
 * A linear layer, a convolution or a transposed one whose weight is divided by its largest singular value, about (spectral norm,
 * Miyato et al., ICLR 2018; as torch.nn.utils.spectral_norm): by u (W v), W the weight as a matrix with a row for each output
 * channel. Every pass that trains first improves u and v by power iterations, whether the weight learns or not; they are
 * constants in the gradient. Others use them as they are.
 * <p>
 * Parameters: {@code bias} (O) if asked for, {@code weight_orig}, and {@code weight_u} (O), {@code weight_v} (the rest), which
 * have no gradient and must be of length 1 from the beginning: {@link PatchDiscriminator#firstValues} draws them.
 */
public final class SpectralLayer extends Layer {

	/** Iterations where none other are asked for. */
	public static final int USUAL_ITERATIONS = 1;

	private enum Kind {
		LINEAR, CONVOLUTION, TRANSPOSED
	}

	private final Kind kind;
	private final int stride;
	private final int padding;
	private final int iterations;
	private final Parameter bias;
	private final Parameter weight;
	private final Parameter u;
	private final Parameter v;

	private SpectralLayer(final NDManager manager, final Kind kind, final Shape shape, final int stride, final int padding,
		final boolean withBias, final int iterations)
	{
		if (iterations < 1) throw new IllegalArgumentException(iterations + " iterations");
		this.kind = kind;
		this.stride = stride;
		this.padding = padding;
		this.iterations = iterations;
		final long out = shape.get(kind == Kind.TRANSPOSED ? 1 : 0);
		bias = withBias ? parameter(manager, "bias", Parameter.Type.BIAS, out) : null;
		weight = parameter(manager, "weight_orig", Parameter.Type.WEIGHT, shape.getShape());
		// Of the types that do not learn.
		u = parameter(manager, "weight_u", Parameter.Type.RUNNING_MEAN, out);
		v = parameter(manager, "weight_v", Parameter.Type.RUNNING_MEAN, shape.size() / out);
	}

	/**
	 * (N, I) to (N, O).
	 *
	 * @param iterations of each pass that trains, at least 1
	 */
	public static SpectralLayer linear(final NDManager manager, final int in, final int out, final int iterations) {
		return new SpectralLayer(manager, Kind.LINEAR, new Shape(out, in), 1, 0, true, iterations);
	}

	/**
	 * (N, I, H, W) to (N, O, H', W'), H' = (H + 2 padding - kernel) / stride + 1.
	 *
	 * @param kernel side of the square kernel, pixels
	 * @param stride pixels
	 * @param padding pixels of zeros on each side
	 * @param withBias whether a constant is added per channel
	 * @param iterations of each pass that trains, at least 1
	 */
	public static SpectralLayer convolution(final NDManager manager, final int in, final int out, final int kernel,
		final int stride, final int padding, final boolean withBias, final int iterations)
	{
		return new SpectralLayer(manager, Kind.CONVOLUTION, new Shape(out, in, kernel, kernel), stride, padding, withBias,
			iterations);
	}

	/**
	 * (N, I, H, W) to (N, O, H', W'), H' = (H - 1) stride - 2 padding + kernel. Its weight is (I, O, kernel, kernel), as
	 * torch.nn.ConvTranspose2d has it.
	 *
	 * @see #convolution
	 */
	public static SpectralLayer transposed(final NDManager manager, final int in, final int out, final int kernel, final int stride,
		final int padding, final int iterations)
	{
		return new SpectralLayer(manager, Kind.TRANSPOSED, new Shape(in, out, kernel, kernel), stride, padding, true, iterations);
	}

	/**
	 * @param training whether u and v are improved first
	 * @return the weight that is used, as {@code weight_orig}
	 */
	NDArray weight(final boolean training) {
		final NDArray original = weight.getArray();
		try (NDArray turned = GanOperators.numbers(kind == Kind.TRANSPOSED ? 1 : 0);
				NDArray count = GanOperators.numbers(training ? iterations : 0))
		{
			return GanOperators.call("spectral", original, u.getArray(), v.getArray(), turned, count);
		}
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		final NDArray constants = bias == null ? null : bias.getArray();
		try (NDArray used = weight(training)) {
			final NDArray y = switch (kind) {
				case LINEAR -> x.getNDArrayInternal().linear(x, used, constants).singletonOrThrow();
				case CONVOLUTION -> x.getNDArrayInternal().convolution(x, used, constants, new Shape(stride, stride), new Shape(padding,
					padding), new Shape(1, 1), 1).singletonOrThrow();
				case TRANSPOSED -> transposed(x, used, constants);
			};
			// It may have been made by the manager of the weight.
			y.attach(x.getManager());
			return y;
		}
	}

	private NDArray transposed(final NDArray x, final NDArray used, final NDArray constants) {
		try (NDArray settings = GanOperators.numbers(stride, padding)) {
			return GanOperators.call("transposed", x, used, constants, settings);
		}
	}

	@Override
	public Shape outputShape(final Shape input) {
		final Shape shape = weight.getShape();
		return switch (kind) {
			case LINEAR -> new Shape(input.get(0), shape.get(0));
			case CONVOLUTION -> new Shape(input.get(0), shape.get(0), shrunk(input.get(2)), shrunk(input.get(3)));
			case TRANSPOSED -> new Shape(input.get(0), shape.get(1), grown(input.get(2)), grown(input.get(3)));
		};
	}

	private long shrunk(final long side) {
		return (side + 2L * padding - weight.getShape().get(2)) / stride + 1;
	}

	private long grown(final long side) {
		return (side - 1) * stride - 2L * padding + weight.getShape().get(2);
	}
}
