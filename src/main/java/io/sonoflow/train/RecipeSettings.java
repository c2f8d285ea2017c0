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

import ai.djl.ndarray.NDArray;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.segment.MaskLosses;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * What fine-tuning of large networks has beside the plain recipe (masked autoencoders, He et al., CVPR 2022, appendix): the
 * defaults leave the plain one as it is.
 */
public final class RecipeSettings extends Parameters {

	/** The mean of the patches' tokens. */
	public static final String MEAN = "mean";

	private static final String ENTROPY = "crossentropy";
	private static final String FOCAL = "focal";
	private static final String BOTH = "both";
	private static final double GAMMA = 2;
	private static final String CONSTANT = "constant";
	private static final String COSINE = "cosine";

	@Parameter(label = "Loss", description = "Cross-entropy; focal loss, (1 - p)^2 times it, p the probability of the label, " +
		"which looks at what is not yet sure; or the sum of both.", choices = { ENTROPY, FOCAL, BOTH }, attrs = @Attr(
			name = Key.SINCE, value = ENTROPY))
	public String loss = ENTROPY;

	@Parameter(label = "Box loss", description =
		"Weight of a second task, at least 0: the box of the structure (column mask), as " +
		"shares of the image, by smooth L1; images without a mask have none. 0 = no such task. The finished model has no trace of it.",
		min = "0", attrs = @Attr(name = Key.SINCE, value = "0"))
	public double boxloss = 0;

	@Parameter(label = "Second phase", description = "Number of last epochs without the box loss, 0 to 100000.", min = "0",
		max = "100000", attrs = @Attr(name = Key.SINCE, value = "0"))
	public int phase2 = 0;

	@Parameter(label = "Label smoothing", description = "Share of the target that is spread over all classes, 0 to 0.9: with 0.1 " +
		"and two classes a network learns 0.95 and 0.05.", min = "0", max = "0.9", attrs = @Attr(name = Key.SINCE,
			value = "0"))
	public double smoothing = 0;

	@Parameter(label = "Schedule", description = "How the rates go after the warm-up: stay (constant), or fall to 0 as a cosine.",
		choices = { CONSTANT, COSINE }, attrs = @Attr(name = Key.SINCE, value = CONSTANT))
	public String schedule = CONSTANT;

	@Parameter(label = "Warm-up", description = "Share of the optimiser's steps over which the rates rise from 0, 0 to 0.9.",
		min = "0", max = "0.9", attrs = @Attr(name = Key.SINCE, value = "0"))
	public double warmup = 0;

	@Parameter(label = "Layer decay", description =
		"Factor by which each layer's rate is smaller than that of the layer after it, " +
		"above 0, to 1. Below 1 the head has headrate, a layer below headrate x factor^depth, backbonerate is not used, and biases, " +
		"norms, class token and positions have no weight decay. Layers are a transformer's blocks, a convolutional network's " +
		"stages.", max = "1", attrs = { @Attr(name = Key.ABOVE, value = "0"), @Attr(name = Key.SINCE, value = "1") })
	public double layerdecay = 1;

	@Parameter(label = "Drop path", description =
		"Transformers only: probability that a branch of the last block is left out of a " +
		"step for an image, 0 to 0.9; less in blocks before it, 0 in the first.", min = "0", max = "0.9", attrs = @Attr(
			name = Key.SINCE, value = "0"))
	public double droppath = 0;

	@Parameter(label = "Pooling", description =
		"Transformers only: what the head sees, the class token (cls; of weights that were " +
		"trained with the mean, the mean), or the mean of the patches.", choices = { "cls", MEAN }, attrs = @Attr(
			name = Key.SINCE, value = "cls"))
	public String pool = "cls";

	/** @throws SonoflowException.Input if labels are to be smoothed for a loss that has one label */
	@Override
	protected void checkTogether() {
		if (phase2 > 0 && boxloss == 0) throw new SonoflowException.Input("phase2=" + phase2 +
			" has no meaning without boxloss: there is no box loss to leave out. Give boxloss, or leave phase2 out.");
		if (loss.equals(FOCAL) && smoothing > 0) throw new SonoflowException.Input("smoothing=" + smoothing +
			" has no meaning with loss=focal, which looks at the label alone. Use loss=crossentropy or loss=both, or smoothing=0.");
	}

	/** {@return whether the loss is the cross-entropy of labels as they are} */
	boolean isPlain() {
		return loss.equals(ENTROPY) && smoothing == 0 && boxloss == 0;
	}

	/** {@return (N): the loss of each sample, see {@link CrossEntropy} and {@link MaskLosses#focal(NDArray, int[], double)}} */
	NDArray losses(final NDArray logits, final int[] labels) {
		if (loss.equals(ENTROPY)) return CrossEntropy.of(logits, labels, smoothing);
		final NDArray focal = MaskLosses.focal(logits, labels, GAMMA);
		return loss.equals(FOCAL) ? focal : focal.add(CrossEntropy.of(logits, labels, smoothing));
	}

	/** {@return number of steps over which the rates rise} */
	long rising(final long steps) {
		return Math.min(Math.round(warmup * steps), steps - 1);
	}

	/**
	 * @param base the largest rate
	 * @param steps of the optimiser, of the whole training
	 * @return the rate over them: base x step / rising, the first step's is 0; then base, or half a cosine down to 0
	 */
	RateSchedule rates(final double base, final long steps) {
		final long rising = rising(steps);
		final RateSchedule then = schedule.equals(COSINE) ? RateSchedule.cosine(base, 0, steps - rising) : RateSchedule.constant(
			base);
		return rising == 0 ? then : RateSchedule.warmUpFromZero(base, rising, then);
	}

	@Override
	public RecipeSettings clone() {
		return (RecipeSettings) super.clone();
	}
}
