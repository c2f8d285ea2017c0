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

import java.util.List;

/**
 * A network that turns images into tokens: one for the class, then one a patch, row by row. Its {@link #features} are (N, 1 +
 * h w, F), the tokens after the last block, {@link #pool} norms them and takes one vector an image. What explanations need
 * beside: the output of the last block's first norm as a place of its own, and the attention of every block.
 *
 * <pre>
 * try (TokenNetwork.Stage stage = network.stage(images)) {
 * 	stage.normed().setRequiresGradient(true);
 * 	NDArray logits = Torch.withGradient(() -&gt; network.logits(stage));
 * }
 * </pre>
 */
public interface TokenNetwork extends ImageNetwork {

	/**
	 * The entry of the last block. The gradient of a logit with respect to {@code normed} runs through the attention and not
	 * through the way round it.
	 *
	 * @param residual (N, 1 + h w, F): what the last block receives
	 * @param normed (N, 1 + h w, F): the same after the block's first norm
	 */
	record Stage(NDArray residual, NDArray normed) implements AutoCloseable {

		@Override
		public void close() {
			residual.close();
			normed.close();
		}
	}

	/**
	 * From now on one vector an image is the mean of the patches' tokens and not the class token, also where weights that are
	 * loaded later were trained with the class token: then the norm after the mean is new. Before optimisers know the parameters.
	 */
	void poolMean();

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

	/** {@return the way to the last block's first norm} */
	Stage stage(NDArray images);

	/** {@return (N, K): the scores from there} */
	NDArray logits(Stage stage);

	/**
	 * @param images (N, 1 or C, H, W)
	 * @return one (N, heads, 1 + h w, 1 + h w) a block: who attends (rows) to whom; each row sums to 1. The caller closes them:
	 *         they are large
	 */
	List<NDArray> attention(NDArray images);
}
