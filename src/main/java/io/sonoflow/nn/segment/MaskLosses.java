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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Torch;
import io.sonoflow.nn.script.TorchScript;

/**
 * Losses of masks and boxes, from logits: the sigmoid (or softmax) is taken here, and nowhere before. Everything records
 * gradients where the thread does; every result is a number, a new array of the first argument's manager, unless said
 * otherwise.
 */
public final class MaskLosses {

	/** The usual smoothing of Dice. */
	public static final double SMOOTHING = 1;

	private static final double ROUNDING = 1e-5;

	/** Reduction 1 is PyTorch's mean, 0 none. p are 1-element arrays of settings. */
	private static final String CODE = """
		def bce(self: __torch__.Ops, x: Tensor, y: Tensor) -> Tensor:
		  return torch.binary_cross_entropy_with_logits(x, y, None, None, 1)
		def dice(self: __torch__.Ops, x: Tensor, y: Tensor, s: Tensor) -> Tensor:
		  p = torch.sigmoid(x)
		  i = torch.sum(torch.mul(p, y), [2, 3])
		  t = torch.add(torch.sum(p, [2, 3]), torch.sum(y, [2, 3]))
		  d = torch.div(torch.add(torch.mul(i, 2), s), torch.add(t, s))
		  return torch.mean(torch.rsub(d, 1))
		def batch_dice(self: __torch__.Ops, x: Tensor, y: Tensor, s: Tensor) -> Tensor:
		  p = torch.sigmoid(x)
		  i = torch.sum(torch.mul(p, y), [0, 2, 3])
		  t = torch.add(torch.sum(p, [0, 2, 3]), torch.sum(y, [0, 2, 3]))
		  d = torch.div(torch.add(torch.mul(i, 2), s), torch.add(t, s))
		  return torch.mean(torch.rsub(d, 1))
		def counted_bce(self: __torch__.Ops, x: Tensor, y: Tensor, c: Tensor) -> Tensor:
		  l = torch.mean(torch.binary_cross_entropy_with_logits(x, y, None, None, 0), [2, 3])
		  return torch.div(torch.sum(torch.mul(l, c)), torch.clamp(torch.sum(c), 1))
		def counted_dice(self: __torch__.Ops, x: Tensor, y: Tensor, s: Tensor, c: Tensor) -> Tensor:
		  p = torch.sigmoid(x)
		  i = torch.sum(torch.mul(p, y), [2, 3])
		  t = torch.add(torch.sum(p, [2, 3]), torch.sum(y, [2, 3]))
		  d = torch.rsub(torch.div(torch.add(torch.mul(i, 2), s), torch.add(t, s)), 1)
		  return torch.div(torch.sum(torch.mul(d, c)), torch.clamp(torch.sum(c), 1))
		def focal(self: __torch__.Ops, x: Tensor, y: Tensor, g: Tensor, a: Tensor) -> Tensor:
		  l = torch.binary_cross_entropy_with_logits(x, y, None, None, 0)
		  p = torch.sigmoid(x)
		  q = torch.rsub(y, 1)
		  t = torch.add(torch.mul(p, y), torch.mul(torch.rsub(p, 1), q))
		  f = torch.mul(l, torch.pow(torch.rsub(t, 1), g))
		  if bool(torch.ge(a, 0)):
		    w = torch.mul(f, torch.add(torch.mul(y, a), torch.mul(q, torch.rsub(a, 1))))
		  else:
		    w = f
		  return torch.mean(w)
		def focal_classes(self: __torch__.Ops, x: Tensor, y: Tensor, g: Tensor) -> Tensor:
		  l = torch.log_softmax(x, 1)
		  t = torch.squeeze(torch.gather(l, 1, torch.unsqueeze(torch.to(y, 4), 1)), 1)
		  return torch.neg(torch.mul(torch.pow(torch.rsub(torch.exp(t), 1), g), t))
		def smooth_l1(self: __torch__.Ops, x: Tensor, y: Tensor, b: Tensor) -> Tensor:
		  return torch.smooth_l1_loss(x, y, 1, float(b))
		def boxes(self: __torch__.Ops, x: Tensor, y: Tensor, k: Tensor, b: Tensor) -> Tensor:
		  return torch.mul(torch.mean(torch.smooth_l1_loss(x, y, 0, float(b)), [1]), k)
		""";

	/** One for the process: it holds no tensor, and so belongs to no device. */
	private static final class Holder {

		static final TorchScript OPERATORS = TorchScript.compile(Torch.manager(Device.cpu()), CODE);
	}

	private MaskLosses() {
	}

	private static NDArray call(final String method, final NDArray... arrays) {
		return Holder.OPERATORS.call(method, arrays).singletonOrThrow();
	}

	private static NDArray number(final NDArray like, final double value) {
		final NDManager manager = like.getManager();
		return Torch.floats(manager, new float[] { (float) value }, 1);
	}

	/**
	 * @param logits (N, C, H, W)
	 * @param target the same shape, 0 or 1
	 * @return binary cross-entropy, mean over all, in nats
	 */
	public static NDArray bce(final NDArray logits, final NDArray target) {
		return call("bce", logits, target);
	}

