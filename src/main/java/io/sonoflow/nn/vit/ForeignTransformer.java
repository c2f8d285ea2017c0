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

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads from names, shapes and header how a transformer's weights of others are to be understood. */
final class ForeignTransformer {

	/** Key of the header: how tokens are pooled. */
	static final String POOLING = "pooling";

	/** Key of the header: rows x columns of the table of positions. */
	static final String GRID = "grid";

	private static final String TABLE = "pos_embed";

	private final StateDict weights;
	private final int width;
	private final List<String> said = new ArrayList<>();
	private int rows;
	private int columns;
	private boolean withCls = true;

	ForeignTransformer(final StateDict weights, final TransformerShape shape) {
		this.weights = weights;
		this.width = shape.width();
		rows = shape.rows();
		columns = shape.columns();
		if (weights.has(TABLE)) readGrid(weights.get(TABLE).shape());
		else said.add("There is no " + TABLE + " in " + weights.source() + ": it is taken to be MAE's table of sines and cosines.");
	}

	int rows() {
		return rows;
	}

	int columns() {
		return columns;
	}

	private void readGrid(final long[] size) {
		// Another width is named with the other shapes that do not fit.
		if (size.length != 3 || size[0] != 1) throw refused(size, "it should be (1, tokens, width)");
		final int count = (int) size[1];
		final String header = weights.metadata().get(GRID);
		if (header != null) {
			if (!header.matches("[1-9]\\d{0,3}x[1-9]\\d{0,3}")) throw refused(size, "the header's grid is " + header);
			rows = Integer.parseInt(header.substring(0, header.indexOf('x')));
			columns = Integer.parseInt(header.substring(header.indexOf('x') + 1));
			withCls = count == 1 + rows * columns;
			if (!withCls && count != rows * columns) throw refused(size, "the header's grid is " + header);
			return;
		}
		if (count == 1 + rows * columns) return;
		withCls = isSquare(count - 1);
		if (!withCls && !isSquare(count)) throw refused(size, "neither " + count + " nor " + (count - 1) + " is a square number, " +
			"so the rows and columns of its patches are not known (a distilled network has a second extra token, which this one " +
			"has no place for)");
		rows = (int) Math.round(Math.sqrt(withCls ? count - 1 : count));
		columns = rows;
	}

	private static boolean isSquare(final int count) {
		final long root = Math.round(Math.sqrt(count));
		return count > 0 && root * root == count;
	}

	private SonoflowException.File refused(final long[] size, final String why) {
		return new SonoflowException.File("The table of positions " + TABLE + " " + Arrays.toString(size) + " in " +
			weights.source() + " cannot be used: " + why + ". See what the file holds with Inspect Weights..., and give weights of a " +
			"plain Vision Transformer.");
	}

	/**
	 * @param asked how the network pools now
	 * @return how the weights want to be pooled
	 */
	Pooling pooling(final Pooling asked) {
		final boolean cls = weights.has(Pooling.CLS.norm() + ".weight");
		final boolean mean = weights.has(Pooling.MEAN.norm() + ".weight");
		final String header = weights.metadata().get(POOLING);
		for (final Pooling each : Pooling.values())
			if (each.toString().equals(header)) return told(each, asked);
		if (cls && mean) throw new SonoflowException.File("There are both norm and fc_norm in " + weights.source() +
			", and only one of them can be right: norm is used with the class token, fc_norm with the mean of the patches. Save " +
			"the network's own state_dict.");
		return told(mean ? Pooling.MEAN : asked, asked);
	}

	private Pooling told(final Pooling theirs, final Pooling asked) {
		if (theirs == Pooling.MEAN && asked == Pooling.CLS) said.add("The head sees the mean of the patches, as " + weights.source() +
			" was trained: it has no norm for the class token, and pool=cls does not change that.");
		return theirs;
	}

	/** {@return the weights under our names, with what is missing on purpose} */
	ImageNetwork.Adopted adopted(final Pooling pooling) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
		final Set<String> fresh = new LinkedHashSet<>();
		if (!weights.has(TABLE)) {
			tensors.put(TABLE, Tensor.of(PositionTable.floats(width, rows, columns), 1, 1 + (long) rows * columns, width));
			fresh.add(TABLE);
		}
		else if (!withCls) {
			tensors.put(TABLE, withRow(weights.get(TABLE)));
			said.add(TABLE + " of " + weights.source() + " has no row for the class token: zeros.");
		}
		final String norm = pooling.norm();
		if (pooling == Pooling.MEAN && !weights.has(norm + ".weight") && weights.has(Pooling.CLS.norm() + ".weight")) {
			final float[] ones = new float[width];
			Arrays.fill(ones, 1);
			tensors.put(norm + ".weight", Tensor.of(ones, width));
			tensors.put(norm + ".bias", Tensor.of(new float[width], width));
			fresh.addAll(List.of(norm + ".weight", norm + ".bias"));
		}
		return new ImageNetwork.Adopted(weights.with(tensors), fresh, said);
	}

	private static Tensor withRow(final Tensor table) {
		final long[] shape = table.shape();
		final float[] values = table.floats();
		final float[] with = new float[values.length + (int) shape[2]];
		System.arraycopy(values, 0, with, (int) shape[2], values.length);
		return Tensor.of(with, 1, shape[1] + 1, shape[2]);
	}
}
