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
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Torch;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The masked autoencoder: the encoder sees the kept patches only, a shallow decoder paints the removed ones. Further
 * parameters: {@code norm}, {@code mask_token}, {@code decoder_embed}, {@code decoder_pos_embed}, {@code decoder_blocks.0} and
 * so on, {@code decoder_norm}, {@code decoder_pred}. Both tables of positions are fixed.
 *
 * <pre>
 * try (MaskedAutoencoder network = new MaskedAutoencoder(device, shape, 1, new Decoder(512, 8, 16));
 * 		MaskedAutoencoder.Output output = network.run(images, Masking.draw(seed, step, numbers, 196, 0.75), false)) {
 * 	Torch.backward(output.loss(), null);
 * }
 * </pre>
 */
public final class MaskedAutoencoder extends TokenEncoder implements AutoCloseable {

	private final Decoder decoder;
	private final Affine norm;
	private final Parameter maskToken;
	private final Parameter decoderPositions;
	private final Affine embed;
	private final List<TransformerBlock> decoderBlocks;
	private final Affine decoderNorm;
	private final Affine predict;

	/**
	 * The sizes of the decoder.
	 *
	 * @param width of its tokens, a multiple of 4 and of the heads
	 * @param depth number of its blocks
	 * @param heads of each attention
	 */
	public record Decoder(int width, int depth, int heads) {

		/** Checks the numbers. */
		public Decoder {
			if (depth < 1 || heads < 1 || width < 4 || width % 4 != 0 || width % heads != 0) throw new IllegalArgumentException(
				"no decoder has width " + width + ", " + depth + " blocks, " + heads + " heads");
		}
	}

	/**
	 * @param latent (N, 1 + K, D): what the encoder says of the class token and the kept patches, after its norm
	 * @param prediction (N, L, P P C): every patch, inside it row, column, channel
	 * @param patchLosses (N, L): mean squared error of each patch, kept ones too
	 * @param loss the mean over the removed patches, one number
	 */
	public record Output(NDArray latent, NDArray prediction, NDArray patchLosses, NDArray loss) implements AutoCloseable {

		@Override
		public void close() {
			for (final NDArray array : List.of(latent, prediction, patchLosses, loss))
				array.close();
		}
	}

	/**
	 * A network whose parameters are all zero: fill them with {@link #initialize}, or from a file.
	 *
	 * @param device where the parameters live
	 * @param shape of the encoder
	 * @param channels of the images, 1 or 3
	 * @param decoder its sizes
	 */
	public MaskedAutoencoder(final Device device, final TransformerShape shape, final int channels, final Decoder decoder) {
		super(device, shape.fixed(), channels, heads(shape, decoder));
		this.decoder = decoder;
		final NDManager manager = manager();
		final int width = decoder.width();
		norm = child("norm", Affine.norm(manager, shape.width()));
		maskToken = parameter(manager, "mask_token", Parameter.Type.WEIGHT, 1, 1, width);
		decoderPositions = table("decoder_pos_embed", width, false);
		embed = child("decoder_embed", Affine.linear(manager, width, shape.width()));
		final TransformerBlock[] made = new TransformerBlock[decoder.depth()];
		for (int i = 0; i < made.length; i++)
			made[i] = child("decoder_blocks." + i, new TransformerBlock(manager, ops, width, TransformerShape.EXPANSION * width,
				decoder.heads()));
		decoderBlocks = List.of(made);
		decoderNorm = child("decoder_norm", Affine.norm(manager, width));
		predict = child("decoder_pred", Affine.linear(manager, (long) shape.patch() * shape.patch() * channels,
			width));
	}

	private static Collection<Integer> heads(final TransformerShape shape, final Decoder decoder) {
		return shape.heads() == decoder.heads() ? Set.of(shape.heads()) : Set.of(shape.heads(), decoder.heads());
	}

	@Override
	List<Parameter> tables() {
		return Stream.concat(super.tables().stream(), Stream.of(decoderPositions)).toList();
	}

	/** {@return the sizes of the decoder} */
	public Decoder decoder() {
		return decoder;
	}

	/** Fills all parameters with MAE's first values; the same seed gives the same values on every machine. */
	public void initialize(final long seed) {
		Initializer.fill(named(), seed, FirstValues.of(named(), shape()));
	}

