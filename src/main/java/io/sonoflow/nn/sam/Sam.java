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
package io.sonoflow.nn.sam;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

import io.sonoflow.nn.NamedBlock;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.StateDict;

/**
 * The whole network, under the names of {@code sam_vit_b}: {@code image_encoder}, {@code prompt_encoder}, {@code mask_decoder}.
 *
 * <pre>
 * try (Sam sam = Sam.of(weights, device); NDArray embedding = sam.encoder().forward(images, false)) {
 * 	try (MaskDecoder.Output output = sam.decode(embedding, places, labels, null, false)) {
 * 		output.masks();
 * 	}
 * }
 * </pre>
 */
public final class Sam extends NamedBlock implements AutoCloseable {

	private final NDManager manager;
	private final SamShape shape;
	private final SamOperators ops;
	private final SamEncoder encoder;
	private final PromptEncoder prompts;
	private final MaskDecoder decoder;

	/**
	 * A network whose parameters are all zero.
	 *
	 * @param device where the parameters live
	 * @param shape the sizes
	 */
	public Sam(final Device device, final SamShape shape) {
		manager = Torch.manager(device);
		this.shape = shape;
		ops = SamOperators.decoder(manager, shape.decoder().heads());
		encoder = child("image_encoder", new SamEncoder(manager, shape.encoder()));
		prompts = child("prompt_encoder", new PromptEncoder(manager, ops, shape));
		decoder = child("mask_decoder", new MaskDecoder(manager, ops, shape));
	}

	/**
	 * @param weights of a SAM, free of wrappers' prefixes
	 * @param device where the parameters live
	 * @return the network they are of
	 * @throws io.sonoflow.SonoflowException.File if tensors are missing, too many, of another shape, or not finite
	 */
	public static Sam of(final StateDict weights, final Device device) {
		final Sam sam = new Sam(device, SamShape.of(weights));
		try {
			StateLoader.fill(sam.named(), weights, "Segment Anything");
			return sam;
		}
		catch (final RuntimeException e) {
			sam.close();
			throw e;
		}
	}

	/** {@return the sizes} */
	public SamShape shape() {
		return shape;
	}

	/** {@return the image encoder} */
	public SamEncoder encoder() {
		return encoder;
	}

	/** {@return the prompt encoder} */
	public PromptEncoder prompts() {
		return prompts;
	}

	/** {@return the mask decoder} */
	public MaskDecoder decoder() {
		return decoder;
	}

	SamOperators operators() {
		return ops;
	}

	/** {@return where the parameters live} */
	public NDManager manager() {
		return manager;
	}

	/**
	 * Draws the masks of prompts.
	 *
	 * @param embedding (1, C, rows, columns) of one picture, to which all prompts belong, or (N, C, rows, columns): each prompt
	 *          has its own
	 * @param places (N, K, 2): x and y in pixels of the network's picture
	 * @param labels (N, K), see {@link PromptEncoder}
	 * @param mask (N, 1, 4 rows, 4 columns): logits of masks to start from; null = none
	 * @param several whether the alternatives are drawn, or the single mask
	 * @return (N, 1 or alternatives, 4 rows, 4 columns) and their scores
	 */
	public MaskDecoder.Output decode(final NDArray embedding, final NDArray places, final NDArray labels, final NDArray mask,
		final boolean several)
	{
		try (NDArray tokens = prompts.points(places, labels); NDArray where = prompts.places(); NDArray dense = mask == null ? prompts
			.noMask() : prompts.mask(mask))
		{
			return decoder.decode(embedding, where, tokens, dense, several ? 1 : 0, several ? shape.decoder().masks() - 1 : 1);
		}
	}

	/** Takes images, places and labels; gives the single masks and their scores. */
	@Override
	protected NDList forwardInternal(final ParameterStore parameterStore, final NDList inputs, final boolean training,
		final PairList<String, Object> params)
	{
		try (NDArray embedding = encoder.forward(inputs.get(0), training)) {
			final MaskDecoder.Output output = decode(embedding, inputs.get(1), inputs.get(2), null, false);
			return new NDList(output.masks(), output.scores());
		}
	}

	@Override
	public Shape[] getOutputShapes(final Shape[] inputShapes) {
		final long side = 4L * shape.encoder().grid();
		return new Shape[] { new Shape(inputShapes[1].get(0), 1, side, side), new Shape(inputShapes[1].get(0), 1) };
	}

	/** Frees the parameters. */
	@Override
	public void close() {
		manager.close();
	}
}