	/**
	 * 1 - (2 sum(p y) + s) / (sum(p) + sum(y) + s), the sums over the pixels of one structure of one image (Milletari et al., 3DV
	 * 2016); the mean over images and structures.
	 *
	 * @param logits (N, C, H, W)
	 * @param target the same shape, 0 or 1
	 * @param smoothing s, above 0: what an empty target and an empty prediction are worth
	 */
	public static NDArray dice(final NDArray logits, final NDArray target, final double smoothing) {
		try (NDArray s = number(logits, smoothing)) {
			return call("dice", logits, target, s);
		}
	}

	/** As {@link #dice}, the sums over the pixels of one structure of all images of the batch; the mean over structures. */
	public static NDArray batchDice(final NDArray logits, final NDArray target, final double smoothing) {
		try (NDArray s = number(logits, smoothing)) {
			return call("batch_dice", logits, target, s);
		}
	}

	/**
	 * Both losses of a segmenter.
	 *
	 * @param bce {@link #bce}
	 * @param dice {@link #dice}
	 * @param sum of both, which is what is learned from
	 */
	public record Pair(NDArray bce, NDArray dice, NDArray sum) implements AutoCloseable {

		/**
		 * Says whether both are what they can be; once, at the first step, for what reaches a loss may be masks that are not 0 or 1.
		 *
		 * @param target of the losses
		 * @throws IllegalStateException if not
		 */
		public void check(final NDArray target) {
			for (final float value : target.toFloatArray())
				if (value != 0 && value != 1) throw new IllegalStateException("a mask of " + value + " has reached the loss");
			final float entropy = bce.getFloat();
			final float overlap = dice.getFloat();
			if (entropy < 0 || overlap < -ROUNDING || overlap > 1 + ROUNDING) throw new IllegalStateException(
				"a cross-entropy of " + entropy + " and a Dice loss of " + overlap);
		}

		@Override
		public void close() {
			bce.close();
			dice.close();
			sum.close();
		}
	}

	/**
	 * @param logits (N, C, H, W)
	 * @param target the same shape, 0 or 1
	 * @param smoothing of Dice
	 * @return cross-entropy and Dice per image and structure
	 */
	public static Pair bceAndDice(final NDArray logits, final NDArray target, final double smoothing) {
		final NDArray entropy = bce(logits, target);
		final NDArray overlap = dice(logits, target, smoothing);
		return new Pair(entropy, overlap, entropy.add(overlap));
	}

	/**
	 * As {@link #bceAndDice(NDArray, NDArray, double)}, where not every structure is marked in every image: what was not marked
	 * is neither there nor absent.
	 *
	 * @param counted (N, C): 1 = the structure is marked in the image, if it is there; 0 = nothing is known of it
	 */
	public static Pair bceAndDice(final NDArray logits, final NDArray target, final double smoothing, final NDArray counted) {
		try (NDArray s = number(logits, smoothing)) {
			final NDArray entropy = call("counted_bce", logits, target, counted);
			final NDArray overlap = call("counted_dice", logits, target, s, counted);
			return new Pair(entropy, overlap, entropy.add(overlap));
		}
	}

	/**
	 * The focal loss (Lin et al., ICCV 2017) of pixels: mean of (1 - pt)^gamma x cross-entropy.
	 *
	 * @param logits (N, C, H, W)
	 * @param target the same shape, 0 or 1
	 * @param gamma at least 0; 0 = cross-entropy
	 * @param alpha weight of ones, 1 - alpha that of zeros; negative = neither is weighted
	 */
	public static NDArray focal(final NDArray logits, final NDArray target, final double gamma, final double alpha) {
		try (NDArray g = number(logits, gamma); NDArray a = number(logits, alpha)) {
			return call("focal", logits, target, g, a);
		}
	}

	/**
	 * The focal loss of classes.
	 *
	 * @param logits (N, K) scores before the softmax
	 * @param labels class of each sample, N of 0..K-1
	 * @param gamma at least 0; 0 = cross-entropy
	 * @return (N): -(1 - pt)^gamma log(pt) of each sample, pt = softmax(logits)[label]
	 */
	public static NDArray focal(final NDArray logits, final int[] labels, final double gamma) {
		final float[] classes = new float[labels.length];
		for (int i = 0; i < classes.length; i++)
			classes[i] = labels[i];
		try (NDArray y = Torch.floats(logits.getManager(), classes, classes.length); NDArray g = number(logits, gamma)) {
			return call("focal_classes", logits, y, g);
		}
	}

	/**
	 * Mean of d^2 / (2 beta) where the difference d is below beta, of d - beta / 2 elsewhere (Girshick, ICCV 2015).
	 *
	 * @param predicted of any shape
	 * @param target the same shape
	 * @param beta above 0
	 */
	public static NDArray smoothL1(final NDArray predicted, final NDArray target, final double beta) {
		try (NDArray b = number(predicted, beta)) {
			return call("smooth_l1", predicted, target, b);
		}
	}

	/**
	 * {@link #smoothL1} row by row.
	 *
	 * @param predicted (N, 4)
	 * @param target (N, 4)
	 * @param known (N): 1, or 0 where there is no target
	 * @return (N): the mean over the row, or 0
	 */
	public static NDArray boxes(final NDArray predicted, final NDArray target, final NDArray known, final double beta) {
		try (NDArray b = number(predicted, beta)) {
			return call("boxes", predicted, target, known, b);
		}
	}
}