	/**
	 * @param images (N, 1 or C, H, W), sizes that patches divide
	 * @param masking of these images, whose patches are counted row by row
	 * @param normalised whether each patch is to be predicted minus its mean and over its deviation (unbiased, 1e-6 under the
	 *          root), as MAE's own weights were trained; a constant patch has targets of 0
	 */
	public Output run(final NDArray images, final Masking masking, final boolean normalised) {
		final NDArray latent = encode(images, masking);
		try (NDArray target = target(images, normalised); NDArray mask = floats(images, masking.mask())) {
			final NDArray prediction = decode(latent, masking, gridOf(images));
			final NDArray losses = ops.call("patch_losses", prediction, target);
			return new Output(latent, prediction, losses, ops.call("masked_mean", losses, mask));
		}
	}

	/** {@return (N, 1 + K, D): the encoder's output for the kept patches, after its norm} */
	NDArray encode(final NDArray images, final Masking masking) {
		try (NDArray kept = indices(images, masking.kept())) {
			return ops.then("norm", through(embed(images, kept), List.of(blocks)), norm.weight.getArray(), norm.bias.getArray());
		}
	}

	private NDArray decode(final NDArray latent, final Masking masking, final int[] grid) {
		try (NDArray restore = indices(latent, masking.restore()); NDArray table = positions(decoderPositions, grid)) {
			final NDArray narrow = ops.call("linear", latent, embed.weight.getArray(), embed.bias.getArray());
			final NDArray tokens = through(ops.then("fill", narrow, maskToken.getArray(), restore, table), decoderBlocks);
			final NDArray normed = ops.then("norm", tokens, decoderNorm.weight.getArray(), decoderNorm.bias.getArray());
			return ops.then("without_cls", ops.then("linear", normed, predict.weight.getArray(), predict.bias.getArray()));
		}
	}

	/** {@return (N, L, P P C): what is to be predicted} */
	NDArray target(final NDArray images, final boolean normalised) {
		try (NDArray x = repeatGrey(images)) {
			final NDArray patches = patchify(x);
			return normalised ? ops.then("normalised", patches) : patches;
		}
	}

	/** {@return (N, L, P P C): the patches row by row, in each row, column, channel} */
	public NDArray patchify(final NDArray images) {
		gridOf(images);
		try (NDArray side = Torch.floats(images.getManager(), new float[] { shape().patch() }, 1)) {
			return ops.call("patchify", images, side);
		}
	}

	/**
	 * @param patches (N, rows x columns, P P C) of {@link #patchify}
	 * @return (N, C, rows P, columns P): the images again
	 */
	public NDArray unpatchify(final NDArray patches, final int rows, final int columns) {
		try (NDArray sizes = Torch.floats(patches.getManager(), new float[] { shape().patch(), rows, columns }, 3)) {
			return ops.call("unpatchify", patches, sizes);
		}
	}

	/**
	 * What a network that has learned nothing of pictures could do: say the image's mean everywhere.
	 *
	 * @return the loss of {@link #run} on the same images if each of them were predicted by the mean of its targets
	 */
	public double lossOfMeans(final NDArray images, final Masking masking, final boolean normalised) {
		try (NDArray target = target(images, normalised); NDArray mask = floats(images, masking.mask());
				NDArray means = ops.call("image_means", target); NDArray losses = ops.call("patch_losses", means, target);
				NDArray loss = ops.call("masked_mean", losses, mask))
		{
			return loss.getFloat();
		}
	}

	private static NDArray floats(final NDArray like, final float[][] rows) {
		final float[] flat = new float[rows.length * rows[0].length];
		for (int i = 0; i < rows.length; i++)
			System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
		return Torch.floats(like.getManager(), flat, rows.length, rows[0].length);
	}

	private static NDArray indices(final NDArray like, final int[][] rows) {
		final float[][] values = new float[rows.length][rows[0].length];
		for (int i = 0; i < rows.length; i++)
			for (int k = 0; k < rows[i].length; k++)
				values[i][k] = rows[i][k];
		// Exact: there are fewer patches than whole numbers in float32.
		try (NDArray array = floats(like, values)) {
			return array.toType(DataType.INT64, false);
		}
	}

	/** {@return the encoder's output (N, 1 + L, D) for whole images, after its norm} */
	@Override
	public NDArray forward(final NDArray images, final boolean training) {
		return ops.then("norm", through(embed(images, null), List.of(blocks)), norm.weight.getArray(), norm.bias.getArray());
	}

	@Override
	public Shape outputShape(final Shape input) {
		final long patches = input.get(2) / shape().patch() * (input.get(3) / shape().patch());
		return new Shape(input.get(0), 1 + patches, shape().width());
	}
}
