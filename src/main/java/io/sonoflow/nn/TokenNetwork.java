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
package io.sonoflow.nn;

import ai.djl.ndarray.NDArray;

import java.util.function.Consumer;

/**
 * A network that turns images into tokens: one for the class, then one a patch, row by row. Its {@link #features} are (N, 1 +
 * h w, F), the tokens after the last block, {@link #pool} norms them and takes one vector an image. Its {@link #stages} are the
 * blocks ({@code blocks.0}) and their first norms ({@code blocks.0.norm1}), each as a place of its own: the gradient of a logit
 * with respect to a norm runs through the attention and not through the way round it.
 *
 * <pre>
 * try (ImageNetwork.Stage stage = network.stage(images, network.usualStage())) {
 * 	stage.values().setRequiresGradient(true);
 * 	NDArray logits = Torch.withGradient(() -&gt; network.logits(stage));
 * }
 * </pre>
 */
public interface TokenNetwork extends ImageNetwork {

	/**
	 * From now on one vector an image is the mean of the patches' tokens and not the class token, also where weights that are
	 * loaded later were trained with the class token: then the norm after the mean is new. Before optimisers know the parameters.
	 */
	void poolMean();

	/** {@return whether one vector an image is the mean of the patches' tokens, not the class token} */
	boolean poolsMean();

	/**
	 * Drops branches of blocks in training passes, after {@link #beginStep}.
	 *
	 * @param rate of the last block, 0 (never, the default) to below 1; the first block's is 0, those between on a line
	 */
	void dropPath(double rate);

	/** {@return side of a patch in pixels} */
	int patch();

	/**
	 * @param height of the images in pixels
	 * @param width likewise
	 * @return rows and columns of patches (h, w)
	 * @throws io.sonoflow.SonoflowException.Input if patches do not divide the images
	 */
	int[] grid(int height, int width);

	/**
	 * Computes the attention itself (the fused one hands out none).
	 *
	 * @param images (N, 1 or C, H, W)
	 * @param each gets one (N, heads, 1 + h w, 1 + h w) a block, the first first: who attends (rows) to whom; each row sums to
	 *          1. They are large, and closed when it returns
	 */
	void attention(NDArray images, Consumer<NDArray> each);
}
