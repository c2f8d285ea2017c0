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
package io.sonoflow.nn.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

import io.sonoflow.nn.Conv2d;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.NamedBlock;
import io.sonoflow.nn.precision.Precision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A U-Net (Ronneberger et al., MICCAI 2015) whose every unit is told the organ by {@link Film}: {@code enc.I} is block I of
 * the encoder, each but the first after a maximum of 2 x 2; {@code up.I} a transposed convolution that doubles the scale
 * below, {@code dec.I} the block that receives it and the skip, in this order; {@code head} a 1x1 convolution to one logit a
 * structure and pixel; {@code embed} the organs' codes, one table for all.
 */
public final class FilmUNet extends NamedBlock {

	private final SegmentShape shape;
	private final SegmentOperators ops;
	private final List<UNetUnits> encoder = new ArrayList<>();
	private final List<UNetUnits> decoder = new ArrayList<>();
	private final List<TransposedConv2d> ups = new ArrayList<>();
	private final Conv2d head;
	private final Table organs;

	/**
	 * A network whose parameters are all zero.
	 *
	 * @param manager where the parameters live
	 */
	FilmUNet(final NDManager manager, final SegmentOperators ops, final SegmentShape shape) {
		this.shape = shape;
		this.ops = ops;
		final List<Integer> widths = shape.widths();
		final int code = shape.film() ? SegmentShape.CODE : 0;
		for (int i = 0; i < widths.size(); i++)
			encoder.add(child("enc." + i, new UNetUnits(manager, ops, i == 0 ? "start" : "down", i == 0 ? 1 : widths.get(i - 1), widths
				.get(i), code)));
		for (int i = 0; i < widths.size() - 1; i++) {
			ups.add(child("up." + i, new TransposedConv2d(manager, ops, widths.get(i + 1), widths.get(i))));
			decoder.add(child("dec." + i, new UNetUnits(manager, ops, "up", 2 * widths.get(i), widths.get(i), code)));
		}
		head = child("head", new Conv2d(manager, widths.get(0), shape.structures(), 1, 1, 0, true));
		organs = shape.film() ? child("embed", new Table(manager, shape.organs(), SegmentShape.CODE)) : null;
	}

	/** {@return its sizes} */
	public SegmentShape shape() {
		return shape;
	}

	/** Sets in what precision convolutions are computed from now on; at first {@link Precision#FP32}. */
	public void compute(final Precision precision) {
		ops.compute(precision);
	}

	/** {@return in what precision they are} */
	public Precision precision() {
		return ops.precision();
	}

	/**
	 * @param like an array of the manager and device wanted
	 * @param ids organ of each image, 0 to organs - 1
	 * @return (N, E); null without FiLM
	 */
	NDArray codes(final NDArray like, final int[] ids) {
		return organs == null ? null : organs.look(ops, like, ids);
	}

	/**
	 * @param images (N, 1, H, W), sizes that {@link SegmentShape#divisor} divides
	 * @param codes of {@link #codes}
	 * @return the output of each scale, the finest first
	 */
	List<NDArray> encode(final NDArray images, final NDArray codes) {
		final List<NDArray> scales = new ArrayList<>();
		for (final UNetUnits block : encoder)
			scales.add(block.forward(scales.isEmpty() ? images : scales.get(scales.size() - 1), codes));
		return scales;
	}

	/**
	 * @param scales of {@link #encode}; all are closed
	 * @return (N, structures, H, W): logits
	 */
	NDArray decode(final List<NDArray> scales, final NDArray codes) {
		NDArray y = scales.get(scales.size() - 1);
		for (int i = decoder.size() - 1; i >= 0; i--)
			y = decode(i, y, scales.get(i), codes);
		return then(y, head, false);
	}

	/** Closes both. */
	NDArray decode(final int scale, final NDArray below, final NDArray skip, final NDArray codes) {
		final List<Parameter> up = List.copyOf(ups.get(scale).named().values());
		try (below; skip) {
			return decoder.get(scale).forward(below, codes, skip, up.get(0).getArray(), up.get(1).getArray());
		}
	}

	/**
	 * @param images (N, 1, H, W), sizes that {@link SegmentShape#divisor} divides
	 * @param ids organ of each image; not looked at without FiLM
	 * @param deepest what becomes of the deepest scale before it is decoded; closes what it does not return
	 * @return (N, structures, H, W): logits
	 */
	NDArray forward(final NDArray images, final int[] ids, final UnaryOperator<NDArray> deepest) {
		final Shape size = images.getShape();
		if (size.get(2) % shape.divisor() != 0 || size.get(3) % shape.divisor() != 0) throw new IllegalArgumentException(
			"images of " + size + " for a network that halves the size to 1/" + shape.divisor());
		final NDArray codes = codes(images, ids);
		try (codes) {
			final List<NDArray> scales = encode(images, codes);
			scales.set(scales.size() - 1, deepest.apply(scales.get(scales.size() - 1)));
			return decode(scales, codes);
		}
	}

	/**
	 * {@return first values: convolutions normal with variance 2 / inputs (He et al., ICCV 2015), transposed ones 1 / inputs,
	 *         linear layers and the head uniform within 1 / sqrt(inputs), FiLM's second layers and biases of convolutions 0, norms
	 *         1 and 0, organs' codes standard normal, the fusion's gate 0}
	 */
	static Initializer.Rule firstValues(final Map<String, Parameter> named) {
		return (name, random, data) -> {
			final Shape weight = named.get(name.replaceFirst("bias$", "weight")).getShape();
			final double inputs = weight.size() / (double) weight.get(0);
			switch (named.get(name).getType()) {
				case GAMMA -> Arrays.fill(data, 1);
				case BETA -> Arrays.fill(data, 0);
				default -> {
					if (name.contains("film.fc2.") || name.endsWith("alpha") || name.matches(".*(conv|up\\.\\d+)\\.bias")) Arrays.fill(data,
						0);
					else if (name.endsWith("embed.weight")) Initializer.normal(data, random, 1);
					else if (name.endsWith("conv.weight")) Initializer.normal(data, random, Math.sqrt(2 / inputs));
					else if (name.matches(".*up\\.\\d+\\.weight")) Initializer.normal(data, random, Math.sqrt(1.0 / weight.get(0)));
					else Initializer.uniform(data, random, 1 / Math.sqrt(inputs));
				}
			}
		};
	}

	/** The inputs are images and, with FiLM, int64 organs. */
	@Override
	protected NDList forwardInternal(final ParameterStore parameterStore, final NDList inputs, final boolean training,
		final PairList<String, Object> params)
	{
		final int[] ids = inputs.size() < 2 ? new int[0] : Arrays.stream(inputs.get(1).toType(DataType.INT64, true).toLongArray())
			.mapToInt(Math::toIntExact).toArray();
		return new NDList(forward(inputs.get(0), ids, y -> y));
	}

	@Override
	public Shape[] getOutputShapes(final Shape[] inputShapes) {
		final Shape x = inputShapes[0];
		return new Shape[] { new Shape(x.get(0), shape.structures(), x.get(2), x.get(3)) };
	}
}
