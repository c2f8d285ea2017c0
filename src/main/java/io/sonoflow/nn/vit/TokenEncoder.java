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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.folded.Filter;
import io.sonoflow.nn.folded.NotFoldable;
import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.precision.Precision;

import java.util.Collection;
import java.util.List;

/**
 * What classifier and masked autoencoder share: images to tokens, the class token before those of the patches, and the
 * blocks. Parameters: {@code cls_token} (1, 1, D), {@code pos_embed} (1, 1 + rows x columns, D), {@code patch_embed.proj},
 * {@code blocks.0} and so on.
 */
abstract class TokenEncoder extends Layer {

	private final NDManager manager;
	private final int channels;
	private TransformerShape shape;
	private final Parameter cls;
	private final Parameter positions;

	/** What computes. */
	final TransformerOperators ops;
	final Affine stem;
	final TransformerBlock[] blocks;

	TokenEncoder(final Device device, final TransformerShape shape, final int channels, final Collection<Integer> heads) {
		this.manager = Torch.manager(device);
		this.shape = shape;
		this.channels = channels;
		ops = new TransformerOperators(manager, heads);
		final int width = shape.width();
		cls = parameter(manager, "cls_token", Parameter.Type.WEIGHT, 1, 1, width);
		positions = table("pos_embed", width, shape.learned());
		stem = child("patch_embed.proj", Affine.linear(manager, width, channels, shape.patch(), shape.patch()));
		blocks = new TransformerBlock[shape.depth()];
		for (int i = 0; i < blocks.length; i++)
			blocks[i] = child("blocks." + i, new TransformerBlock(manager, ops, width, shape.hidden(), shape.heads()));
	}

	/** Adds a table of positions; a fixed one is of the kind that is never trained. */
	final Parameter table(final String name, final int width, final boolean learned) {
		return parameter(manager, name, learned ? Parameter.Type.WEIGHT : Parameter.Type.RUNNING_MEAN, 1, 1 + (long) shape.rows() *
			shape.columns(), width);
	}

	/** {@return its sizes} */
	public final TransformerShape shape() {
		return shape;
	}

	/** {@return where the parameters live} */
	public final NDManager manager() {
		return manager;
	}

	/** {@return channels of the images, 1 or 3} */
	public final int channels() {
		return channels;
	}

	/** Sets in what precision linear layers and attention are computed from now on; norms and softmax stay in float32. */
	public final void compute(final Precision precision) {
		ops.compute(precision);
	}

	/** {@return in what precision they are} */
	public final Precision precision() {
		return ops.precision();
	}

	/** {@return the same} */
	public final Precision inference() {
		return ops.precision();
	}

	/** The same: here passes that train and passes that do not compute alike. */
	public final void infer(final Precision precision) {
		ops.compute(precision);
	}

	/** Gives the tables of positions another grid, zeros; before it is filled. */
	final void setGrid(final int rows, final int columns) {
		if (shape.rows() == rows && shape.columns() == columns) return;
		shape = new TransformerShape(shape.patch(), shape.width(), shape.depth(), shape.heads(), rows, columns, shape.learned());
		for (final Parameter table : tables()) {
			final long width = table.getShape().get(2);
			table.close();
			// A parameter takes an array only while it has no shape.
			table.setShape(null);
			table.setArray(manager.zeros(new Shape(1, 1 + (long) rows * columns, width)));
		}
	}

	/** {@return its tables of positions} */
	List<Parameter> tables() {
		return List.of(positions);
	}

	/**
	 * @param height of the images in pixels
	 * @param width likewise
	 * @throws SonoflowException.Input if patches do not divide them; the message names sizes that they do
	 */
	public final void checkSize(final int height, final int width) {
		checkSize(height, width, shape.patch());
	}

	static void checkSize(final int height, final int width, final int patch) {
		for (final int side : new int[] { height, width })
			if (side < patch || side % patch != 0) {
				final int below = side / patch * patch;
				throw new SonoflowException.Input("size=" + side + " does not suit this network: it cuts images into patches of " +
					patch + " px. Use size=" + (below == 0 ? "" : below + " or size=") + (below + patch) + ".");
			}
	}

	/** {@return rows and columns of patches of such images} */
	final int[] gridOf(final NDArray images) {
		final Shape size = images.getShape();
		checkSize((int) size.get(2), (int) size.get(3));
		return new int[] { (int) size.get(2) / shape.patch(), (int) size.get(3) / shape.patch() };
	}

	/** {@return a handle of the table for this grid: itself where it is its own, else interpolated bicubically} */
	final NDArray positions(final Parameter table, final int[] grid) {
		final NDArray own = table.getArray();
		if (grid[0] == shape.rows() && grid[1] == shape.columns()) return own.reshape(own.getShape());
		try (NDArray sizes = Torch.floats(own.getManager(), new float[] { shape.rows(), shape.columns(), grid[0], grid[1] }, 4)) {
			return ops.call("positions", own, sizes);
		}
	}

	/** {@return a second handle of the images, three times repeated where they are grey and the network is not} */
	final NDArray repeatGrey(final NDArray images) {
		final long given = images.getShape().get(1);
		if (given == channels) return images.reshape(images.getShape());
		if (given == 1) return images.repeat(1, channels);
		throw new IllegalArgumentException("images of " + given + " channels for a network of " + channels);
	}

	/**
	 * @param images (N, 1 or C, H, W)
	 * @param kept (N, K) int64: which patches; null = all, in their order
	 * @return (N, 1 + K, D): what the first block receives
	 */
	final NDArray embed(final NDArray images, final NDArray kept) {
		final int[] grid = gridOf(images);
		try (NDArray x = repeatGrey(images); NDArray table = positions(positions, grid)) {
			NDArray tokens = ops.call("patches", x, stem.weight.getArray(), stem.bias.getArray(), table);
			if (kept != null) tokens = ops.then("keep", tokens, kept);
			return ops.then("with_cls", tokens, cls.getArray(), table);
		}
	}

	/** As {@link #embed} of all patches. */
	final String writeEmbedding(final Program program, final String images) {
		program.requireLast();
		program.requireWhole();
		final int[] size = program.size(images);
		final int patch = shape.patch();
		if (size[1] % patch != 0 || size[2] % patch != 0) throw new NotFoldable("patches that do not fit");
		final int[] grid = { size[1] / patch, size[2] / patch };
		final String y = program.convolution(images, () -> Filter.of(stem.weight.getArray(), stem.bias.getArray(), patch, new Shape(0,
			0)), Program.Then.NOTHING);
		try (NDArray table = positions(positions, grid)) {
			final String places = program.weight(table);
			final int width = shape.width();
			final String first = program.step("torch.expand(torch.add(" + program.weight(cls.getArray()) + ", torch.slice(" + places +
				", 1, 0, 1)), [torch.size(" + images + ", 0), -1, -1])", 1, width, 1);
			return program.step("torch.cat([" + first + ", torch.add(torch.transpose(torch.flatten(" + y + ", 2), 1, 2), torch.slice(" +
				places + ", 1, 1))], 1)", 1 + grid[0] * grid[1], width, 1);
		}
	}

	/** {@return the tokens after so many of the blocks; closes them} */
	static NDArray through(final NDArray tokens, final List<TransformerBlock> blocks) {
		NDArray y = tokens;
		for (final TransformerBlock block : blocks)
			y = then(y, block, false);
		return y;
	}

	/** Frees the parameters. */
	public final void close() {
		manager.close();
	}
}
