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

import java.util.Map;

/**
 * Is told what a training thinks of every image it draws, at the moment of the draw: with the augmentation of that draw and
 * the weights before that step.
 */
@FunctionalInterface
public interface SampleLossListener {

	/** Wants to know nothing. */
	SampleLossListener NONE = (epoch, samples, losses, logits) -> {
	};

	/**
	 * One step, whose arrays are the observer's to keep.
	 *
	 * @param epoch from 0
	 * @param samples numbers of the drawn images, N of them; an image may be there twice
	 * @param losses cross-entropy of each draw with its given label, in nats, N of them
	 * @param logits (N, K) scores before the softmax, in C order
	 */
	void drawn(int epoch, int[] samples, float[] losses, float[] logits);

	/**
	 * Whether an image teaches nothing in an epoch: it stays in its batch and is told of as ever, but its loss has no gradient.
	 *
	 * @param epoch from 0
	 * @param sample number of the image
	 * @return the same for all draws of an epoch: it may depend on what was told of epochs before
	 */
	default boolean isSkipped(final int epoch, final int sample) {
		return false;
	}

	/**
	 * {@return what was gathered so far, by name, for a checkpoint: a listener that keeps something must give it, or a
	 *         training that was killed and resumed loses it}
	 */
	default Map<String, double[]> state() {
		return Map.of();
	}

	/**
	 * Takes up what {@link #state} gave: called before the first draw of a training that is resumed.
	 *
	 * @throws io.sonoflow.SonoflowException.File if it is not all there or of another size; then nothing has changed, and the
	 *           training starts anew
	 */
	default void restore(final Map<String, double[]> state) {
	}
}
